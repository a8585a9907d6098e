"""The picture of the office's seal, pressed on copies of letters where GB/T 9704 wants it (§7.3.5.1)."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter

from creditdesk.documents.sheet import Sheet
from creditdesk.documents.signoff import SealPlace
from creditdesk.errors import InputProblem

MOST_BYTES = 8 * 2**20
_FEWEST_DOTS, _MOST_DOTS = 300, 4000
_KEPT_DOTS = 1000  # 600 dots per inch at 42 mm
_SQUARE = 1.1
_WHITE, _HALF, _RED = 240, 127, 1.5
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")


def prepared(picture: bytes) -> bytes:
    """Return a scanned seal as PNG without its paper: cut to the seal, white made transparent, at most 1,000 dots wide.

    InputProblem for what is no picture, too small, too large, not about as wide as high, or without red.
    """
    if len(picture) > MOST_BYTES:
        raise InputProblem(f"印章图片超过 {MOST_BYTES // 2**20} MB，请缩小后再载入。")
    try:
        with Image.open(BytesIO(picture), formats=_FORMATS) as opened:
            if max(opened.size) > _MOST_DOTS:
                raise InputProblem(f"印章图片超过 {_MOST_DOTS} 点，请缩小后再载入。")
            scan = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputProblem("这不是能读的图片，请用 PNG 或 JPEG 格式的印章扫描图。") from None
    seal = _without_paper(scan)
    box = seal.getchannel("A").getbbox()
    if box is None or not _has_red(seal):
        raise InputProblem("图片里没有红色印章，请扫描盖在白纸上的红色印章。")
    seal = seal.crop(box)
    if min(seal.size) < _FEWEST_DOTS:
        raise InputProblem(
            f"印章在图片里只有 {min(seal.size)} 点宽，印出会模糊，请用不少于 {_FEWEST_DOTS} 点的扫描图。"
        )
    if max(seal.size) > _SQUARE * min(seal.size):
        raise InputProblem("图片里的印章不是正圆，请裁去其他内容，只留一枚圆形印章。")
    seal.thumbnail((_KEPT_DOTS, _KEPT_DOTS))
    out = BytesIO()
    seal.save(out, "PNG", optimize=True)
    return out.getvalue()


def sealed(pdf: bytes, place: SealPlace, seal: bytes, on: date) -> bytes:
    """Return a copy of a letter with the seal on name and date; the text shows through its ink."""
    stamp = Sheet("", "", on)
    stamp.picture(place.x, place.y, place.diameter, seal)
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pages[place.page - 1].merge_page(PdfReader(BytesIO(stamp.pdf())).pages[0], over=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _without_paper(scan: Image.Image) -> Image.Image:
    """Make transparent what is nearly white in all three colours."""
    red, green, blue, alpha = scan.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    ink = darkest.point([0 if value >= _WHITE else 255 for value in range(256)])
    scan.putalpha(ImageChops.darker(alpha, ink))
    return scan


def _has_red(seal: Image.Image) -> bool:
    """Tell whether most of the ink is red."""
    small = seal.copy()
    small.thumbnail((100, 100))
    raw = small.tobytes()
    dots = zip(raw[0::4], raw[1::4], raw[2::4], raw[3::4], strict=True)
    inked = [(red, max(green, blue, 1)) for red, green, blue, alpha in dots if alpha > _HALF]
    return sum(red > _RED * other for red, other in inked) > len(inked) / 2
