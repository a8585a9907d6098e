"""Objections (异议), clause 六(三) of the county plan: each act with its letter, its mark and its effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.letters import LetterForm
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, CaseItem, Letter, Record, Referral, SourceUnit, Subject
from creditdesk.rules import procedures
from creditdesk.rules.urgency import Thresholds
from creditdesk.services import (
    cases,
    follow_ups,
    joins,
    letters,
    objection_letters,
    offices,
    records,
    referrals,
    repeats,
    units,
)
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.paper import Paper
from creditdesk.services.powers import Power
from creditdesk.services.repeats import Contested

__all__ = ["Contested"]

PROCEDURE = "objection"
UPHELD, CORRECTED, REVOKED = "维持", "更正", "撤销"
OUTCOMES = (UPHELD, CORRECTED, REVOKED)


@dataclass(frozen=True)
class Decision:
    """What the centre decides on one contested field, and why."""

    item_id: str
    outcome: str
    reason: str
    new_value: str = ""


@act("objection.receive", Power.OBJECTION, "登记异议", undoable=True)
def receive(
    a: Act,
    items: Sequence[Contested],
    *,
    applicant: Mapping[str, str],
    request: str,
    received_on: date,
    channel: str = "窗口",
    materials: Sequence[str] = (),
    repeated_because: str = "",
) -> Result:
    """Register an objection; day zero of both clocks is the day of receipt."""
    if not items:
        raise InputProblem("没有选择有异议的记录和字段，请至少选择一项。")
    stated(applicant.get("name", ""), "申请人姓名或名称不能为空，请填写。")
    contested = [(item, a.session.get_one(Record, item.record_id)) for item in items]
    _one_subject(contested)
    earlier = repeats.earlier(a.session, a.catalogue.procedure(PROCEDURE), contested, a.today)
    if earlier is not None and not repeated_because.strip():
        raise InputProblem(f"{earlier.number}已就同样的内容提出异议，再次登记请写明理由（例如有新的材料）。")
    opening = cases.Opening(
        contested[0][1].subject_id, applicant, channel, request, materials, received_on, own=_own(a, contested[0][1])
    )
    case = cases.open_case(a, a.catalogue.procedure(PROCEDURE), opening)
    for item, record in contested:
        a.session.add(_item(case, item, record, referrals.open_with(a.session, case, _unit_id(a, record))))
    if earlier is not None:
        repeats.note(a.session, case, earlier, repeated_because)
    a.say(f"已登记异议 {case.number}")
    return {"case": case.id, "number": case.number}


def _own(a: Act, record: Record) -> bool:
    """Tell whether this office itself is the source of the record: nobody else has to be asked (省条例第41条)."""
    unit = record.content
    return offices.is_own(a.session, unit.get("source_unit", ""), unit.get("source_unit_uscc", ""))


def _unit_id(a: Act, record: Record) -> str:
    unit = record.content
    return units.unit_named(a.session, unit["source_unit"], unit.get("source_unit_uscc", "")).id


def _one_subject(contested: Sequence[tuple[Contested, Record]]) -> None:
    if len({record.subject_id for _, record in contested}) > 1:
        raise InputProblem("一件异议只能针对一个信用主体，请分别登记。")
    if len({(item.record_id, item.field) for item, _ in contested}) < len(contested):
        raise InputProblem("同一条记录的同一个字段重复选择，请删去重复的一项。")


def _item(case: Case, item: Contested, record: Record, referral: Referral) -> CaseItem:
    return CaseItem(
        case_id=case.id,
        referral_id=referral.id,
        record_id=record.id,
        field=item.field,
        old_value=record.content.get(item.field, ""),
        claimed_value=item.claimed_value,
    )


@act("objection.accept", Power.OBJECTION, "受理异议")
def accept(a: Act, case_id: str) -> Result:
    """Accept today: the letter goes out, and the contested records are marked 异议中 while they stay in use."""
    case = cases.case_of(a.session, case_id)
    letter = _send(a, case, "accept", {})
    for record_id in contested_records(a.session, case):
        records.mark(a, record_id, contested=True)
    a.say(f"已受理 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("objection.ask_more", Power.OBJECTION, "要求补正")
def ask_more(a: Act, case_id: str, missing: Sequence[str]) -> Result:
    """Ask the applicant once for all that is missing (补正告知书), today."""
    case = cases.case_of(a.session, case_id)
    if not missing:
        raise InputProblem("没有写明要补正的材料，请至少填写一项。")
    letter = _send(a, case, "ask_more", {"missing": list(missing)})
    a.say(f"已告知补正 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("objection.supplement", Power.OBJECTION, "登记补正材料", undoable=True)
def supplement(a: Act, case_id: str, on: date, note: str = "") -> Result:
    """Record the day on which the missing papers came in."""
    case = cases.case_of(a.session, case_id)
    cases.advance(a, case, "supplement_in", on, note=note)
    a.say(f"已登记补正材料 {case.number}")
    return cases.told(case)


@act("objection.refuse", Power.OBJECTION, "不予受理")
def refuse(a: Act, case_id: str, reason: str) -> Result:
    """Refuse the objection today, with reasons and remedies in writing."""
    case = cases.case_of(a.session, case_id)
    reason = stated(reason, "不予受理必须写明理由，请填写理由。")
    letter = _send(a, case, "refuse", {"reason": reason})
    a.say(f"已不予受理 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("objection.forward", Power.OBJECTION, "转办异议")
def forward(a: Act, case_id: str, unit_id: str = "") -> Result:
    """Send the objection and its materials to every source unit today, a letter each (5 wd from receipt, 六(三))."""
    case = cases.case_of(a.session, case_id)
    if unit_id:
        _choose_unit(case, unit_id)
    if not case.referrals:
        raise InputProblem("没有选择来源单位，请选择要转办的单位。")
    sent = [letter for each, _ in joins.along(a, case, "forward") for letter in _forward(a, each)]
    a.say(f"已转办 {case.number}，{'、'.join(letter.number for letter in sent)}")
    return cases.told(case, sent[0]) | {"letters": [letter.id for letter in sent]}


def _forward(a: Act, case: Case) -> list[Letter]:
    """Send a letter to each unit of a case."""
    sent = [_send(a, case, "forward", {}, referral) for referral in case.referrals]
    for referral, letter in zip(case.referrals, sent, strict=True):
        referral.letter_id = letter.id
    return sent


def _choose_unit(case: Case, unit_id: str) -> None:
    """Let the only unit of a case be another than its records name."""
    if len(case.referrals) > 1 and unit_id not in {one.unit_id for one in case.referrals}:
        raise InputProblem(f"{case.number}涉及{len(case.referrals)}个来源单位，各自转办，不能改为一个单位。")
    if len(case.referrals) == 1:
        case.referrals[0].unit_id = case.unit_id = unit_id


@act("objection.deliver", Power.OBJECTION, "登记送达", undoable=True)
def deliver(a: Act, case_id: str, on: date, note: str = "", referral_id: str = "") -> Result:
    """Record the day on which a unit received its letter: its five working days begin here."""
    case = cases.case_of(a.session, case_id)
    referral = referrals.the_one(a.catalogue.procedure(case.procedure), case, "deliver", referral_id)
    numbers = []
    for each, theirs in joins.along(a, case, "deliver", referral):
        cases.advance(a, each, "deliver", on, note=note, referral=theirs)
        numbers.append(each.number)
    a.say(f"已登记 {'、'.join(numbers)} 的送达日期 {on}")
    return cases.told(case)


@act("objection.opinion", Power.OBJECTION, "登记单位意见", undoable=True)
def opinion(a: Act, case_id: str, on: date, text: str, referral_id: str = "") -> Result:
    """Record a unit's written opinion and the day on which the centre received it."""
    case = cases.case_of(a.session, case_id)
    text = stated(text, "核实意见不能为空，请填写来源单位的书面意见。")
    referral = referrals.the_one(a.catalogue.procedure(case.procedure), case, "opinion", referral_id)
    numbers = []
    for each, theirs in joins.along(a, case, "opinion", referral):
        cases.advance(a, each, "opinion", on, note=text, referral=theirs)
        numbers.append(each.number)
        if theirs is not None:
            theirs.opinion = text
    a.say(f"已登记 {'、'.join(numbers)} 的核实意见")
    return cases.told(case)


@act("objection.reply", Power.OBJECTION, "答复异议")
def reply(a: Act, case_id: str, decisions: Sequence[Decision]) -> Result:
    """Decide every contested field, act on the records, and answer the applicant in writing today."""
    case = cases.case_of(a.session, case_id)
    cases.may(a, case, "reply")
    _decide(a, case, decisions)
    letter = _send(a, case, "reply", {"decisions": [vars(decision) for decision in decisions]})
    _lift_marks(a, case)
    a.say(f"已书面答复 {case.number}，{letter.number}")
    return cases.told(case, letter)


@act("objection.close", Power.OBJECTION, "办结异议", undoable=True)
def close(a: Act, case_id: str, on: date, note: str = "") -> Result:
    """Close an answered case once the answer has reached the applicant and what follows the records is settled."""
    case = cases.case_of(a.session, case_id)
    follow_ups.refuse_open(a.session, contested_records(a.session, case))
    cases.advance(a, case, "close", on, note=note)
    a.say(f"已办结 {case.number}")
    return cases.told(case)


@act("objection.withdraw", Power.OBJECTION, "登记撤回异议", undoable=True)
def withdraw(a: Act, case_id: str, on: date, reason: str) -> Result:
    """Close a case that the applicant withdraws; the marks are lifted, the records stay as they are."""
    case = cases.case_of(a.session, case_id)
    reason = stated(reason, "撤回必须写明申请人的理由或方式，请填写。")
    cases.advance(a, case, "withdraw", on, note=reason)
    _lift_marks(a, case)
    a.say(f"申请人已撤回 {case.number}")
    return cases.told(case)


def _lift_marks(a: Act, case: Case) -> None:
    """Take the mark 异议中 off the contested records, unless another accepted objection to one still runs."""
    for record_id in contested_records(a.session, case):
        if not a.session.scalar(_STILL_CONTESTED, {"record": record_id, "but": case.id}):
            records.mark(a, record_id, contested=False)


_STILL_CONTESTED = (
    select(CaseItem.id)
    .join(Case, Case.id == CaseItem.case_id)
    .where(
        CaseItem.record_id == bindparam("record"),
        Case.id != bindparam("but"),
        Case.procedure == PROCEDURE,
        Case.open,
        Case.events["accepted"].as_string().is_not(None),
        Case.events["notified"].as_string().is_(None),
    )
    .limit(1)
)


def _send(a: Act, case: Case, act_name: str, data: Mapping[str, Any], referral: Referral | None = None) -> Letter:
    """Draw and number the act's letter and move the case, or its part with one unit, both dated today."""
    cases.may(a, case, act_name, referral)
    part = {"referral_id": referral.id} if referral else {}
    values = objection_letters.values(Paper.of_act(a), case, {**data, **part})
    letter = letters.issue(a, _letter_form(a.catalogue, act_name), values, case.id)
    cases.advance(a, case, act_name, a.today, data=data, letter=letter, referral=referral)
    return letter


def _decide(a: Act, case: Case, decisions: Sequence[Decision]) -> None:
    items = {item.id: item for item in items_of(a.session, case)}
    if set(items) != {decision.item_id for decision in decisions} or len(decisions) != len(items):
        raise InputProblem("每一项异议都要有处理结果，请逐项选择维持、更正或撤销。")
    for decision in decisions:
        _check_decision(decision)
    _check_together(items, decisions)
    for decision in decisions:
        item = items[decision.item_id]
        item.outcome, item.reason = decision.outcome, decision.reason
        item.new_value = decision.new_value if decision.outcome == CORRECTED else None
    for record_id in contested_records(a.session, case):
        _apply(a, case, record_id, [item for item in items.values() if item.record_id == record_id])
    case.outcome = "、".join(sorted({decision.outcome for decision in decisions}, key=OUTCOMES.index))


def _check_decision(decision: Decision) -> None:
    if decision.outcome not in OUTCOMES:
        raise InputProblem("处理结果只能是维持、更正或撤销，请重新选择。")
    stated(decision.reason, "每一项处理结果都要写明理由，请补写理由。")
    if decision.outcome == CORRECTED and not decision.new_value.strip():
        raise InputProblem("更正必须填写更正后的内容，请填写。")


def _check_together(items: Mapping[str, CaseItem], decisions: Sequence[Decision]) -> None:
    """Refuse to revoke a record and to uphold or correct a part of it in the same answer."""
    by_record: dict[str, set[str]] = {}
    for decision in decisions:
        by_record.setdefault(items[decision.item_id].record_id, set()).add(decision.outcome)
    if any(REVOKED in outcomes and len(outcomes) > 1 for outcomes in by_record.values()):
        raise InputProblem("同一条记录撤销后不能再维持或更正其中的内容，请对该记录的各项都选撤销，或都不选撤销。")


def _apply(a: Act, case: Case, record_id: str, items: Sequence[CaseItem]) -> None:
    """Revoke or correct one record as decided; one act, one version. Another case may have done it already."""
    record = a.session.get_one(Record, record_id)
    reasons = "；".join(dict.fromkeys(item.reason or "" for item in items if item.outcome != UPHELD))
    why = f"异议{case.number}：{reasons}"
    if any(item.outcome == REVOKED for item in items):
        if record.state == "revoked":
            return
        records.revoke(a, record_id, why, case_id=case.id)
        return
    news = {item.field: item.new_value or "" for item in items if item.outcome == CORRECTED}
    kind = a.catalogue.kind(record.kind, record.edition)
    wanted = {name: kind.field(name).clean(value) for name, value in news.items()}
    changed_since = any(record.content.get(item.field, "") != item.old_value for item in items)
    if changed_since and all(record.content.get(name, "") == value for name, value in wanted.items()):
        return
    if news:
        records.correct(a, record_id, news, why, case_id=case.id, kept_because=why)


def items_of(session: Session, case: Case) -> list[CaseItem]:
    """Return the contested fields of a case in the order in which they were entered."""
    return list(session.scalars(select(CaseItem).where(CaseItem.case_id == case.id).order_by(CaseItem.id)))


def contested_records(session: Session, case: Case) -> list[str]:
    """Return the records a case is about, each once."""
    return list(dict.fromkeys(item.record_id for item in items_of(session, case)))


def unit_of(session: Session, case: Case) -> SourceUnit | None:
    """Return the source unit a case is with."""
    return session.get(SourceUnit, case.unit_id) if case.unit_id else None


def subject_of(session: Session, case: Case) -> Subject:
    """Return whom the contested records are about."""
    return session.get_one(Subject, case.subject_id)


def thresholds(desk: Desk) -> Thresholds:
    """Return from when a due date is near: the objection's word holds for everything that falls due at this desk."""
    return desk.catalogue.procedure(PROCEDURE).thresholds


def preview(desk: Desk, case_id: str, act_name: str, data: Mapping[str, Any]) -> tuple[bytes, str]:
    """Draw the letter an act would send, with the number it would get; returns the PDF and that number."""
    with desk.read() as session:
        case = cases.case_of(session, case_id)
        form = _letter_form(desk.catalogue, act_name)
        return letters.preview(desk, session, form, objection_letters.values(Paper.of_desk(desk, session), case, data))


def _letter_form(catalogue: Catalogue, act_name: str) -> LetterForm:
    """Return the form that an act of the procedure sends; ValueError for an act without one is a bug of ours."""
    name = procedures.act_named(catalogue.procedure(PROCEDURE), act_name).letter
    if name is None:
        raise ValueError(f"the act {act_name} sends no letter")
    return catalogue.letter(name)
