"""How names sound: what an officer types who writes 中牟 as zm or zhongmu."""

from collections.abc import Callable
from functools import cache
from typing import cast

from pypinyin import Style, lazy_pinyin, load_phrases_dict, pinyin
from pypinyin.seg import mmseg

# The office's own county, which pypinyin's phrases do not know.
load_phrases_dict({"中牟": [["zhōng"], ["mù"]], "中牟县": [["zhōng"], ["mù"], ["xiàn"]]})

# Cuts a name into phrases of the dictionary and single characters.
_phrases = mmseg.Seg(mmseg.p_set, no_non_phrases=True)
# pypinyin takes a list for "each by itself", as its manual says; its type hints know only the text.
_one_by_one = cast("Callable[[str], str]", list)


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a normalised name, a syllable per character; letters and digits stand for themselves.

    The usual reading comes first, then one for each other sound of the first character: 单 as a surname is shan, and no
    dictionary knows which was meant. A name without Chinese characters has none.
    """
    if not name or name.isascii():
        return ()
    usual = tuple(syllable for phrase in _phrases.cut(name) for syllable in _usual(phrase))
    others = [sound for sound in _sounds(name[0]) if sound != usual[0]]
    return (usual, *((other, *usual[1:]) for other in others))


# Both remember what they found, because names are made of the same few thousand phrases and characters; that is five
# times as fast for an import. Only words of the dictionary and single characters are kept, never a name.


@cache
def _usual(phrase: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(phrase, errors=_one_by_one))


@cache
def _sounds(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True, errors=_one_by_one)[0]))
