"""Repeated objections: the same fields of the same records with the same claims, while one is open or soon after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Case, CaseItem, CaseStep, Record
from creditdesk.rules.procedures import Procedure
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk

WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Contested:
    """One field of one record that the applicant says is wrong, and what he says is right."""

    record_id: str
    field: str
    claimed_value: str


def earlier(
    session: Session, procedure: Procedure, contested: Sequence[tuple[Contested, Record]], today: date
) -> Case | None:
    """Return the newest case that says the same and is open or ended within the procedure's days, if there is one."""
    wanted = {(item.record_id, item.field, item.claimed_value.strip()) for item, _ in contested}
    query = select(Case).where(Case.procedure == procedure.name, Case.subject_id == contested[0][1].subject_id)
    since = today - timedelta(procedure.repeat_days)
    for case in session.scalars(query.order_by(Case.id.desc())):
        recent = case.open or office_date(case.changed_at) >= since
        if recent and case.state != WITHDRAWN and _said(session, case) == wanted:
            return case
    return None


def _said(session: Session, case: Case) -> set[tuple[str, str, str]]:
    items = session.scalars(select(CaseItem).where(CaseItem.case_id == case.id))
    return {(item.record_id, item.field, item.claimed_value.strip()) for item in items}


def earlier_number(desk: Desk, items: Sequence[Contested]) -> str:
    """Return the number of the case that already says the same, or an empty text."""
    with desk.read() as session:
        contested = [(item, session.get_one(Record, item.record_id)) for item in items]
        found = earlier(session, desk.catalogue.procedure("objection"), contested, desk.clock().date())
        return found.number if found else ""


def note(session: Session, case: Case, first: Case, because: str) -> None:
    """Write into the receipt of a case which earlier one it repeats, and why it is taken in again."""
    step = session.scalars(select(CaseStep).where(CaseStep.case_id == case.id)).one()
    step.note = f"与 {first.number} 内容相同，再次登记的理由：{because.strip()}"
