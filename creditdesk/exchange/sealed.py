"""A package's zip as it came: opened with limits, and compared byte for byte with what its descriptor promises."""

import csv
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from creditdesk import files
from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE, directory, measured, member
from creditdesk.exchange.cms import MAX_SIGNATURE_BYTES
from creditdesk.exchange.descriptor import Descriptor, TableEntry
from creditdesk.exchange.resources import ENCODING, MAX_TABLE_BYTES
from creditdesk.exchange.table_check import check_table

ENVELOPED = ".p7m"
MAX_ENVELOPE_BYTES = 256 * 2**20
MAX_MEMBERS = 100
Opener = Callable[[bytes], bytes]
"""Returns what was sealed for the office; InputProblem when it was not for it."""
MAX_DESCRIPTOR_BYTES = 8 * 2**20
MAX_UNPACKED_BYTES = 2 * MAX_TABLE_BYTES
_FAULTS_SHOWN = 3
_NOT_OURS = "这不是本系统的数据包，请向对方核实"
_LINK = 0o12
_TORN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, RuntimeError)


@contextmanager
def _reading(what: str) -> Iterator[None]:
    """Turn whatever a torn zip makes its reader raise into one sentence."""
    try:
        yield
    except _TORN as error:
        raise InputProblem(f"{what}已损坏或不完整，请向对方重新索取。") from error


def _opened(path: Path, opener: Opener | None) -> BinaryIO:
    """Return the zip inside an envelope."""
    if opener is None:
        raise InputProblem(f"{path.name} 是加密的数据包，只有接收单位的密钥能打开：请在接收单位的桌面上核对。")
    return BytesIO(opener(files.read(path, MAX_ENVELOPE_BYTES, _NOT_OURS)))


class SealedArchive:
    """An opened package; each `require_…` raises InputProblem with what is wrong."""

    def __init__(self, path: Path, opener: Opener | None = None) -> None:
        """Open the file; InputProblem when it is not there or no zip.

        An enveloped one (.p7m) is opened in memory by `opener`; without it that is an InputProblem too.
        """
        sealed = path.suffix == ENVELOPED
        self._file = _opened(path, opener) if sealed else files.opened(path, MAX_ENVELOPE_BYTES, _NOT_OURS)
        try:
            with _reading(path.name):
                self._zip = zipfile.ZipFile(self._file)
        except InputProblem:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """Return the archive."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def digest(self) -> str:
        """Return the SHA-256 of the whole zip, which is the one a chain counts by."""
        self._file.seek(0)
        return measured(self._file, MAX_ENVELOPE_BYTES).digest

    def rows(self, table: TableEntry) -> Iterator[list[str]]:
        """Yield the rows of a table that was proved, the header left out."""
        with _reading(table.path), self._zip.open(table.path) as file:
            rows = csv.reader(TextIOWrapper(file, ENCODING, newline=""), strict=True)
            next(rows)
            yield from rows

    def require_sane(self) -> None:
        """Refuse names that lead elsewhere, doubled or missing members, links, and contents beyond reason."""
        infos = self._zip.infolist()
        names = [info.filename for info in infos]
        if any(info.external_attr >> 28 == _LINK for info in infos):
            raise InputProblem("压缩包里有指向别处的链接，不要解压，向对方核实。")
        if not all(map(_is_safe, infos)):
            raise InputProblem("压缩包里有路径不安全的成员（如 ../ 或绝对路径），不要解压，向对方核实。")
        if len(set(names)) < len(names):
            raise InputProblem("压缩包里有同名成员，不能确定以哪个为准，向对方重新索取。")
        if len(infos) > MAX_MEMBERS:
            raise InputProblem(f"压缩包里的成员多于 {MAX_MEMBERS} 个，不是本系统的数据包，向对方核实。")
        if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
            raise InputProblem("压缩包展开后过大，可能是恶意文件，不要解压，向对方核实。")
        for name in (DESCRIPTOR, SIGNATURE):
            if name not in names:
                raise InputProblem(f"压缩包里没有 {name}，不是本系统的数据包，或已被改动。")

    def descriptor(self) -> bytes:
        """Return the descriptor's bytes."""
        return self._small(DESCRIPTOR, MAX_DESCRIPTOR_BYTES)

    def signature(self) -> bytes:
        """Return the signature's bytes."""
        return self._small(SIGNATURE, MAX_SIGNATURE_BYTES)

    def _small(self, name: str, limit: int) -> bytes:
        with _reading(name):
            if self._zip.getinfo(name).file_size > limit:
                raise ValueError("too large")
            return self._zip.read(name)

    def require_members(self, descriptor: Descriptor) -> None:
        """Refuse members that the descriptor does not name, missing ones, and another order."""
        named = [*(table.path for table in descriptor.tables), DESCRIPTOR, SIGNATURE]
        present = self._zip.namelist()
        extra, missing = "、".join(sorted({*present} - {*named})), "、".join(sorted({*named} - {*present}))
        if extra and missing:
            raise InputProblem(f"压缩包里的 {missing} 被改名或换成了 {extra}，与签名的描述文件不一致，请不要使用。")
        for word, names in (("多出", extra), ("缺少", missing)):
            if names:
                raise InputProblem(f"压缩包{word}了 {names}，与签名的描述文件不一致，请不要使用。")
        if present != named:
            raise InputProblem("压缩包成员的次序被改动过，请向对方重新索取。")

    def require_untouched(self, descriptor: Descriptor) -> None:
        """Refuse a zip of which any byte outside the members' contents differs from what was written."""
        sizes = {table.path: table.measure.bytes for table in descriptor.tables}
        infos = [self._expected(info, descriptor.head.created, sizes) for info in self._zip.infolist()]
        *tables, described, signed = infos
        before = sum(len(_header(info)) + info.compress_size for info in tables)
        tail = b"".join(
            (
                _header(described),
                self.descriptor(),
                _header(signed),
                self.signature(),
                directory(infos),
            )
        )
        self._file.seek(0)
        written = measured(self._file, before)
        if written != descriptor.before or self._file.read(len(tail) + 1) != tail:
            raise InputProblem("压缩包与签名时写出的不同，被改动过或重新压缩过，请向对方索取原文件。")

    @staticmethod
    def _expected(info: zipfile.ZipInfo, created: datetime, sizes: Mapping[str, int]) -> zipfile.ZipInfo:
        """Return the header the member should have; its checksum is compared when the content is read."""
        expected = member(info.filename, created, deflated=info.filename in sizes)
        expected.CRC, expected.compress_size = info.CRC, info.compress_size
        expected.file_size = sizes.get(info.filename, info.compress_size)
        return expected

    def require_measure(self, table: TableEntry) -> None:
        """Refuse a table whose bytes are not those that were signed."""
        with _reading(table.path), self._zip.open(table.path) as file:
            written = measured(file, table.measure.bytes + 1)
        if written != table.measure:
            raise InputProblem(f"{table.path} 的内容与签名时不同（字节数或摘要不符），请不要使用。")

    def content(self, table: TableEntry, limit: int) -> bytes:
        """Return a table's bytes, which are again those that were signed; InputProblem when they are too many."""
        if table.measure.bytes > limit:
            raise InputProblem(f"{table.path} 超过 {limit // 2**20} MB，不予读取，请向对方核实。")
        with _reading(table.path), self._zip.open(table.path) as file:
            content = file.read(table.measure.bytes + 1)
        if measured(BytesIO(content)) != table.measure:
            raise InputProblem(f"{table.path} 的内容与签名时不同（字节数或摘要不符），请不要使用。")
        return content

    def require_rows(self, table: TableEntry) -> None:
        """Refuse a table with another number of rows than promised, or with rows against its schema."""
        with _reading(table.path), self._zip.open(table.path) as file:
            report = check_table(file, table.schema, table.counted)
        if report.faults:
            shown = "；".join(report.faults[:_FAULTS_SHOWN])
            raise InputProblem(f"{table.path} 有不合格的行：{shown}，请对方改正后重新报送。")
        if report.rows != table.rows:
            raise InputProblem(f"{table.path} 有 {report.rows} 行，描述文件写的是 {table.rows} 行，请向对方核实。")
        if report.actions != +Counter(table.actions):
            raise InputProblem(f"{table.path} 的各类行数与描述文件不符，请向对方核实。")


def _header(info: zipfile.ZipInfo) -> bytes:
    """Return a member's local header as it was written; sizes that none of ours has are refused."""
    try:
        return info.FileHeader(zip64=False)
    except zipfile.LargeZipFile as error:
        raise InputProblem("压缩包里写明的大小不可信，请不要使用，并向对方重新索取。") from error


def _is_safe(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename
    parts = name.split("/")
    plain = name == info.filename and name.isascii() and name.isprintable() and "\\" not in name and ":" not in name
    return plain and not {"", ".", ".."} & set(parts)
