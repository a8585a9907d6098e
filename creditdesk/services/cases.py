"""Cases of any procedure: opened, moved by its acts, and their dues kept current. Knows no word of objections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.models import Case, CaseStep, Letter, Referral
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import Clocks, RuleSet, clocks
from creditdesk.rules.pauses import Interval
from creditdesk.rules.procedures import Procedure
from creditdesk.rules.workdays import Calendar
from creditdesk.services import letter_clocks, referrals, registers, rule_choices
from creditdesk.services.acts import Act, Result
from creditdesk.vault import search


@dataclass(frozen=True)
class Opening:
    """What opens a case: whose it is, how and when it came in, what is asked, which papers lay with it.

    `own` says that the office itself keeps what the case is about: a rule may count that differently.
    """

    subject_id: str
    applicant: Mapping[str, str]
    channel: str
    request: str
    materials: Sequence[str]
    received_on: date
    own: bool = False


def open_case(a: Act, procedure: Procedure, opening: Opening) -> Case:
    """Open a case and number it; its rule is the one in force on the day of receipt, and stays so."""
    _check_day(a, opening.received_on, None)
    year = opening.received_on.year
    serial = registers.take(a, f"case:{procedure.name}", year)
    chosen = rule_choices.chosen_on(a.session, procedure.name, opening.received_on)
    case = Case(
        procedure=procedure.name,
        edition=procedure.edition,
        rule_set=procedures.rule_for(procedure, opening.received_on, chosen, own=opening.own).name,
        year=year,
        serial=serial,
        number=f"{year}-{serial:04d}",
        subject_id=opening.subject_id,
        officer_id=a.officer.id,
        applicant=dict(opening.applicant),
        channel=opening.channel,
        request=opening.request,
        materials=list(opening.materials),
        state=procedure.initial,
        events={"received": opening.received_on.isoformat()},
        received_on=opening.received_on,
    )
    recompute(a, case, procedure)
    a.session.add(case)
    a.session.flush()
    add_step(a, case, "receive", None, opening.received_on)
    index(a.session, case)
    return case


def index(session: Session, case: Case) -> None:
    """Let a case be found by its number and its applicant."""
    search.put(session.connection(), entry_of(case))


def entry_of(case: Case) -> search.Entry:
    """Return what the search index keeps of a case."""
    applicant = case.applicant.get("name", "")
    title = f"{case.number} {applicant}"
    return search.Entry("case", case.id, title, [applicant], [case.number], named=False)


def advance(
    a: Act,
    case: Case,
    act_name: str,
    on: date,
    *,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    letter: Letter | None = None,
    referral: Referral | None = None,
) -> CaseStep:
    """Move a case by one of its procedure's acts; InputProblem when the state or the day does not admit it.

    An act that is done with each unit moves its `referral`; the case follows when the last of them has gone so far.
    """
    procedure = a.catalogue.procedure(case.procedure)
    may(a, case, act_name, referral)
    _check_day(a, on, case, referral)
    event = procedures.act_named(procedure, act_name).event
    from_state = referral.state if referral else case.state
    moved = {event: on.isoformat()} if event else {}
    if referral is not None:
        referral.state = procedures.step(procedure, referral.state, act_name)
        referral.events = {**referral.events, **moved}
        referrals.follow(procedure, case)
    else:
        case.state = procedures.step(procedure, case.state, act_name)
        case.events = {**case.events, **moved}
        referrals.go_along(case)
    recompute(a, case, procedure)
    step = add_step(a, case, act_name, from_state, on, note=note, data=data, letter=letter)
    if referral is not None:
        step.referral_id, step.to_state = referral.id, referral.state
    return step


def may(a: Act, case: Case, act_name: str, referral: Referral | None = None) -> None:
    """Raise InputProblem unless the case, or its part with one unit, admits the act now."""
    procedure = a.catalogue.procedure(case.procedure)
    procedures.step(procedure, referral.state if referral else case.state, act_name)
    act = procedures.act_named(procedure, act_name)
    if act.once and done(a.session, case, act_name):
        raise InputProblem(f"{case.number}已经{act.label}，{act.once}，不能再次{act.label}。")


def done(session: Session, case: Case, act_name: str) -> bool:
    """Tell whether an act was already done in a case."""
    return bool(session.scalar(select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.act == act_name)))


def choices(session: Session, procedure: Procedure, case: Case) -> tuple[procedures.Act, ...]:
    """Return the acts that a case admits now, its main one first, then those that some unit's part admits."""
    named = {act.name: act for act in procedures.allowed(procedure, case.state)}
    for referral in case.referrals if case.open else ():
        named |= {act.name: act for act in procedures.allowed(procedure, referral.state) if act.each}
    return tuple(act for act in named.values() if not (act.once and done(session, case, act.name)))


def add_step(
    a: Act,
    case: Case,
    act_name: str,
    from_state: str | None,
    on: date,
    *,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    letter: Letter | None = None,
) -> CaseStep:
    """Write down one step of a case."""
    step = CaseStep(
        case_id=case.id,
        act=act_name,
        from_state=from_state,
        to_state=case.state,
        on=on,
        note=note or None,
        data=dict(data or {}),
        letter_id=letter.id if letter else None,
        officer_id=a.officer.id,
        at=a.now,
    )
    a.session.add(step)
    if letter is not None:
        letter_clocks.keep(a, case, letter)
    a.session.flush()
    return step


def recompute(a: Act, case: Case, procedure: Procedure) -> None:
    """Bring a case's dues up to its events and the calendar in force."""
    case.open = case.state not in procedure.final
    now = clocks_of(case, a.catalogue, a.calendar, a.today)
    current = next((stage for stage in now.stages if stage.name == now.stage), None)
    case.stage = now.stage if case.open else None
    case.stage_due = current.due if current else None
    case.overall_due = now.overall.due
    case.effective_due = now.effective_due if case.open else None
    case.provisional = now.provisional
    case.calendar_version = a.calendar.version
    case.changed_at = a.now


def rule_of(case: Case, catalogue: Catalogue) -> RuleSet:
    """Return the rule set a case began under."""
    rules = catalogue.procedure(case.procedure).rule_sets
    return next(rule for rule in rules if rule.name == case.rule_set)


def events_of(case: Case) -> dict[str, date]:
    """Return the dated events of a case."""
    return {name: date.fromisoformat(day) for name, day in case.events.items()}


def clocks_of(case: Case, catalogue: Catalogue, calendar: Calendar, today: date) -> Clocks:
    """Return both clocks of a case as they stand today; the most pressing of its units makes it due."""
    thresholds, rule = catalogue.procedure(case.procedure).thresholds, rule_of(case, catalogue)
    own = clocks(rule, events_of(case), calendar, today, thresholds, pauses_of(case))
    if len(case.referrals) < 2 or own.effective_due is None:
        return own
    waiting = referrals.waiting(catalogue.procedure(case.procedure), case)
    return earliest(own, [clocks_with(case, one, catalogue, calendar, today) for one in waiting])


def clocks_with(case: Case, referral: Referral, catalogue: Catalogue, calendar: Calendar, today: date) -> Clocks:
    """Return the clocks of the part of a case that is with one unit."""
    procedure = catalogue.procedure(case.procedure)
    events = {name: date.fromisoformat(day) for name, day in referrals.events_with(case.events, referral).items()}
    pauses = pauses_of(case, referral)
    return clocks(rule_of(case, catalogue), events, calendar, today, procedure.thresholds, pauses)


def earliest(own: Clocks, others: Iterable[Clocks]) -> Clocks:
    """Return the case's clocks with the earliest effective due among it and its parts."""
    first = min((one for one in (own, *others) if one.effective_due), key=lambda one: one.effective_due or date.max)
    return replace(
        own, effective_due=first.effective_due, slack_days=first.slack_days, urgency=first.urgency,
        provisional=own.provisional or first.provisional,
    )  # fmt: skip


def pauses_of(case: Case, referral: Referral | None = None) -> tuple[Interval, ...]:
    """Return the ledger of a case's pauses, or those that stop the clock of one of its units."""
    return tuple(
        Interval(one.kind, one.started_on, one.ended_on)
        for one in case.pauses
        if referral is None or one.referral_id in (None, referral.id)
    )


def _check_day(a: Act, on: date, case: Case | None, referral: Referral | None = None) -> None:
    if on > a.today:
        raise InputProblem(f"日期{on}晚于今天{a.today}，请核对日期。")
    if case is not None:
        latest = date.fromisoformat(max(referrals.events_so_far(case, referral).values()))
        if on < latest:
            raise InputProblem(f"日期{on}早于上一步的日期{latest}，请核对日期。")


def told(case: Case, letter: Letter | None = None) -> Result:
    """Return what a step of a case tells: where the case is now, and the letter that was written."""
    return {"case": case.id, "state": case.state, "letter": letter.id if letter else None}


def case_of(session: Session, case_id: str) -> Case:
    """Return an open case; InputProblem when it has been closed."""
    case = session.get_one(Case, case_id)
    if not case.open:
        raise InputProblem(f"{case.number}已经办结，不能再办理。")
    return case
