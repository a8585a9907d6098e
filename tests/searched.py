"""Looking for many known words in the bytes of many files at once."""

import sys
from collections.abc import Iterable

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_STEP = 4
_SHORTEST = 2 * _STEP - 1


class Known:
    """Words in every encoding in which they could lie in a file."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = {word.encode(encoding) for word in words for encoding in ENCODINGS}
        assert min(map(len, self.words)) >= _SHORTEST
        # Wherever a word begins, four of its bytes lie on one of the places that are looked at in steps of four.
        self._signs: dict[bytes, set[bytes]] = {}
        for word in self.words:
            for start in range(_STEP):
                self._signs.setdefault(word[start : start + _STEP], set()).add(word)

    def found_in(self, data: bytes) -> set[bytes]:
        """Return the words that stand in the data."""
        whole = memoryview(data)[: len(data) // _STEP * _STEP].cast("I")
        there = {number.to_bytes(_STEP, sys.byteorder) for number in set(whole)}
        return {word for sign in there & self._signs.keys() for word in self._signs[sign] if word in data}
