"""Papers that come in as files: what they are is told from their content, and what could do harm is refused.

Only finished papers are taken: PDF, pictures, docx, xlsx and OFD. Nothing is ever unpacked onto the disk.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from creditdesk.errors import InputProblem

ACCEPTED = "PDF、PNG、JPG、TIFF、DOCX、XLSX、OFD"
_MIB = 1024 * 1024
_MOST_UNPACKED, _MOST_PARTS, _MOST_RATIO = 200 * _MIB, 2000, 200
_LONGEST_NAME = 100
# Characters that draw a name otherwise than it is: controls, and marks that turn the direction of writing.
_MISLEADING = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)\b")
_PDF_LOCKED = re.compile(rb"/Encrypt\b")
_PDF_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"@echo", b"<script")
_MACROS = re.compile(r"vbaproject|macrosheets/|activex/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|lnk)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One accepted kind: its name, what officers call it, and how its files end."""

    name: str
    label: str
    endings: tuple[str, ...]


KINDS = {
    kind.name: kind
    for kind in (
        PaperKind("pdf", "PDF 文件", (".pdf",)),
        PaperKind("png", "PNG 图片", (".png",)),
        PaperKind("jpeg", "JPG 图片", (".jpg", ".jpeg")),
        PaperKind("tiff", "TIFF 图片", (".tif", ".tiff")),
        PaperKind("docx", "Word 文档", (".docx",)),
        PaperKind("xlsx", "Excel 工作簿", (".xlsx",)),
        PaperKind("ofd", "OFD 文件", (".ofd",)),
    )
}


def clean_name(name: str) -> str:
    """Return a file's name without folders and misleading characters; InputProblem when nothing or too much is left."""
    last = _MISLEADING.sub("", PureWindowsPath(PurePosixPath(name).name).name).strip()
    if not PurePosixPath(last).stem.strip(". "):
        raise InputProblem("附件没有文件名，请给文件起一个名称后再添加。")
    if len(last) > _LONGEST_NAME:
        raise InputProblem(f"附件名称超过{_LONGEST_NAME}个字，请改短后再添加。")
    return last


def recognised(name: str, content: bytes) -> PaperKind:
    """Return what kind of paper the content is; one sentence as InputProblem for what is not taken."""
    if not content:
        raise InputProblem(f"{name}是空文件（0字节），请检查原件后再添加。")
    kind = _kind_of(name, content)
    if not name.lower().endswith(kind.endings):
        raise InputProblem(f"{name}的内容是{kind.label}，与扩展名不符，请把扩展名改为{kind.endings[0]}并核对后再添加。")
    return kind


def _kind_of(name: str, content: bytes) -> PaperKind:
    head = content[:1024]
    if head.startswith(_PROGRAMS):
        raise InputProblem(f"{name}是可执行程序或脚本，不能作为附件，请只添加{ACCEPTED}。")
    if head.startswith(_OLD_OFFICE):
        raise InputProblem(f"{name}是旧版或加密的Office文件，可能带有宏，请另存为DOCX、XLSX或PDF后再添加。")
    if b"%PDF-" in head:
        return _pdf(name, content)
    if head.startswith(b"PK\x03\x04"):
        return _packed(name, content)
    for kind, starts, end in (
        ("png", (b"\x89PNG\r\n\x1a\n",), b"IEND"),
        ("jpeg", (b"\xff\xd8\xff",), b"\xff\xd9"),
        ("tiff", (b"II*\x00", b"MM\x00*"), b""),
    ):
        if head.startswith(starts):
            return _picture(name, content, KINDS[kind], end)
    raise InputProblem(f"{name}不是可接受的文件类型，请转换为{ACCEPTED}之一后再添加。")


def _picture(name: str, content: bytes, kind: PaperKind, end: bytes) -> PaperKind:
    if end not in content[-4096:]:
        raise InputProblem(f"{name}不完整，可能没有复制完，请重新复制后再添加。")
    return kind


def _pdf(name: str, content: bytes) -> PaperKind:
    if b"%%EOF" not in content[-4096:]:
        raise InputProblem(f"{name}不完整，可能没有复制完，请重新复制后再添加。")
    for part in (content, *_unpacked_objects(name, content)):
        told = _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), part)
        if _PDF_LOCKED.search(told):
            raise InputProblem(f"{name}设有密码或限制，请去除密码后再添加。")
        if _PDF_ACTIVE.search(told):
            raise InputProblem(f"{name}带有脚本、程序或嵌入文件，请打印成普通PDF后再添加。")
    return KINDS["pdf"]


def _unpacked_objects(name: str, content: bytes) -> Iterator[bytes]:
    """Return what stands in the compressed object streams of a PDF, where names could hide."""
    room = _MOST_UNPACKED
    for found in _PDF_PACKED.finditer(content):
        engine = zlib.decompressobj()
        try:
            told = engine.decompress(found[1], room)
        except zlib.error:
            continue
        room -= len(told)
        if room <= 0 or engine.unconsumed_tail:
            raise InputProblem(f"{name}解压后过大，可能是恶意文件，不能添加，请向提交人核实。")
        yield told


def _packed(name: str, content: bytes) -> PaperKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return _pack_kind(name, pack)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise InputProblem(f"{name}已损坏或被加密，打不开，请检查原件后再添加。") from None


def _pack_kind(name: str, pack: zipfile.ZipFile) -> PaperKind:
    parts = pack.infolist()
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or size > _MOST_UNPACKED or (size > _MIB and size > packed * _MOST_RATIO):
        raise InputProblem(f"{name}解压后过大，可能是恶意文件，不能添加，请向提交人核实。")
    names = {part.filename for part in parts}
    kind = _office_kind(name, names)
    types = pack.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any(map(_MACROS.search, names)) or b"macroEnabled" in types:
        raise InputProblem(f"{name}带有宏或程序，不能作为附件，请另存为不带宏的文件或PDF后再添加。")
    if any(map(_EMBEDDED.search, names)):
        raise InputProblem(f"{name}里嵌有其他文件，请打印成PDF或删去嵌入的文件后再添加。")
    if pack.testzip() is not None:
        raise zipfile.BadZipFile
    return kind


def _office_kind(name: str, names: set[str]) -> PaperKind:
    for kind, needed in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml"), ("ofd", "OFD.xml")):
        if needed in names:
            return KINDS[kind]
    raise InputProblem(f"{name}是压缩包，请解压后把里面的文件逐个添加。")
