"""The open desk: the vault, the office's paper and calendar, and the one place where acts are performed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk import paths
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.load import load
from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Officer
from creditdesk.rules.workdays import Calendar
from creditdesk.services import (
    calendars,
    date_guard,
    free_texts,
    informant_keys,
    journal,
    own_catalogue,
    powers,
    wrong_tries,
)
from creditdesk.services.acts import Act, ActFunction, Changes
from creditdesk.services.clock import Clock, system_clock
from creditdesk.services.powers import Power
from creditdesk.vault import DEFAULT_COST, Cost, Vault, opening, points
from creditdesk.vault.backup import Progress
from creditdesk.vault.founding import BACKUPS
from creditdesk.vault.holder import PACE, Pace
from creditdesk.vault.lock import DATABASE, KEYS

P = ParamSpec("P")


def require_no_backup(folder: Path) -> None:
    """Refuse a backup, and say how one becomes a desk: by going back to it, or in a folder of its own."""
    if not points.is_backup(folder):
        return
    own = folder.absolute().parent.parent
    desk = f"桌面 {own}" if (own / KEYS).exists() and folder.parent.name == BACKUPS else "原来的桌面"
    raise InputProblem(
        f"{folder.name} 是一份备份，不能当桌面打开：会改动它，其后依法消除的内容也会重现。"
        f"请打开{desk}，在“备份”页恢复；桌面已不在的，用“抢救损坏的桌面”写成新桌面。"
    )


class Desk:
    """One office's desk, opened by one officer.

    `perform` belongs on the one writing thread; `read` may be used on any thread, each gets its own connection.
    """

    def __init__(self, vault: Vault, officer: Officer, clock: Clock, catalogue: Catalogue) -> None:
        self.vault = vault
        self.officer = officer
        self.clock = clock
        self.shipped = catalogue
        self._take_roles()
        with self.read(Power.OWN) as session:
            self.calendar: Calendar = calendars.build(session)
        self._take_forms()

    @classmethod
    def open(
        cls,
        folder: Path,
        officer: str,
        passphrase: str,
        *,
        clock: Clock = system_clock,
        cost: Cost = DEFAULT_COST,
        progress: Progress | None = None,
    ) -> Self:
        """Open a desk as one of its officers (slot identity or name); every refusal is a Problem.

        A backup is none: it would be changed, and knows nothing of what was erased after it was made. `progress` counts
        the seconds where another computer's note must be watched first.
        """
        require_no_backup(folder)
        catalogue, pace = load(paths.forms()), Pace(tell=progress) if progress else PACE
        desk = cls.enter(Vault.open(folder, officer, passphrase, cost=cost, pace=pace), clock, catalogue)
        if not desk.vault.read_only:
            desk.vault.take_role(powers.ROLE_LABELS[desk.officer.role], passphrase)
        return desk

    @classmethod
    def enter(cls, vault: Vault, clock: Clock, catalogue: Catalogue | None = None) -> Self:
        """Enter an opened vault as the officer whose slot opened it; the vault is closed again when that fails."""
        try:
            with _reading(vault) as session:
                officer = session.get(Officer, vault.slot_id)
            if officer is None or not officer.active:
                raise Problem("这把钥匙在桌面中没有对应的在职工作人员，请由负责人重新添加工作人员。")
            desk = cls(vault, officer, clock, catalogue or load(paths.forms()))
            desk._settle()
        except BaseException:
            vault.close()
            raise
        return desk

    def _settle(self) -> None:
        """Finish what happened outside: slots of officers who left go, wrong passphrases come into the journal."""
        if self.vault.read_only:
            return
        with self.read(Power.OWN) as session:
            self.vault.keep_slots(set(session.scalars(select(Officer.id).where(Officer.active))))
        counts = self.vault.wrong_tries()
        if counts:
            self.perform(wrong_tries.tell, counts)
            self.vault.told_tries()

    def beside(self, folder: Path) -> "Desk":
        """Open another database of this desk in a folder of its own, such as a copied backup; it must be closed too.

        Who works here, as what, and who may read informants is not brought back with it: that is as it is today.
        """
        with self.read(Power.OWN) as session:
            officers = [each.copied() for each in session.scalars(select(Officer))]
            keys = informant_keys.carried(session)
        vault = self.vault.beside(folder)
        try:
            with Session(vault.writer) as session, session.begin():
                for officer in officers:
                    session.merge(officer)
                informant_keys.carry(session, keys)
        except BaseException:
            vault.close()
            raise
        return Desk.enter(vault, self.clock, self.shipped)

    @property
    def folder(self) -> Path:
        """The desk's folder."""
        return self.vault.folder

    def powers_of(self, role: str) -> frozenset[Power]:
        """Return what a role may do at this desk now."""
        return powers.powers_of(role, self._present)

    def may(self, *wanted: Power) -> bool:
        """Tell whether the officer holds one of these powers now."""
        return not self.powers_of(self.officer.role).isdisjoint(wanted)

    def require(self, *needed: Power) -> None:
        """Raise a Problem unless the officer holds one of these powers: the one place where acts and questions ask.

        Who came in with a one-time passphrase changes it before anything else.
        """
        if self.officer.must_change and Power.OWN not in needed:
            raise Problem("一次性口令只能用来换成自己的口令，请先更换口令。")
        powers.require(self.officer.role, needed, self._present)

    @contextmanager
    def read(self, *needed: Power) -> Iterator[Session]:
        """Give a session that sees one consistent state and can write nothing, to who may read records.

        A question that others may ask too names the powers of which one is enough.
        """
        self.require(*(needed or (Power.READ,)))
        with _reading(self.vault) as session:
            yield session

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one small question about records, which sees one consistent state by itself."""
        self.require(Power.READ)
        return opening.answer(self.vault.reader, sql, values)

    def perform(self, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs) -> Changes:
        """Perform an act in one transaction with its journal entry; raises a Problem and leaves nothing half done."""
        return self.perform_once(None, function, *args, **kwargs)

    def perform_once(self, once: str | None, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs) -> Changes:
        """Perform an act unless one with the same idempotency key was already done, then give its first answer."""
        if self.vault.read_only:
            raise Problem(self.vault.read_only)
        self.require(function.power)
        if function.confirmed_by:
            raise Problem(f"“{function.label}”须由两人办理，请先提请，再由另一位工作人员确认。")
        if self._forms_of != self.clock().date():
            self._take_forms()
        with _writing(self.vault) as session:
            done = journal.repeated(session, once) if once else None
            changes = done or self._run(session, once, function, *args, **kwargs)
        if "calendar_year" in changes.nouns:
            with self.read(Power.OWN) as reading:
                self.calendar = calendars.build(reading)
        if "officer" in changes.nouns:
            self._take_roles()
        if "office_form" in changes.nouns:
            self._take_forms()
        return changes

    def rehearse(self, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs) -> str:
        """Return what an act would say, or raise what would refuse it; nothing of it stays."""
        self.require(function.power)
        with _writing(self.vault) as session:
            changes = self._run(session, None, function, *args, **kwargs)
            session.rollback()
        return changes.sentence

    def _run(
        self, session: Session, once: str | None, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs
    ) -> Changes:
        free_texts.require(function.name, function.arguments(*args, **kwargs))
        if function.journaled and function.dated:
            date_guard.require(session, self.clock, self.calendar)
        if function.risk and function.risk.rows(*args, **kwargs) >= self.catalogue.backup_rule().large_rows:
            # Within the transaction, which has written nothing yet: the backup is of what was there before the act.
            self.vault.backup(function.risk.label, self.clock())
        a = Act(session, self.officer, self.clock(), self.catalogue, self.calendar)
        recorder = journal.Recorder(session)
        result = function(a, *args, **kwargs)
        session.flush()
        if not function.journaled:
            return Changes(frozenset(recorder.nouns), result, a.sentence)
        return journal.write(a, function.name, once, result, recorder)

    def _take_roles(self) -> None:
        """Learn who the officer is now, and which roles active officers have, for whom a 负责人 may stand in."""
        with _reading(self.vault) as session:
            self.officer = session.get_one(Officer, self.officer.id)
            self._present = frozenset(session.scalars(select(Officer.role).where(Officer.active).distinct()))

    def _take_forms(self) -> None:
        """Bring the catalogue up to the office's own forms; one may begin on a new day."""
        self._forms_of = self.clock().date()
        with self.read(Power.OWN) as session:
            self.catalogue = own_catalogue.build(session, self.shipped, self._forms_of)

    def close(self) -> None:
        """Close the vault and release its lock."""
        self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _reading(vault: Vault) -> Iterator[Session]:
    with Session(vault.reader, expire_on_commit=False) as session, _understood(vault, session):
        yield session
        _require_sound(vault, session)


@contextmanager
def _writing(vault: Vault) -> Iterator[Session]:
    """Give a session whose work is committed at the end, unless it was rolled back before."""
    with Session(vault.writer, expire_on_commit=False) as session, _understood(vault, session):
        session.begin()
        yield session
        session.commit()


@contextmanager
def _understood(vault: Vault, session: Session) -> Iterator[None]:
    """Say that a page is damaged where what was read of it is no date and no JSON: zeros stand for it."""
    try:
        yield
    except ValueError:
        _require_sound(vault, session)
        raise


def _require_sound(vault: Vault, session: Session) -> None:
    if session.in_transaction() and session.is_active:
        opening.require_sound(session.connection(), vault.folder / DATABASE)
