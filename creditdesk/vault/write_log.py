"""The write-ahead log as a program that was killed left it: does it end where writing ended, or was it damaged since.

SQLite plays the log up to the first frame that does not fit, and is silent about the rest: a single wrong bit would
take back acts that were confirmed. A frame that was half written when the program was killed is no such damage: nothing
from it on ends a transaction. A log that was cut off at its end looks like that too, and is not noticed.
"""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.vault.durable import replace_file
from creditdesk.vault.lock import DATABASE

# https://www.sqlite.org/fileformat2.html#walformat: magic, version, page size, round, two salts, two checksums.
_HEADER = struct.Struct(">8I")
# Page, the database's size where a transaction ends or else 0, two salts, two checksums.
_FRAME = struct.Struct(">6I")
_LITTLE_ENDIAN, _BIG_ENDIAN = 0x377F0682, 0x377F0683
_WORD = 0xFFFFFFFF

Pair = tuple[int, int]


def left(folder: Path) -> bool:
    """Tell whether a desk was not closed the last time: a log beside it has what the database itself may not have."""
    log = folder / f"{DATABASE}-wal"
    return log.exists() and log.stat().st_size > 0


def require_whole(folder: Path) -> None:
    """Refuse once to open a desk whose log was damaged, and keep the log as it was; the desk opens the next time.

    Call it with the desk's lock, before anything opens the database: opening plays the log and ends it.
    """
    log = folder / f"{DATABASE}-wal"
    data = log.read_bytes() if log.exists() else b""
    if not damaged(data):
        return
    kept = folder / f"damaged-{hashlib.sha256(data).hexdigest()[:12]}.wal"
    if not kept.exists():
        replace_file(kept, data)
        raise Problem(
            f"上次没有正常关闭，之后写入日志 {log} 受损，最后几步操作可能已经读不出来；受损的日志留存为 {kept.name}。"
            "请先复制整个文件夹，再重新打开，对照操作日志和已发文书核对最后几步，缺少的请补办。"
        )


def damaged(data: bytes) -> bool:
    """Tell whether a log lost something that had been written whole."""
    if len(data) <= _HEADER.size:
        return False
    head = _HEADER.unpack_from(data)
    order = {_LITTLE_ENDIAN: "<", _BIG_ENDIAN: ">"}.get(head[0])
    if order is None or (sums := _sums(order, data[: _HEADER.size - 8], (0, 0))) != head[6:]:
        return True
    salts, fits = head[4:6], True
    for frame, page in _frames(data, head[2]):
        if fits:
            following = _sums(order, page, _sums(order, frame[:8], sums))
            told = _FRAME.unpack(frame)
            fits = told[2:4] == salts and told[4:] == following
            sums = following
        if not fits and _ends_transaction(frame, salts):
            return True
    return False


def _frames(data: bytes, page_bytes: int) -> Iterator[tuple[bytes, bytes]]:
    """Return the frames that are there from end to end."""
    step = _FRAME.size + page_bytes
    for start in range(_HEADER.size, len(data) - step + 1, step):
        yield data[start : start + _FRAME.size], data[start + _FRAME.size : start + step]


def _ends_transaction(frame: bytes, salts: Pair | tuple[int, ...]) -> bool:
    """Tell whether a frame ended a transaction of this round; one of an earlier round differs in both salts."""
    _, size, first, second, *_ = _FRAME.unpack(frame)
    return bool(size) and (first == salts[0] or second == salts[1])


def _sums(order: str, data: bytes, before: Pair) -> Pair:
    """Return SQLite's running checksum after some more words."""
    one, two = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) & _WORD
        two = (two + odd + one) & _WORD
    return one, two
