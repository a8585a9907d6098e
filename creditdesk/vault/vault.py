"""An open desk: its engines, its officers' slots, and closing it."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, event

from creditdesk.errors import InputProblem, Problem
from creditdesk.rules.thinning import Keep
from creditdesk.vault import (
    backup,
    checking,
    copies,
    entering,
    founding,
    keys,
    opening,
    passphrase,
    points,
    recovery,
    rekeying,
    replacing,
    schema,
    scrubbing,
    slots,
    tries,
    unlocking,
    upgrading,
    write_log,
)
from creditdesk.vault.backup import Progress
from creditdesk.vault.checking import Finding
from creditdesk.vault.copies import Second
from creditdesk.vault.costs import DEFAULT_COST, Cost
from creditdesk.vault.faults import WrongKey
from creditdesk.vault.holder import PACE, Pace
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.lock import DATABASE, DeskLock
from creditdesk.vault.opening import DeskKey
from creditdesk.vault.points import Point
from creditdesk.vault.recovery import RecoveryCard
from creditdesk.vault.rewriting import KeptStates
from creditdesk.vault.slots import Slot, SlotInfo

T = TypeVar("T")

HEAD_OF_OFFICE = "负责人"
"""The role of the slot that a new desk begins with, and that a recovery card makes."""


class Vault:
    """A desk that this process holds open; use as a context manager, or call `close`.

    `cost` is what new slots cost. Leave it out everywhere but in tests: it is also the only way to accept slots
    cheaper than MINIMUM_COST.
    """

    _barred = ""

    def __init__(
        self, folder: Path, lock: DeskLock, keyfile: KeyFile, info: SlotInfo, key: DeskKey, cost: Cost
    ) -> None:
        """Take over a held lock and a key; `create`, `open` and `recover` are the ways to get here."""
        self.folder = folder
        self.slot_id = info.id
        self._lock, self._keyfile, self._key, self._cost = lock, keyfile, key, cost
        self.when_lost = lock.when_lost
        self._backing_up = Lock()
        self.writer: Engine = opening.writer_engine(folder / DATABASE, key)
        self.reader: Engine = opening.reader_engine(folder / DATABASE, key)
        event.listen(self.writer, "commit", lambda _connection: lock.require())
        try:
            self._admit()
            lock.say(info.name)
        except BaseException:
            self._let_go()
            raise

    @classmethod
    def create(
        cls,
        folder: Path,
        officer_name: str,
        phrase: str,
        *,
        role: str = HEAD_OF_OFFICE,
        cost: Cost = DEFAULT_COST,
        first: Callable[[Connection, str], None] | None = None,
    ) -> tuple[Self, RecoveryCard]:
        """Make a new desk in a folder that does not exist or is empty, and open it; the card is to be printed.

        `first` writes the first rows, given the slot's identifier, before the desk gets its name: there is never a desk
        without them.
        """
        folder = folder.absolute()
        passphrase.check(phrase)
        info = slots.new_info(entering.name_of(officer_name), role)
        keyfile, key = founding.found(folder, info, phrase, cost, first)
        return cls(folder, DeskLock(folder), keyfile, info, key, cost), recovery.card_of(key.key)

    @classmethod
    def open(
        cls,
        folder: Path,
        slot_id_or_name: str,
        phrase: str,
        *,
        cost: Cost = DEFAULT_COST,
        clock: Callable[[], float] = time.time,
        pace: Pace = PACE,
    ) -> Self:
        """Open a desk with an officer's passphrase; every reason to refuse is a Problem of its own."""
        folder = folder.absolute()
        lock = entering.locked(folder, pace=pace)
        try:
            keyfile = unlocking.key_file(folder, schema.desk_id_of(folder / DATABASE))
            slot = keyfile.find(slot_id_or_name)
            key = unlocking.unlock(folder, keyfile, slot, phrase, cost, clock)
            vault = cls(folder, lock, keyfile, slot.info, key, cost)
        except BaseException:
            lock.release()
            raise
        kept = slot.cost.at_least(cost) and slot.up_to_date
        return vault if kept or vault.read_only else vault._with_slot(slot.info, phrase)

    @classmethod
    def recover(
        cls,
        folder: Path,
        groups: str | Sequence[str],
        officer_name: str,
        new_phrase: str,
        *,
        role: str = HEAD_OF_OFFICE,
        cost: Cost = DEFAULT_COST,
        witness: tuple[str, str] | None = None,
    ) -> Self:
        """Open a desk with its recovery card and give the officer a new slot; keys.json may be gone or unusable.

        The other officers' slots of a sound keys.json stay; one of the same name is replaced. A witness is another
        officer's name and passphrase.
        """
        folder = folder.absolute()
        passphrase.check(new_phrase)
        info = slots.new_info(entering.name_of(officer_name), role)
        raw = recovery.parse(groups)
        lock = entering.locked(folder)
        try:
            key = DeskKey(schema.desk_id_of(folder / DATABASE), raw)
            if witness:
                unlocking.require_witness(folder, key, *witness, cost)
            kept = tuple(slot for slot in unlocking.sound_slots(folder, key) if slot.info.name != info.name)
            vault = cls(folder, lock, KeyFile(key.desk_id, kept), info, key, cost)
        except BaseException as error:
            lock.release()
            if isinstance(error, WrongKey):
                raise InputProblem(f"这张恢复卡打不开 {folder}，请核对它是否为这个工作台打印的卡。") from error
            raise
        return vault._with_slot(info, new_phrase)

    @staticmethod
    def slots(folder: Path) -> tuple[SlotInfo, ...]:
        """Return who can open the desk in this folder, without opening it."""
        return keys.read(folder).infos()

    def add_slot(self, name: str, role: str, phrase: str) -> str:
        """Let another officer open the desk and return the new slot's identifier; names are unique."""
        passphrase.check(phrase)
        info = slots.new_info(entering.name_of(name), role)
        if info.name in (known.name for known in self._keyfile.infos()):
            raise InputProblem(f"工作人员“{info.name}”已有口令，请换一个可以区分的姓名。")
        self._put(self._wrapped(info, phrase))
        return info.id

    def change_passphrase(self, old: str, new: str) -> None:
        """Change the passphrase of the officer who opened the desk; the database is not touched."""
        passphrase.check(new)
        slot = self._keyfile.find(self.slot_id)
        unlocking.unlock(self.folder, self._keyfile, slot, old, self._cost, time.time).forget()
        self._put(self._wrapped(slot.info, new))

    @property
    def cost(self) -> Cost:
        """Return what a new slot costs."""
        return self._cost

    def with_passphrase(self, phrase: str, opening: Callable[[str], T | None]) -> T | None:
        """Return what the officer's passphrase opens besides the desk, or None; a wrong passphrase is refused."""
        slot = self._keyfile.find(self.slot_id)
        return unlocking.with_own_passphrase(self.folder, slot, phrase, opening, time.time)

    def renew_slot(self, slot_id: str, name: str, role: str, phrase: str) -> None:
        """Give another officer's slot a new passphrase, because the old one was lost."""
        passphrase.check(phrase)
        if self._keyfile.find(slot_id).info.id == self.slot_id:
            raise InputProblem("不能为自己换发口令，请用“更换口令”。")
        self._put(self._wrapped(SlotInfo(slot_id, name, role), phrase))

    def take_role(self, role: str, phrase: str) -> None:
        """Write the officer's present role on the slot that was opened, as the unlock page shows it."""
        info = self._keyfile.find(self.slot_id).info
        if info.role != role:
            self._put(self._wrapped(SlotInfo(info.id, info.name, role), phrase))

    def keep_slots(self, slot_ids: Collection[str]) -> None:
        """Take every slot away that is not among these and not one's own: left over by a kill between two steps."""
        for info in self._keyfile.infos():
            if info.id not in slot_ids and info.id != self.slot_id:
                self.remove_slot(info.id)

    def remove_slot(self, slot_id: str) -> None:
        """Take an officer's slot away; one's own stays, and with it the last one (InputProblem)."""
        if self._keyfile.find(slot_id).info.id == self.slot_id:
            raise InputProblem("不能删除自己正在使用的口令，请由另一名工作人员登录后删除。")
        self._lock.require()
        self._keyfile = self._keyfile.without(slot_id).write(self.folder, self._key.key)

    def wrong_tries(self) -> dict[str, int]:
        """Return how often each officer's passphrase was given wrongly since `told_tries` was last called."""
        names = {info.id: info.name for info in self._keyfile.infos()}
        return {names.get(slot, "已停用的口令"): count for slot, count in tries.untold(self.folder).items()}

    def told_tries(self) -> None:
        """Remember that those wrong passphrases are in the journal."""
        tries.told(self.folder)

    def recovery_card(self) -> RecoveryCard:
        """Return the recovery card of the desk's key, the same each time."""
        return recovery.card_of(self._key.key)

    def shared_cards(self) -> tuple[RecoveryCard, ...]:
        """Return three recovery cards of which any two open the desk, new ones each time."""
        return recovery.shared_cards(self._key.key)

    def backup(self, label: str, now: datetime | None = None, progress: Progress | None = None) -> Path:
        """Make a verified backup below backups/ and return its folder; others may go on writing meanwhile."""
        with self._backing_up:
            moment = (now or datetime.now().astimezone()).astimezone()
            return backup.make(self.folder, self._key, label, moment, progress)

    def thin(self, keep: Keep) -> tuple[str, ...]:
        """Remove the backups that need not be kept and return their names."""
        with self._backing_up:
            return points.thin(self.folder / founding.BACKUPS, keep)

    def follow(self, place: str, keep: Keep) -> Second:
        """Bring the newest backup to the second place; what stops it is told and remembered."""
        with self._backing_up:
            return copies.follow(self.folder, place, self._key.desk_id, keep)

    def points(self) -> tuple[Point, ...]:
        """Return the backups that are kept beside the desk, newest first."""
        return points.listing(self.folder / founding.BACKUPS)

    def points_at(self, place: str) -> tuple[Point, ...]:
        """Return this desk's backups at a second place, newest first."""
        return points.listing(copies.home(Path(place), self._key.desk_id))

    def check(self, sources: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
        """Look at every page, relation, the disk and the search index; see `checking` for `sources`."""
        return (*self.look(), self.look_at_index(sources or {}))

    def look(self) -> Iterator[Finding]:
        """Look at everything but the search index, one thing after the other; others may go on writing meanwhile."""
        return checking.look(self.folder, self._key)

    def look_at_index(self, sources: Mapping[str, str]) -> Finding:
        """Look at the search index; belongs on the writing thread."""
        return checking.look_at_index(self.writer, sources)

    @property
    def read_only(self) -> str:
        """Return why nothing may be written, as one sentence; usually empty."""
        return self._lock.lost or self._barred

    @property
    def unclean_since(self) -> str:
        """Return since when the desk was open that was never closed and not checked yet, or an empty text."""
        return self._lock.unclean_since

    def checked(self) -> None:
        """Remember that the desk was checked through since its last unclean end."""
        self._lock.forget_unclean()

    def scrub(self, progress: Progress | None = None) -> bool:
        """Write the database anew, without any trace of what was deleted; tells whether the log is empty too."""
        self._lock.require()
        return scrubbing.scrub(self.writer, self.folder / DATABASE, progress)

    def kept_states(self) -> KeptStates:
        """Return what reads and changes the points and the desks set aside that have this desk's key."""
        return KeptStates(self.folder, self._key, self._backing_up)

    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return backup.rows(self.folder, self._key)

    def close(self) -> None:
        """Fold the write-ahead log into the database, forget the key and give the desk free; twice does nothing."""
        if not self._lock.held:
            return
        try:
            if self._lock.ours:
                self.reader.dispose()
                opening.checkpoint(self.writer)
        finally:
            self._let_go()

    def beside(self, folder: Path) -> Self:
        """Open another database of this desk as the same officer, such as a copied backup; it must be closed too.

        One written under a former key of the desk is encrypted anew; one under another key is a Problem.
        """
        key = DeskKey(self._key.desk_id, bytearray(self._key.key))
        former = rekeying.former(self.folder / DATABASE, key)
        rekeying.adopt(folder, key, former)
        try:
            vault = self._again(folder, self._keyfile, key)
        except WrongKey as error:
            raise Problem("这份备份用的是另一把密钥，打不开；请在打开页用“抢救损坏的桌面”写成新桌面。") from error
        rekeying.remember(vault.writer, former)
        return vault

    def rekeyed(self, place: Path, progress: Progress | None = None) -> Self:
        """Make and open a copy of the desk under a new random key, which the officers' passphrases open as before."""
        new = rekeying.new_key(self._key.desk_id)
        keyfile = self._keyfile.handed_on(self._key.key, new.key)
        rekeying.copy_under(self.folder / DATABASE, place / DATABASE, self._key, new, progress)
        return self._again(place, keyfile.write(place, new.key), new)

    def _again(self, folder: Path, keyfile: KeyFile, key: DeskKey) -> Self:
        return type(self)(folder, DeskLock(folder), keyfile, keyfile.find(self.slot_id).info, key, self._cost)

    def aside_name(self, wanted: str) -> str:
        """Return under which name this database would be set aside."""
        return replacing.free_name(self.folder, wanted)

    def decide(self, aside: str, *, with_keys: bool = False) -> None:
        """Let the database built beside replace this one when the desk closes; until then nothing more is written."""
        self._lock.require()
        replacing.decide(self.folder, aside, with_keys=with_keys)
        self._barred = "桌面的数据库正在更换，请重新打开后再办理。"

    def __enter__(self) -> Self:
        """Return the open desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the desk."""
        self.close()

    def _admit(self) -> None:
        with self.reader.connect() as connection:
            found = schema.format_of(connection, self.folder / DATABASE, self._key.desk_id)
        self._barred = schema.newer(found)
        if self._barred:
            self.writer.dispose()
            self.writer = opening.barred_engine(self.folder / DATABASE, self._key)
        elif found < schema.FORMAT:
            self.reader.dispose()
            self.backup("升级前")
            upgrading.bring_up(self.folder, self._key)
        elif write_log.left(self.folder):
            # A power cut while the log was folded in may have torn pages that only the log has whole.
            opening.checkpoint(self.writer)

    def _with_slot(self, info: SlotInfo, phrase: str) -> Self:
        try:
            self._put(self._wrapped(info, phrase))
        except BaseException:
            self._let_go()
            raise
        return self

    def _wrapped(self, info: SlotInfo, phrase: str) -> Slot:
        return slots.wrap(self._key.desk_id, info, self._key.key, phrase, self._cost)

    def _put(self, slot: Slot) -> None:
        self._lock.require()
        self._keyfile = self._keyfile.put(slot).write(self.folder, self._key.key)

    def _let_go(self) -> None:
        ours = self._lock.ours
        if not ours:
            opening.leave_log(self.reader, self.writer)
        self.reader.dispose()
        self.writer.dispose()
        self._key.forget()
        try:
            if ours and replacing.pending(self.folder):
                replacing.finish(self.folder)
        finally:
            self._lock.release()
