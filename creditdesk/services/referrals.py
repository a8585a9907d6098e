"""Referrals: the parts of a case that are with its units, and how the case follows them, in any procedure."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Case, Referral
from creditdesk.rules import procedures
from creditdesk.rules.procedures import Procedure


def open_with(session: Session, case: Case, unit_id: str) -> Referral:
    """Return the part of a case that is with a unit, made when there is none yet."""
    for one in case.referrals:
        if one.unit_id == unit_id:
            return one
    referral = Referral(case_id=case.id, unit_id=unit_id, state=case.state, events={})
    session.add(referral)
    session.flush()
    session.refresh(case, ["referrals"])
    case.unit_id = case.unit_id or unit_id
    return referral


def follow(procedure: Procedure, case: Case) -> None:
    """Let a case follow its units: it is where the last of them is, and an event is dated when all have it.

    The unit the case names is the one it waits for.
    """
    case.state = procedures.least(procedure, (one.state for one in case.referrals))
    shared = set.intersection(*(set(one.events) for one in case.referrals))
    case.events = {**case.events, **{name: max(one.events[name] for one in case.referrals) for name in shared}}
    case.unit_id = next(one.unit_id for one in case.referrals if one.state == case.state)


def go_along(case: Case) -> None:
    """Let every unit's part of a case go where the case went."""
    for one in case.referrals:
        one.state = case.state


def events_with(shared: Mapping[str, str], referral: Referral) -> dict[str, str]:
    """Return the dated events of one unit's part: its own, and those of the case that no unit dates."""
    of_units = referral.events.keys()
    return {name: day for name, day in shared.items() if name not in of_units} | referral.events


def events_so_far(case: Case, referral: Referral | None) -> dict[str, str]:
    """Return what a further step may not come before: the events of the unit's part, or of the case and all parts."""
    if referral is not None:
        return events_with(case.events, referral)
    return case.events | {f"{one.id}.{name}": day for one in case.referrals for name, day in one.events.items()}


def waiting(procedure: Procedure, case: Case) -> list[Referral]:
    """Return the parts that still wait for something of their unit; the others wait for these."""
    return [one for one in case.referrals if any(act.each for act in procedures.allowed(procedure, one.state))]


def the_one(procedure: Procedure, case: Case, act_name: str, referral_id: str = "") -> Referral:
    """Return the part an act is for: the one named, or the only one that admits it; InputProblem when unclear."""
    if referral_id:
        return next(one for one in case.referrals if one.id == referral_id)
    act = procedures.act_named(procedure, act_name)
    fitting = [one for one in case.referrals if one.state in act.from_states]
    if len(fitting) > 1:
        raise InputProblem(f"{case.number}涉及{len(case.referrals)}个来源单位，请选择要{act.label}的单位。")
    return fitting[0] if fitting else case.referrals[0]
