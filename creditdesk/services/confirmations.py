"""Two persons for one act: proposed by an officer, kept in the desk, performed when another officer confirms it.

An act that declares `confirmed_by` is never performed directly. `propose` tries it and takes all of it back, so that
what could not be done is refused at once, and keeps its arguments with the sentence it would say. `confirm` performs it
in one transaction, journalled under the act's own name with both officers. A proposal ends unperformed after seven
days, or when it is refused or withdrawn for a reason.

The emergency path is for a small office: one person performs the proposal alone, for a reason, when nobody else at the
desk could confirm it or nobody answered for a day; a notice of it stands on everybody's first page for thirty days.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ParamSpec

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Confirmation, Officer
from creditdesk.services import notices
from creditdesk.services.acts import ACTS, Act, ActFunction, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

P = ParamSpec("P")

LASTS = timedelta(days=7)
PATIENCE = timedelta(days=1)
"""How long a proposal waits for an answer before its proposer may perform it alone."""
DONE, ALONE, REFUSED, WITHDRAWN = "done", "alone", "refused", "withdrawn"


@dataclass(frozen=True)
class Pending:
    """A proposal to confirm, or one's own (`mine`) to withdraw; `alone` when the emergency path is open for it."""

    id: str
    label: str
    told: str
    by: str
    at: datetime
    until: datetime
    mine: bool
    alone: bool


def propose(desk: Desk, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs) -> Changes:
    """Propose an act to a second person; whatever would refuse the act refuses the proposal."""
    told = desk.rehearse(function, *args, **kwargs)
    arguments = {name: value for name, value in function.arguments(*args, **kwargs).items() if not callable(value)}
    return desk.perform(proposed, function.name, arguments, told)


def own_proposal(desk: Desk, function: ActFunction[Any], **arguments: Any) -> str | None:
    """Return which of this officer's proposals of an act waits, the newest with these arguments; None if none does."""
    query = _open(desk.clock()).where(Confirmation.act == function.name, Confirmation.proposed_by == desk.officer.id)
    with desk.read(Power.OWN) as session:
        rows = session.scalars(query.order_by(Confirmation.id.desc()))
        return next((row.id for row in rows if row.arguments.items() >= arguments.items()), None)


def confirm(desk: Desk, proposal_id: str, **more: Any) -> Changes:
    """Perform what another officer proposed; `more` is handed to the act, such as `progress`."""
    declared = _declared(desk, proposal_id)
    desk.require(*declared.confirmed_by)
    return desk.perform(_carried_out(declared, desk), proposal_id, **more)


def perform_alone(desk: Desk, proposal_id: str, reason: str, **more: Any) -> Changes:
    """Perform a proposal as one person, for a reason, by the emergency path; everybody will see the notice."""
    reason = stated(reason, "应急办理必须写明理由，请填写。")
    declared = _declared(desk, proposal_id)
    desk.require(declared.power)
    return desk.perform(_carried_out(declared, desk, reason), proposal_id, **more)


def end(desk: Desk, proposal_id: str, reason: str) -> Changes:
    """Withdraw one's own proposal or refuse another's, for a reason."""
    declared = _declared(desk, proposal_id)
    desk.require(declared.power, *declared.confirmed_by)
    return desk.perform(ended, proposal_id, reason)


@act("confirmation.propose", Power.OWN, "提请另一人确认")
def proposed(a: Act, name: str, arguments: dict[str, Any], told: str) -> Result:
    """Keep a proposal; InputProblem when the same one waits already."""
    for other in a.session.scalars(_open(a.now).where(Confirmation.act == name)):
        if other.arguments == arguments:
            raise InputProblem("同样的事项已经提请，正等待另一位工作人员确认，不用重复提请。")
    row = Confirmation(
        act=name, arguments=arguments, told=told, proposed_by=a.officer.id, at=a.now, until=a.now + LASTS
    )
    a.session.add(row)
    a.session.flush()
    a.say(f"已提请“{ACTS[name].label}”，等待另一位工作人员在工作台确认")
    return {"confirmation": row.id}


@act("confirmation.end", Power.OWN, "拒绝或撤回提请")
def ended(a: Act, proposal_id: str, reason: str) -> Result:
    """End a proposal unperformed: its proposer withdraws it, another officer refuses it."""
    row = _waiting(a, proposal_id)
    reason = stated(reason, "拒绝或撤回必须写明理由，请填写。")
    own = row.proposed_by == a.officer.id
    _close(a, row, WITHDRAWN if own else REFUSED, reason)
    a.say(f"已{'撤回' if own else '拒绝'}“{ACTS[row.act].label}”的提请")
    return {"confirmation": row.id}


def pending(desk: Desk) -> tuple[Pending, ...]:
    """Return what waits for this officer's confirmation, and this officer's own proposals, the oldest first."""
    query = _open(desk.clock()).add_columns(Officer.name).join(Officer, Officer.id == Confirmation.proposed_by)
    found = []
    with desk.read(Power.OWN) as session:
        for row, name in session.execute(query.order_by(Confirmation.id)):
            declared, mine = ACTS[row.act], row.proposed_by == desk.officer.id
            if mine or desk.may(*declared.confirmed_by):
                alone = mine and _fault_alone(session, desk, declared, row, desk.clock()) is None
                found.append(Pending(row.id, declared.label, row.told, name, row.at, row.until, mine, alone))
    return tuple(found)


def _carried_out(declared: ActFunction[Any], desk: Desk, alone_because: str = "") -> ActFunction[Any]:
    """Return the act as a second person performs it, or one person alone: it ends the proposal it is the answer to."""

    def run(a: Act, proposal_id: str, **more: Any) -> Result:
        row = _waiting(a, proposal_id)
        proposer = a.session.get_one(Officer, row.proposed_by)
        if not proposer.active or declared.power not in desk.powers_of(proposer.role):
            raise InputProblem(f"{proposer.name}已没有办理此事的权限，请拒绝后由有权限的工作人员重新提请。")
        fault = _fault_alone(a.session, desk, declared, row, a.now) if alone_because else _fault(a, row)
        if fault:
            raise InputProblem(fault)
        result = declared.function(a, **row.arguments, **more)
        _close(a, row, ALONE if alone_because else DONE, alone_because)
        _tell(a, proposer, alone_because)
        return result | {"confirmation": row.id, "proposed_by": proposer.name, "confirmed_by": a.officer.name}

    return replace(declared, power=Power.OWN, confirmed_by=(), function=run)


def _tell(a: Act, proposer: Officer, alone_because: str) -> None:
    if alone_because:
        notices.put_up(a, f"{a.officer.name}一人应急办理：{a.sentence}", alone_because)
        a.say(f"{a.sentence}（{a.officer.name}一人应急办理：{alone_because}）")
    else:
        a.say(f"{a.sentence}（{proposer.name}提请，{a.officer.name}确认）")


def _fault(a: Act, row: Confirmation) -> str | None:
    if row.proposed_by == a.officer.id:
        return "须由提请人以外的工作人员确认，请另一位工作人员登录后办理。"
    return None


def _fault_alone(
    session: Session, desk: Desk, declared: ActFunction[Any], row: Confirmation, now: datetime
) -> str | None:
    """Return why the emergency path is closed, or None: somebody could confirm and has not had a day for it."""
    if row.proposed_by != desk.officer.id:
        return "只有提请人可以一人应急办理；您如果有权限，请直接确认。"
    others = session.scalars(select(Officer).where(Officer.active, Officer.id != desk.officer.id))
    could = [one.name for one in others if not desk.powers_of(one.role).isdisjoint(declared.confirmed_by)]
    if could and now < row.at + PATIENCE:
        return f"{'、'.join(could)}可以确认；满一天仍无人答复，才能一人应急办理。"
    return None


def _declared(desk: Desk, proposal_id: str) -> ActFunction[Any]:
    with desk.read(Power.OWN) as session:
        return ACTS[session.get_one(Confirmation, proposal_id).act]


def _open(now: datetime) -> Any:
    return select(Confirmation).where(Confirmation.outcome.is_(None), Confirmation.until > now)


def _waiting(a: Act, proposal_id: str) -> Confirmation:
    row = a.session.get_one(Confirmation, proposal_id)
    if row.outcome is not None:
        raise InputProblem("这次提请已经办结，请重新查看工作台。")
    if row.until <= a.now:
        raise InputProblem("这次提请超过七天没有答复，已经失效，请重新提请。")
    return row


def _close(a: Act, row: Confirmation, outcome: str, reason: str) -> None:
    row.outcome, row.ended_by, row.ended_at, row.reason = outcome, a.officer.id, a.now, reason or None
