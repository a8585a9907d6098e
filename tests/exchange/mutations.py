"""Small damage to good spreadsheets: bytes, zip members, tags of the XML inside, and cells."""

import io
import random
import re
import warnings
import zipfile
import zlib

CELLS = (
    "",
    "=1+1",
    "1.23E+17",
    "2026-02-30",
    "\x00",
    "示" * 5000,
    "91410122MA3X000118",
    "#REF!",
    "-1",
    "\ud7ff",
    "长期",
)
_TAG = re.compile(rb"<[^<>]{1,300}>")
_TEXT = re.compile(rb"(?<=>)[^<>]{1,200}(?=<)")
_NUMBER = re.compile(rb"\d+")


def damaged(original: bytes, suffix: str, chance: random.Random) -> bytes:
    """Return the file with one kind of damage chosen by chance."""
    ways = [_bytes, _cut, _shuffled]
    if suffix in ("xlsx", "ods"):
        ways += [_member, _member, _tags, _tags, _texts, _texts]
    if suffix == "csv":
        ways += [_lines, _lines]
    return chance.choice(ways)(original, chance)


def _bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 6, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _shuffled(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:first] + content[last:] if chance.random() < 0.5 else content[:last] + content[first:]


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    memory = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that comes twice is one of the kinds of damage
        for name, member in members:
            archive.writestr(name, member)
    return memory.getvalue()


def _member(content: bytes, chance: random.Random) -> bytes:
    """Drop, empty, double, rename or exchange a member."""
    members = list(_members(content).items())
    at = chance.randrange(len(members))
    name, data = members[at]
    way = chance.randrange(5)
    if way == 0:
        del members[at]
    elif way == 1:
        members[at] = (name, b"")
    elif way == 2:
        members.append((name, data))
    elif way == 3:
        members[at] = (name + "x", data)
    else:
        members[at] = (name, chance.choice(members)[1])
    return _zipped(members)


def _changed_member(content: bytes, chance: random.Random, pattern: re.Pattern[bytes], change: object) -> bytes:
    """Change some of the places a pattern finds in one member."""
    assert callable(change)
    members = _members(content)
    name = chance.choice([each for each in members if pattern.search(members[each])])
    data = members[name]
    for _ in range(chance.choice((1, 1, 3))):
        found = list(pattern.finditer(data))
        if found:
            place = chance.choice(found)
            data = data[: place.start()] + change(place.group()) + data[place.end() :]
    members[name] = data
    return _zipped(list(members.items()))


def _tags(content: bytes, chance: random.Random) -> bytes:
    """Drop, double, cut or renumber tags."""

    def change(tag: bytes) -> bytes:
        way = chance.randrange(5)
        if way == 0:
            return b""
        if way == 1:
            return tag * chance.choice((2, 50))
        if way == 2:
            return tag[:-1]
        number = str(chance.choice((0, -1, 7, 65_536, 2**31, 10**12))).encode()
        return _NUMBER.sub(number, tag, count=chance.choice((0, 1)))

    return _changed_member(content, chance, _TAG, change)


def _texts(content: bytes, chance: random.Random) -> bytes:
    """Put another text into a cell."""
    return _changed_member(content, chance, _TEXT, lambda _text: chance.choice(CELLS).encode())


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Put another text into a cell of a text file, or a quotation mark, a separator or a line end anywhere."""
    text = content.decode("gb18030")
    at = chance.randrange(len(text))
    if chance.random() < 0.5:
        return (text[:at] + chance.choice('",;\t\r\n|\\') + text[at:]).encode("gb18030")
    cells = text.split(",")
    cells[chance.randrange(len(cells))] = chance.choice(CELLS)
    return ",".join(cells).encode("gb18030", "replace")


def crc(content: bytes) -> str:
    """Return a short name of a damaged file, for the report of a test."""
    return f"{zlib.crc32(content):08x}"
