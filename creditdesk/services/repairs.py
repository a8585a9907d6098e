"""Credit repair (信用修复), clause 六(六): applied for on its day, decided by the deciding unit, publicity then stops.

谁认定、谁修复: the centre receives, passes on and tells. What a granted repair changes is the end of publicity: from
that day the record stands in no report, check or certificate, and the next package tells every receiver.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.documents.chinese import dates_on_paper
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, Letter, Record, Repair, Subject
from creditdesk.rules import procedures, repairs
from creditdesk.rules.identifiers import mask
from creditdesk.rules.repairs import Regime, Term
from creditdesk.services import cases, follow_ups, letters, listing_exits, offices, records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

PROCEDURE = "repair"
COMMITMENT = "repair_commitment"
GRANTED, DENIED = "准予信用修复", "不予信用修复"
END = "publicity_until"


@dataclass(frozen=True)
class Choice:
    """One regime that governs a record, why, and what each of its classes says of it; the first one binds."""

    regime: Regime
    why: str
    terms: tuple[tuple[str, Term], ...]


def choices(desk: Desk, record_id: str, received_on: date) -> tuple[Choice, ...]:
    """Return the regimes that govern an application about a record, the binding one first."""
    with desk.read() as session:
        record = session.get_one(Record, record_id)
        found = repairs.governing(desk.catalogue.regimes, received_on, _decider(record))
        return tuple(
            Choice(
                regime,
                repairs.why(regime, received_on),
                tuple((each.label, repairs.term(each, _start(regime, record))) for each in regime.classes),
            )
            for regime in found
        )


@dataclass(frozen=True)
class Instead:
    """Another regime that governs the record, by name, and why it is taken instead of the binding one."""

    regime: str
    because: str


@act("repair.receive", Power.OBJECTION, "登记修复申请")
def receive(
    a: Act,
    record_id: str,
    regime_class: str,
    *,
    applicant: Mapping[str, str],
    received_on: date,
    channel: str = "窗口",
    materials: Sequence[str] = (),
    instead: Instead | None = None,
) -> Result:
    """Register an application under the binding regime, or under another that governs it, for a reason.

    InputProblem before its day, for a class that is never repaired early, and for a record no longer published.
    """
    record = records.current(a.session, record_id)
    _check(a, record, applicant)
    chosen = _chosen(a.catalogue, record, received_on, instead)
    binding = _chosen(a.catalogue, record, received_on, None)
    found = chosen.class_named(regime_class)
    when = repairs.term(found, _start(chosen, record))
    repairs.refuse_untimely(chosen, found, when, received_on)
    request = f"申请修复“{_title(a.catalogue, record)}”信息"
    opening = cases.Opening(record.subject_id, applicant, channel, request, materials, received_on)
    case = cases.open_case(a, a.catalogue.procedure(PROCEDURE), opening)
    a.session.add(
        Repair(
            case_id=case.id,
            record_id=record.id,
            regime=chosen.name,
            regime_class=found.label,
            chosen_because=instead.because.strip() if instead and chosen is not binding else None,
            counted_from=when.start,
            earliest_on=when.earliest,
            latest_on=when.latest,
            conditions=[],
        )
    )
    a.say(f"已登记修复申请 {case.number}，适用{chosen.label}")
    return {"case": case.id, "number": case.number}


def _check(a: Act, record: Record, applicant: Mapping[str, str]) -> None:
    kind = a.catalogue.kind(record.kind, record.edition)
    stated(applicant.get("name", ""), "申请人姓名或名称不能为空，请填写。")
    if not (kind.adverse and kind.has(END)):
        raise InputProblem(f"{kind.label}不是公示的失信信息，不需要信用修复。")
    if record.content.get(END, "9") < a.today.isoformat():
        raise InputProblem(f"{_title(a.catalogue, record)}已于{record.content[END]}停止公示，不需要信用修复。")
    under_way = select(Case.number).join(Repair, Repair.case_id == Case.id)
    if number := a.session.scalar(under_way.where(Repair.record_id == record.id, Case.open)):
        raise InputProblem(f"{number}正在办理同一条信息的修复，请继续办理该案，不要重复登记。")


def _chosen(catalogue: Catalogue, record: Record, received_on: date, instead: Instead | None) -> Regime:
    found = repairs.governing(catalogue.regimes, received_on, _decider(record))
    if instead is None or instead.regime == found[0].name:
        return found[0]
    chosen = next((each for each in found if each.name == instead.regime), None)
    if chosen is None:
        raise InputProblem(
            f"所选的规则在{received_on}不适用于这条信息，可选的有：{'、'.join(each.label for each in found)}。"
        )
    stated(instead.because, f"通常适用{found[0].label}，改用{chosen.label}请写明理由。")
    return chosen


def _decider(record: Record) -> str:
    return str(record.content.get("authority") or record.content.get("source_unit", ""))


def _start(regime: Regime, record: Record) -> date | None:
    day = record.content.get(regime.starts)
    return date.fromisoformat(day) if day else None


def _title(catalogue: Catalogue, record: Record) -> str:
    kind = catalogue.kind(record.kind, record.edition)
    return f"{kind.label}{kind.title(record.content)}"


@act("repair.commitment", Power.OBJECTION, "生成修复承诺书")
def commitment(a: Act, case_id: str) -> Result:
    """Issue the 信用修复承诺书 for the applicant to sign."""
    case, repair = _open(a.session, case_id)
    regime = a.catalogue.regime(repair.regime)
    values = _values(a, case, repair) | {"conditions": list(regime.conditions)}
    letter = letters.issue(a, a.catalogue.letter(COMMITMENT), values, case.id)
    a.say(f"已生成 {case.number} 的信用修复承诺书，{letter.number}")
    return cases.told(case, letter)


@act("repair.accept", Power.OBJECTION, "受理修复申请")
def accept(a: Act, case_id: str) -> Result:
    """Accept today: the letter tells the regime, why, and both ends of publicity."""
    case, repair = _open(a.session, case_id)
    letter = _send(a, case, repair, "accept", {"accepted_on": a.today, "materials": case.materials or ["信用修复申请"]})
    a.say(f"已受理 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("repair.refuse", Power.OBJECTION, "不予受理修复申请")
def refuse(a: Act, case_id: str, reason: str) -> Result:
    """Refuse the application today, with reasons and remedies in writing."""
    case, repair = _open(a.session, case_id)
    reason = stated(reason, "不予受理必须写明理由，请填写理由。")
    letter = _send(a, case, repair, "refuse", {"reason": reason})
    a.say(f"已不予受理 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("repair.forward", Power.OBJECTION, "转认定单位")
def forward(a: Act, case_id: str, on: date, note: str = "") -> Result:
    """Record the day on which the application went to the unit that decides."""
    case, _ = _open(a.session, case_id)
    cases.advance(a, case, "forward", on, note=note)
    a.say(f"已将 {case.number} 转认定单位")
    return cases.told(case)


@act("repair.decide", Power.OBJECTION, "登记修复决定并告知")
def decide(
    a: Act, case_id: str, *, granted: bool, reason: str, decided_on: date, conditions: Sequence[str] = ()
) -> Result:
    """Take the unit's decision in, act on the record's publicity, and tell the applicant in writing today.

    InputProblem without a reason, and for a grant while a condition of the regime is not found fulfilled.
    """
    case, repair = _open(a.session, case_id)
    cases.may(a, case, "decide")
    regime = a.catalogue.regime(repair.regime)
    reason = stated(reason, "决定必须写明理由，请填写理由。")
    lacking = [each for each in regime.conditions if each not in conditions]
    if granted and lacking:
        raise InputProblem(f"还有条件没有核实（{'；'.join(lacking)}），不能准予修复。")
    repair.granted = granted
    repair.conditions = [each for each in regime.conditions if each in conditions]
    repair.effective_on = a.today if granted else repair.latest_on
    case.outcome = GRANTED if granted else DENIED
    facts = {"granted": granted, "outcome": case.outcome, "reason": reason, "decided_on": decided_on}
    letter = _send(a, case, repair, "decide", facts | {"effective_on": repair.effective_on}, decided_on)
    _end_publicity(a, case, repair)
    a.say(f"已告知 {case.number} 的决定：{case.outcome}，{letter.number}")
    return cases.told(case, letter)


def _end_publicity(a: Act, case: Case, repair: Repair) -> None:
    """Let publicity stop today where repair was granted, else on the regime's last day where none was set."""
    record = records.current(a.session, repair.record_id)
    if repair.granted:
        # Yesterday was the last day, but no record can end before it began.
        first = max(record.content.get(name, "") for name in ("decided_on", "publicity_on"))
        last = max((a.today - timedelta(1)).isoformat(), first)
    elif repair.latest_on is not None and not record.content.get(END):
        last = repair.latest_on.isoformat()
    else:
        return
    why = f"信用修复{case.number}：{case.outcome}"
    records.correct(a, record.id, {END: last}, why, case_id=case.id, kept_because=why)
    if repair.granted:
        listing_exits.repaired(a, record.id, why)


@act("repair.close", Power.OBJECTION, "办结修复")
def close(a: Act, case_id: str, on: date, note: str = "") -> Result:
    """Close a decided case once the decision has reached the applicant, and responsible persons' records followed."""
    case, repair = _open(a.session, case_id)
    follow_ups.refuse_open(a.session, [repair.record_id])
    cases.advance(a, case, "close", on, note=note)
    a.say(f"已办结 {case.number}")
    return cases.told(case)


@act("repair.withdraw", Power.OBJECTION, "登记撤回修复申请")
def withdraw(a: Act, case_id: str, on: date, reason: str) -> Result:
    """Close a case that the applicant withdraws; the record stays as it is."""
    case, _ = _open(a.session, case_id)
    reason = stated(reason, "撤回必须写明申请人的理由或方式，请填写。")
    cases.advance(a, case, "withdraw", on, note=reason)
    a.say(f"申请人已撤回 {case.number}")
    return cases.told(case)


def _open(session: Session, case_id: str) -> tuple[Case, Repair]:
    return cases.case_of(session, case_id), session.get_one(Repair, case_id)


def _send(a: Act, case: Case, repair: Repair, act_name: str, data: Mapping[str, Any], on: date | None = None) -> Letter:
    """Draw and number the act's letter and move the case."""
    cases.may(a, case, act_name)
    form = procedures.act_named(a.catalogue.procedure(PROCEDURE), act_name).letter or ""
    letter = letters.issue(a, a.catalogue.letter(form), _values(a, case, repair) | dict(data), case.id)
    cases.advance(a, case, act_name, on or a.today, note=str(data.get("reason", "")), letter=letter)
    return letter


def _values(a: Act, case: Case, repair: Repair) -> dict[str, Any]:
    """Return every value that a letter of this case may name."""
    office, subject = offices.office_of(a.session), a.session.get_one(Subject, case.subject_id)
    record, regime = a.session.get_one(Record, repair.record_id), a.catalogue.regime(repair.regime)
    return {
        "subject": subject.name,
        "applicant": case.applicant["name"],
        "subject_code": subject.uscc or subject.org_code or mask(subject.document_number or ""),
        "you": "你" if subject.category == "person" else "你单位",
        "records": f"“{_title(a.catalogue, record)}”信息",
        "case_number": case.number,
        "received_on": case.received_on,
        "unit": _decider(record),
        "rule": regime.cited,
        "why": dates_on_paper(repair.chosen_because or repairs.why(regime, case.received_on, "该规则")),
        "published_on": repair.counted_from,
        "earliest_on": repair.earliest_on,
        "latest_on": repair.latest_on,
        "contact": office.contact or a.officer.name,
        "phone": office.phone,
        "address": office.address,
    }
