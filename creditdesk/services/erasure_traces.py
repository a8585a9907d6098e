"""What an erasure leaves behind: the old pages of the database, and every kept backup. Both follow it.

The act itself takes the rows; `scrub` writes the file anew; `spread` opens each backup, here and at the second place,
and each desk set aside, erases there again, proves the result and swaps it. Each step can be killed and is done again:
a kept database tells by its own register which erasures it has.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from creditdesk.errors import Problem
from creditdesk.models import Erasure
from creditdesk.services import asides, backups, erasures
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.erasures import Erased
from creditdesk.services.powers import Power
from creditdesk.vault import replacing
from creditdesk.vault.backup import Progress
from creditdesk.vault.faults import Damaged

NOUNS = frozenset({"erasure"})
"""What pages that show erasures listen to."""

_UNERASABLE = (
    "已损坏，不能在其中消除：请先办完其中的待补办操作，再在“备份”页“其他操作”中清理（creditdesk asides --clear）"
)


@dataclass(frozen=True)
class Spread:
    """How far the erasures went: how many kept databases were rewritten, and what could not be, as sentences."""

    rewritten: int
    left: tuple[str, ...]


def unscrubbed(desk: Desk) -> bool:
    """Tell whether the database still has pages from before an erasure."""
    return _open(desk, scrubbed=False)


def unspread(desk: Desk) -> bool:
    """Tell whether a kept database may still have what was erased."""
    return _open(desk, scrubbed=True)


def waits_for(desk: Desk) -> str:
    """Say what an officer has to do so that the erasures reach every backup; empty where they have."""
    if not (unscrubbed(desk) or unspread(desk)):
        return ""
    missing, damaged = _missing(desk), asides.unerasable(desk)
    if damaged:
        return f"另存的损坏桌面{'、'.join(path.name for path in damaged)}{_UNERASABLE}。"
    told = f"{missing[0]}；请接通后" if missing else "请"
    return f"{told}保持桌面打开，程序每分钟会自动改写，也可以运行 creditdesk erase --follow 立即改写。"


def _open(desk: Desk, *, scrubbed: bool) -> bool:
    column = Erasure.spread_at if scrubbed else Erasure.scrubbed_at
    with desk.read(Power.OWN) as session:
        return session.scalar(select(Erasure.id).where(column.is_(None)).limit(1)) is not None


def finish(desk: Desk, progress: Progress | None = None) -> Spread:
    """Scrub the database, bring the erasures to every kept one, and write down how far it went."""
    scrub(desk, progress)
    done = spread(desk, progress)
    settle(desk, done)
    return done


def keep_up(desk: Desk, progress: Progress | None = None) -> Spread | None:
    """Bring the erasures to what lacks them, beside the officer's work; None where there is nothing to do.

    Called every minute while the desk is open, as a stick may be back; `settle` has to follow on the writing thread.
    """
    if desk.vault.read_only or not unspread(desk):
        return None
    # The desk's own file comes first, so that no backup is made from it in the meantime.
    return Spread(0, ("桌面自身的文件还没有改写",)) if unscrubbed(desk) else spread(desk, progress)


def settle(desk: Desk, done: Spread, progress: Progress | None = None) -> None:
    """Scrub what is not scrubbed yet, and write down how far the erasures went; belongs on the writing thread."""
    scrub(desk, progress)
    if not done.left:
        desk.perform(note_spread)


def scrub(desk: Desk, progress: Progress | None = None) -> None:
    """Write the database anew; belongs on the writing thread. It is tried again where somebody read meanwhile."""
    if unscrubbed(desk) and desk.vault.scrub(progress):
        desk.perform(note_scrubbed)


def spread(desk: Desk, progress: Progress | None = None) -> Spread:
    """Erase again in every backup and in every desk set aside that lacks an erasure; others may go on writing."""
    with desk.read(Power.OWN) as session:
        known = erasures.registered(session)
    kept, rewritten, left = _kept(desk), 0, [*_missing(desk)]
    for done, folder in enumerate(kept):
        if progress is not None:
            progress(done, len(kept))
        try:
            rewritten += _bring_up(desk, folder, known)
        except Damaged:
            left.append(f"{folder.name}{_UNERASABLE}")
        except Problem as problem:
            left.append(f"{folder.name}：{problem.sentence}")
    if progress is not None:
        progress(len(kept), len(kept))
    return Spread(rewritten, tuple(left))


def _kept(desk: Desk) -> list[Path]:
    place = backups.place_of(desk)
    there = desk.vault.points_at(place) if place else ()
    return [*(point.folder for point in (*desk.vault.points(), *there)), *replacing.asides(desk.folder)]


def _missing(desk: Desk) -> tuple[str, ...]:
    place = backups.place_of(desk)
    if not place or Path(place).is_dir():
        return ()
    return (f"第二备份位置{place}现在找不到，接通后会改写那里的备份",)


def _bring_up(desk: Desk, folder: Path, known: tuple[Erased, ...]) -> bool:
    """Erase again in one kept database what it lacks; tells whether it lacked anything."""
    states = desk.vault.kept_states()
    # A backup made between an erasure and the scrubbing has its register, and old pages too.
    clean = states.answers(folder, *erasures.PROVED)
    lacking = any(one.id not in clean for one in known)
    if lacking:
        states.rewrite(folder, lambda place: _again(desk, place))
    return lacking


def _again(desk: Desk, place: Path) -> None:
    with desk.beside(place) as then:
        catch_up(desk, then)


def catch_up(desk: Desk, then: Desk) -> None:
    """Erase again in an older state of the desk what was erased since, and leave no trace in its file."""
    with desk.read(Power.OWN) as now, then.read(Power.OWN) as before:
        has = {one.id for one in erasures.registered(before)}
        lacking = [one for one in erasures.registered(now) if one.id not in has]
    for one in lacking:
        then.perform(erasures.again, one)
    scrub(then)


@act("retention.scrubbed", Power.OWN, "记下消除的痕迹已从数据库文件中去除", journaled=False, dated=False)
def note_scrubbed(a: Act) -> Result:
    """Write down that no page is older than the erasures."""
    for one in a.session.scalars(select(Erasure).where(Erasure.scrubbed_at.is_(None))):
        one.scrubbed_at = a.now
    return {}


@act("retention.spread", Power.OWN, "记下保留的备份都已消除", journaled=False, dated=False)
def note_spread(a: Act) -> Result:
    """Write down that every kept database has the erasures."""
    for one in a.session.scalars(select(Erasure).where(Erasure.spread_at.is_(None))):
        one.spread_at = a.now
    return {}
