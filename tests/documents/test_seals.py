"""The picture of the seal: only a round red one, without its paper, pressed where the standard wants it."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from creditdesk.documents.letter import letter_pdf, seal_place
from creditdesk.documents.seals import MOST_BYTES, prepared, sealed
from creditdesk.documents.sheet import MM
from creditdesk.errors import InputProblem
from tests.documents.letters import SHORT
from tests.documents.seal_scans import scan

ON = date(2026, 2, 12)
DOTS = 150


def test_the_paper_becomes_transparent_and_the_picture_is_cut_to_the_seal() -> None:
    for kind in ("PNG", "JPEG", "TIFF", "BMP"):
        with Image.open(BytesIO(prepared(scan(1500, kind=kind)))) as seal:
            assert (seal.format, seal.mode, max(seal.size)) == ("PNG", "RGBA", 1000)
            corner = seal.getpixel((2, 2))
            assert isinstance(corner, tuple)
            assert corner[3] == 0


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (b"", "不是能读的图片"),
        (b"%PDF-1.7", "不是能读的图片"),
        (scan()[:500], "不是能读的图片"),
        (bytes(MOST_BYTES + 1), "超过 8 MB"),
        (scan(4100), "超过 4000 点"),
        (scan(120), "会模糊"),
        (scan(ring=(20, 20, 20)), "没有红色印章"),
        (scan(ring=(255, 255, 255)), "没有红色印章"),
        (scan(wide=1.6), "不是正圆"),
    ],
    ids=["empty", "a PDF", "torn", "heavy", "huge", "small", "black", "blank", "long"],
)
def test_anything_else_is_refused_in_one_sentence(picture: bytes, said: str) -> None:
    with pytest.raises(InputProblem, match=said):
        prepared(picture)


def test_the_seal_lies_on_name_and_date_and_the_text_stays(tmp_path: Path) -> None:
    letter, place = letter_pdf(SHORT), seal_place(SHORT)
    copy = sealed(letter, place, prepared(scan()), ON)
    plain, stamped = (_drawn(pdf, tmp_path, place.page) for pdf in (letter, copy))
    changed = _red_box(plain, stamped)
    middle = ((changed[0] + changed[2]) / 2 / DOTS * 72, (changed[1] + changed[3]) / 2 / DOTS * 72)
    assert middle == pytest.approx((place.x, place.y), abs=1 * MM)
    assert (changed[2] - changed[0]) / DOTS * 25.4 == pytest.approx(place.diameter / MM, abs=1)
    texts = [[page.extract_text().strip() for page in PdfReader(BytesIO(pdf)).pages] for pdf in (letter, copy)]
    assert texts[0] == texts[1]


def test_the_same_letter_and_seal_give_the_same_copy_and_its_fonts_stay_embedded(tmp_path: Path) -> None:
    letter, place, seal = letter_pdf(SHORT), seal_place(SHORT), prepared(scan())
    copy = sealed(letter, place, seal, ON)
    assert copy == sealed(letter, place, seal, ON)
    (tmp_path / "copy.pdf").write_bytes(copy)
    fonts = subprocess.run(["pdffonts", tmp_path / "copy.pdf"], capture_output=True, text=True, check=True).stdout
    assert all(" yes yes " in line for line in fonts.splitlines()[2:])


def _drawn(pdf: bytes, folder: Path, page: int) -> Image.Image:
    (folder / "drawn.pdf").write_bytes(pdf)
    told = ["pdftoppm", "-r", str(DOTS), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
    subprocess.run([*told, folder / "drawn.pdf", folder / "drawn"], check=True)
    with Image.open(folder / "drawn.png") as picture:
        return picture.convert("RGB")


def _red_box(plain: Image.Image, stamped: Image.Image) -> tuple[int, int, int, int]:
    """Return where the two pictures differ."""
    box = ImageChops.difference(plain, stamped).getbbox()
    assert box is not None
    left, top, right, bottom = box
    return left, top, right - 1, bottom - 1
