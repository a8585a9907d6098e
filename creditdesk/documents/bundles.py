"""Several finished PDF files as one, page by page, with page numbers of the whole where they are asked for."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from PIL import Image, ImageSequence
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PdfReadError

from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.sheet import A4, MM, Sheet
from creditdesk.errors import Problem

_NUMBER_TOP, _NUMBER_RIGHT, _NUMBER_SIZE = 291 * MM, 200 * MM, 9.0
_DOTS = 150.0  # per inch of a picture that does not say how large it is
_SMALLEST, _LARGEST = 0.98, 1.02  # how much a page may differ from A4 and still be laid on it as it is


def merged(files: Sequence[bytes]) -> bytes:
    """Return the pages of all files one after the other."""
    writer = PdfWriter()
    for file in files:
        writer.append(BytesIO(file), import_outline=False)
    return _written(writer)


def numbered(parts: Sequence[tuple[str, bytes]], first: Sequence[int], on: date) -> bytes:
    """Return titled files as one on A4: 案卷第 n 页 at the foot of each page, a bookmark for each file."""
    writer = PdfWriter()
    for (title, file), start in zip(parts, first, strict=True):
        # Only a page that belongs to a writer can be turned.
        for page in PdfWriter(clone_from=BytesIO(file)).pages:
            _add_on_a4(writer, page)
        writer.add_outline_item(title=title, page_number=start - 1)
    stamps = PdfReader(BytesIO(_numbers(len(writer.pages), on))).pages
    for page, stamp in zip(writer.pages, stamps, strict=True):
        page.merge_page(stamp)
    return _written(writer)


def picture_pages(picture: bytes) -> bytes:
    """Return a picture as PDF, a page for each of its frames; a Problem for one that cannot be drawn."""
    out = BytesIO()
    try:
        with Image.open(BytesIO(picture)) as opened:
            frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened)]
        frames[0].save(out, "PDF", resolution=_DOTS, save_all=True, append_images=frames[1:])
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Problem("这张图片画不出来，文件可能已损坏或过大。") from None
    return out.getvalue()


def pages_of(file: bytes) -> int:
    """Return how many pages a file has; a Problem for one that cannot be read."""
    try:
        return len(PdfReader(BytesIO(file)).pages)
    except PdfReadError:
        raise Problem("这份PDF读不出来，文件可能已损坏。") from None


def _add_on_a4(writer: PdfWriter, page: PageObject) -> None:
    """Add a page of any size in the middle of an A4 page, made smaller where it is larger."""
    page.transfer_rotation_to_content()
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    if _SMALLEST < wide / A4[0] < _LARGEST and _SMALLEST < high / A4[1] < _LARGEST:
        writer.add_page(page)
        return
    scale = min(1.0, A4[0] / wide, A4[1] / high)
    sheet = writer.add_blank_page(*A4)
    left, low = (A4[0] - wide * scale) / 2, (A4[1] - high * scale) / 2
    moved = (
        Transformation()
        .scale(scale)
        .translate(left - float(page.mediabox.left) * scale, low - float(page.mediabox.bottom) * scale)
    )
    sheet.merge_transformed_page(page, moved)


def _numbers(pages: int, on: date) -> bytes:
    sheet = Sheet("", "", on)
    for number in range(1, pages + 1):
        if number > 1:
            sheet.next_page()
        told = f"案卷第 {number} 页　共 {pages} 页"
        sheet.label(_NUMBER_RIGHT, _NUMBER_TOP, told, standard()[Style.HEI], _NUMBER_SIZE, align=1)
    return sheet.pdf()


def _written(writer: PdfWriter) -> bytes:
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
