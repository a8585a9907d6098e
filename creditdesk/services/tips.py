"""Tips (举报线索), clause 五(五): told by somebody, referred to a unit, answered, closed; the informant stays sealed.

A tip is a claim and no record: it makes nobody a subject, and no list, report or package holds it. Its letter to the
unit says what is claimed and nothing of who claimed it, nor how or when it came.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Letter, Tip, TipReferral
from creditdesk.rules import procedures
from creditdesk.rules.identifiers import check_uscc, normalise
from creditdesk.services import informants, letters, offices, registers
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.informants import Informant
from creditdesk.services.powers import Power

PROCEDURE = "tip"
SOURCES, CHANNELS, FINDINGS = "tip_source/plan_2017", "tip_channel/1", "tip_finding/1"
REPORTED = "举报"
"""The one source that has an informant."""
NOT_OURS = "不属本单位职责"


@dataclass(frozen=True)
class Told:
    """What is told: on whom, what, from which source, how it came, on which day."""

    source: str
    channel: str
    received_on: date
    accused: str
    matter: str
    accused_code: str = ""


@act("tip.receive", Power.OBJECTION, "登记举报线索")
def receive(a: Act, told: Told, informant: Informant) -> Result:
    """Number a tip and seal its informant; an empty informant makes it an anonymous one."""
    _check(a, told, informant)
    year = told.received_on.year
    serial = registers.take(a, f"case:{PROCEDURE}", year)
    row = Tip(
        year=year, serial=serial, number=f"{year}-{serial:04d}", source=told.source, channel=told.channel,
        received_on=told.received_on, accused=told.accused.strip(), accused_code=normalise(told.accused_code) or None,
        matter=told.matter.strip(), named=bool(informant), made_at=a.now, officer_id=a.officer.id,
        state=a.catalogue.procedure(PROCEDURE).initial,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    if informant:
        informants.keep(a, row.id, informant)
    a.say(f"已登记线索{row.number}，{'举报人已封存' if informant else '没有举报人信息'}")
    return {"tip": row.id, "number": row.number}


def _check(a: Act, told: Told, informant: Informant) -> None:
    for word, reference in ((told.source, SOURCES), (told.channel, CHANNELS)):
        _require_code(a, word, reference)
    for text, what in ((told.accused, "被反映单位"), (told.matter, "反映的问题")):
        stated(text, f"没有写明{what}，请填写。")
        informant.refuse_in(text, what)
    if informant and told.source != REPORTED:
        raise InputProblem(f"来源是{told.source}的线索没有举报人，请清空举报人，或者把来源改为举报。")
    if told.received_on > a.today:
        raise InputProblem(f"收到日期{told.received_on}晚于今天{a.today}，请核对。")
    if (code := normalise(told.accused_code)) and not (found := check_uscc(code)).valid:
        raise InputProblem(f"被反映单位的统一社会信用代码{found.reason}，请核对；不知道的不填。")


def _require_code(a: Act, word: str, reference: str) -> None:
    codes = a.catalogue.code_set(reference)
    if word not in codes.labels:
        raise InputProblem(f"没有“{word}”这种{codes.label}，请选择{'、'.join(codes.labels)}之一。")


@act("tip.refer", Power.OBJECTION, "转办举报线索")
def refer(a: Act, tip_id: str, unit: str, answer_by: date | None = None) -> Result:
    """Hand a tip to the unit that may act on it, by a letter without anything of the informant.

    `answer_by` is what the office asks of the unit; no source gives a limit, and without one nothing falls due.
    """
    row = _admitting(a, tip_id, "refer")
    unit = stated(unit, "没有写明承办单位，请填写有权处理的单位。")
    if answer_by is not None and answer_by <= a.today:
        raise InputProblem(f"请答复的日期{answer_by}应晚于今天{a.today}，请核对；不限日期的不填。")
    letter = _letter(a, row, unit, answer_by)
    made = TipReferral(
        tip_id=row.id, unit=unit, letter_id=letter.id, referred_on=a.today, answer_by=answer_by,
        officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(made)
    row.state = _after(a, row, "refer")
    a.session.flush()
    a.say(f"已将线索{row.number}转{made.unit}办理，{letter.number}")
    return {"tip": row.id, "letter": letter.id, "number": letter.number}


def _letter(a: Act, row: Tip, unit: str, answer_by: date | None) -> Letter:
    office = offices.office_of(a.session)
    form = procedures.act_named(a.catalogue.procedure(PROCEDURE), "refer").letter or ""
    values = {
        "unit": unit,
        "number": row.number,
        "accused": row.accused,
        "accused_code": row.accused_code or "",
        "matter": row.matter,
        "answer_by": answer_by,
        "contact": office.contact or a.officer.name,
        "phone": office.phone,
        "address": office.address,
    }
    return letters.issue(a, a.catalogue.letter(form), values, None)


@act("tip.answer", Power.OBJECTION, "登记线索的答复", undoable=True)
def answer(a: Act, tip_id: str, on: date, finding: str, text: str) -> Result:
    """Write down what the unit found and did, and when it answered."""
    row = _admitting(a, tip_id, "answer")
    referral = _waiting(a, row)
    _require_code(a, finding, FINDINGS)
    text = stated(text, "没有写明答复的内容，请填写认定的事实和处理情况。")
    if not referral.referred_on <= on <= a.today:
        raise InputProblem(f"答复日期{on}应在转办日期{referral.referred_on}以后、今天{a.today}以前，请核对。")
    referral.answered_on, referral.finding, referral.answer = on, finding, text
    referral.answered_by = a.officer.id
    row.state = _after(a, row, "answer")
    a.say(f"已登记{referral.unit}对线索{row.number}的答复：{finding}")
    return {"tip": row.id}


def _waiting(a: Act, row: Tip) -> TipReferral:
    query = select(TipReferral).where(TipReferral.tip_id == row.id, TipReferral.answered_on.is_(None))
    return a.session.scalars(query).one()


@act("tip.close", Power.OBJECTION, "办结举报线索", undoable=True)
def close(a: Act, tip_id: str, finding: str, reason: str) -> Result:
    """Close a tip with what was found; a record of a breach is entered on its own, from the unit's decision."""
    row = _admitting(a, tip_id, "close")
    _require_code(a, finding, FINDINGS)
    if finding == NOT_OURS:
        raise InputProblem("答复单位没有职责的线索应另转有权处理的单位，不能这样办结。")
    reason = stated(reason, "没有写明办结的情况，请填写处理结果。")
    row.finding = finding
    _close(a, row, "close", reason)
    a.say(f"已办结线索{row.number}：{finding}")
    return {"tip": row.id}


@act("tip.drop", Power.OBJECTION, "不转办举报线索", undoable=True)
def drop(a: Act, tip_id: str, reason: str) -> Result:
    """Close a tip that is referred to nobody, for a reason: it repeats another, or nothing in it can be looked into."""
    row = _admitting(a, tip_id, "drop")
    reason = stated(reason, "不转办必须写明理由，请填写。")
    _close(a, row, "drop", reason)
    a.say(f"线索{row.number}不转办，已办结")
    return {"tip": row.id}


def _close(a: Act, row: Tip, act_name: str, reason: str) -> None:
    row.closed_on, row.reason, row.closed_by = a.today, reason.strip(), a.officer.id
    row.state = _after(a, row, act_name)


def _admitting(a: Act, tip_id: str, act_name: str) -> Tip:
    row = a.session.get(Tip, tip_id)
    if row is None:
        raise InputProblem("没有这条线索，请先列出线索再核对编号。")
    _after(a, row, act_name)
    return row


def _after(a: Act, row: Tip, act_name: str) -> str:
    return procedures.step(a.catalogue.procedure(PROCEDURE), row.state, act_name)
