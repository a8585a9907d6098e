"""A new desk from what can be read of a damaged one, with an officer's passphrase; salvage.py does the reading."""

import time
from pathlib import Path

from creditdesk.vault import entering, founding, keys, salvage, unlocking
from creditdesk.vault.backup import Progress
from creditdesk.vault.costs import DEFAULT_COST, Cost
from creditdesk.vault.salvage import Saved


def rescue(
    folder: Path,
    slot_id_or_name: str,
    phrase: str,
    to: Path,
    *,
    cost: Cost = DEFAULT_COST,
    progress: Progress | None = None,
) -> tuple[Saved, ...]:
    """Make a new desk at `to` from what can be read of a damaged one, which stays as it is; it has the same key."""
    folder, to = folder.absolute(), to.absolute()
    lock = entering.locked(folder)
    try:
        keyfile = keys.read(folder)
        slot = keyfile.find(slot_id_or_name)
        key = unlocking.unlock(folder, keyfile, slot, phrase, cost, time.time)
        try:
            with founding.building(to) as place:
                return salvage.desk(folder, place, key, progress)
        finally:
            key.forget()
    finally:
        lock.release()
