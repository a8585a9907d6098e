"""The identities of everything in a list, a million of them in 16 MB: 16 bytes each, a text when one is asked for."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, SupportsIndex, overload
from uuid import UUID

from sqlalchemy import LargeBinary, Select, bindparam, cast, func, select
from sqlalchemy.orm import Session

MOST_FOUND = 2000
"""Hits of a text that a list is narrowed to; an officer types another character when there are more."""


class Identities(Sequence[str]):
    """A sequence of identities that takes a sixth of a list's memory and is read from the database in one piece.

    `cut` tells that a text found more than was looked through (MOST_FOUND), so that the officer is told too.
    """

    __slots__ = ("_packed", "cut")

    LENGTH: ClassVar[int] = 16
    """Bytes of an identity, which is a UUID."""

    def __init__(self, packed: bytes = b"", *, cut: bool = False) -> None:
        if len(packed) % self.LENGTH:
            raise ValueError("not a whole number of identities")
        self._packed, self.cut = packed, cut

    def __len__(self) -> int:
        return len(self._packed) // self.LENGTH

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._at(each) for each in range(*place.indices(len(self)))]
        wanted = place.__index__()
        wanted += len(self) if wanted < 0 else 0
        if not 0 <= wanted < len(self):
            raise IndexError(place)
        return self._at(wanted)

    def __iter__(self) -> Iterator[str]:
        return (self._at(place) for place in range(len(self)))

    def __contains__(self, wanted: object) -> bool:
        return self._find(wanted, 0) >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Identities):
            return self._packed == other._packed
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __radd__(self, first: list[Any]) -> Sequence[Any]:
        """Return the list with these identities behind it; they are not copied."""
        return _Behind(first, self) if first else self

    def __repr__(self) -> str:
        return f"<{len(self)} identities>"

    def index(self, wanted: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the place of an identity; ValueError when it is not there."""
        place = self._find(wanted, start)
        if place < 0 or (stop is not None and place >= stop):
            raise ValueError(wanted)
        return place

    def _at(self, place: int) -> str:
        told = self._packed[place * self.LENGTH : (place + 1) * self.LENGTH].hex()
        return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"

    def _find(self, wanted: object, start: int) -> int:
        try:
            packed = UUID(wanted).bytes if isinstance(wanted, str) else b""
        except ValueError:
            return -1
        found = self._packed.find(packed, start * self.LENGTH) if packed else -1
        # Two neighbours could spell it across their border.
        while found >= 0 and found % self.LENGTH:
            found = self._packed.find(packed, found + 1)
        return found // self.LENGTH if found >= 0 else -1


class _Behind(Sequence[Any]):
    """A few things, and a great many identities behind them."""

    __slots__ = ("_first", "_rest")

    def __init__(self, first: list[Any], rest: Identities) -> None:
        self._first, self._rest = first, rest

    def __len__(self) -> int:
        return len(self._first) + len(self._rest)

    @overload
    def __getitem__(self, place: SupportsIndex) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        wanted = range(len(self))[place]
        return self._first[wanted] if wanted < len(self._first) else self._rest[wanted - len(self._first)]

    def index(self, wanted: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the place of a thing; ValueError when it is not there."""
        if wanted in self._first:
            return self._first.index(wanted, start, len(self) if stop is None else stop)
        skipped = len(self._first)
        return skipped + self._rest.index(wanted, max(start - skipped, 0), None if stop is None else stop - skipped)


def packed(query: Select[Any], first: int = -1) -> Select[bytes]:
    """Return an ordered query for identities as one that joins them inside the database: ten times as fast as rows.

    With `first` only so many are read, which is quick however long the list is.
    """
    # The limit, even of -1, also keeps SQLite from dropping the order of a query within a query.
    ordered = query.limit(first).subquery()
    # Joined as bytes, which SQLite appends as they are: half the memory of joining their digits.
    return select(cast(func.group_concat(func.unhex(ordered.c[0], "-"), ""), LargeBinary))


def identities(session: Session, question: Select[bytes], *, cut: bool = False) -> Identities:
    """Return what a `packed` query finds; `cut` says that it looked among the first MOST_FOUND hits of a text only."""
    return Identities(session.scalar(question) or b"", cut=cut)


AMONG: Select[Any] = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
"""The identities in the parameter `ids` (see `listed`), for IN: however many they are, the statement stays the same."""


def among(ids: Sequence[str]) -> Select[Any]:
    """Return a query for these identities, for IN; it may stand beside others in one statement."""
    return select(func.json_each(listed(ids)).table_valued("value").c.value)


def listed(ids: Sequence[str]) -> str:
    """Return identities as the parameter of AMONG."""
    # They are hexadecimal digits and hyphens, which JSON takes as they are.
    return '["' + '","'.join(ids) + '"]' if ids else "[]"
