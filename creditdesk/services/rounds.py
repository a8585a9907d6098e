"""Rounds of joint reward and punishment, clause 六(一) 发起与响应: begun, updated by dated lists, and ended.

The initiating unit decides the objects; every list goes to every unit of the round with a letter of its own, and every
letter asks for a response. The plan sets no term for it: the list of measures may, or the officer does, or there is
none and the letter asks without a day.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import JointObject, JointResponse, JointRound, JointUpdate, Letter, Subject
from creditdesk.rules.measures import KINDS
from creditdesk.services import letters, merges, round_objects, round_papers
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power
from creditdesk.services.round_objects import ADDED, CHANGES


@dataclass(frozen=True)
class Initiation:
    """What begins a round: by whom, for whom on what basis, with which measures, to which units, by when.

    `subjects` are identities, `measures` codes or labels of the list of measures, `objects` the words for the subjects
    together (重大税收违法失信主体).
    """

    initiator: str
    kind: str
    objects: str
    basis: str
    decided_on: date
    measures: Sequence[str]
    units: Sequence[str]
    subjects: Sequence[str]
    answer_by: date | None = None


@dataclass(frozen=True)
class Change:
    """One subject that an update adds, changes or removes, and why."""

    subject_id: str
    change: str
    note: str = ""


@act("round.start", Power.OBJECTION, "发起联合奖惩")
def start(a: Act, told: Initiation) -> Result:
    """Begin a round and send its first list to every unit; InputProblem where something is not told whole."""
    _refuse_unsaid(a, told)
    measures = a.catalogue.measure_list(a.today)
    row = JointRound(
        initiator=told.initiator.strip(), kind=told.kind, objects=told.objects.strip(), basis=told.basis.strip(),
        decided_on=told.decided_on, began_on=a.today, units=_units(told.units),
        measures=[asdict(each) for each in measures.chosen(told.measures, told.kind)],
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    answer_by = told.answer_by
    if answer_by is None and measures.response_days is not None:
        answer_by = a.calendar.add(a.today, measures.response_days)
    changes = [Change(one, ADDED) for one in dict.fromkeys(told.subjects)]
    numbers = _publish(a, row, changes, "", answer_by)
    a.say(f"已发起对{len(changes)}个主体的联合{row.kind}，发函{len(numbers)}份（{numbers[0]}起）")
    return {"round": row.id, "letters": numbers}


def _refuse_unsaid(a: Act, told: Initiation) -> None:
    if told.kind not in KINDS:
        raise InputProblem(f"联合奖惩只有{'、'.join(KINDS)}两种，没有“{told.kind}”。")
    for value, what in ((told.initiator, "发起单位"), (told.objects, "对象的名称"), (told.basis, "认定对象的依据")):
        stated(value, f"没有写明{what}，请填写。")
    if not told.subjects:
        raise InputProblem("联合奖惩没有对象，请至少选择一个信用主体。")
    if not told.measures:
        raise InputProblem("没有选择措施，请从措施清单中至少选择一项。")
    if not _units(told.units):
        raise InputProblem("没有写明响应单位，请至少填写一个。")
    if told.decided_on > a.today:
        raise InputProblem(f"认定日期{told.decided_on}晚于今天{a.today}，请核对。")
    _refuse_past(a, told.answer_by)


def _refuse_past(a: Act, answer_by: date | None) -> None:
    if answer_by is not None and answer_by <= a.today:
        raise InputProblem(f"反馈期限{answer_by}应晚于今天{a.today}，请核对；没有期限的可以不填。")


def _units(units: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each.strip() for each in units if each.strip()))


@act("round.update", Power.OBJECTION, "更新联合奖惩对象名单")
def update(a: Act, round_id: str, changes: Sequence[Change], reason: str, answer_by: date | None = None) -> Result:
    """Send a dated update of the list to every unit of a round that runs."""
    row = running(a, round_id)
    if not changes:
        raise InputProblem("名单没有变动，请选择新增、变更或者移出的主体。")
    reason = stated(reason, "更新名单必须写明理由，请填写。")
    _refuse_past(a, answer_by)
    numbers = _publish(a, row, changes, reason, answer_by)
    a.say(f"已更新{row.objects}的联合{row.kind}名单，变动{len(changes)}个主体，发函{len(numbers)}份")
    return {"round": row.id, "letters": numbers}


@act("round.end", Power.OBJECTION, "结束联合奖惩", undoable=True)
def end(a: Act, round_id: str, because: str) -> Result:
    """End a round for a reason; responses that are still awaited are awaited no longer."""
    row = running(a, round_id)
    because = stated(because, "结束联合奖惩必须写明理由，请填写。")
    if left := round_objects.current(a.session, row.id):
        raise InputProblem(f"名单上还有{len(left)}个主体，请先移出并函告各单位停止措施，再结束。")
    row.ended_on, row.ended_because = a.today, because
    waiting = select(JointResponse).join(JointUpdate, JointUpdate.id == JointResponse.update_id)
    for each in a.session.scalars(waiting.where(JointUpdate.round_id == row.id, JointResponse.answered_on.is_(None))):
        each.waived, each.closed_by = row.ended_because, a.officer.id
    a.say(f"已结束对{row.objects}的联合{row.kind}")
    return {"round": row.id}


def running(a: Act, round_id: str) -> JointRound:
    """Return a round that has not ended; InputProblem for one that has or that is none."""
    row = round_objects.round_of(a.session, round_id)
    if row.ended_on is not None:
        raise InputProblem(f"对{row.objects}的联合{row.kind}已于{row.ended_on}结束，没有改动。")
    return row


def _publish(a: Act, row: JointRound, changes: Sequence[Change], reason: str, answer_by: date | None) -> list[str]:
    """Write down one dated list and send it to every unit; returns the letters' numbers."""
    serial = a.session.scalar(select(func.count()).select_from(JointUpdate).where(JointUpdate.round_id == row.id)) or 0
    subjects = _checked(a, row, changes)
    made = JointUpdate(
        round_id=row.id,
        serial=serial,
        on=a.today,
        reason=reason,
        answer_by=answer_by,
        officer_id=a.officer.id,
        at=a.now,
    )
    a.session.add(made)
    a.session.flush()
    for place, (one, subject) in enumerate(zip(changes, subjects, strict=True), start=1):
        a.session.add(
            JointObject(update_id=made.id, place=place, subject_id=subject.id, change=one.change, note=one.note.strip())
        )
    a.session.flush()
    return [_send(a, row, made, unit).number for unit in row.units]


def _checked(a: Act, row: JointRound, changes: Sequence[Change]) -> list[Subject]:
    """Return the subjects of an update, each of which may be changed so; InputProblem names the first that may not."""
    there = round_objects.current(a.session, row.id)
    found: list[Subject] = []
    for one in changes:
        subject = a.session.get_one(Subject, merges.kept_of(a.session, one.subject_id))
        if subject in found:
            raise InputProblem(f"{subject.name}在这次更新中出现了两次，请只保留一次。")
        _refuse_change(one, subject, listed=subject.id in there)
        if one.change == ADDED:
            round_objects.refuse_groundless(a.session, a.catalogue, row, subject, a.today)
        found.append(subject)
    return found


def _refuse_change(one: Change, subject: Subject, *, listed: bool) -> None:
    if one.change not in CHANGES:
        raise InputProblem(f"名单的变动只有{'、'.join(CHANGES)}，没有“{one.change}”。")
    if one.change == ADDED and listed:
        raise InputProblem(f"{subject.name}已在名单上，不能重复新增。")
    if one.change != ADDED and not listed:
        raise InputProblem(f"{subject.name}不在名单上，不能{one.change}。")
    if one.change != ADDED and not one.note.strip():
        raise InputProblem(f"{one.change}{subject.name}必须写明说明，请填写。")


def _send(a: Act, row: JointRound, made: JointUpdate, unit: str) -> Letter:
    form = a.catalogue.letter(round_papers.FORM if made.serial == 0 else round_papers.UPDATE)
    letter = letters.issue(a, form, round_papers.values(a.session, row, made, unit), None)
    a.session.add(JointResponse(update_id=made.id, unit=unit, letter_id=letter.id, due=made.answer_by, urged=[]))
    a.session.flush()
    return letter
