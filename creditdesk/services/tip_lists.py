"""What the page of tips reads: the list, one tip with its referrals, what falls due, and the figures of a period."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.models import Letter, Officer, Tip, TipReferral
from creditdesk.rules import procedures
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.tips import CHANNELS, FINDINGS, PROCEDURE, SOURCES

_DUE = TipReferral.answered_on.is_(None) & TipReferral.answer_by.is_not(None)


@dataclass(frozen=True)
class ReferralRow:
    """A tip handed to a unit, by which letter, and what the unit answered."""

    unit: str
    letter_id: str
    letter: str
    referred_on: date
    answer_by: date | None
    answered_on: date | None
    finding: str
    answer: str


@dataclass(frozen=True)
class TipRow:
    """A tip as pages show one; `words` say its state, `acts` are what it admits now, the main one first.

    `named` tells that an informant is sealed with it, and nothing more. `unit` has it now, or had it last; `due` is the
    day on which that unit's answer is due, where one was asked for.
    """

    id: str
    number: str
    source: str
    channel: str
    received_on: date
    accused: str
    accused_code: str
    matter: str
    named: bool
    state: str
    words: str
    acts: tuple[str, ...]
    officer: str
    unit: str
    due: date | None
    closed_on: date | None
    finding: str
    reason: str
    referrals: tuple[ReferralRow, ...]


@dataclass(frozen=True)
class TipFigures:
    """The tips of a period, counted: all, with an informant, open, late, and by source, channel, unit and finding."""

    received: int
    named: int
    open: int
    late: int
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Say them in lines, each with a label; a group of nothing is left out."""
        told = (
            ("收到", f"{self.received}条，其中有举报人的{self.named}条"),
            ("未办结", f"{self.open}条，其中答复逾期的{self.late}条"),
        )
        groups = ((label, "，".join(f"{word}{count}条" for word, count in counted)) for label, counted in self.groups)
        return (*told, *((label, words) for label, words in groups if words))


def words(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return the words a form offers: sources, channels and findings."""
    named = {"source": SOURCES, "channel": CHANNELS, "finding": FINDINGS}
    return {name: desk.catalogue.code_set(reference).labels for name, reference in named.items()}


def states(desk: Desk) -> dict[str, str]:
    """Return the states of a tip with their words, in the order of the procedure."""
    return dict(desk.catalogue.procedure(PROCEDURE).states)


def ids(desk: Desk, text: str = "", state: str = "") -> list[str]:
    """Return the tips a list shows, those that wait first, then the newest; of one state, or all."""
    query = select(Tip.id)
    if said := text.strip():
        query = query.where(func.instr(func.concat_ws("\n", Tip.number, Tip.accused, Tip.matter), said) > 0)
    if state:
        query = query.where(Tip.state == state)
    order = (Tip.closed_on.is_not(None), Tip.received_on.desc(), Tip.number.desc())
    with desk.read() as session:
        return list(session.scalars(query.order_by(*order)))


def rows(desk: Desk, wanted: Sequence[str]) -> list[TipRow]:
    """Return tips of these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in _rows(desk, session, Tip.id.in_(wanted))}
    return [found[one] for one in wanted if one in found]


def numbered(desk: Desk, number: str) -> str:
    """Return the identity of the tip with this number, or the text itself where there is none."""
    with desk.read() as session:
        return session.scalar(select(Tip.id).where(Tip.number == number)) or number


def waiting(desk: Desk) -> int:
    """Return how many tips are not closed."""
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(Tip).where(Tip.closed_on.is_(None))) or 0


def counts(session: Session) -> Counter[date]:
    """Return how many answers about tips are due on which day."""
    query = select(TipReferral.answer_by, func.count()).where(_DUE).group_by(TipReferral.answer_by)
    return Counter({day: count for day, count in session.execute(query) if day is not None})


def by_day() -> Select[Any]:
    """Return a query for the tips whose answers are due, as identity, day and noun."""
    columns: tuple[Any, ...] = (TipReferral.tip_id, cast(TipReferral.answer_by, String), literal(6))
    return select(*columns).where(_DUE)


def due_ones(desk: Desk, session: Session, wanted: Sequence[str]) -> tuple[TipRow, ...]:
    """Return those of these tips whose answers are due."""
    return tuple(row for row in _rows(desk, session, Tip.id.in_(wanted)) if row.due is not None)


def _rows(desk: Desk, session: Session, which: ColumnElement[bool]) -> list[TipRow]:
    query = select(Tip, Officer.name).join(Officer, Officer.id == Tip.officer_id).where(which)
    found = [(row, officer) for row, officer in session.execute(query)]
    referrals = _referrals(session, [row.id for row, _ in found])
    return [_row(desk, row, officer, tuple(referrals.get(row.id, ()))) for row, officer in found]


def _referrals(session: Session, wanted: Sequence[str]) -> dict[str, list[ReferralRow]]:
    query = select(TipReferral, Letter.number).join(Letter, Letter.id == TipReferral.letter_id)
    found: dict[str, list[ReferralRow]] = {}
    for row, number in session.execute(query.where(TipReferral.tip_id.in_(wanted)).order_by(TipReferral.id)):
        told = ReferralRow(
            row.unit, row.letter_id, number, row.referred_on, row.answer_by, row.answered_on, row.finding or "",
            row.answer or "",
        )  # fmt: skip
        found.setdefault(row.tip_id, []).append(told)
    return found


def _row(desk: Desk, row: Tip, officer: str, referrals: tuple[ReferralRow, ...]) -> TipRow:
    procedure = desk.catalogue.procedure(PROCEDURE)
    last = referrals[-1] if referrals else None
    return TipRow(
        row.id, row.number, row.source, row.channel, row.received_on, row.accused, row.accused_code or "", row.matter,
        row.named, row.state, procedure.states[row.state],
        tuple(act.name for act in procedures.allowed(procedure, row.state)), officer, last.unit if last else "",
        last.answer_by if last and last.answered_on is None else None, row.closed_on, row.finding or "",
        row.reason or "", referrals,
    )  # fmt: skip


def figures(desk: Desk, period: Period) -> TipFigures:
    """Count the tips received in a period."""
    with desk.read() as session:
        found = _rows(desk, session, Tip.received_on.between(period.start, period.end))
    open_ones = [row for row in found if row.closed_on is None]
    today = desk.clock().date()
    groups = (
        ("来源", Counter(row.source for row in found)),
        ("收到方式", Counter(row.channel for row in found)),
        ("承办单位", Counter(each.unit for row in found for each in row.referrals)),
        ("办结结论", Counter(row.finding for row in found if row.finding)),
    )
    return TipFigures(
        received=len(found),
        named=sum(row.named for row in found),
        open=len(open_ones),
        late=sum(row.due is not None and row.due < today for row in open_ones),
        groups=tuple((label, tuple(counted.most_common())) for label, counted in groups),
    )
