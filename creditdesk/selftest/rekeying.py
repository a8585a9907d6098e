"""The desk's key is changed when the program is killed: it opens under the old key or the new one, for everybody."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk.selftest.deed import BEGUN, Tell
from creditdesk.selftest.desks import count, open_desk
from creditdesk.selftest.ground import CASES, SHEET_ROWS
from creditdesk.services import confirmations, rekeys, sample
from creditdesk.services.desk import Desk
from creditdesk.vault import keys

_BECAUSE = "示例：恢复卡遗失"
_ALONE = "示例：自检"


def change_key(place: Path, tell: Tell) -> None:
    """Decide to change the key, as an office of one, and do it."""
    with open_desk(place / "desk") as desk:
        tell(BEGUN)
        _decide(desk)
        tell("decided")
        rekeys.carry_out(desk)
        tell("changed")


def _decide(desk: Desk) -> None:
    if not rekeys.decision(desk):
        if not confirmations.pending(desk):
            confirmations.propose(desk, rekeys.decide, _BECAUSE)
        confirmations.perform_alone(desk, confirmations.pending(desk)[0].id, _ALONE)


def verdict_on_key(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    """Say what is missing or half of a killed change of the key, then change it where it was not."""
    changed = rekeys.cards_missing(desk)
    if "changed" in confirmed and not changed:
        yield "确认过的更换密钥不见了"
    if "decided" in confirmed and not (changed or rekeys.decision(desk)):
        yield "确认过的决定不见了"
    if (count(desk, "record"), count(desk, "case")) != (SHEET_ROWS, CASES):
        yield "更换密钥以后条数不对"
    yield from _slots_that_do_not_fit(desk.folder)
    if any(path.name.startswith(".re") for path in desk.folder.iterdir()):
        yield "桌面文件夹里留下了半份副本"
    if not changed:
        _decide(desk)
        rekeys.carry_out(desk)


def verdict_on_new_key(desk: Desk) -> Iterator[str]:
    """Say what is wrong with the desk under its new key."""
    if not rekeys.cards_missing(desk):
        yield "密钥没有更换"
    if (count(desk, "record"), count(desk, "case")) != (SHEET_ROWS, CASES):
        yield "更换密钥以后条数不对"
    yield from _slots_that_do_not_fit(desk.folder)


def _slots_that_do_not_fit(folder: Path) -> Iterator[str]:
    """Name the officers whose passphrases do not give the key that keys.json was sealed with."""
    keyfile = keys.read(folder)
    for slot in keyfile.slots:
        key = slot.unwrap(sample.PASSPHRASE)
        if key is None or not keyfile.sealed_by(key):
            yield f"{slot.info.name}的口令打不开了"
