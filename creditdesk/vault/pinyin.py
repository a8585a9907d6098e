"""How names sound: what an officer types who writes 中牟 as zm or zhongmu."""

from collections.abc import Callable
from typing import cast

from pypinyin import Style, lazy_pinyin, load_phrases_dict, pinyin

# The office's own county, which pypinyin's phrases do not know.
load_phrases_dict({"中牟": [["zhōng"], ["mù"]], "中牟县": [["zhōng"], ["mù"], ["xiàn"]]})


# pypinyin takes a list for "each by itself", as its manual says; its type hints know only the text.
_one_by_one = cast("Callable[[str], str]", list)


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a normalised name, a syllable per character; letters and digits stand for themselves.

    The usual reading comes first, then one for each other sound of the first character: 单 as a surname is shan, and no
    dictionary knows which was meant. A name without Chinese characters has none.
    """
    if not name or name.isascii():
        return ()
    usual = tuple(lazy_pinyin(name, errors=_one_by_one))
    sounds = pinyin(name[0], style=Style.NORMAL, heteronym=True, errors=_one_by_one)[0]
    others = [sound for sound in dict.fromkeys(sounds) if sound != usual[0]]
    return (usual, *((other, *usual[1:]) for other in others))
