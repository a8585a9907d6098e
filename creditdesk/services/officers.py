"""The officers of the desk: who works here, with what role, and the key slot of each.

Nobody changes his own role, issues himself a passphrase or lets himself go. Whoever may do that to another is, or at
once stands in for, one who may add officers: so the last one who can grant can neither leave nor be made to.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Officer
from creditdesk.services import notices, reader_losses
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import ROLE_LABELS, Power, holds
from creditdesk.vault import recovery
from creditdesk.vault.informants import ReaderKey

_ONCE_GROUPS, _ONCE_CHARACTERS = 4, 5


@dataclass(frozen=True)
class OfficerRow:
    """An officer as the page of officers shows one; `must_change` while the passphrase is a one-time one."""

    id: str
    name: str
    role: str
    active: bool
    joined: date
    must_change: bool


@act("officer.join", Power.GRANT, "添加工作人员")
def join(a: Act, slot_id: str, name: str, role: str, *, must_change: bool = False) -> Result:
    """Write down a new officer whose key slot has already been made; see `add`."""
    row = Officer(id=slot_id, name=name, role=role, active=True, joined_at=a.now, must_change=must_change)
    a.session.add(row)
    a.say(f"已添加工作人员{name}")
    return {"officer": slot_id}


@act("officer.role", Power.GRANT, "变更岗位", confirmed_by=(Power.GRANT, Power.OFFICE))
def change_role(a: Act, officer_id: str, role: str, reason: str) -> Result:
    """Give another officer another role, for a reason."""
    officer = _other(a, officer_id, "变更自己的岗位")
    _check_role(role)
    if officer.role == role:
        raise InputProblem(f"{officer.name}的岗位已是{ROLE_LABELS[role]}，不用变更。")
    reason = stated(reason, "变更岗位必须写明理由，请填写。")
    if not holds(role, Power.READ):
        reader_losses.left(a, officer, "变更岗位")
    before, officer.role = officer.role, role
    a.say(f"{officer.name}的岗位由{ROLE_LABELS[before]}变更为{ROLE_LABELS[role]}")
    return {"officer": officer_id, "before": before, "after": role, "reason": reason}


@act("officer.leave", Power.KEYS, "停用离职人员")
def leave(a: Act, officer_id: str, reason: str) -> Result:
    """Mark an officer as left; see `remove`."""
    officer = _other(a, officer_id, "停用自己")
    reason = stated(reason, "停用工作人员必须写明理由，请填写。")
    reader_losses.left(a, officer, "停用")
    officer.active, officer.left_at = False, a.now
    sentence = f"已停用工作人员{officer.name}（{ROLE_LABELS[officer.role]}）"
    notices.put_up(a, sentence, reason)
    a.say(f"{sentence}：{reason}")
    return {"officer": officer_id, "reason": reason}


@act("officer.reissue", Power.KEYS, "换发口令")
def reissued(a: Act, officer_id: str, reason: str) -> Result:
    """Write down that an officer gets a one-time passphrase; see `reissue`."""
    officer = _other(a, officer_id, "为自己换发口令")
    reason = stated(reason, "换发口令必须写明理由，请填写。")
    officer.must_change = True
    reader_losses.lost(a, officer_id)
    sentence = f"{a.officer.name}为{officer.name}换发了一次性口令"
    notices.put_up(a, sentence, reason)
    a.say(f"{sentence}：{reason}")
    return {"officer": officer_id, "reason": reason}


@act("officer.passphrase", Power.OWN, "更换自己的口令", dated=False)
def changed_passphrase(a: Act, key: ReaderKey | None) -> Result:
    """Write down that the officer changed the passphrase, and the key it wraps; see `change_passphrase`."""
    reader_losses.rewrap(a, key)
    a.session.get_one(Officer, a.officer.id).must_change = False
    a.say(f"{a.officer.name}更换了自己的口令")
    return {}


def add(desk: Desk, name: str, role: str, passphrase: str) -> str:
    """Give a new officer a key slot with a passphrase and a place at the desk; returns the officer's identity."""
    return str(_add(desk, name, role, passphrase, must_change=False).result["officer"])


def invite(desk: Desk, name: str, role: str) -> Changes:
    """Add an officer with a one-time passphrase, the result's `once`: it is shown once and kept nowhere."""
    once = _one_time()
    changes = _add(desk, name, role, once, must_change=True)
    return replace(changes, result=changes.result | {"once": once})


def _add(desk: Desk, name: str, role: str, passphrase: str, *, must_change: bool) -> Changes:
    """Make the slot, then the officer: a slot alone opens nothing, an officer without a slot could never come in."""
    desk.require(join.power)
    _check_role(role)
    if any(row.name == name and row.active for row in listing(desk)):
        raise InputProblem(f"已有同名的工作人员{name}，请在姓名后加以区分。")
    slot_id = desk.vault.add_slot(name, ROLE_LABELS[role], passphrase)
    try:
        return desk.perform(join, slot_id, name, role, must_change=must_change)
    except BaseException:
        desk.vault.remove_slot(slot_id)
        raise


def remove(desk: Desk, officer_id: str, reason: str) -> Changes:
    """Let an officer leave: marked first, which already keeps the desk closed to the slot, then without a slot."""
    changes = desk.perform(leave, officer_id, reason)
    desk.vault.remove_slot(officer_id)
    return changes


def reissue(desk: Desk, officer_id: str, reason: str) -> Changes:
    """Give another officer, whose passphrase is lost, a one-time one: the result's `once`, shown once, kept nowhere.

    Marked first: a kill in between leaves an officer whose old passphrase must be changed.
    """
    changes = desk.perform(reissued, officer_id, reason)
    row = next(row for row in listing(desk) if row.id == officer_id)
    once = _one_time()
    desk.vault.renew_slot(officer_id, row.name, ROLE_LABELS[row.role], once)
    return replace(changes, result=changes.result | {"once": once})


def change_passphrase(desk: Desk, old: str, new: str) -> Changes:
    """Change the passphrase of the officer at the desk; a one-time passphrase stops being one.

    The key to informants goes along. A kill in between leaves it under the old passphrase, by which it is renewed.
    """
    if old == new:
        raise InputProblem("新口令与现在的口令相同，请换一个。")
    desk.vault.change_passphrase(old, new)
    return desk.perform(changed_passphrase, reader_losses.rewrapped(desk, old, new))


def listing(desk: Desk) -> tuple[OfficerRow, ...]:
    """Return all officers, in the order in which they joined."""
    with desk.read(Power.OWN) as session:
        rows = session.scalars(select(Officer).order_by(Officer.joined_at, Officer.id))
        return tuple(
            OfficerRow(row.id, row.name, row.role, row.active, office_date(row.joined_at), row.must_change)
            for row in rows
        )


def _other(a: Act, officer_id: str, what: str) -> Officer:
    if officer_id == a.officer.id:
        raise InputProblem(f"不能{what}，请由另一位有权限的工作人员办理。")
    officer = a.session.get_one(Officer, officer_id)
    if not officer.active:
        raise InputProblem(f"{officer.name}已经离职，请核对。")
    return officer


def _check_role(role: str) -> None:
    if role not in ROLE_LABELS:
        raise InputProblem(f"没有“{role}”这个岗位，请选择{'、'.join(ROLE_LABELS.values())}之一。")


def _one_time() -> str:
    """Return a passphrase of twenty characters that are not misread: 98 bits."""
    groups = range(_ONCE_GROUPS)
    return "-".join("".join(secrets.choice(recovery.ALPHABET) for _ in range(_ONCE_CHARACTERS)) for _ in groups)
