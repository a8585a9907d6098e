"""QR codes equal reportlab's module by module, and an outside decoder reads them from the drawn page."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.graphics.barcode import qrencoder

from creditdesk.documents import qr
from creditdesk.documents.flow import Stencil
from creditdesk.documents.fonts import standard
from creditdesk.documents.letter import LetterContent, lay_out, letter_pdf, seal_place
from tests.documents.letters import SHORT

CODE = "CDL1|12410122MF000003XD|牟信异答〔2026〕12号|20260212|" + "k" * 22 + "|" + "t" * 43 + "|" + "s" * 86


def reference(text: str) -> tuple[int, ...]:
    """The same code by reportlab, with our mask."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(text))
    code.version = code.calculate_version()
    code.makeImpl(False, qr.MASK)
    return tuple(int("".join("01"[bool(dark)] for dark in row), 2) for row in code.modules)


@pytest.mark.parametrize("length", [1, 14, 15, 60, 120, 180, 213, 331, 500, 900])
def test_a_code_is_the_one_reportlab_makes(length: int) -> None:
    text = ("牟信〔2026〕" + "x7|" * length)[:length]
    assert qr.modules(text) == reference(text)


def test_a_text_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr.modules("x" * 3000)


def decoded(pdf: bytes, folder: Path) -> list[str]:
    """What zbar reads from the letter's pages at the resolution of an office scanner."""
    (folder / "letter.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-png", folder / "letter.pdf", folder / "page"], check=True)
    pages = sorted(map(str, folder.glob("page*.png")))
    told = subprocess.run(["zbarimg", "-q", "--raw", *pages], capture_output=True, text=True, check=False).stdout
    return told.splitlines()


@pytest.mark.parametrize("signer", ["中牟县信用中心（示例）", "示例市航空港经济综合实验区公共信用信息服务中心"])
def test_an_outside_decoder_reads_the_code_from_the_page(signer: str, tmp_path: Path) -> None:
    pdf = letter_pdf(replace(SHORT, signer=signer, code=CODE))
    assert decoded(pdf, tmp_path) == [CODE]


def _stencil(content: LetterContent) -> tuple[int, Stencil]:
    pages = lay_out(content, standard())
    return next(
        (number, mark)
        for number, page in enumerate(pages, start=1)
        for placed in page
        for mark in placed.block.marks
        if isinstance(mark, Stencil)
    )


def test_the_code_stands_on_the_page_of_the_seal_and_far_from_it() -> None:
    content = replace(SHORT, code=CODE)
    page, mark = _stencil(content)
    seal = seal_place(content)
    assert page == seal.page
    assert mark.side < seal.x - seal.diameter / 2 - 79  # 79 points: the left margin of the text


def test_a_code_moves_nothing_else() -> None:
    with_it, without = (lay_out(one, standard()) for one in (replace(SHORT, code=CODE), SHORT))
    assert [[placed.top for placed in page] for page in with_it] == [
        [placed.top for placed in page] for page in without
    ]
