"""How a text is cut for searching: one form for one writing, and overlapping pairs of characters."""

import unicodedata
from operator import add

# Punctuation, symbols, spaces and control characters: an officer types 牟市监罚2026 12 for 牟市监罚〔2026〕12号.
_DROPPED = ("P", "S", "Z", "Cc", "Cf", "Cs")


class _Kept(dict[int, int | None]):
    """Which characters stay, for str.translate; each is judged once, for an import brings millions of the same."""

    def __missing__(self, character: int) -> int | None:
        category = unicodedata.category(chr(character))
        self[character] = kept = None if category.startswith(_DROPPED) else character
        return kept


_KEPT = _Kept()


def normalised(text: str) -> str:
    """Return the text as it is compared: NFKC, no case, nothing but letters, digits and Chinese characters.

    Characters unknown to Python's Unicode tables stay, because rare names use them.
    """
    if text.isascii() and text.isalnum():  # most codes by far
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_KEPT)


def pairs(text: str) -> str:
    """Return a normalised text as FTS5's tokens: 中牟县 becomes `中牟 牟县 县`.

    Pairs are rarer than characters, so that even two common characters that never meet (司公) cost nothing to look up.
    """
    return " ".join([*map(add, text, text[1:]), text[-1:]])


def phrase(text: str) -> str:
    """Return the FTS5 phrase that finds a normalised text anywhere inside an indexed one."""
    if len(text) == 1:
        return f'"{text}" *'
    return f'"{pairs(text)[:-2]}"'
