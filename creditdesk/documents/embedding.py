"""A face inside a reportlab document: 16-bit codes, the glyphs used and no others, and text that copies out unchanged.

reportlab's own TrueType embedding splits a Chinese text over many 256-character fonts, writes wrong Unicode for
characters beyond the basic plane and compresses every subset anew. This one keeps reportlab's protocol for dynamic
fonts, so a plain canvas can draw with it too. Characters that stand in nearly every letter form a first subset that is
always the same; its compressed bytes are made once per process.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from creditdesk.documents.faces import Face, full

COMMON, REST = 0, 1


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """A PDF stream of finished bytes, with the line end before `endstream` that PDF/A asks for (ISO 19005-2 §6.1.7)."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: str) -> None:
        self._data, self._entries = data, entries

    def format(self, _document: Any) -> bytes:
        """Return the object as it stands in the file; called by reportlab."""
        head = f"<< {self._entries} /Length {len(self._data)} >>\nstream\n"
        return b"".join((head.encode("ascii"), self._data, b"\nendstream\n"))


class _Literal(pdfdoc.PDFObject):  # type: ignore[misc]
    """A PDF dictionary already written out, with references filled in at the end."""

    __RefOnly__ = 1

    def __init__(self, text: str, **references: Any) -> None:
        self._text, self._references = text, references

    def format(self, document: Any) -> bytes:
        """Return the object as it stands in the file; called by reportlab."""
        found = {name: pdfdoc.format(one, document).decode("ascii") for name, one in self._references.items()}
        return (self._text % found).encode("ascii")


class _Use:
    """The characters one document has drawn with one font, each with its two-byte code."""

    def __init__(self, common: str) -> None:
        self.codes = {char: (COMMON, code.to_bytes(2, "big")) for code, char in enumerate(common, start=1)}
        self.rest: list[str] = []
        self.name = ""

    def _added(self, character: str) -> tuple[int, bytes]:
        self.rest.append(character)
        code = self.codes[character] = REST, len(self.rest).to_bytes(2, "big")
        return code

    def runs(self, text: str) -> list[tuple[int, bytes]]:
        """Return the text as codes, in pieces of one subset each; a new character gets the next code."""
        codes = [self.codes.get(char) or self._added(char) for char in text]
        return [(subset, b"".join(code for _, code in run)) for subset, run in groupby(codes, key=itemgetter(0))]


class EmbeddedFont:
    """A face with the protocol reportlab expects of a dynamic font; characters it lacks must not reach it."""

    _dynamicFont = _multiByte = 1  # noqa: N815  # reportlab's names
    shapable = False

    def __init__(self, face: Face, common: str = "") -> None:
        self.face, self.fontName = face, face.name
        self._common = "".join(sorted({char for char in common if full(char) in face.glyphs}))
        self._uses: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()

    def _use(self, document: Any) -> _Use:
        use = self._uses.get(document)
        if use is None:
            use = self._uses[document] = _Use(self._common)
            use.name = f"F{len(document.delayedFonts) + 1}"
            document.fontMapping[self.fontName] = f"/{use.name}"
            document.delayedFonts.append(self)
        return use

    def splitString(self, text: str, document: Any, encoding: str = "") -> list[tuple[int, bytes]]:  # noqa: N802
        """Return the text as codes, in pieces of one subset each."""
        return self._use(document).runs(text)

    def getSubsetInternalName(self, subset: int, document: Any) -> str:  # noqa: N802
        """Return the name by which page content calls a subset."""
        return f"/{self._use(document).name}+{subset}"

    def operators(self, text: str, size: float, document: Any) -> str:
        """Return the page operators that draw the text where the pen stands."""
        use = self._use(document)
        return " ".join(f"/{use.name}+{subset} {size:g} Tf <{codes.hex()}> Tj" for subset, codes in use.runs(text))

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802
        """Return the width of a text in points."""
        return sum(map(self.face.width, text)) * size / 1000

    def addObjects(self, document: Any) -> None:  # noqa: N802
        """Add the subsets this document uses to it; called by reportlab when it writes the file."""
        use = self._use(document)
        fonts = document.idToObject["BasicFonts"].dict
        for subset, characters in ((COMMON, self._common), (REST, "".join(use.rest))):
            if characters:
                fonts[f"{use.name}+{subset}"] = document.Reference(_font(document, self.face, characters))
        del self._uses[document]


@dataclass(frozen=True, slots=True)
class _Subset:
    """What of a subset is the same in every document: the font program and the Unicode map, compressed, and widths."""

    name: str
    program: bytes
    length: int
    unicode_map: bytes
    widths: str


@lru_cache(maxsize=256)
def _subset(face: Face, characters: str) -> _Subset:
    data = face.subset(characters)
    digest = hashlib.md5(data, usedforsecurity=False).digest()
    # Six capital letters before the name tell one subset from another (ISO 32000-1 §9.6.4).
    name = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + face.name
    unicode_map = zlib.compress(_unicode_map(characters))
    return _Subset(name, zlib.compress(data), len(data), unicode_map, " ".join(_widths(face, characters)))


def _font(document: Any, face: Face, characters: str) -> _Literal:
    """Return a composite font of one subset (ISO 32000-1 §9.7.4 and §9.8)."""
    subset = _subset(face, characters)
    box = " ".join(map(str, face.box))
    descriptor = _Literal(
        f"<< /Type /FontDescriptor /FontName /{subset.name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0"
        f" /Ascent {face.ascent} /Descent {face.descent} /CapHeight {face.ascent} /StemV 80 /FontFile2 %(program)s >>",
        program=document.Reference(Stream(subset.program, f"/Filter /FlateDecode /Length1 {subset.length}")),
    )
    descendant = _Literal(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{subset.name} /CIDToGIDMap /Identity /DW 1000"
        f" /W [{subset.widths}] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        " /FontDescriptor %(descriptor)s >>",
        descriptor=document.Reference(descriptor),
    )
    return _Literal(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{subset.name} /Encoding /Identity-H"
        " /DescendantFonts [%(descendant)s] /ToUnicode %(unicode)s >>",
        descendant=document.Reference(descendant),
        unicode=document.Reference(Stream(subset.unicode_map, "/Filter /FlateDecode")),
    )


def _widths(face: Face, characters: str) -> Iterator[str]:
    """Write the runs of characters that are not one em wide."""
    numbered = enumerate(map(face.width, characters), start=1)
    for wide, run in groupby(numbered, key=lambda one: one[1] == 1000):
        if not wide:
            first, *more = run
            yield f"{first[0]} [{' '.join(str(width) for _, width in (first, *more))}]"


def _unicode_map(characters: str) -> bytes:
    """Write the CMap that gives each code its character, in blocks of at most 100 (ISO 32000-1 §9.10.3)."""
    lines = [f"<{code:04X}> <{full(char).encode('utf-16-be').hex()}>" for code, char in enumerate(characters, start=1)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
