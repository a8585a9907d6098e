"""What the page of lists reads, and what of them falls due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, case, cast, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from creditdesk.models import Case, CaseStep, Letter, Listing, Subject
from creditdesk.rules import procedures
from creditdesk.services import listing_exits, listings
from creditdesk.services.desk import Desk
from creditdesk.services.listing_papers import term

RUNNING, STANDING, ANNOUNCING, REFERENCE, ENDED = "running", "standing", "announcing", "reference", "ended"
AUTOMATIC = frozenset({"enter", "expire"})
"""Acts that the desk does by itself on their day; no officer is offered them."""
_CHIPS: dict[str, ColumnElement[bool]] = {
    RUNNING: and_(Case.open, Case.procedure != listings.REFERENCE, Case.state.not_in(("in_force", "exited"))),
    STANDING: Case.state == "in_force",
    ANNOUNCING: Case.state == "exited",
    REFERENCE: and_(Case.open, Case.procedure == listings.REFERENCE),
    ENDED: ~Case.open,
}
_BLACK, _RED = Listing.colour == listings.BLACK, Listing.colour == listings.RED
# What a listing waits for, as its state and the day on which it is due.
_WAITS: tuple[tuple[ColumnElement[bool], Any, str], ...] = (
    (Case.state == "noticed", Listing.answer_by, "待送达"),
    (Case.state == "served", Listing.answer_by, "待决定"),
    (Case.state == "objected", Listing.answer_by, "待核查"),
    (Case.state == "reviewed", Listing.answer_by, "待决定"),
    (and_(Case.state == "decided", _BLACK), Listing.force_on, "待公示"),
    (and_(Case.state == "published", _RED), Listing.published_until, "待决定"),
    (Case.state == "exited", Listing.exited_on, "待公告"),
)
_DUE: ColumnElement[date] = type_coerce(case(*((when, day) for when, day, _ in _WAITS)), Date)
_WORDS = case(*((when, words) for when, _, words in _WAITS), else_="")
_RUNS = and_(Case.open, Case.procedure.in_(listings.ALL_PROCEDURES), _DUE.is_not(None))


@dataclass(frozen=True)
class ListingRow:
    """A listing as the list shows one; `chip` is where it is listed, `waits` what it waits for, by `due`."""

    id: str
    number: str
    subject_id: str
    subject: str
    colour: str
    list_name: str
    domain: str
    unit: str
    state: str
    chip: str
    waits: str
    due: date | None


@dataclass(frozen=True)
class ListingStep:
    """One thing done with a listing."""

    on: date
    label: str
    note: str
    letter_id: str
    number: str


@dataclass(frozen=True)
class ListingSheet:
    """A listing whole; `acts` are those an officer may do now, `next` the one it waits for, empty when none."""

    row: ListingRow
    listing: Listing
    term: str
    exit: str
    acts: tuple[tuple[str, str], ...]
    next: str
    steps: tuple[ListingStep, ...]


def ids(desk: Desk, text: str = "", chip: str = "") -> list[str]:
    """Return the listings a list shows, the newest first: all, or those of one chip."""
    query = select(Listing.id).join(Case, Case.id == Listing.id).join(Subject, Subject.id == Listing.subject_id)
    if chip:
        query = query.where(_CHIPS[chip])
    if said := text.strip():
        told = (Subject.name, Case.number, Listing.list_name, Listing.domain, Listing.unit)
        query = query.where(func.instr(func.concat_ws("\n", *told), said) > 0)
    with desk.read() as session:
        return list(session.scalars(query.order_by(Case.received_on.desc(), Listing.id.desc())))


def rows(desk: Desk, wanted: Sequence[str]) -> list[ListingRow]:
    """Return list rows for these identities, in the same order."""
    with desk.read() as session:
        found = {row.id: row for row in _rows(desk, session, Listing.id.in_(wanted))}
    return [found[one] for one in wanted if one in found]


def _rows(desk: Desk, session: Session, which: ColumnElement[bool]) -> list[ListingRow]:
    query = select(Case, Listing, Subject.name, _DUE, _WORDS).join(Listing, Listing.id == Case.id)
    query = query.join(Subject, Subject.id == Listing.subject_id).where(which)
    return [_row(desk, *each) for each in session.execute(query).all()]


def _row(desk: Desk, case_: Case, listing: Listing, subject: str, due: date | None, waits: str) -> ListingRow:
    procedure = desk.catalogue.procedure(case_.procedure)
    return ListingRow(
        case_.id, case_.number, listing.subject_id, subject, listings.COLOURS[listing.colour], listing.list_name,
        listing.domain, listing.unit, procedure.states[case_.state], _chip(case_), waits, due,
    )  # fmt: skip


def _chip(case_: Case) -> str:
    if not case_.open:
        return ENDED
    if case_.procedure == listings.REFERENCE:
        return REFERENCE
    return {"in_force": STANDING, "exited": ANNOUNCING}.get(case_.state, RUNNING)


def sheet(desk: Desk, listing_id: str) -> ListingSheet:
    """Return one listing, whole."""
    (row,) = rows(desk, [listing_id])
    with desk.read() as session:
        case_, listing = session.get_one(Case, listing_id), session.get_one(Listing, listing_id)
        procedure = desk.catalogue.procedure(case_.procedure)
        acts = [each for each in procedures.allowed(procedure, case_.state) if each.name not in AUTOMATIC]
        main = procedures.primary(procedure, case_.state)
        why = listing_exits.REASONS.get(listing.exit_reason or "", "")
        return ListingSheet(
            row, listing, term(listing.term_months), why, tuple((each.name, each.label) for each in acts),
            main.name if main in acts else "",
            tuple(_steps(desk, session, case_)),
        )  # fmt: skip


def _steps(desk: Desk, session: Session, case_: Case) -> list[ListingStep]:
    labels = {each.name: each.label for each in desk.catalogue.procedure(case_.procedure).acts}
    # The engine calls the first step of every case its receipt.
    labels["receive"] = desk.catalogue.procedure(case_.procedure).acts[0].label
    query = (
        select(CaseStep, Letter.number)
        .outerjoin(Letter, Letter.id == CaseStep.letter_id)
        .where(CaseStep.case_id == case_.id)
    )
    return [
        ListingStep(step.on, labels[step.act], step.note or "", step.letter_id or "", number or "")
        for step, number in session.execute(query.order_by(CaseStep.id.desc()))
    ]


def waiting(desk: Desk) -> int:
    """Return how many listings wait for something, for the number in the rail."""
    with desk.read() as session:
        return counts(session).total()


def counts(session: Session) -> Counter[date]:
    """Return how many listings are due on which day."""
    query = select(_DUE, func.count()).join_from(Case, Listing, Listing.id == Case.id).where(_RUNS).group_by(_DUE)
    return Counter(dict(session.execute(query).all()))


def by_day() -> Select[Any]:
    """Return a query for the listings that wait for something, as identity, day and noun."""
    columns: tuple[Any, ...] = (Listing.id, cast(_DUE, String), literal(7))
    return select(*columns).join_from(Case, Listing, Listing.id == Case.id).where(_RUNS)


def open_ones(desk: Desk, session: Session, wanted: Sequence[str]) -> list[ListingRow]:
    """Return those of these listings that wait for something."""
    return _rows(desk, session, and_(_RUNS, Listing.id.in_(wanted)))
