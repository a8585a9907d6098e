"""Pauses of a case (不计入期限): lines of a ledger that officers begin and end; every date follows from it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, CasePause, Officer
from creditdesk.rules.deadlines import RuleSet
from creditdesk.rules.pauses import PauseRule
from creditdesk.services import cases, rule_choices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class PauseLine:
    """One line of a case's ledger as a page shows it; without `ended_on` it still runs."""

    id: str
    label: str
    basis: str
    reason: str
    evidence: str
    started_on: date
    ended_on: date | None
    end_note: str
    officer: str


@dataclass(frozen=True)
class PauseStanding:
    """What can be done about pauses in a case now, and a sentence that says why or why not."""

    offered: tuple[PauseRule, ...]
    running: PauseLine | None
    words: str


@act("case.pause", Power.OBJECTION, "中止计算期限", undoable=True)
def begin(
    a: Act, case_id: str, kind: str, on: date, reason: str, evidence: str = "", referral_id: str | None = None
) -> Result:
    """Begin a pause on `on`, which no longer counts; InputProblem when the case's rule allows none of this kind."""
    case = cases.case_of(a.session, case_id)
    rule = _allowed(a, case, kind)
    reason = stated(reason, "中止计算期限必须写明理由和依据的材料，请填写。")
    _check_beginning(a, case, on)
    a.session.add(
        CasePause(
            case_id=case.id,
            referral_id=referral_id,
            kind=kind,
            reason=reason,
            evidence=evidence.strip(),
            started_on=on,
            officer_id=a.officer.id,
            at=a.now,
        )
    )
    _recount(a, case)
    a.say(f"{case.number}自{on}起{rule.label}，不计入期限")
    return {"case": case.id, "kind": kind}


@act("case.resume", Power.OBJECTION, "恢复计算期限", undoable=True)
def end(a: Act, case_id: str, on: date, note: str = "") -> Result:
    """End the pause that runs; `on` is its last day, the next one counts again."""
    case = cases.case_of(a.session, case_id)
    running = _running(case)
    if running is None:
        raise InputProblem(f"{case.number}没有正在中止的期限，请核对案号。")
    if on < running.started_on:
        raise InputProblem(f"结束日期{on}早于开始日期{running.started_on}，请核对日期。")
    if on > a.today:
        raise InputProblem(f"结束日期{on}晚于今天{a.today}，请在结束后登记。")
    running.ended_on, running.end_note = on, note.strip() or None
    _recount(a, case)
    a.say(f"{case.number}自{on}的次日起恢复计算期限")
    return {"case": case.id, "kind": running.kind}


def offered(desk: Desk, case_id: str) -> tuple[PauseRule, ...]:
    """Return the kinds of pause that can begin now in this case; none when one runs already or the rule knows none."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        if not case.open or _running(case) is not None:
            return ()
        rule = cases.rule_of(case, desk.catalogue)
        return tuple(one for one in rule.pauses if not one.choice or _granted(session, case, rule, one.kind))


def ledger(desk: Desk, case_id: str) -> tuple[PauseLine, ...]:
    """Return the pauses of a case, the earliest first."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        officers = {one.id: session.get_one(Officer, one.officer_id).name for one in case.pauses}
    known = {one.kind: one for one in cases.rule_of(case, desk.catalogue).pauses}
    return tuple(
        PauseLine(
            one.id,
            known[one.kind].label,
            known[one.kind].basis,
            one.reason,
            one.evidence,
            one.started_on,
            one.ended_on,
            one.end_note or "",
            officers[one.id],
        )
        for one in case.pauses
    )


def standing(desk: Desk, case_id: str) -> PauseStanding:
    """Return whether a pause can begin or end in this case, with a sentence for the officer."""
    kinds = offered(desk, case_id)
    running = next((one for one in ledger(desk, case_id) if one.ended_on is None), None)
    with desk.read() as session:
        case = session.get_one(Case, case_id)
    label = cases.rule_of(case, desk.catalogue).label
    if running:
        words = f"自 {running.started_on} 起{running.label}，不计入期限。结束日期的次日起恢复计算。"
    elif not case.open:
        words = f"{case.number}已经办结，期限不再计算。"
    elif kinds:
        words = f"适用“{label}”。自开始日期起不计入期限，起止都记入台账，到期日据此计算。"
    else:
        words = f"适用“{label}”，其中没有不计入期限的情形，期限照常计算。"
    return PauseStanding(kinds, running, words)


def _allowed(a: Act, case: Case, kind: str) -> PauseRule:
    rule = cases.rule_of(case, a.catalogue)
    pause = next((one for one in rule.pauses if one.kind == kind), None)
    if pause is None:
        raise InputProblem(f"{case.number}适用“{rule.label}”，该规则没有规定这种不计入期限的情形，请照常计算期限。")
    if pause.choice and not _granted(a.session, case, rule, kind):
        raise InputProblem(
            f"“{rule.label}”没有规定{pause.label}期间不计入期限，本单位也没有决定采用，请由负责人决定后办理。"
        )
    return pause


def _granted(session: Session, case: Case, rule: RuleSet, kind: str) -> bool:
    # What the office decided for a rule holds for its edition for own scope too.
    return rule_choices.granted(session, case.procedure, rule.own_scope_of or rule.name, kind)


def _check_beginning(a: Act, case: Case, on: date) -> None:
    if on > a.today:
        raise InputProblem(f"开始日期{on}晚于今天{a.today}，请核对日期。")
    if on < case.received_on:
        raise InputProblem(f"开始日期{on}早于收到日期{case.received_on}，请核对日期。")
    for one in case.pauses:
        if one.ended_on is None:
            raise InputProblem(f"{case.number}自{one.started_on}起已在中止，请先登记结束日期。")
        if on <= one.ended_on:
            raise InputProblem(f"开始日期{on}与{one.started_on}至{one.ended_on}的中止重叠，请核对日期。")


def _running(case: Case) -> CasePause | None:
    return next((one for one in case.pauses if one.ended_on is None), None)


def _recount(a: Act, case: Case) -> None:
    a.session.flush()
    a.session.refresh(case, ["pauses"])
    cases.recompute(a, case, a.catalogue.procedure(case.procedure))
