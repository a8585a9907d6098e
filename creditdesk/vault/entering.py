"""Before anything else looks into a desk's folder: the lock, and what a killed program left to be done."""

from pathlib import Path

from creditdesk.errors import InputProblem
from creditdesk.vault import replacing, rewriting, scratch, shares, write_log
from creditdesk.vault.holder import PACE, Pace
from creditdesk.vault.lock import DeskLock


def locked(folder: Path, *, damaged: bool = False, pace: Pace = PACE) -> DeskLock:
    """Take the desk's lock, and do what was decided before the program was killed.

    Where the desk is taken for `damaged`, its database may be gone and its log torn.
    """
    shares.require_local(folder)
    lock = DeskLock(folder, lost_database=damaged, pace=pace)
    try:
        replacing.finish(folder)
        if not damaged:
            write_log.require_whole(folder)
        scratch.sweep(folder)
        rewriting.sweep(folder)
    except BaseException:
        lock.release()
        raise
    return lock


def name_of(officer_name: str) -> str:
    """Return an officer's name as it is kept; InputProblem when there is none."""
    name = officer_name.strip()
    if not name:
        raise InputProblem("请填写工作人员姓名。")
    return name
