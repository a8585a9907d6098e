"""Column layouts of files that come in or go out, and the recognition of a header row in any order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from creditdesk.catalog.codes import CodeSet
from creditdesk.rules.heads import Head

_NUMBERED = re.compile(r"行政相对人代码[_-]*\d*\((.+)\)")
_REMARKS = re.compile(r"\((?:必填|选填|非必填|条件必填|文本|日期|yyyy[-/]mm[-/]dd|\d+字以内)[^)]*\)")
_MARKS = "*●◐○★※:"


def header_key(header: str) -> str:
    """Return a header as two spellings are compared: half width, without blanks, marks and remarks.

    行政相对人代码_2(工商注册号) becomes 工商注册号: the numbers changed between 2016 and 2018, the names did not.
    """
    text = "".join(normalize("NFKC", header).split()).lower().replace("_x000d_", "")
    text = _REMARKS.sub("", text.strip(_MARKS)).strip(_MARKS)
    numbered = _NUMBERED.fullmatch(text)
    return numbered[1] if numbered else text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, the column code of the layout, the field it belongs to and other spellings.

    `code_set` translates the codes some files write instead of words, and `words` comes before it where one edition's
    word is not the other's; `blank` is what an empty cell, or a file without the column, means. An `added` column is
    not of the published layout; an `asked` one may be missing, and is then answered once for the whole file. Several
    columns of one field are read together, each behind its `prefix`.
    """

    header: str
    code: str
    field: str
    synonyms: tuple[str, ...] = ()
    code_set: CodeSet | None = None
    required: bool = False
    added: bool = False
    asked: bool = False
    words: tuple[tuple[str, str], ...] = ()
    blank: str = ""
    prefix: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Return every spelling of the header, as compared."""
        return frozenset(header_key(word) for word in (self.header, self.code, *self.synonyms) if word)

    def read(self, cell: str) -> str:
        """Return the word for a code of this layout's own code set, anything else unchanged; `blank` for nothing."""
        text = cell.strip()
        if not text:
            return self.blank
        told = dict(self.words).get(text) or (self.code_set.label_of(text) if self.code_set else None)
        return dict(self.words).get(told, told) if told else cell

    @property
    def plain(self) -> bool:
        """Return whether cells are taken as they stand."""
        return not (self.code_set or self.words or self.blank or self.prefix)

    def write(self, value: str) -> str:
        """Return the code this layout writes for a word, anything else unchanged."""
        word = next((theirs for theirs, ours in self.words if ours == value), value)
        return (self.code_set.code_of(word) if self.code_set else None) or word


@dataclass(frozen=True, slots=True)
class Supplied:
    """What a layout's files do not say and is known all the same: a value, or another field's, and the note to tell.

    The first rule of a field whose patterns all match the row's values supplies it.
    """

    field: str
    value: str = ""
    copied: str = ""
    where: tuple[tuple[str, re.Pattern[str]], ...] = ()
    note: str = ""

    def give(self, content: Mapping[str, str]) -> str:
        """Return what the rule supplies to a row, "" when it does not apply."""
        if all(pattern.fullmatch(content.get(name, "")) for name, pattern in self.where):
            return content.get(self.copied, "") if self.copied else self.value
        return ""


@dataclass(frozen=True, slots=True)
class Trap:
    """A header that proves the file to be of another layout, and what to tell the officer."""

    headers: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a layout makes of a header row: a column or None for every cell."""

    layout: "Layout"
    columns: tuple[Column | None, ...]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]
    repeated: tuple[str, ...]
    traps: tuple[str, ...]

    @property
    def known(self) -> int:
        """Return how many cells of the header row the layout knows."""
        return sum(column is not None for column in self.columns)

    @property
    def asked(self) -> tuple[Column, ...]:
        """Return the columns the file lacks and an officer may answer once for all its rows."""
        return tuple(column for column in self.layout.columns if column.asked and column not in self.columns)

    @property
    def usable(self) -> bool:
        """Return whether rows below may be read: all required columns there, none twice, no trap."""
        return not (self.missing or self.repeated or self.traps)


@dataclass(frozen=True, slots=True)
class Layout(Head):
    """One layout of one kind of record; `date_format` is how its files write dates (strftime).

    `reasons` are the headers under which a platform that gives rows back writes why.
    """

    kind: str
    date_format: str
    columns: tuple[Column, ...]
    traps: tuple[Trap, ...] = ()
    supplied: tuple[Supplied, ...] = ()
    reasons: tuple[str, ...] = ()
    _keys: dict[str, Column] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", {key: column for column in self.columns for key in column.keys})

    def column(self, header: str) -> Column | None:
        """Return the column a header means, in any known spelling or as its code, or None."""
        return self._keys.get(header_key(header))

    def reason_in(self, header: Sequence[str]) -> int | None:
        """Return the place of the column with the reasons in a header row, None when there is none."""
        known = {header_key(word) for word in self.reasons}
        return next((place for place, cell in enumerate(header) if header_key(cell) in known), None)

    def recognise(self, header: Sequence[str]) -> Recognition:
        """Return which cell of a header row, in whatever order, is which column of this layout."""
        columns = tuple(self.column(cell) for cell in header)
        found = [column for column in columns if column]
        keys = {header_key(cell) for cell in header}
        return Recognition(
            layout=self,
            columns=columns,
            unknown=tuple(cell for cell, column in zip(header, columns, strict=True) if cell.strip() and not column),
            missing=tuple(column for column in self.columns if column.required and column not in found),
            repeated=tuple(column.header for column in dict.fromkeys(found) if found.count(column) > 1),
            traps=tuple(trap.sentence for trap in self.traps if keys & {header_key(word) for word in trap.headers}),
        )


def recognise(layouts: Iterable[Layout], header: Sequence[str]) -> Recognition | None:
    """Return the reading by the layout that knows most of the header row, or None when none knows any of it."""
    readings = [layout.recognise(header) for layout in layouts]
    best = max(readings, key=lambda reading: (reading.known, -len(reading.missing)), default=None)
    return best if best and best.known else None
