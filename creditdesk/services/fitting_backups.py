"""Which backup mends a damaged desk: the newest that is sound, opens, and has the desk's own past."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.errors import Problem
from creditdesk.models import Erasure, JournalEntry
from creditdesk.rules.china_time import CHINA
from creditdesk.services import erasures, journal, losses, restores
from creditdesk.vault import Vault, points, replacing
from creditdesk.vault.points import Point
from creditdesk.vault.rescuing import Rescue
from creditdesk.vault.salvage import Saved

_AT_ONCE = 100


@dataclass(frozen=True)
class Fitting:
    """A backup of the same desk, copied beside the new one, and the last entry of the journal that is the desk's own.

    `newer` tells that the damaged desk had not come as far. `erasures` are those it has, made in it or brought to it.
    """

    point: Point
    place: Path
    head: int
    newer: bool
    erasures: frozenset[str]


@contextmanager
def newest(rescue: Rescue, kept: Sequence[Point], vault: Vault, entries: Saved) -> Iterator[Fitting | None]:
    """Give a copy of the newest backup that fits what was salvaged, or None; `entries` is what became of the journal.

    A backup that another one's journal contradicts, or that does not open, is passed over.
    """
    for point in kept:
        with ExitStack() as stack:
            try:
                place = stack.enter_context(rescue.copied(point))
                fitting = _compared(rescue, vault, point, place, entries)
            except Problem:
                continue
            if fitting is not None:
                yield fitting
                return
    yield None


def _compared(rescue: Rescue, vault: Vault, point: Point, place: Path, entries: Saved) -> Fitting | None:
    """Return how a backup stands to the damaged desk; None if it is another's, or of a past that was given up."""
    with vault.beside(place) as then, Session(then.reader) as before, Session(vault.reader) as now:
        head, sealed = _own_end(before, now)
        _, forked = losses.fork(before, now, head)
        known = {_hash_of(now, JournalEntry.hash, head), _hash_of(now, JournalEntry.previous_hash, head + 1)} - {None}
        if forked or not known <= {sealed} or (not known and _gone_back_since(rescue.folder, point)):
            return None
        return Fitting(point, place, head, _newer(now, entries, head), frozenset(before.scalars(select(Erasure.id))))


def _own_end(before: Session, now: Session) -> tuple[int, str]:
    """Return where a backup's journal ends; an erasure that was brought to the backup later is no entry of the desk."""
    query = select(JournalEntry.seq, JournalEntry.hash, JournalEntry.act).order_by(JournalEntry.seq.desc())
    for seq, sealed, name in before.execute(query.execution_options(yield_per=_AT_ONCE)):
        if name != erasures.again.name or _hash_of(now, JournalEntry.hash, seq) == sealed:
            return seq, sealed
    return 0, journal.GENESIS


def _hash_of(session: Session, column: InstrumentedAttribute[str], seq: int) -> str | None:
    return session.scalar(select(column).where(JournalEntry.seq == seq))


def _newer(now: Session, entries: Saved, head: int) -> bool:
    """Tell whether the damaged desk's journal, with the entries it lost, ends before the backup's."""
    if entries.lost is None:
        return False
    return all(seq < head for seq in (journal.end(now)[0], *(seq for (seq,) in entries.lost)))


def _gone_back_since(folder: Path, point: Point) -> bool:
    """Tell whether the desk went back to another backup after this one was made: it may be of what was given up."""
    asides = (path.name for path in replacing.asides(folder) if restores.ASIDE in path.name)
    moments = filter(None, map(points.moment_of, asides))
    return any(moment.replace(tzinfo=CHINA) >= point.made for moment in moments)
