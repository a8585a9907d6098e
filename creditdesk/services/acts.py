"""One officer's act: a function that declares its name and the power it needs, run in one transaction.

An act function takes an `Act` first and returns what it made (JSON-able). `Desk.perform` runs it: power, transaction,
journal entry and the answer to a repeated click have their one home there. An act may call another act's function
directly (`records.correct(a, …)`): both then belong to the same transaction and the same journal entry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec

from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.models import Officer
from creditdesk.rules.workdays import Calendar
from creditdesk.services.powers import Power

Result = dict[str, Any]
P = ParamSpec("P")


@dataclass(frozen=True)
class Changes:
    """What an act left behind: the nouns it touched, what it made, a sentence, and its place in the journal."""

    nouns: frozenset[str]
    result: Result
    sentence: str
    seq: int | None = None


@dataclass
class Act:
    """The act being performed: its transaction, its officer, its time, and the desk's paper and calendar."""

    session: Session
    officer: Officer
    now: datetime
    catalogue: Catalogue
    calendar: Calendar
    sentence: str = ""
    bulk: list[dict[str, Any]] = field(default_factory=list)
    after_entry: int = 0
    """The last entry of the journal that is known to be lost: the act's own is numbered behind it."""

    @property
    def today(self) -> date:
        """The office's date at the beginning of the act."""
        return self.now.date()

    def say(self, sentence: str) -> None:
        """Set what the status line and the journal will tell of this act."""
        self.sentence = sentence

    def wrote(self, table: str, rows: int, **about: object) -> None:
        """Tell the journal of rows written in bulk, past the session's own bookkeeping."""
        self.bulk.append({"table": table, "rows": rows, **about})


@dataclass(frozen=True)
class Risk:
    """An act that may spoil much at once: what the backup made before it is called, and how many rows it writes."""

    label: str
    rows: Callable[..., int]


@dataclass(frozen=True)
class ActFunction(Generic[P]):
    """A function declared as an act."""

    name: str
    power: Power
    label: str
    journaled: bool
    dated: bool
    confirmed_by: tuple[Power, ...]
    risk: Risk | None
    function: Callable[Concatenate[Act, P], Result]

    def __call__(self, a: Act, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Run inside an act that is already being performed."""
        return self.function(a, *args, **kwargs)

    def arguments(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        """Return what the act takes by its names."""
        _act, *taken = _signature(self.function).bind(None, *args, **kwargs).arguments.items()
        return dict(taken)


_signature = cache(signature)  # asked once for each act, not each time it is performed
ACTS: dict[str, ActFunction[Any]] = {}
UNDOABLE: set[str] = set()
UNDATED: set[str] = set()


def act(
    name: str,
    power: Power,
    label: str = "",
    *,
    journaled: bool = True,
    undoable: bool = False,
    dated: bool = True,
    confirmed_by: tuple[Power, ...] = (),
    risk: Risk | None = None,
) -> Callable[[Callable[Concatenate[Act, P], Result]], ActFunction[P]]:
    """Declare a function as an act; unjournaled acts are for drafts alone, undoable ones leave the house as it was.

    `label` says in Chinese what is done, for the page that lists powers. An act that is not `dated` may be done while
    the workstation's date is doubted. An act with `confirmed_by` needs two persons: one who holds its power proposes
    it, another who holds one of these powers confirms it (services/confirmations.py). One with a `risk` has a backup
    made before it, where it writes many rows.
    """

    def declare(function: Callable[Concatenate[Act, P], Result]) -> ActFunction[P]:
        declared = ActFunction(name, power, label, journaled, dated, confirmed_by, risk, function)
        ACTS[name] = declared
        if undoable:
            UNDOABLE.add(name)
        if not dated:
            UNDATED.add(name)
        return declared

    return declare


def listed(sentences: Sequence[str]) -> str:
    """Join short Chinese sentences for a message."""
    return "；".join(sentence.rstrip("。") for sentence in sentences)
