"""The officers of the desk: who works here, with what role, and the key slot of each."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import Officer
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import ROLE_LABELS, Power


@dataclass(frozen=True)
class OfficerRow:
    """An officer as the page of officers shows one."""

    id: str
    name: str
    role: str
    active: bool
    joined: date


@act("officer.join", Power.GRANT, "添加工作人员")
def join(a: Act, slot_id: str, name: str, role: str) -> Result:
    """Write down a new officer whose key slot has already been made; see `add`."""
    a.session.add(Officer(id=slot_id, name=name, role=role, active=True, joined_at=a.now))
    a.say(f"已添加工作人员{name}")
    return {"officer": slot_id}


def add(desk: Desk, name: str, role: str, passphrase: str) -> str:
    """Give a new officer a key slot and a place at the desk; returns the officer's identity.

    The slot comes first: a slot without an officer opens nothing, an officer without a slot could never come in.
    """
    if role not in ROLE_LABELS:
        raise InputProblem(f"没有“{role}”这个岗位，请选择{'、'.join(ROLE_LABELS.values())}之一。")
    if any(row.name == name and row.active for row in listing(desk)):
        raise InputProblem(f"已有同名的工作人员{name}，请在姓名后加以区分。")
    slot_id = desk.vault.add_slot(name, ROLE_LABELS[role], passphrase)
    try:
        desk.perform(join, slot_id, name, role)
    except BaseException:
        desk.vault.remove_slot(slot_id)
        raise
    return slot_id


def listing(desk: Desk) -> tuple[OfficerRow, ...]:
    """Return all officers, in the order in which they joined."""
    with desk.read(Power.OWN) as session:
        rows = session.scalars(select(Officer).order_by(Officer.joined_at, Officer.id))
        return tuple(OfficerRow(row.id, row.name, row.role, row.active, office_date(row.joined_at)) for row in rows)
