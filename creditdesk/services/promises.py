"""容缺受理, clause 四(三): papers promised by a day; kept, or broken with what follows.

The unit decides what it accepts without; the centre checks the subject, keeps the promise and its deadline, and
proposes a record where it was broken. Papers that a law demands first are no matter of a promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Promise, SourceUnit, Subject
from creditdesk.services import green_channel, merges, records, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power

KIND = "commitment"
BROKEN = "未履约"
NO_CODE = "00000000000000000X"
_USE, _TITLE = "容缺受理", "容缺受理承诺书"


@dataclass(frozen=True)
class Promised:
    """What is promised: for which matter, to which unit, which papers, on which day, by when at the latest.

    `exemplar` is why the subject is 诚信典型; without it three clean years are demanded.
    """

    matter: str
    unit: str
    papers: Sequence[str]
    on: date
    due: date | None
    exemplar: str = ""


@act("promise.make", Power.OBJECTION, "登记容缺受理承诺", undoable=True)
def make(a: Act, subject_id: str, told: Promised) -> Result:
    """Write a promise down; InputProblem where something is not told or the subject may not use the green channel."""
    papers = [each.strip() for each in told.papers if each.strip()]
    due = _due(a, told, papers)
    found = green_channel.standing(a.session, a.catalogue, subject_id, a.today)
    if not told.exemplar.strip():
        green_channel.refuse_bad(found, "容缺受理")
    row = Promise(
        subject_id=found.subject_id, matter=told.matter.strip(), unit=told.unit.strip(), papers=papers,
        exemplar=told.exemplar.strip() or None, promised_on=told.on, due=due, made_at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    a.say(f"已登记{found.subject}的容缺受理承诺，{due}前补齐{'、'.join(papers)}")
    return {"promise": row.id, "subject": found.subject_id}


def _due(a: Act, told: Promised, papers: Sequence[str]) -> date:
    """Return the deadline of a promise that is told whole."""
    for value, what in ((told.matter, "办理事项"), (told.unit, "受理单位")):
        stated(value, f"没有写明{what}，请填写。")
    if not papers:
        raise InputProblem("没有写明容缺的材料，请逐项填写；材料齐全的不需要承诺。")
    if told.on > a.today:
        raise InputProblem(f"承诺日期{told.on}晚于今天{a.today}，请核对。")
    if told.due is None:
        raise InputProblem("没有补齐材料的期限，请填写；没有期限的承诺不能容缺受理。")
    if told.due < a.today or told.due <= told.on:
        raise InputProblem(f"补齐材料的期限{told.due}已经过去或不晚于承诺日期{told.on}，请与申请人另行约定。")
    return told.due


@act("promise.keep", Power.OBJECTION, "登记承诺材料已补齐", undoable=True)
def keep(a: Act, promise_id: str, on: date) -> Result:
    """Write down that the papers came, on a day within the deadline."""
    row = _open(a, promise_id)
    if not row.promised_on <= on <= a.today:
        raise InputProblem(f"补齐日期{on}应在承诺日期{row.promised_on}以后、今天{a.today}以前，请核对。")
    if on > row.due:
        raise InputProblem(f"补齐日期{on}晚于承诺的期限{row.due}，请登记为未履约并写明情况。")
    _close(a, row, kept=True, on=on)
    a.say(f"已登记{row.matter}的材料于{on}补齐")
    return {"promise": row.id}


@act("promise.breach", Power.OBJECTION, "登记承诺未履约", undoable=True)
def breach(a: Act, promise_id: str, reason: str) -> Result:
    """Write down, with what is known of it, that a promise was not kept; a record is then proposed."""
    row = _open(a, promise_id)
    reason = stated(reason, "未履约必须写明事实和理由，请填写。")
    if a.today <= row.due:
        raise InputProblem(f"补齐材料的期限是{row.due}，还没有过，不能登记为未履约。")
    _close(a, row, kept=False, on=a.today)
    row.reason = reason
    a.say(f"已登记{row.matter}的承诺未履约，请决定是否记入信用记录")
    return {"promise": row.id}


def _open(a: Act, promise_id: str) -> Promise:
    row = a.session.get(Promise, promise_id)
    if row is None:
        raise InputProblem("没有这个编号的承诺，请先列出承诺再核对编号。")
    if row.kept is not None:
        raise InputProblem(f"{row.matter}的承诺已于{row.closed_on}登记结果，没有改动。")
    return row


def _close(a: Act, row: Promise, *, kept: bool, on: date) -> None:
    row.kept, row.closed_on, row.closed_by = kept, on, a.officer.id


@act("promise.record", Power.RECORD, "将未履约的承诺记入信用记录", undoable=True)
def record(a: Act, promise_id: str, grade: str, grade_reason: str, breach_ended_on: str = "") -> Result:
    """Make the proposed record of a broken promise, with the grade its unit found and why (实施方案三（三））."""
    row = _proposed(a, promise_id)
    subject = a.session.get_one(Subject, merges.kept_of(a.session, row.subject_id))
    kind = a.catalogue.kind(KIND)
    news = {"grade": grade, "grade_reason": grade_reason, "breach_ended_on": breach_ended_on}
    why = f"{row.matter}的容缺受理承诺到{row.due}未履约，实施方案四（三）"
    clean = records.checked(a, kind, _content(a, row, subject) | news, why)
    records.refuse_double(a.session, kind, subject, clean)
    made = records.make(a, kind, subject, clean, "promise", why)
    row.record_id = made.id
    a.say(f"已将{subject.name}未履约的承诺记入信用记录")
    return {"record": made.id, "promise": row.id, "subject": subject.id}


@act("promise.decline", Power.RECORD, "不将未履约的承诺记入信用记录", undoable=True)
def decline(a: Act, promise_id: str, reason: str) -> Result:
    """Decide, with a reason, that a broken promise makes no record."""
    row = _proposed(a, promise_id)
    reason = stated(reason, "不记入信用记录必须写明理由，请填写。")
    row.declined = reason
    a.say(f"已决定{row.matter}的承诺不记入信用记录")
    return {"promise": row.id}


def _proposed(a: Act, promise_id: str) -> Promise:
    row = a.session.get_one(Promise, promise_id)
    if row.kept is not False:
        raise InputProblem(f"{row.matter}的承诺没有登记为未履约，不能记入信用记录。")
    if row.record_id or row.declined:
        raise InputProblem(f"{row.matter}的承诺已经决定是否记入信用记录，没有改动。")
    return row


def _content(a: Act, row: Promise, subject: Subject) -> dict[str, str]:
    code = a.session.scalar(select(SourceUnit.uscc).where(SourceUnit.name == row.unit)) or NO_CODE
    return {
        **subjects.brought(subject),
        "commitment_kind": "专项承诺",
        "commitment_topic": f"其他-{_USE}",
        "commitment_use": _USE,
        "decision_title": _TITLE,
        "decided_on": row.promised_on.isoformat(),
        "authority": row.unit,
        "authority_uscc": code,
        "reason": row.matter,
        "decision_content": f"在{row.due}前补齐：{'、'.join(row.papers)}",
        "due_on": row.due.isoformat(),
        "performance": BROKEN,
        "facts": row.reason or "",
        "usage_scope": "公示",
        "status": "正常",
        "source_unit": row.unit,
        "source_unit_uscc": code,
    }
