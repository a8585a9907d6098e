"""A desk built anew from a damaged one and its backups, under its lock; salvage.py reads what can be read of it."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.vault import (
    backup,
    copies,
    costs,
    entering,
    founding,
    keys,
    points,
    recovery,
    rekeying,
    replacing,
    salvage,
    slots,
    unlocking,
    write_log,
)
from creditdesk.vault.backup import Progress
from creditdesk.vault.costs import DEFAULT_COST, Cost
from creditdesk.vault.durable import PRIVATE_FOLDER, replace_file
from creditdesk.vault.faults import Damaged, WrongKey
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.lock import DATABASE, DeskLock
from creditdesk.vault.opening import DeskKey, connect, connect_still
from creditdesk.vault.points import Point
from creditdesk.vault.salvage import Salvage, Unreadable
from creditdesk.vault.slots import SlotInfo
from creditdesk.vault.soundness import SEALS
from creditdesk.vault.vault import HEAD_OF_OFFICE, Vault

_THEN = "then"
_SALT_BYTES = 16  # at the head of a database: the desk's identifier
# What only serves the building.
_BESIDE = ("desk.lock", "desk.lock.json", "desk.unclean.json")


@dataclass(frozen=True, repr=False)
class Rescue:
    """A damaged desk that is held under its lock, and the place where the new one is built; its key is known."""

    folder: Path
    place: Path
    _keyfile: KeyFile
    _info: SlotInfo
    _key: DeskKey
    _phrase: str
    _cost: Cost

    def salvage(self, progress: Progress | None = None) -> Salvage:
        """Build the new desk from what can be read of the damaged one; Unreadable where that is nothing at all."""
        if not (self.folder / DATABASE).exists():
            raise Unreadable(f"桌面中的 {DATABASE} 不见了。")
        try:
            return salvage.desk(self.folder, self.place, self._key, progress)
        except Problem:
            replacing.clear(self.place)
            raise

    def torn_log(self) -> bool:
        """Tell whether the log lost something that had been written whole: the last acts, as a rule."""
        log = self.folder / f"{DATABASE}-wal"
        return log.exists() and write_log.damaged(log.read_bytes())

    def points(self, places: Iterable[Path] = ()) -> tuple[Point, ...]:
        """Return the backups of the damaged desk, newest first, at the places known and at these."""
        return copies.everywhere(self.folder, self._key.desk_id, places)

    @contextmanager
    def copied(self, point: Point) -> Iterator[Path]:
        """Give a copy of a sound backup beside the new desk; it is gone afterwards."""
        points.require_sound(point)
        then = self.place / _THEN
        try:
            then.mkdir(mode=PRIVATE_FOLDER)
            copies.copy_files(point.folder, then)
            self._adopt(then)
            yield then
        finally:
            shutil.rmtree(then, ignore_errors=True)

    def take(self, point: Point) -> dict[str, int]:
        """Let a sound backup alone be the new desk, and return the rows of its tables.

        Problem where neither the desk's key nor a former one opens it.
        """
        with self.copied(point) as then:
            if not rekeying.opens(then / DATABASE, self._key):
                raise Problem(
                    f"备份{point.name}用的是另一把密钥，这个口令当时打不开它；请由当时在岗的工作人员用当时的口令再试。"
                )
            replacing.clear(self.place)
            (then / DATABASE).replace(self.place / DATABASE)
        replace_file(self.place / keys.NAME, (self.folder / keys.NAME).read_bytes())
        (self.place / founding.BACKUPS).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        with closing(connect(self.place / DATABASE, self._key, query_only=True)) as taken:
            counted = backup.counts(taken)
        return {name: rows for name, rows in counted.items() if not name.startswith(salvage.INDEX_PREFIX)}

    def _adopt(self, then: Path) -> None:
        """Bring a copied backup under the desk's key: it may have a former one.

        The desk remembers those; where that is lost too, the officer's passphrase may open what it opened that day.
        """
        built = self.place / DATABASE
        rekeying.adopt(then, self._key, rekeying.former(built, self._key) if built.exists() else ())
        if not rekeying.opens(then / DATABASE, self._key):
            that_day = self._key_of(then)
            rekeying.adopt(then, self._key, that_day)
            rekeying.note(then / DATABASE, self._key, that_day)

    def _key_of(self, then: Path) -> tuple[DeskKey, ...]:
        try:
            slot = keys.read(then).find(self._info.id)
            costs.check(slot.cost, costs.floor(self._cost))
        except Problem:
            return ()
        key = slot.unwrap(self._phrase)
        return (DeskKey(self._key.desk_id, key),) if key else ()

    def open(self) -> Vault:
        """Open what was built, as the officer who gave the passphrase; it must be closed before the place is left."""
        key = DeskKey(self._key.desk_id, bytearray(self._key.key))
        return Vault(self.place, DeskLock(self.place), self._keyfile, self._info, key, self._cost)

    def aside_name(self, wanted: str) -> str:
        """Return under which name the damaged desk would be set aside; empty where nothing of it is left."""
        return replacing.free_name(self.folder, wanted) if replacing.left(self.folder) else ""

    def decide(self, aside: str) -> None:
        """Let what was built take the damaged desk's place, which goes below aside/ under this name."""
        replacing.decide(self.folder, aside)


@contextmanager
def beside(folder: Path, slot_id_or_name: str, phrase: str, to: Path, *, cost: Cost = DEFAULT_COST) -> Iterator[Rescue]:
    """Hold a damaged desk, which stays as it is, and make a new one at `to`: whole, or nothing of it."""
    to = to.absolute()
    with _held(folder.absolute(), slot_id_or_name, phrase, cost) as held, founding.building(to) as place:
        yield held(place)
        _tidy(place)


@contextmanager
def instead(folder: Path, slot_id_or_name: str, phrase: str, *, cost: Cost = DEFAULT_COST) -> Iterator[Rescue]:
    """Hold a damaged desk and build the one that takes its place when that is decided on.

    A kill leaves the damaged desk where it is, or below aside/ with the new one in its place.
    """
    folder = folder.absolute()
    with _held(folder, slot_id_or_name, phrase, cost) as held:
        try:
            with replacing.building(folder) as place:
                yield held(place)
        finally:
            replacing.finish(folder)


def renew_keys(
    folder: Path, groups: Sequence[str], name: str, phrase: str, *, cost: Cost, witness: tuple[str, str] | None = None
) -> bool:
    """Write a keys.json for a damaged desk with its recovery card, and tell whether that was what it needed.

    The card is proved by the desk or by one of its backups. The other officers' slots of a sound keys.json stay.
    """
    folder = folder.absolute()
    raw, info = recovery.parse(groups), slots.new_info(entering.name_of(name), HEAD_OF_OFFICE)
    lock = entering.locked(folder, damaged=True)
    try:
        key = _proved(folder, raw)
        if key is None or not _torn(folder / DATABASE, key):
            return False
        if witness:
            unlocking.require_witness(folder, key, *witness, cost)
        kept = tuple(slot for slot in unlocking.sound_slots(folder, key) if slot.info.name != info.name)
        KeyFile(key.desk_id, (*kept, slots.wrap(key.desk_id, info, key.key, phrase, cost))).write(folder, key.key)
    finally:
        lock.release()
    return True


def _proved(folder: Path, raw: bytearray) -> DeskKey | None:
    """Return the desk's key where the desk or a backup beside it opens with what a card says."""
    kept = (point.folder for point in points.listing(folder / founding.BACKUPS))
    for place in (folder, *kept):
        database = place / DATABASE
        if database.exists():
            with database.open("rb") as file:
                key = DeskKey(file.read(_SALT_BYTES).hex(), raw)
            if rekeying.opens(database, key):
                return key
    return None


def _torn(database: Path, key: DeskKey) -> bool:
    """Tell whether a database is gone or has a damaged page."""
    if not database.exists():
        return True
    try:
        with closing(connect_still(database, key)) as connection:
            return bool(connection.execute(SEALS).fetchall())
    except (Damaged, WrongKey):
        return True


@contextmanager
def _held(folder: Path, slot_id_or_name: str, phrase: str, cost: Cost) -> Iterator[Callable[[Path], Rescue]]:
    lock = entering.locked(folder, damaged=True)
    try:
        keyfile = keys.read(folder)
        slot = keyfile.find(slot_id_or_name)
        key = unlocking.unlock(folder, keyfile, slot, phrase, cost, time.time)
        try:
            yield lambda place: Rescue(folder, place, keyfile, slot.info, key, phrase, cost)
        finally:
            key.forget()
    finally:
        lock.release()


def _tidy(place: Path) -> None:
    for name in _BESIDE:
        (place / name).unlink(missing_ok=True)
