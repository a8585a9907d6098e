"""催办: a letter to a source unit whose opinion is due today or late, for one case or several of the same unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Case, CaseStep, Letter
from creditdesk.rules.deadlines import StageClock
from creditdesk.services import cases, letters, objection_letters, objections
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.paper import Paper
from creditdesk.services.powers import Power

ACT, FORM, STAGE = "remind", "reminder", "verify"


@dataclass(frozen=True)
class LateCase:
    """A case whose unit may be urged today: `late` in working days (0: due today), `urged` so often."""

    id: str
    number: str
    applicant: str
    due: date
    late: int
    urged: int


@act("objection.remind", Power.OBJECTION, "催办来源单位")
def remind(a: Act, case_ids: Sequence[str]) -> Result:
    """Urge a unit today with one letter for these cases, and write the step into each of them."""
    paper = Paper.of_act(a)
    urged = _urged(paper, case_ids)
    letter = letters.issue(a, a.catalogue.letter(FORM), _values(paper, urged), urged[0].id)
    for case in urged:
        times = _times(a.session, case.id) + 1
        # A letter has one case of its own, whose clock it keeps; the others only name it.
        own = letter if case.id == letter.case_id else None
        step = cases.add_step(a, case, ACT, case.state, a.today, note=f"第{times}次催办", letter=own)
        step.letter_id = letter.id
        case.changed_at = a.now
    unit = objections.unit_of(a.session, urged[0])
    a.say(f"已催办{unit.name if unit else '来源单位'}{len(urged)}件，{letter.number}")
    return {"letter": letter.id, "cases": [case.id for case in urged]}


def preview(desk: Desk, case_ids: Sequence[str]) -> tuple[bytes, str]:
    """Draw the letter these cases would send, with the number it would get; InputProblem when it may not be sent."""
    with desk.read() as session:
        paper = Paper.of_desk(desk, session)
        values = values_of(paper, case_ids)
        return letters.preview(desk, session, desk.catalogue.letter(FORM), values)


def values_of(paper: Paper, case_ids: Sequence[str]) -> dict[str, Any]:
    """Return what the letter for these cases says; InputProblem when it may not be sent."""
    return _values(paper, _urged(paper, case_ids))


def late_with(desk: Desk, case_id: str) -> tuple[LateCase, ...]:
    """Return this case and the others of its unit that may be urged today, this one first; empty when it may not."""
    with desk.read() as session:
        paper, asked = Paper.of_desk(desk, session), session.get_one(Case, case_id)
        others = session.scalars(_with_unit(asked)).all() if may(paper, asked) else ()
        found = (_late(paper, case) for case in others if may(paper, case))
        return tuple(sorted(found, key=lambda case: (case.id != case_id, case.due, case.number)))


def may(paper: Paper, case: Case) -> bool:
    """Tell whether a case waits for its unit today with a clock that is late or due."""
    clock = _clock(paper, case)
    return case.open and clock is not None and clock.latest is not None and clock.latest <= paper.today


def _with_unit(case: Case) -> Any:
    return select(Case).where(
        Case.procedure == case.procedure, Case.open.is_(True), Case.stage == STAGE, Case.unit_id == case.unit_id
    )


def _clock(paper: Paper, case: Case) -> StageClock | None:
    """Return the clock of the unit while it runs: it has the letter and has not answered."""
    now = cases.clocks_of(case, paper.catalogue, paper.calendar, paper.today)
    running = (clock for clock in now.stages if clock.name == now.stage == STAGE and clock.start is not None)
    return next(running, None)


def _late(paper: Paper, case: Case) -> LateCase:
    clock = _clock(paper, case)
    due = clock.latest if clock and clock.latest else paper.today
    late = paper.calendar.between(due, paper.today)
    return LateCase(case.id, case.number, case.applicant.get("name", ""), due, late, _times(paper.session, case.id))


def _times(session: Session, case_id: str) -> int:
    """Return how often the units of a case were urged."""
    query = select(func.count()).where(CaseStep.case_id == case_id, CaseStep.act == ACT)
    return session.scalar(query) or 0


def _urged(paper: Paper, case_ids: Sequence[str]) -> list[Case]:
    """Return the cases of one letter; InputProblem when one of them may not be urged or is with another unit."""
    if not case_ids:
        raise InputProblem("没有选择要催办的异议，请至少选择一件。")
    wanted = [cases.case_of(paper.session, one) for one in dict.fromkeys(case_ids)]
    for case in wanted:
        if not may(paper, case):
            raise InputProblem(f"{case.number}的来源单位尚未到期或已经答复，到期当日或逾期后才能催办。")
    if len({case.unit_id for case in wanted}) > 1:
        raise InputProblem("一份催办函只能发给一个来源单位，请分开催办。")
    return wanted


def _values(paper: Paper, urged: Sequence[Case]) -> dict[str, Any]:
    told = objection_letters.values(paper, urged[0], {})
    return {
        **told,
        "today": paper.today,
        "reply_by": None,
        "times": max(_times(paper.session, case.id) for case in urged) + 1,
        "cases": [_row(paper, case) for case in urged],
    }


def _row(paper: Paper, case: Case) -> dict[str, Any]:
    late, clock = _late(paper, case), _clock(paper, case)
    return {
        "case_number": case.number,
        "applicant": late.applicant,
        "records": objection_letters.values(paper, case, {})["records"],
        "referral": _referral(paper.session, case.id),
        "delivered_on": clock.start.isoformat() if clock and clock.start else "",
        "due": late.due.isoformat(),
        "late": str(late.late),
    }


def _referral(session: Session, case_id: str) -> str:
    """Return the number of the letter the case went to its unit with."""
    query = select(Letter.number).join(CaseStep, CaseStep.letter_id == Letter.id)
    query = query.where(CaseStep.case_id == case_id, CaseStep.act == "forward").order_by(CaseStep.id.desc())
    return session.scalar(query.limit(1)) or ""
