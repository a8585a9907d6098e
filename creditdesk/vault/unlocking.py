"""From an officer's passphrase to the desk's key, with every reason to refuse."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from creditdesk.errors import InputProblem, Problem
from creditdesk.vault import costs, keys, tries
from creditdesk.vault.costs import Cost
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.opening import DeskKey
from creditdesk.vault.slots import Slot

T = TypeVar("T")


def key_file(folder: Path, desk_id: str) -> KeyFile:
    """Read the keys.json that belongs to the database beside it; one of another desk is a Problem."""
    keyfile = keys.read(folder)
    if keyfile.desk_id != desk_id:
        raise Problem(f"{folder} 中的 keys.json 与 desk.db 不属于同一个工作台，请放回原来的文件或用恢复卡打开。")
    return keyfile


def unlock(folder: Path, keyfile: KeyFile, slot: Slot, phrase: str, cost: Cost, clock: Callable[[], float]) -> DeskKey:
    """Return the desk's key; a wrong passphrase is counted and refused, and so is a keys.json somebody changed."""
    costs.check(slot.cost, costs.floor(cost))
    tries.check(folder, slot.info.id, clock())
    counted = tries.count(folder, slot.info.id, clock())
    key = slot.unwrap(phrase)
    if key is None:
        raise tries.refusal(counted)
    tries.clear(folder, slot.info.id)
    if not keyfile.sealed_by(key):
        raise Problem(f"{folder} 中的 keys.json 被人改动过，已拒绝使用；请用备份中的恢复，或用恢复卡重建。")
    return DeskKey(keyfile.desk_id, key)


def with_own_passphrase(
    folder: Path, slot: Slot, phrase: str, opening: Callable[[str], T | None], clock: Callable[[], float]
) -> T | None:
    """Return what a passphrase opens besides the desk, or None when it opens the slot alone; a wrong one is counted."""
    tries.check(folder, slot.info.id, clock())
    counted = tries.count(folder, slot.info.id, clock())
    found = opening(phrase)
    if found is None and slot.unwrap(phrase) is None:
        raise tries.refusal(counted)
    tries.clear(folder, slot.info.id)
    return found


def require_witness(folder: Path, key: DeskKey, name: str, phrase: str, cost: Cost) -> None:
    """Refuse unless the phrase is that of another officer whose slot holds this very key; wrong ones are counted."""
    slot = next((slot for slot in sound_slots(folder, key) if slot.info.name == name), None)
    if slot is None:
        raise InputProblem(f"密钥文件中没有{name}可用的口令，不能由其在场确认；请改填别人，或留空按应急办理。")
    unlock(folder, keys.read(folder), slot, phrase, cost, time.time).forget()


def sound_slots(folder: Path, key: DeskKey) -> tuple[Slot, ...]:
    """Return the slots of a keys.json sealed by this key; none when the file is gone, damaged or of another desk."""
    try:
        keyfile = keys.read(folder)
    except Problem:
        return ()
    return keyfile.slots if keyfile.desk_id == key.desk_id and keyfile.sealed_by(key.key) else ()
