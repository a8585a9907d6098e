"""Which characters cannot be printed: asked before a letter takes its number, never found out on paper."""

from collections.abc import Iterable

from creditdesk.documents.fonts import Fonts, standard
from creditdesk.errors import Problem, few


def missing(text: str, fonts: Fonts | None = None) -> tuple[str, ...]:
    """Return the characters of a text that no font can draw, each once, in order; line ends do not count."""
    return tuple(char for char in (fonts or standard()).missing(text) if char not in "\n\r")


def check(texts: Iterable[str], fonts: Fonts | None = None) -> None:
    """Refuse texts with characters that would print as an empty box; raises a Problem that names them."""
    lacking = missing("".join(texts), fonts)
    if lacking:
        named = [f"{char if char.isprintable() else ''}（U+{ord(char):04X}）" for char in lacking]
        raise Problem(f"现有字体印不出{few(named, '个字', 10)}，请在“设置”里指定含有这些字的字体文件后再打印。")
