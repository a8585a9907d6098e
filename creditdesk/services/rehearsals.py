"""恢复演练: the newest backup is restored into a scratch desk, checked through and through, and thrown away.

Nothing is written on the way but into the scratch desk, so a rehearsal runs beside the officer's work. Its result is
an act of its own (`record`), which belongs to the writing thread.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import JournalEntry, Subject
from creditdesk.services import health
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import points, scratch, search
from creditdesk.vault.backup import Progress
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.points import Point

NAME = "backup.rehearse"
BESIDE = health.ADVICE | {"磁盘空间", "数据包回执"}
"""What a restored desk is not to blame for: it lies with this workstation, or with other people's answers."""

_STEPS = 3


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal of one point found: the faults, or how much the restored desk holds."""

    point: str
    faults: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal as the journal tells it."""

    at: datetime
    ok: bool
    sentence: str


def rehearse(desk: Desk, name: str = "", progress: Progress | None = None) -> Rehearsed:
    """Restore a point (the newest when none is named) into a scratch desk and check that; a Problem is a fault too.

    `progress(done, total)` is told between the steps; what it raises stops the rehearsal, and the scratch desk is gone.
    """
    tell = progress or (lambda _done, _total: None)
    tell(0, _STEPS)
    point = _point(desk, name)
    if point is None and name:
        raise InputProblem(f"没有名为“{name}”的备份，请在备份列表中选择。")
    if point is None:
        return Rehearsed(name, ("没有可以演练的备份，请先备份一次",), {})
    try:
        with scratch.copy_of(point, desk.folder) as place:
            tell(1, _STEPS)
            with desk.beside(place) as restored:
                tell(2, _STEPS)
                return Rehearsed(point.name, _faults(point, restored), health.counts(restored))
    except Problem as problem:
        return Rehearsed(point.name, (problem.sentence,), {})


def _point(desk: Desk, name: str) -> Point | None:
    backups = desk.folder / BACKUPS
    return points.find(backups, name) if name else points.newest(backups)


def _faults(point: Point, restored: Desk) -> tuple[str, ...]:
    found = [f"{one.name}：{one.sentence}" for one in health.check(restored) if not one.ok and one.name not in BESIDE]
    rows = restored.vault.rows()
    if point.rows is not None and rows < point.rows:
        found.append(f"恢复后只有{rows}行，备份时是{point.rows}行")
    with restored.read(Power.OWN) as session:
        name = session.scalar(select(Subject.name).limit(1))
        if name is not None and not search.find(session.connection(), name, "subject"):
            found.append("恢复后按名称查不到信用主体")
    return tuple(found)


@act(NAME, Power.OWN, "记下恢复演练的结果", dated=False)
def record(a: Act, rehearsed: Rehearsed) -> Result:
    """Write down how a rehearsal went."""
    ok = not rehearsed.faults
    if ok:
        told = f"主体{rehearsed.counts['subjects']}个，记录{rehearsed.counts['records']}条"
        a.say(f"恢复演练通过：{rehearsed.point}，{told}")
    else:
        a.say(f"恢复演练未通过：{rehearsed.faults[0].rstrip('。')}")
    return {"point": rehearsed.point, "ok": ok, "faults": list(rehearsed.faults), "counts": rehearsed.counts}


def last(desk: Desk) -> Rehearsal | None:
    """Return the newest rehearsal the journal tells of."""
    query = select(JournalEntry).where(JournalEntry.act == NAME).order_by(JournalEntry.seq.desc()).limit(1)
    with desk.read(Power.OWN) as session:
        entry = session.scalar(query)
    return Rehearsal(entry.at, bool(entry.result["ok"]), entry.sentence) if entry else None


def due(desk: Desk) -> bool:
    """Tell whether the last rehearsal, or the founding where there was none, is longer ago than the office wants.

    Never to an officer who may not check a desk.
    """
    if not desk.may(*health.READERS):
        return False
    before, now = last(desk), desk.clock()
    since = before.at if before else _founded(desk)
    return since is not None and not since <= now < since + desk.catalogue.backup_rule().rehearse


def _founded(desk: Desk) -> datetime | None:
    with desk.read(Power.OWN) as session:
        return session.scalar(select(JournalEntry.at).order_by(JournalEntry.seq).limit(1))
