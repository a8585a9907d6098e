"""Desks that a restore or a salvage set aside: how many there are, and which need not be kept any longer.

They go by the office's rule and only when an officer says so, never by themselves: the journal names each. One from
which acts still wait to be done again stays, for it alone has what they said. A damaged one in which nobody can erase
may go before its time when an erasure waits for it.
"""

from pathlib import Path

from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Erasure, LostAct
from creditdesk.rules import thinning
from creditdesk.rules.china_time import CHINA
from creditdesk.services import erasures
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import points, replacing

SALVAGED = "抢救前"
"""How the name of a damaged desk ends that a salvage set aside."""


def listing(desk: Desk) -> tuple[Path, ...]:
    """Return the desks that were set aside, the newest first."""
    return replacing.asides(desk.folder)


def unerasable(desk: Desk) -> tuple[Path, ...]:
    """Return the damaged desks set aside that may still hold what was erased: nothing can be changed in them."""
    damaged = [path for path in listing(desk) if SALVAGED in path.name]
    if not damaged:
        return ()
    with desk.read(Power.OWN) as session:
        waiting = set(session.scalars(select(Erasure.id).where(Erasure.spread_at.is_(None))))
    return tuple(path for path in damaged if not waiting <= _erased_in(desk, path))


def _erased_in(desk: Desk, path: Path) -> set[str]:
    try:
        return desk.vault.kept_states().answers(path, *erasures.PROVED)
    except Problem:
        return set()


def outdated(desk: Desk) -> tuple[Path, ...]:
    """Return those that need not be kept any longer, by the office's rule or the law, the newest first."""
    told = ((path, points.moment_of(path.name)) for path in listing(desk))
    # Unlike a backup, a desk set aside is named by the office's time.
    known = {path: moment.replace(tzinfo=CHINA) for path, moment in told if moment is not None}
    old = thinning.outdated(known.values(), desk.catalogue.backup_rule().aside, desk.clock())
    gone = {*unerasable(desk), *(path for path, moment in known.items() if moment in old)}
    if not gone:
        return ()
    with desk.read(Power.OWN) as session:
        waiting = set(session.scalars(select(LostAct.aside).where(LostAct.settled_at.is_(None))))
    return tuple(path for path in known if path in gone and path.name not in waiting)


def words(desk: Desk) -> str:
    """Say how many desks were set aside and how many of them may go; empty where there is none."""
    count, gone = len(listing(desk)), len(outdated(desk))
    if not count:
        return ""
    days = desk.catalogue.backup_rule().aside.age.days
    why = f"已满 {days} 天" + ("或因损坏不能在其中消除" if unerasable(desk) else "")
    told = f"；其中 {gone} 个{why}，可在“其他操作”中清理" if gone else ""
    return f"{count} 个恢复或抢救前的桌面，在 aside 文件夹{told}"


def clear(desk: Desk) -> Changes:
    """Remove the desks set aside that need not be kept: first into the journal, then off the disk.

    A kill between the two leaves them there, to be cleared again.
    """
    gone = outdated(desk)
    changes = desk.perform(cleared, tuple(path.name for path in gone))
    for path in gone:
        desk.vault.kept_states().remove(path)
    return changes


@act("aside.clear", Power.DESK, "清理另存的桌面")
def cleared(a: Act, names: tuple[str, ...]) -> Result:
    """Write down which desks set aside are removed."""
    if not names:
        raise InputProblem("没有到期可清理的另存桌面，最近的和还有待补办操作的都要保留。")
    a.say(f"已清理另存的桌面{len(names)}个：{'、'.join(names)}")
    return {"asides": list(names)}
