"""The proof that somebody is gone: every page of every database and every file, opened with the key and searched."""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from creditdesk.services.desk import Desk
from creditdesk.vault.opening import PAGE_BYTES
from creditdesk.vault.pinyin import readings
from tests.entered import PERSON_PENALTY

NAME, NUMBER, DECISION = "欧阳示例", "410122198501010001", "示市监罚〔2020〕77号"
ERASED = PERSON_PENALTY | {
    "subject_name": NAME,
    "document_number": NUMBER,
    "decision_number": DECISION,
    "decided_on": "2021-01-03",
    "valid_until": "2022-01-03",
    "breach_ended_on": "2021-02-11",
}
"""A person's record whose five years ended on 11 February 2026, the day before the tests' today."""

_RESERVED, _VECTOR, _SALT = (
    80,
    16,
    16,
)  # SQLCipher 4: vector and HMAC at the end of each page, the salt at the file's head
_LOG_HEAD, _FRAME_HEAD = 32, 24
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def key_of(desk: Desk) -> bytes:
    """Return the desk's key; a test may look where the program does not let anybody."""
    return bytes(desk.vault._key.key)


def spellings(*words: str) -> set[bytes]:
    """Return words as they could lie in a file: in each encoding, escaped in JSON, and a number backwards."""
    told = {word.encode(encoding) for word in words for encoding in ENCODINGS}
    told |= {json.dumps(word)[1:-1].encode() for word in words}
    return told | {word[::-1].encode() for word in words if word.isascii()}


def sounds(name: str) -> set[bytes]:
    """Return how a name sounds, as the search index spells it."""
    return {"".join(reading).encode() for reading in readings(name)}


def readable(folder: Path, key: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder, decrypted where it is a database or its log, and what is packed inside it."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.name.startswith("desk.db") and not path.name.endswith("-shm"):
            data = b"".join(_pages(data, key, log=path.name.endswith("-wal")))
        yield path.relative_to(folder).as_posix(), data


def _pages(data: bytes, key: bytes, *, log: bool) -> Iterator[bytes]:
    step, head = (PAGE_BYTES + _FRAME_HEAD, _LOG_HEAD) if log else (PAGE_BYTES, 0)
    for start in range(head, len(data), step):
        frame = data[start : start + step]
        page = frame[step - PAGE_BYTES :]
        first = int.from_bytes(frame[:4]) == 1 if log else start == 0
        if len(page) == PAGE_BYTES:
            yield _decrypted(page[_SALT if first else 0 :], key)


def _decrypted(page: bytes, key: bytes) -> bytes:
    body, end = page[:-_RESERVED], page[-_RESERVED:]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(end[:_VECTOR])).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def found(folder: Path, key: bytes, words: set[bytes]) -> list[tuple[str, bytes]]:
    """Return each word with the file in which it is readable, in the open or compressed."""
    return [
        (name, word)
        for name, data in readable(folder, key)
        for text in (data, *_unpacked(data))
        for word in words
        if word in text
    ]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what deflate hid at any place: streams of PDF files and members of zips start with these bytes."""
    for head, bits in ((b"x\x9c", zlib.MAX_WBITS), (b"PK\x03\x04", -zlib.MAX_WBITS)):
        place = data.find(head)
        while place >= 0:
            start = place if bits > 0 else place + 30 + sum(data[place + 26 : place + 30 : 2])
            with suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(data[start : start + 1_000_000])
            place = data.find(head, place + 1)
