"""A reader of our own PDFs that shares no code with the writer: every character with its place, width, font and colour.

Lengths are in millimetres from the top left corner of the page.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cached_property

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    page: int
    text: str
    x: float
    baseline: float
    width: float
    size: float
    font: str
    colour: tuple[float, ...]

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Bar:
    page: int
    x: float
    y: float
    width: float
    height: float
    colour: tuple[float, ...]


@dataclass(frozen=True)
class FontUse:
    name: str
    texts: dict[int, str]
    widths: dict[int, float]
    program: bytes


class Pdf:
    def __init__(self, data: bytes) -> None:
        self.data = data
        start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        table = re.match(rb"xref\s+0 (\d+)\s+((?:\d{10} \d{5} [nf] ?\r?\n)+)", data[start:])
        assert table
        entries = table[2].split(b"\n")
        self.offsets = {n: int(line[:10]) for n, line in enumerate(entries) if line.strip().endswith(b"n")}

    def dictionary(self, number: int) -> str:
        data = self.data[self.offsets[number] :]
        body = data[: data.index(b"endobj")]
        return body.split(b"\nstream\n")[0].decode("latin-1")

    def stream(self, number: int) -> bytes:
        head = self.dictionary(number)
        found = re.search(r"/Length (\d+)", head)
        assert found
        begin = self.data.index(b"\nstream\n", self.offsets[number]) + 8
        raw = self.data[begin : begin + int(found[1])]
        assert self.data[begin + len(raw) :].startswith(b"\nendstream")
        return zlib.decompress(raw) if "FlateDecode" in head else raw

    def reference(self, head: str, key: str) -> int:
        found = re.search(rf"/{key}\s*\[?\s*(\d+) 0 R", head)
        assert found, (key, head)
        return int(found[1])

    def numbers(self, mark: str) -> list[int]:
        return [number for number in self.offsets if re.search(mark, self.dictionary(number))]

    @property
    def page_numbers(self) -> list[int]:
        return self.numbers(r"/Type /Page\b(?!s)")

    @cached_property
    def fonts(self) -> dict[str, FontUse]:
        names = next(self.dictionary(n) for n in self.offsets if re.search(r"/F\d+\+\d \d+ 0 R", self.dictionary(n)))
        return {name: self._font(int(number)) for name, number in re.findall(r"/(F\d+\+\d) (\d+) 0 R", names)}

    def _font(self, number: int) -> FontUse:
        font = self.dictionary(number)
        descendant = self.dictionary(self.reference(font, "DescendantFonts"))
        descriptor = self.dictionary(self.reference(descendant, "FontDescriptor"))
        cmap = self.stream(self.reference(font, "ToUnicode")).decode("ascii")
        texts = {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be")
            for code, text in re.findall(r"<([0-9A-F]{4})> <([0-9a-f]+)>", cmap)
        }
        widths: dict[int, float] = {}
        for first, row in re.findall(r"(\d+) \[([\d ]+)\]", re.split(r"/W \[", descendant)[1]):
            widths |= {int(first) + place: float(width) for place, width in enumerate(row.split())}
        name = re.search(r"/BaseFont /([A-Z]{6})\+(\w+)", font)
        assert name
        return FontUse(name[2], texts, widths, self.stream(self.reference(descriptor, "FontFile2")))

    @cached_property
    def contents(self) -> list[str]:
        return [self.stream(self.reference(self.dictionary(n), "Contents")).decode("ascii") for n in self.page_numbers]

    @cached_property
    def glyphs(self) -> list[Glyph]:
        return [glyph for page, content in enumerate(self.contents, start=1) for glyph in self._glyphs(page, content)]

    def _glyphs(self, page: int, content: str) -> list[Glyph]:
        found: list[Glyph] = []
        colour: tuple[float, ...] = (0.0, 0.0, 0.0)
        x = y = space = size = 0.0
        scale, font = 1.0, None
        operands: list[str] = []
        for token in re.findall(r"<[0-9a-f]*>|/\S+|[-\d.]+|[A-Za-z*]+", content):
            if not re.fullmatch(r"[A-Za-z*]+", token):
                operands.append(token)
                continue
            if token == "rg":
                colour = tuple(map(float, operands[-3:]))
            elif token == "Tm":
                x, y = map(float, operands[-2:])
            elif token == "Tc":
                space = float(operands[-1])
            elif token == "Tz":
                scale = float(operands[-1]) / 100
            elif token == "Tf":
                font, size = self.fonts[operands[-2][1:]], float(operands[-1])
            elif token == "Tj":
                assert font
                codes = bytes.fromhex(operands[-1][1:-1])
                for place in range(0, len(codes), 2):
                    code = int.from_bytes(codes[place : place + 2], "big")
                    wide = font.widths.get(code, 1000.0) * size / 1000 * scale
                    top = 297 - y / MM
                    found.append(Glyph(page, font.texts[code], x / MM, top, wide / MM, size, font.name, colour))
                    x += wide + space * scale
            operands = []
        return found

    @cached_property
    def bars(self) -> list[Bar]:
        found = []
        for page, content in enumerate(self.contents, start=1):
            colour: tuple[float, ...] = (0.0, 0.0, 0.0)
            for line in content.splitlines():
                if ink := re.match(r"([\d.]+) ([\d.]+) ([\d.]+) rg", line):
                    colour = tuple(map(float, ink.groups()))
                if box := re.fullmatch(r"([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re f", line.strip()):
                    x, y, width, height = (float(part) / MM for part in box.groups())
                    found.append(Bar(page, x, 297 - y - height, width, height, colour))
        return found

    def lines(self, page: int | None = None) -> list[list[Glyph]]:
        """Return the lines as drawn: characters on one baseline of one page, in the order of the file."""
        rows: dict[tuple[int, float], list[Glyph]] = {}
        for glyph in self.glyphs:
            if page in {None, glyph.page}:
                rows.setdefault((glyph.page, round(glyph.baseline, 2)), []).append(glyph)
        return list(rows.values())

    def text(self) -> str:
        return "\n".join("".join(glyph.text for glyph in line) for line in self.lines())
