"""The zip a package is: members whose every header byte is determined, so that any change of any byte shows.

The members with data come first and are deflated; the descriptor and its signature follow, stored. The descriptor holds
the digest of everything before it, the signature covers the descriptor, and the bytes after it can be computed.
"""

import hashlib
import struct
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from creditdesk.rules.china_time import in_china

DESCRIPTOR = "datapackage.json"
SIGNATURE = "datapackage.json.p7s"
_UNIX = 3
_REGULAR_FILE = 0o100644 << 16
_PIECE = 2**20
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of bytes and their SHA-256 in hexadecimal."""

    bytes: int
    digest: str


def measured(file: IO[bytes], limit: int = sys.maxsize) -> Measure:
    """Return the measure of the next bytes of a file, `limit` at most."""
    digest, size = hashlib.sha256(), 0
    while size < limit and (piece := file.read(min(_PIECE, limit - size))):
        digest.update(piece)
        size += len(piece)
    return Measure(size, digest.hexdigest())


def member(name: str, moment: datetime, deflated: bool) -> zipfile.ZipInfo:
    """Return the header of a member; zip keeps the moment in local time and to two seconds."""
    info = zipfile.ZipInfo(name, in_china(moment).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
    info.create_system = _UNIX
    info.external_attr = _REGULAR_FILE
    return info


def directory(infos: Iterable[zipfile.ZipInfo]) -> bytes:
    """Return the central directory and end record that belong to these members, which lie one after the other."""
    offset = count = 0
    entries = b""
    for info in infos:
        entries += _entry(info, offset)
        offset += len(info.FileHeader(zip64=False)) + info.compress_size
        count += 1
    return entries + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), offset, 0)


def _entry(info: zipfile.ZipInfo, offset: int) -> bytes:
    name = info.filename.encode("ascii")
    year, month, day, hour, minute, second = info.date_time
    return (
        _ENTRY.pack(
            b"PK\x01\x02",
            *(info.create_version, info.create_system, info.extract_version, 0),
            *(info.flag_bits, info.compress_type),
            *(hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day),
            *(info.CRC, info.compress_size, info.file_size),
            *(len(name), 0, 0, 0, 0),
            *(info.external_attr, offset),
        )
        + name
    )
