"""Joined cases (并案): acts that their procedure calls `together` are done in all at once. No word of objections.

Each case keeps its number, its applicant, its clock and its answer, so that joining can make none of them late.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, CaseJoin, CaseNote, Referral
from creditdesk.rules import procedures
from creditdesk.services import cases
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class Joined:
    """A case that is handled with another: `leads` tells which of them leads."""

    id: str
    number: str
    applicant: str
    leads: bool
    open: bool


@act("case.join", Power.OBJECTION, "并案", undoable=True)
def join(a: Act, case_id: str, lead_id: str, reason: str) -> Result:
    """Let an open case go along with another of the same procedure on the same subject; both say so in a note."""
    case, lead = cases.case_of(a.session, case_id), cases.case_of(a.session, lead_id)
    lead = cases.case_of(a.session, _lead_of(a.session, lead.id))
    reason = stated(reason, "并案必须写明理由，请填写。")
    if lead.id == _lead_of(a.session, case.id):
        raise InputProblem(f"{case.number}与{lead.number}是同一件或已经并案，请选择另一件。")
    if (case.procedure, case.subject_id) != (lead.procedure, lead.subject_id):
        raise InputProblem(f"{case.number}与{lead.number}不是就同一主体办理的，不能并案。")
    if _lead_of(a.session, case.id) != case.id:
        raise InputProblem(f"{case.number}已与另一件并案，请先分案。")
    for theirs in a.session.scalars(select(CaseJoin).where(CaseJoin.lead_id == case.id)):
        theirs.lead_id = lead.id
    a.session.add(CaseJoin(case_id=case.id, lead_id=lead.id, reason=reason, officer_id=a.officer.id, at=a.now))
    _note(a, case, f"并入{lead.number}办理：{reason}")
    _note(a, lead, f"{case.number}并入本件办理：{reason}")
    a.say(f"已将{case.number}并入{lead.number}办理")
    return {"case": case.id, "lead": lead.id}


@act("case.part", Power.OBJECTION, "分案", undoable=True)
def part(a: Act, case_id: str, reason: str) -> Result:
    """Let a joined case go its own way again; what was done together stays done in each."""
    case = cases.case_of(a.session, case_id)
    joined = a.session.get(CaseJoin, case.id)
    reason = stated(reason, "分案必须写明理由，请填写。")
    if joined is None:
        raise InputProblem(f"{case.number}没有并入别的案件，不必分案。")
    lead = a.session.get_one(Case, joined.lead_id)
    a.session.delete(joined)
    _note(a, case, f"与{lead.number}分案办理：{reason}")
    _note(a, lead, f"{case.number}分案办理：{reason}")
    a.say(f"{case.number}已分案办理")
    return {"case": case.id, "lead": lead.id}


def _note(a: Act, case: Case, text: str) -> None:
    a.session.add(CaseNote(case_id=case.id, text=text, officer_id=a.officer.id, at=a.now))


def _lead_of(session: Session, case_id: str) -> str:
    """Return the leading case of a case, which is itself where it is joined to none."""
    return session.scalar(select(CaseJoin.lead_id).where(CaseJoin.case_id == case_id)) or case_id


def group(session: Session, case: Case) -> list[Case]:
    """Return a case and those it is joined with, the leading one first."""
    lead_id = _lead_of(session, case.id)
    members = select(CaseJoin.case_id).where(CaseJoin.lead_id == lead_id)
    found = session.scalars(select(Case).where((Case.id == lead_id) | Case.id.in_(members)))
    return sorted(found, key=lambda one: (one.id != lead_id, one.id))


def others(session: Session, case: Case) -> list[Case]:
    """Return the open cases a case is joined with."""
    return [one for one in group(session, case) if one.id != case.id and one.open]


def along(
    a: Act, case: Case, act_name: str, referral: Referral | None = None
) -> Iterator[tuple[Case, Referral | None]]:
    """Yield the case, and where the act is done together the joined cases that admit it now, with the same unit."""
    yield case, referral
    procedure = a.catalogue.procedure(case.procedure)
    wanted = procedures.act_named(procedure, act_name)
    for other in others(a.session, case) if wanted.together else ():
        if referral is None:
            if other.state in wanted.from_states:
                yield other, None
            continue
        for theirs in other.referrals:
            if theirs.unit_id == referral.unit_id and theirs.state in wanted.from_states:
                yield other, theirs


def told(desk: Desk, case_id: str) -> tuple[Joined, ...]:
    """Return the cases a case is joined with."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        whole = group(session, case)
        return tuple(
            Joined(one.id, one.number, one.applicant.get("name", ""), one is whole[0], one.open)
            for one in whole
            if one.id != case.id
        )


def candidates(desk: Desk, case_id: str) -> dict[str, str]:
    """Return the open cases that a case may be joined to, by number and applicant."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        here = {one.id for one in group(session, case)}
        query = select(Case).where(Case.procedure == case.procedure, Case.subject_id == case.subject_id, Case.open)
        found = [one for one in session.scalars(query.order_by(Case.id)) if one.id not in here]
        return {f"{one.number} {one.applicant.get('name', '')}": one.id for one in found}


def numbers(session: Session, case: Case) -> str:
    """Return the numbers of the cases a case is joined with, for its letters; empty when it is alone."""
    return "、".join(one.number for one in others(session, case))
