"""The source units the office works with."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import stated
from creditdesk.models import SourceUnit
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class UnitRow:
    """A source unit as pages show one."""

    id: str
    name: str
    uscc: str
    contact: str
    phone: str


def unit_named(session: Session, name: str, uscc: str = "") -> SourceUnit:
    """Return the unit of this name, making it when it is new; a code not yet known is added."""
    unit = session.scalar(select(SourceUnit).where(SourceUnit.name == name))
    if unit is None:
        unit = SourceUnit(name=name, uscc=uscc or None)
        session.add(unit)
        session.flush()
    elif uscc and not unit.uscc:
        unit.uscc = uscc
    return unit


@act("unit.save", Power.OFFICE, "保存来源单位", undoable=True)
def save(a: Act, name: str, *, uscc: str = "", contact: str = "", phone: str = "", address: str = "") -> Result:
    """Add a source unit, or change how it is reached."""
    name = stated(name, "单位名称不能为空，请填写全称。")
    unit = unit_named(a.session, name, uscc)
    unit.contact, unit.phone, unit.address = contact or None, phone or None, address or None
    a.say(f"已保存{unit.name}")
    return {"unit": unit.id}


def listing(desk: Desk) -> tuple[UnitRow, ...]:
    """Return all source units by name."""
    with desk.read() as session:
        return tuple(
            UnitRow(row.id, row.name, row.uscc or "", row.contact or "", row.phone or "")
            for row in session.scalars(select(SourceUnit).order_by(SourceUnit.name))
        )


def name_for(desk: Desk, uscc: str) -> str:
    """Return the name of the unit with this code, or an empty text."""
    with desk.read() as session:
        return session.scalar(select(SourceUnit.name).where(SourceUnit.uscc == uscc)) or ""
