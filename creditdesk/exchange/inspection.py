"""What a foreign spreadsheet file really is, and whether it is safe to open: hostile files end here, in one sentence.

The reader behind `sheets` (calamine) lays a sheet out as one rectangle and ends the whole process when the memory for
it is missing. Two cells far apart, or a wrong count in a header, are enough. So every member of a workbook is unpacked
once before it is read, its length and checksum are compared, and places and counts beyond reason are refused.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from xml.parsers import expat

from creditdesk import files
from creditdesk.errors import InputProblem
from creditdesk.exchange.extents import is_plain, measure
from creditdesk.exchange.pulse import Pulse, still

MAX_FILE_BYTES = 200 * 2**20
MAX_UNPACKED_BYTES = 512 * 2**20
MAX_MEMBERS = 2000
MAX_CELLS = 30_000_000
MAX_COLUMNS = 16_384
_CHUNK = 2**20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HUGE_COUNT = re.compile(rb"""ount\s*=\s*["']\d{8}""")
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, NotImplementedError, OSError)
_MANIFEST = "META-INF/manifest.xml"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


class Format(StrEnum):
    """The kinds of file that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


_SUFFIXES = {".xlsx": Format.XLSX, ".xls": Format.XLS, ".ods": Format.ODS, ".csv": Format.CSV, ".txt": Format.CSV}
_NAMES = {
    Format.XLSX: "Excel 工作簿（.xlsx）",
    Format.XLS: "Excel 97-2003 工作簿（.xls）",
    Format.ODS: "ODF 表格（.ods）",
    Format.CSV: "文本文件（.csv）",
}


def inspect(path: Path, pulse: Pulse = still) -> Format:
    """Return the format of a file that is safe to read; InputProblem says why any other file is refused."""
    wanted = _SUFFIXES.get(path.suffix.lower())
    if wanted is None:
        raise InputProblem(f"不能读取“{path.name}”：只支持 .xlsx、.xls、.ods 和 .csv，请另存为 .xlsx 后再导入。")
    found = _look_inside(path, pulse)
    if found is not wanted:
        raise InputProblem(
            f"“{path.name}”的扩展名是 {path.suffix}，内容却是{_NAMES[found]}：请用表格软件打开，另存为 .xlsx 后再导入。"
        )
    return found


def _look_inside(path: Path, pulse: Pulse) -> Format:
    with files.opened(path, MAX_FILE_BYTES, "请拆分成几个文件后再导入") as file, files.telling(path):
        start = file.read(len(_OLE))
        rest = file.read() if start == _OLE else b""
    if not start:
        raise InputProblem(f"“{path.name}”是空文件（0 字节），请向报送单位重新索取。")
    if start == _OLE:
        return _inspect_ole(path.name, rest)
    return _inspect_zip(path, pulse) if start.startswith(_ZIP) else Format.CSV


def _inspect_ole(name: str, content: bytes) -> Format:
    if _ENCRYPTED in content:
        raise InputProblem(f"“{name}”设有打开密码，请取消密码后再导入。")
    _refuse_macros(name, _MACROS in content)
    return Format.XLS


def _refuse_macros(name: str, has_macros: bool) -> None:
    if has_macros:
        raise InputProblem(f"“{name}”带有宏，为安全起见不导入：请另存为不带宏的 .xlsx 后再导入。")


def _inspect_zip(path: Path, pulse: Pulse) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            found = _inspect_members(path.name, archive)
            total = sum(member.file_size for member in archive.infolist()) or 1
            done = 0
            for member in archive.infolist():
                for piece in _inspected(path.name, archive, member):
                    done += len(piece)
                    pulse(min(done / total, 1.0))
            if found is Format.ODS:
                _require_well_formed(archive, pulse)
            return found
    except (*_TORN, expat.ExpatError) as error:
        raise InputProblem(f"“{path.name}”已损坏或不完整，请向报送单位重新索取。") from error


def _inspect_members(name: str, archive: zipfile.ZipFile) -> Format:
    members = archive.infolist()
    names = {member.filename.lower() for member in members}
    if len(members) > MAX_MEMBERS or len(names) < len(members):
        raise InputProblem(f"“{name}”的内部结构异常，不予读取：请用表格软件打开，另存为 .xlsx 后再导入。")
    if any(member.flag_bits & 1 for member in members):
        raise InputProblem(f"“{name}”设有打开密码，请取消密码后再导入。")
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 2**20
        raise InputProblem(f"“{name}”展开后超过 {limit} MB，不予读取：请删去多余内容或拆分后再导入。")
    _refuse_macros(name, any("vbaproject.bin" in member or member.startswith("basic/") for member in names))
    return _format_of(name, archive, names)


def _format_of(name: str, archive: zipfile.ZipFile, names: set[str]) -> Format:
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "mimetype" in names and archive.read("mimetype").strip() == _SPREADSHEET:
        if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
            raise InputProblem(f"“{name}”设有打开密码，请取消密码后再导入。")
        return Format.ODS
    raise InputProblem(f"“{name}”不是表格文件，请核对是否选错了文件。")


def _inspected(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one member to its end, which also compares its checksum, and look for what the reader cannot bear."""
    plain = True
    for piece in _pieces(archive, member):
        if _HUGE_COUNT.search(piece):
            raise InputProblem(f"“{name}”的内部计数异常，不予读取：请用表格软件打开，另存为 .xlsx 后再导入。")
        plain = plain and is_plain(piece)
        yield piece
    if not plain:
        extent = measure(_pieces(archive, member))
        refuse_oversize(name, extent.rows, extent.columns)


def _require_well_formed(archive: zipfile.ZipFile, pulse: Pulse) -> None:
    """Parse the cells of an ods file once: the reader never comes back from a table whose end is missing."""
    parser = expat.ParserCreate()
    with archive.open("content.xml") as content:
        while piece := content.read(_CHUNK):
            parser.Parse(piece)
            pulse(1.0)
    parser.Parse(b"", True)


def refuse_oversize(name: str, rows: int, columns: int) -> None:
    """Refuse a sheet that is wider than any spreadsheet, or whose cells would not fit into memory."""
    if columns > MAX_COLUMNS:
        raise InputProblem(f"“{name}”的列数超过 {MAX_COLUMNS}，不像报送数据：请删去多余的列后再导入。")
    if rows * columns > MAX_CELLS:
        raise oversize(name)


def oversize(name: str) -> InputProblem:
    """Return the problem of a sheet whose cells would not fit into memory."""
    return InputProblem(f"“{name}”的数据区域过大：请删去表格右侧和下方的多余行列，或拆分后再导入。")


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content in pieces that end with a ">", so that no tag is cut."""
    rest = b""
    with archive.open(member) as content:
        while piece := content.read(_CHUNK):
            whole, bracket, rest = (rest + piece).rpartition(b">")
            yield whole + bracket
    yield rest
