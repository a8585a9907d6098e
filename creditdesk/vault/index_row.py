"""What the search index keeps of a thing: its keys (beginnings), its words and its initials (insides)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from creditdesk.vault import words

LONGEST_KEY = 40
LONGEST_SOUND = 20
"""Characters of a key, and letters of a pinyin key; what is longer is found by its beginning."""

TAIL = "<"
"""Marks a code read backwards; it cannot occur in a normalised text."""

# A token that no text contains keeps a phrase from running over from one text into the next.
_BETWEEN = " ※ "


@dataclass(frozen=True)
class Entry:
    """A thing to be found: by any part and the sound of its title or texts, by any part of its codes.

    A title that is not `named` is only shown: a record is found by its number, and its subject by the name.
    """

    noun: str
    id: str
    title: str
    texts: Sequence[str] = ()
    codes: Sequence[str] = ()
    named: bool = True


@dataclass(frozen=True)
class Row:
    """One row of search_entry without its number; `keys` is a JSON list."""

    id: str
    title: str
    keys: str
    words: str
    initials: str

    def key_list(self) -> list[str]:
        """Return the keys one by one."""
        return list(json.loads(self.keys))


def row_of(entry: Entry) -> Row:
    """Return what is kept of the entry."""
    # Not before a name is written: its dictionary takes 55 MB and a third of a second, and looking things up has no use
    # for it.
    from creditdesk.vault.pinyin import readings  # noqa: PLC0415

    codes = [code for code in map(words.normalised, entry.codes) if code]
    titles = (entry.title,) if entry.named else ()
    names = dict.fromkeys(text for text in map(words.normalised, (*titles, *entry.texts)) if text)
    sounds = {name: readings(name) for name in names}
    keys = dict.fromkeys([*_name_keys(names, sounds), *_code_keys(codes)])
    # A document number such as 牟市监罚〔2026〕12号 is a code with words in it.
    told = names | dict.fromkeys(code for code in codes if not code.isascii())
    return Row(
        id=entry.id,
        title=entry.title,
        # None of them has a character that JSON would write otherwise: punctuation is dropped but for TAIL.
        keys='["' + '", "'.join(keys) + '"]' if keys else "[]",
        words=_BETWEEN.join(map(words.pairs, told)),
        initials=_BETWEEN.join([words.pairs(_initials(each[0])) for each in sounds.values() if each]),
    )


def _name_keys(names: Iterable[str], sounds: dict[str, tuple[tuple[str, ...], ...]]) -> Iterator[str]:
    for name in names:
        yield name[:LONGEST_KEY]
        for reading in sounds[name]:
            yield _initials(reading)[:LONGEST_SOUND]
            yield "".join(reading)[:LONGEST_SOUND]


def _code_keys(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        yield code[:LONGEST_KEY]
        yield TAIL + code[::-1][:LONGEST_KEY]


def _initials(reading: Sequence[str]) -> str:
    return "".join(syllable[0] for syllable in reading)
