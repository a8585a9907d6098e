"""How names sound: what an officer types who writes 中牟 as zm or zhongmu."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

from pypinyin import Style, lazy_pinyin, load_phrases_dict, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg import mmseg

# The office's own county, which pypinyin's phrases do not know.
load_phrases_dict({"中牟": [["zhōng"], ["mù"]], "中牟县": [["zhōng"], ["mù"], ["xiàn"]]})

# Every beginning of every phrase; the library's own way to it calls a method for each character of each name.
_BEGINNINGS: frozenset[str] = frozenset(mmseg.p_set._set)  # noqa: SLF001
# pypinyin takes a list for "each by itself", as its manual says; its type hints know only the text.
_one_by_one = cast("Callable[[str], str]", list)


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a normalised name, a syllable per character; letters and digits stand for themselves.

    The usual reading comes first, then one for each other sound of the first character: 单 as a surname is shan, and no
    dictionary knows which was meant. A name without Chinese characters has none.
    """
    if not name or name.isascii():
        return ()
    usual = tuple(syllable for phrase in _phrases(name) for syllable in _usual(phrase))
    others = [sound for sound in _sounds(name[0]) if sound != usual[0]]
    return (usual, *((other, *usual[1:]) for other in others))


def _phrases(name: str) -> Iterator[str]:
    """Cut a name into the longest phrases of the dictionary, from the left, and single characters."""
    start, end = 0, len(name)
    while start < end:
        longest = start + 1
        for stop in range(start + 2, end + 1):
            phrase = name[start:stop]
            if phrase not in _BEGINNINGS:
                break
            if phrase in PHRASES_DICT:
                longest = stop
        yield name[start:longest]
        start = longest


# Both remember what they found, because names are made of the same few thousand phrases and characters; that is five
# times as fast for an import. Only words of the dictionary and single characters are kept, never a name.


@cache
def _usual(phrase: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(phrase, errors=_one_by_one))


@cache
def _sounds(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True, errors=_one_by_one)[0]))
