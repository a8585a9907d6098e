"""Wrong keys of every sort held against a desk: none opens it, and afterwards the right one still does."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from creditdesk.errors import Problem
from creditdesk.selftest.desks import open_desk, open_vault, unsound
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome, Part, Turns
from creditdesk.services import sample
from creditdesk.vault import DEFAULT_COST, Cost, keys, tries
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.slots import Slot

Blow = Callable[[Path, Random], None]
"""Tries to open the desk in a folder; must raise a Problem."""


class Sort(NamedTuple):
    """One sort of wrong key: its name in English and Chinese, and trying it."""

    name: str
    label: str
    blow: Blow


def strike(ground: Ground, sort: Sort, turns: Turns, seed: int) -> Part:
    """Try one sort of wrong key some times, and the right one at the end."""
    with ground.copy("worked") as place:
        desk = place / "desk"
        shutil.copytree(ground.desk("another"), place / "another")
        tried = turns.chances(f"{seed} {sort.name}")
        refused = sum(_refused(desk, sort.blow, chance) for _, chance in tried)
        count = turns.end - turns.first
        lost = [f"{sort.label}打开了桌面"] * (count - refused)
        (desk / tries.NAME).unlink(missing_ok=True)
        with open_desk(desk) as still:
            lost += unsound(still)
    return Part(count, {"refused": refused}, tuple(lost))


def outcome(sort: Sort, part: Part) -> Outcome:
    """Say what trying a sort of wrong key came to."""
    return Outcome(sort.name, f"{sort.label}{part.count}次：拒绝{part.figures['refused']}次", part)


def _refused(desk: Path, blow: Blow, chance: Random) -> bool:
    """Strike once; the wait after a wrong passphrase is cut short, as somebody with a copied folder would."""
    (desk / tries.NAME).unlink(missing_ok=True)
    before = (desk / keys.NAME).read_bytes()
    try:
        blow(desk, chance)
    except Problem:
        return True
    finally:
        (desk / keys.NAME).write_bytes(before)
    return False


def _wrong_passphrase(desk: Path, chance: Random) -> None:
    """Change one character of the right passphrase."""
    phrase = list(sample.PASSPHRASE)
    place = chance.randrange(len(phrase))
    phrase[place] = chance.choice([one for one in "abcdefghijklmnopqrstuvwxyz0123456789" if one != phrase[place]])
    open_vault(desk, "".join(phrase)).close()


def _truncated(desk: Path, chance: Random) -> None:
    data = (desk / keys.NAME).read_bytes()
    (desk / keys.NAME).write_bytes(data[: chance.randrange(len(data))])
    open_vault(desk).close()


def _of_another(desk: Path, chance: Random) -> None:
    """Put the whole file of another desk in place of this one's, or one of its slots among this one's."""
    other = keys.read(desk.parent / "another")
    own = keys.read(desk)
    forged = other if chance.random() < 1 / 2 else replace(own, slots=(other.slots[0], *own.slots[1:]))
    (desk / keys.NAME).write_bytes(forged.to_bytes())
    open_vault(desk).close()


def _tampered(desk: Path, chance: Random) -> None:
    """Change one thing of the officer's slot and give the file a checksum that fits."""
    own = keys.read(desk)
    slot = own.slots[0]
    changed: list[Slot] = [
        replace(slot, info=replace(slot.info, role="经办人")),
        replace(slot, info=replace(slot.info, id=own.slots[1].info.id)),
        replace(slot, salt=chance.randbytes(len(slot.salt))),
        replace(slot, nonce=chance.randbytes(len(slot.nonce))),
        replace(slot, wrapped=chance.randbytes(len(slot.wrapped))),
        replace(slot, cost=replace(slot.cost, iterations=slot.cost.iterations + 1)),
    ]
    forged = [replace(own, slots=(each, *own.slots[1:])) for each in changed]
    (desk / keys.NAME).write_bytes(chance.choice([*forged, _without_others(own)]).to_bytes())
    open_vault(desk).close()


def _without_others(own: KeyFile) -> KeyFile:
    return replace(own, slots=own.slots[:1])


def _made_cheaper(desk: Path, chance: Random) -> None:
    """Open slots that cost less to guess than an office's as an office would."""
    own = keys.read(desk)
    cost = Cost(chance.randrange(8, DEFAULT_COST.memory_kib), chance.randrange(1, DEFAULT_COST.iterations + 1), 1)
    forged = replace(own, slots=(replace(own.slots[0], cost=cost), *own.slots[1:]))
    (desk / keys.NAME).write_bytes(forged.to_bytes())
    open_vault(desk, cost=DEFAULT_COST).close()


SORTS = (
    Sort("wrong passphrase, one character off", "输错一个字的口令", _wrong_passphrase),
    Sort("keys.json cut short", "截断keys.json", _truncated),
    Sort("keys.json or a slot of another desk", "换上别的桌面的钥匙", _of_another),
    Sort("slot changed, with a checksum that fits", "改动口令槽", _tampered),
    Sort("slot made cheaper to guess", "降低口令参数", _made_cheaper),
)
