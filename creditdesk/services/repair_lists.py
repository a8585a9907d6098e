"""What the page of repairs reads: the list, and one repair whole with its regime, conditions and course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Case, CaseStep, Letter, Officer, Record, Repair, Subject
from creditdesk.rules import procedures, repairs
from creditdesk.services.desk import Desk
from creditdesk.services.repairs import PROCEDURE


@dataclass(frozen=True)
class RepairRow:
    """A repair as the list shows one; an empty date is one the source does not give."""

    id: str
    number: str
    subject: str
    record: str
    regime: str
    earliest_on: str
    latest_on: str
    state: str
    open: bool
    outcome: str


@dataclass(frozen=True)
class Step:
    """One thing done in a repair."""

    on: date
    label: str
    note: str
    officer: str
    letter_id: str
    number: str


@dataclass(frozen=True)
class RepairSheet:
    """A repair whole; `conditions` are told with whether they were found fulfilled, `acts` the main one first."""

    row: RepairRow
    record_id: str
    subject_id: str
    applicant: str
    received_on: date
    unit: str
    regime_class: str
    why: str
    counted_from: str
    conditions: tuple[tuple[str, bool], ...]
    effective_on: str
    acts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def ids(desk: Desk, text: str = "", *, running: bool = True) -> list[str]:
    """Return the repairs a list shows, the newest first: those under way, or those at their end."""
    query = select(Case.id).join(Subject, Subject.id == Case.subject_id)
    query = query.where(Case.procedure == PROCEDURE, Case.open.is_(running))
    if said := text.strip():
        told = (Subject.name.contains(said, autoescape=True), Case.number.contains(said, autoescape=True))
        query = query.where(told[0] | told[1])
    with desk.read() as session:
        return list(session.scalars(query.order_by(Case.received_on.desc(), Case.id.desc())))


def rows(desk: Desk, wanted: Sequence[str]) -> list[RepairRow]:
    """Return list rows for these identities, in the same order."""
    with desk.read() as session:
        query = select(Case, Repair, Record, Subject.name).join(Repair, Repair.case_id == Case.id)
        query = query.join(Record, Record.id == Repair.record_id).join(Subject, Subject.id == Case.subject_id)
        told = session.execute(query.where(Case.id.in_(wanted)))
        found = {case.id: _row(desk, case, repair, record, name) for case, repair, record, name in told}
    return [found[one] for one in wanted if one in found]


def _row(desk: Desk, case: Case, repair: Repair, record: Record, subject: str) -> RepairRow:
    kind = desk.catalogue.kind(record.kind, record.edition)
    return RepairRow(
        case.id,
        case.number,
        subject,
        f"{kind.label} {kind.title(record.content)}",
        desk.catalogue.regime(repair.regime).label,
        str(repair.earliest_on or ""),
        str(repair.latest_on or ""),
        desk.catalogue.procedure(PROCEDURE).states[case.state],
        case.open,
        case.outcome or "",
    )


def sheet(desk: Desk, case_id: str) -> RepairSheet:
    """Return one repair, whole."""
    (row,) = rows(desk, [case_id])
    with desk.read() as session:
        case, repair = session.get_one(Case, case_id), session.get_one(Repair, case_id)
        record = session.get_one(Record, repair.record_id)
        regime, procedure = desk.catalogue.regime(repair.regime), desk.catalogue.procedure(PROCEDURE)
        return RepairSheet(
            row,
            record.id,
            case.subject_id,
            case.applicant["name"],
            case.received_on,
            str(record.content.get("authority") or record.content.get("source_unit", "")),
            repair.regime_class,
            repair.chosen_because or repairs.why(regime, case.received_on),
            str(repair.counted_from or ""),
            tuple((each, each in repair.conditions) for each in regime.conditions),
            str(repair.effective_on or ""),
            tuple((each.name, each.label) for each in procedures.allowed(procedure, case.state)),
            tuple(_steps(desk, session, case)),
        )


def _steps(desk: Desk, session: Session, case: Case) -> list[Step]:
    labels = {each.name: each.label for each in desk.catalogue.procedure(PROCEDURE).acts}
    query = select(CaseStep, Officer.name, Letter.number).join(Officer, Officer.id == CaseStep.officer_id)
    query = query.outerjoin(Letter, Letter.id == CaseStep.letter_id).where(CaseStep.case_id == case.id)
    return [
        Step(step.on, labels[step.act], step.note or "", officer, step.letter_id or "", number or "")
        for step, officer, number in session.execute(query.order_by(CaseStep.id.desc()))
    ]
