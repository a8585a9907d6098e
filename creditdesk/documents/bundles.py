"""Several finished PDF files as one, page by page, with page numbers of the whole where they are asked for."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.sheet import A4, MM, Sheet

_NUMBER_TOP, _NUMBER_RIGHT, _NUMBER_SIZE = 291 * MM, 200 * MM, 9.0
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
        for page in PdfReader(BytesIO(file)).pages:
            writer.add_page(_on_a4(page))
        writer.add_outline_item(title=title, page_number=start - 1)
    stamps = PdfReader(BytesIO(_numbers(len(writer.pages), on))).pages
    for page, stamp in zip(writer.pages, stamps, strict=True):
        page.merge_page(stamp)
    return _written(writer)


def pages_of(file: bytes) -> int:
    """Return how many pages a file has."""
    return len(PdfReader(BytesIO(file)).pages)


def _on_a4(page: PageObject) -> PageObject:
    """Return a page of any size in the middle of an A4 page, made smaller where it is larger."""
    page.transfer_rotation_to_content()
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    if _SMALLEST < wide / A4[0] < _LARGEST and _SMALLEST < high / A4[1] < _LARGEST:
        return page
    scale = min(1.0, A4[0] / wide, A4[1] / high)
    sheet = PageObject.create_blank_page(width=A4[0], height=A4[1])
    left, low = (A4[0] - wide * scale) / 2, (A4[1] - high * scale) / 2
    moved = (
        Transformation()
        .scale(scale)
        .translate(left - float(page.mediabox.left) * scale, low - float(page.mediabox.bottom) * scale)
    )
    sheet.merge_transformed_page(page, moved)
    return sheet


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
