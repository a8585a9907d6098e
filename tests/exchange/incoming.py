"""Spreadsheets for tests, good and hostile."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(path: Path, rows: Iterable[Sequence[object]], **more_sheets: Iterable[Sequence[object]]) -> Path:
    """Write an xlsx whose texts are text cells, numbers number cells and dates date cells."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        for name, lines in {"报送": rows, **more_sheets}.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, str):
                        page.write_string(number, column, value)
                    elif isinstance(value, date):
                        page.write_datetime(number, column, value, day)
                    else:
                        page.write(number, column, value)
    return path


def workbook_of_xml(path: Path, sheet_data: str, extra: dict[str, bytes] | None = None) -> Path:
    """Write an xlsx whose only sheet has exactly this XML inside its sheetData element."""
    plain = workbook(path.with_suffix(".plain.xlsx"), [["甲", "乙"]])
    xml = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
    changed = {"xl/worksheets/sheet1.xml": xml.encode(), **(extra or {})}
    return repacked(plain, path, changed)


def repacked(source: Path, target: Path, changed: dict[str, bytes], without: Iterable[str] = ()) -> Path:
    """Copy a zip with some members replaced, added or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in {*changed, *without}:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return target


def cell(place: str, text: str = "x") -> str:
    """Return the XML of a text cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def open_document(path: Path, rows: Iterable[str], manifest: str = "<manifest/>") -> Path:
    """Write an ods whose table has these rows of XML."""
    table = f'<table:table table:name="报送">{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0"?><office:document-content{_ODS_NAMES}><office:body><office:spreadsheet>{table}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", SPREADSHEET)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*texts: str, repeated: int = 1, columns: int = 1) -> str:
    """Return the XML of a row of text cells, each and all of them repeated."""
    cells = "".join(
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def zip_with_lie(path: Path) -> Path:
    """Write an xlsx with a sheet that unpacks to more than its header says."""
    workbook_of_xml(path, cell("A1") + "<row/>" * 1000)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    while (place := content.find(size.to_bytes(4, "little"))) >= 0:
        content[place : place + 4] = (64).to_bytes(4, "little")
    path.write_bytes(content)
    return path
