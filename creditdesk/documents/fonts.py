"""The office's lettering: which font draws a character in which style, and what no font can draw.

Each style has a chain of fonts: the office's own file for the style if it named one, ours, Cd Song, and last the
office's files for rare names.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from creditdesk import paths
from creditdesk.documents.embedding import EmbeddedFont
from creditdesk.documents.faces import Face, narrow
from creditdesk.documents.frequent import FREQUENT_CHARACTERS, FREQUENT_MARKS
from creditdesk.errors import Problem


class Style(StrEnum):
    """The five styles of official paper (GB/T 9704-2012), by the file that draws them."""

    FANGSONG = "CdFangSong"
    TITLE = "CdTitle"
    HEI = "CdHei"
    KAI = "CdKai"
    SONG = "CdSong"


Chosen = tuple[EmbeddedFont, int]


class Lettering:
    """One style's fonts in order of preference."""

    def __init__(self, fonts: Sequence[EmbeddedFont]) -> None:
        self._fonts = fonts
        self._chosen: dict[str, Chosen] = {}

    def chosen(self, character: str) -> Chosen:
        """Return the font that draws a character, and its width in thousandths of an em; KeyError when none does."""
        found = self._chosen.get(character)
        if found is None:
            font = next((font for font in self._fonts if character in font.face.glyphs), None)
            if font is None:
                raise KeyError(character)
            found = self._chosen[character] = font, font.face.width(character)
        return found

    def can_draw(self, character: str) -> bool:
        """Say whether any font of the chain has the character."""
        return any(character in font.face.glyphs for font in self._fonts)

    def font(self, character: str) -> EmbeddedFont:
        """Return the font that draws the character; KeyError when none does."""
        return self.chosen(character)[0]

    def width(self, character: str) -> int:
        """Return the width of the character in thousandths of an em; KeyError when no font has it."""
        return self.chosen(character)[1]

    def extent(self, text: str) -> tuple[int, int]:
        """Return the lowest and highest ink of a text, in thousandths of an em above the baseline."""
        extents = [self.font(char).face.vertical_extent(char) for char in text]
        return min(low for low, _ in extents), max(high for _, high in extents)


class Fonts:
    """All styles of an office; `preferred` names its own files for a style, `rare` files for characters ours lack."""

    def __init__(self, preferred: Mapping[Style, Path] | None = None, rare: Iterable[Path] = ()) -> None:
        own = {style: _office_font(path) for style, path in (preferred or {}).items()}
        last = [_shipped(Style.SONG), *map(_office_font, rare)]
        self._letterings = {
            style: Lettering([*([own[style]] if style in own else []), _shipped(style), *last]) for style in Style
        }

    def __getitem__(self, style: Style) -> Lettering:
        return self._letterings[style]

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters of the text, each once, that no font can draw."""
        lettering = self._letterings[Style.FANGSONG]
        return tuple(char for char in dict.fromkeys(text) if not lettering.can_draw(char))


@cache
def _shipped(style: Style) -> EmbeddedFont:
    face = Face(paths.resources() / "fonts" / f"{style}.ttf")
    font = EmbeddedFont(
        face, FREQUENT_CHARACTERS + "".join(map(narrow, FREQUENT_MARKS)) if style is Style.FANGSONG else ""
    )
    # A canvas looks for its first font by name and would otherwise put Helvetica, unembedded, into the file.
    pdfmetrics.registerFont(font)
    return font


@cache
def _office_font(path: Path) -> EmbeddedFont:
    if not path.is_file():
        raise Problem(f"找不到字体文件 {path}，请在“设置”里重新指定。")
    return EmbeddedFont(Face(path))


@cache
def standard() -> Fonts:
    """Return the fonts that ship with the program, read once per process."""
    return Fonts()
