"""Workbooks of one sheet of text cells, written row by row straight into their zip.

A library that keeps its memory constant puts the rows into a temporary file first, and rows hold names and numbers of
persons. Here they go from the database to the file the officer asked for, in less time. Every cell is text, also what
is typed later into an empty one; what begins like a formula is quoted, as in lists (`text_cells`).
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name

from creditdesk.errors import InputProblem
from creditdesk.exchange.text_cells import CELL_CHARACTERS, FORMULA_SIGNS
from creditdesk.exchange.whole_files import new_file

MOST_ROWS = 1_048_575
"""Rows a sheet can hold below its header."""

_AT_ONCE = 200
_MADE = (1980, 1, 1, 0, 0, 0)
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXT, _QUOTED, _BOLD = 1, 2, 3

# Characters XML cannot hold or would change, and texts that look like such a character written out.
_CODED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DELICATE = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


def write_book(path: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a workbook with one sheet; return how many rows stand below its header.

    The same cells give the same bytes. InputProblem when they do not fit into a sheet, Problem when the file is there
    already or cannot be written; nothing is left behind then.
    """
    with new_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in _frame(name):
            archive.writestr(_member(part), (_HEAD + content).encode())
        with archive.open(_member("xl/worksheets/sheet1.xml"), "w") as sheet:
            written = 0
            sheet.write((_HEAD + _top(len(header))).encode())
            for count, piece in _pieces(header, rows):
                sheet.write(_encoded(piece))
                written = count
            sheet.write(b"</sheetData></worksheet>")
    return written


def _member(part: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(part, _MADE)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _pieces(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Yield some hundred rows of XML at a time, with how many rows below the header that makes."""
    places = [xl_col_to_name(column) for column in range(len(header))]
    piece, number = [_row(1, zip(places, header, strict=True), style=_BOLD)], 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InputProblem(f"一个工作簿最多 {MOST_ROWS:,} 行，请分批写出。")
        piece.append(_row(number + 1, zip(places, row, strict=True)))
        if not number % _AT_ONCE:
            yield number, "".join(piece)
            piece.clear()
    yield number, "".join(piece)


def _row(number: int, cells: Iterable[tuple[str, str]], style: int = _TEXT) -> str:
    return (
        f'<row r="{number}">{"".join([_cell(f"{place}{number}", text, style) for place, text in cells if text])}</row>'
    )


def _cell(place: str, text: str, style: int) -> str:
    if len(text) > CELL_CHARACTERS:
        raise InputProblem(f"有一格超过 {CELL_CHARACTERS:,} 个字，表格软件放不下，请在信用记录中查出并缩短。")
    if text.startswith(FORMULA_SIGNS):
        style = _QUOTED
    if text[0] > " " and text[-1] > " " and not _DELICATE.search(text):
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
    told = escape(_CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _encoded(piece: str) -> bytes:
    try:
        return piece.encode()
    except UnicodeEncodeError as error:
        raise InputProblem("记录里有无法写入文件的残缺字符，请在信用记录中查出并改正。") from error


def _top(columns: int) -> str:
    """Return what stands before the rows: the header stays in sight, and every column is for text."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView>'
        f'</sheetViews><cols><col min="1" max="{columns}" width="20" style="{_TEXT}" customWidth="1"/></cols>'
        "<sheetData>"
    )


def _frame(name: str) -> Iterator[tuple[str, str]]:
    """Yield the small parts of the workbook."""
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations((f"{_LINKS}/officeDocument", "xl/workbook.xml"))
    sheet, styles = (f"{_LINKS}/worksheet", "worksheets/sheet1.xml"), (f"{_LINKS}/styles", "styles.xml")
    yield "xl/_rels/workbook.xml.rels", _relations(sheet, styles)
    sheets = f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets>'
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{sheets}</workbook>'
    yield "xl/styles.xml", _styles()


def _content_types() -> str:
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    parts = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PARTS}/content-types">{defaults}{parts}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PARTS}/relationships">{told}</Relationships>'


def _styles() -> str:
    """Return the four styles: none, text (number format 49 is @), quoted text, the header."""
    font = '<sz val="11"/><name val="宋体"/><family val="2"/>'
    fill = (
        '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill>'
    )
    empty = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    sides = "<left/><right/><top/>{}<diagonal/>"
    lines = sides.format("<bottom/>"), sides.format('<bottom style="thin"><color auto="1"/></bottom>')
    text = 'numFmtId="49" xfId="0" applyNumberFormat="1" applyAlignment="1"'
    top = '<alignment vertical="top"/>'
    styles = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        f'<xf {text} fontId="0" fillId="0" borderId="0">{top}</xf>',
        f'<xf {text} fontId="0" fillId="0" borderId="0" quotePrefix="1">{top}</xf>',
        f'<xf {text} fontId="1" fillId="2" borderId="1"><alignment vertical="top" wrapText="1"/></xf>',
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        f'<fills count="3">{empty}{fill}</fills>'
        f'<borders count="2"><border>{lines[0]}</border><border>{lines[1]}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{"".join(styles)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
