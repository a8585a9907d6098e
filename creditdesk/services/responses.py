"""Responses of units to a round, clause 六(一): entered or read from their feedback sheets, and urged when late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import JointObject, JointResponse, JointResult, JointRound, JointUpdate
from creditdesk.services import letters, round_objects, round_papers
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power

NONE_TAKEN = "未采取"


@dataclass(frozen=True)
class Done:
    """What a unit did with the subject at one place of the list: its measure and when, or 未采取 and why."""

    place: int
    measure: str
    done_on: date | None
    effect: str = ""


def asked(session: Session, round_id: str, unit: str) -> JointResponse:
    """Return what a unit still owes a round, the earliest first; InputProblem for a unit that was not asked."""
    query = select(JointResponse).join(JointUpdate, JointUpdate.id == JointResponse.update_id)
    query = query.where(JointUpdate.round_id == round_id, JointResponse.unit == unit.strip())
    found = list(session.scalars(query.order_by(JointUpdate.serial)))
    if not found:
        raise InputProblem(f"这次联合奖惩没有请“{unit.strip()}”响应，请核对单位名称。")
    return next((each for each in found if each.answered_on is None), found[-1])


@act("round.respond", Power.OBJECTION, "登记联合奖惩响应", undoable=True)
def respond(a: Act, response_id: str, on: date, done: Sequence[Done], digest: str = "") -> Result:
    """Write down what a unit did with every subject on the list it was sent; InputProblem where one is left out."""
    response, update = waiting(a, response_id)
    if not update.on <= on <= a.today:
        raise InputProblem(f"反馈日期{on}应在发函日期{update.on}以后、今天{a.today}以前，请核对。")
    named = _named(a, update)
    places = [each.place for each in done]
    if left := sorted(set(named) - set(places)):
        raise InputProblem(f"第{left[0]}项{_name(a, named[left[0]])}没有反馈，请逐项填写。")
    for each in done:
        if each.place not in named or places.count(each.place) > 1:
            raise InputProblem(f"反馈的第{each.place}项不在发给{response.unit}的名单上或者填了两次，请核对。")
        a.session.add(_result(a, response, named[each.place], each))
    response.answered_on, response.digest, response.closed_by = on, digest or None, a.officer.id
    taken = sum(each.measure.strip() != NONE_TAKEN for each in done)
    a.say(f"已登记{response.unit}的响应，{len(done)}个主体中{taken}个已采取措施")
    return {"response": response.id, "round": update.round_id}


def response_of(session: Session, response_id: str) -> JointResponse:
    """Return a response; InputProblem for an identity that is no response's."""
    response = session.get(JointResponse, response_id)
    if response is None:
        raise InputProblem("没有这个编号的响应，请先列出再核对编号。")
    return response


def waiting(a: Act, response_id: str) -> tuple[JointResponse, JointUpdate]:
    """Return a response that is still awaited, with the update it answers."""
    response = response_of(a.session, response_id)
    if response.answered_on is not None:
        raise InputProblem(f"{response.unit}已于{response.answered_on}反馈，没有改动。")
    if response.waived is not None:
        raise InputProblem(f"联合奖惩已经结束（{response.waived}），不再登记{response.unit}的反馈。")
    return response, a.session.get_one(JointUpdate, response.update_id)


def _named(a: Act, update: JointUpdate) -> dict[int, JointObject]:
    return {each.place: each for each in a.session.scalars(select(JointObject).filter_by(update_id=update.id))}


def _name(a: Act, one: JointObject) -> str:
    [(_, subject)] = round_objects.told(a.session, [one])
    return subject.name


def _result(a: Act, response: JointResponse, one: JointObject, done: Done) -> JointResult:
    measure, effect, who = done.measure.strip(), done.effect.strip(), f"第{done.place}项{_name(a, one)}"
    if not measure:
        raise InputProblem(f"{who}没有写明已采取的措施，没有采取的请写“{NONE_TAKEN}”并说明原因。")
    if measure == NONE_TAKEN and not effect:
        raise InputProblem(f"{who}没有采取措施，请写明原因。")
    if measure != NONE_TAKEN and done.done_on is None:
        raise InputProblem(f"{who}没有写明实施日期，请填写。")
    if done.done_on is not None and done.done_on > a.today:
        raise InputProblem(f"{who}的实施日期{done.done_on}晚于今天{a.today}，请核对。")
    return JointResult(response_id=response.id, object_id=one.id, measure=measure, done_on=done.done_on, effect=effect)


@act("round.urge", Power.OBJECTION, "催报联合奖惩响应")
def urge(a: Act, response_id: str) -> Result:
    """Urge a unit whose response is due today or late; InputProblem before its day or where no day was set."""
    response, update = waiting(a, response_id)
    if response.due is None:
        raise InputProblem(f"没有给{response.unit}定反馈期限，不能催报；方案没有规定期限，下次发函时可以写明。")
    if response.due > a.today:
        raise InputProblem(f"{response.unit}的反馈期限是{response.due}，还没有到，到期当日或逾期后才能催报。")
    row = a.session.get_one(JointRound, update.round_id)
    late = a.calendar.between(response.due, a.today)
    facts = {"today": a.today, "late": late, "times": len(response.urged) + 1}
    form = a.catalogue.letter(round_papers.REMINDER)
    letter = letters.issue(a, form, round_papers.reminder(a.session, row, response, facts), None)
    response.urged = [*response.urged, letter.id]
    a.say(f"已向{response.unit}第{facts['times']}次催报，{letter.number}")
    return {"letter": letter.id, "number": letter.number, "response": response.id}
