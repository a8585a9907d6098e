"""Wrong passphrases: each makes the next try wait longer, also across restarts.

The counts stand in a small file that holds no secret. They slow down a person at the desk; a copied folder is protected
by the cost of Argon2id alone, and nothing in a file could change that.
"""

import json
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from creditdesk.errors import InputProblem
from creditdesk.vault.durable import replace_file, unwritable

NAME = "tries.json"
LONGEST_WAIT = 300
"""Seconds; reached after the tenth wrong passphrase in a row."""


@dataclass(frozen=True)
class Tries:
    """How often in a row a slot was tried in vain, and when last (seconds since 1970).

    `untold` counts the wrong passphrases the journal has not heard of yet; a right one does not clear them.
    """

    failures: int = 0
    at: float = 0.0
    untold: int = 0

    def wait(self, now: float) -> float:
        """Return the seconds until the next try is allowed.

        A clock that went back starts the whole wait again: turning the clock can lengthen a wait, not cut it short.
        """
        if not self.failures:
            return 0.0
        delay = float(min(2 ** min(self.failures - 1, 30), LONGEST_WAIT))
        return delay if now < self.at else max(0.0, self.at + delay - now)


def check(folder: Path, slot_id: str, now: float) -> None:
    """Refuse a try that comes too early, saying how long to wait (InputProblem)."""
    tries = _read(folder).get(slot_id, Tries())
    wait = tries.wait(now)
    if now < tries.at:
        _write(folder, slot_id, replace(tries, at=now))
    if wait > 0:
        raise InputProblem(f"口令已连续输错 {tries.failures} 次，请等待 {_words(wait)}后再试。")


def wait(folder: Path, now: float) -> float:
    """Return the seconds until every slot may be tried again."""
    return max((tries.wait(now) for tries in _read(folder).values()), default=0.0)


def count(folder: Path, slot_id: str, now: float) -> Tries:
    """Count a try as failed; done before the passphrase is tested, so that a kill in between does not save the wait."""
    before = _read(folder).get(slot_id, Tries())
    tries = Tries(before.failures + 1, now, before.untold + 1)
    _write(folder, slot_id, tries)
    return tries


def clear(folder: Path, slot_id: str) -> None:
    """Forget the slot's failures after a right passphrase, which `count` had counted as a wrong one too."""
    untold = _read(folder).get(slot_id, Tries()).untold - 1
    _write(folder, slot_id, Tries(untold=untold) if untold > 0 else None)


def untold(folder: Path) -> dict[str, int]:
    """Return how many wrong passphrases of each slot the journal has not heard of yet."""
    return {slot: one.untold for slot, one in _read(folder).items() if one.untold}


def told(folder: Path) -> None:
    """Remember that the journal heard of every wrong passphrase up to now."""
    for slot, one in _read(folder).items():
        _write(folder, slot, replace(one, untold=0) if one.failures else None)


def refusal(tries: Tries) -> InputProblem:
    """Return the sentence for a wrong passphrase, with the wait it causes."""
    wait = _words(tries.wait(tries.at))
    return InputProblem(f"口令不正确，已连续输错 {tries.failures} 次，请等待 {wait}后再试。")


def _words(seconds: float) -> str:
    whole = math.ceil(seconds)
    return f"{whole} 秒" if whole < 60 else f"{math.ceil(whole / 60)} 分钟"


def _read(folder: Path) -> dict[str, Tries]:
    # An unreadable file counts as none: deleting it would do the same, so strictness would punish only the honest.
    try:
        value = json.loads((folder / NAME).read_bytes())
        return {str(slot): _tries(one) for slot, one in value.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return {}


def _tries(one: dict[str, Any]) -> Tries:
    failures = int(one["failures"])
    return Tries(failures, float(one["at"]), int(one.get("untold", failures)))


def _write(folder: Path, slot_id: str, tries: Tries | None) -> None:
    known = {slot: asdict(one) for slot, one in _read(folder).items() if slot != slot_id}
    if tries:
        known[slot_id] = asdict(tries)
    if known:
        replace_file(folder / NAME, json.dumps(known, indent=1).encode())
        return
    try:
        (folder / NAME).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(folder / NAME, error) from error
