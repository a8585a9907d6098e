"""Code sets: the words a field may hold, each with the code other systems write for it."""

from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from creditdesk.rules.heads import Head


def likeness(text: str) -> str:
    """Return the text as two spellings of a word are compared: half width, lower case, without spaces."""
    return "".join(normalize("NFKC", text).split()).lower()


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code set; `open` rows (其他) want a name after them: 其他-责令改正."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class CodeSet(Head):
    """One dated edition of a code set; two editions are never mapped onto each other silently."""

    version: str
    valid_from: date
    codes: tuple[Code, ...]
    _words: dict[str, Code] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        words = {likeness(word): code for code in self.codes for word in (*code.synonyms, code.label)}
        object.__setattr__(self, "_words", words)

    @property
    def reference(self) -> str:
        """Return how forms name this edition: name/version."""
        return f"{self.name}/{self.version}"

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the words in the set's order."""
        return tuple(code.label for code in self.codes)

    def find(self, word: str) -> Code | None:
        """Return the row whose label or synonym this word is, or None."""
        return self._words.get(likeness(word))

    def label_of(self, code: str) -> str | None:
        """Return the word for a code of exactly this edition, or None."""
        return next((row.label for row in self.codes if row.code == code), None)

    def code_of(self, label: str) -> str | None:
        """Return this edition's code for a word, or None."""
        return next((row.code for row in self.codes if row.label == label), None)
