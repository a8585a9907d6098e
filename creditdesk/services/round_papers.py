"""What the letters of a round say: the first to a unit, its updates, and the reminder of a response."""

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import JointObject, JointResponse, JointRound, JointUpdate, Letter
from creditdesk.services import offices, round_objects, subjects
from creditdesk.services.measure_lists import UNNAMED
from creditdesk.services.round_objects import ADDED, CHANGED, REMOVED

FORM, UPDATE, REMINDER = "joint_initiation", "joint_update", "joint_reminder"


def values(session: Session, row: JointRound, update: JointUpdate, unit: str) -> dict[str, Any]:
    """Return what the letter with one list says to a unit."""
    query = select(JointObject).where(JointObject.update_id == update.id).order_by(JointObject.place)
    objects = list(session.scalars(query))
    told = _common(session, row, unit) | {"answer_by": update.answer_by}
    if update.serial == 0:
        return told | {
            "decided_on": row.decided_on,
            "count": len(objects),
            "basis": row.basis,
            "measures": [_measure(each) for each in row.measures],
            "subjects": _subjects(session, objects, ("name", "code", "change")),
        }
    changes = Counter(each.change for each in objects)
    return told | {
        "initiation": _first_letter(session, row, unit),
        "added": changes[ADDED],
        "changed": changes[CHANGED],
        "removed": changes[REMOVED],
        "count": len(round_objects.current(session, row.id)),
        "reason": update.reason,
        "subjects": _subjects(session, objects, ("name", "code", "change", "note")),
    }


def _common(session: Session, row: JointRound, unit: str) -> dict[str, Any]:
    office = offices.office_of(session)
    return {
        "receiver": unit,
        "initiator": row.initiator,
        "objects": row.objects,
        "kind": f"联合{row.kind}",
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }


def _measure(measure: dict[str, Any]) -> dict[str, str]:
    """Return a measure as the annex shows it; who carries it out where the basis says so."""
    units = "、".join(measure["units"]) or UNNAMED
    return {**{name: measure[name] for name in ("label", "force", "basis")}, "units": units}


def _subjects(session: Session, objects: list[JointObject], columns: tuple[str, ...]) -> list[dict[str, str]]:
    rows = []
    for each, subject in round_objects.told(session, objects):
        told = {"name": subject.name, "code": subjects.code_of(subject), "change": each.change, "note": each.note}
        rows.append({name: told[name] for name in columns})
    return rows


def _first_letter(session: Session, row: JointRound, unit: str) -> str:
    """Return the number of the letter that began the round for a unit."""
    query = select(Letter.number).join(JointResponse, JointResponse.letter_id == Letter.id)
    query = query.join(JointUpdate, JointUpdate.id == JointResponse.update_id)
    query = query.where(JointUpdate.round_id == row.id, JointUpdate.serial == 0, JointResponse.unit == unit)
    return session.scalar(query) or ""


def reminder(session: Session, row: JointRound, response: JointResponse, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the reminder of a response says; `facts` are today, how many working days late, how often."""
    letter = session.get_one(Letter, response.letter_id)
    return _common(session, row, response.unit) | {"letter": letter.number, "due": response.due} | facts
