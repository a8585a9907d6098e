"""抢救: the last step of repair. What can still be read of a damaged desk becomes a new desk beside it.

Nothing of the damaged desk is written or removed. The new one has the same key, so that passphrases and recovery cards
open it and its backups fit. Its search index is built from its tables, and its journal tells first what is missing.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.exchange.certificates import make_certificate
from creditdesk.models import OfficeKey, Officer, Setting
from creditdesk.services import health, losses, search_index
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import Clock, system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import OFFICE, Office, office_of
from creditdesk.services.powers import PRINCIPAL, ROLE_LABELS, Power
from creditdesk.vault import DEFAULT_COST, Cost, Vault
from creditdesk.vault.backup import Progress
from creditdesk.vault.checking import Finding
from creditdesk.vault.rescuing import rescue
from creditdesk.vault.salvage import Saved

_UNKNOWN_OFFICE = "单位名称没有救出，请在“设置”补填"
_ROLES = {label: role for role, label in ROLE_LABELS.items()}


@dataclass(frozen=True)
class Salvaged:
    """The new desk: where it lies, what became of each table, and what a check of it found."""

    folder: Path
    tables: tuple[Saved, ...]
    sentence: str
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Saved, ...]:
        """Return the tables that lost rows, or may have."""
        return tuple(one for one in self.tables if one.missing != 0)


def words(saved: Saved) -> str:
    """Say what became of one table."""
    name = losses.NOUNS.get(saved.table, saved.table)
    missing = "缺多少行无法得知" if saved.missing is None else f"缺 {saved.missing} 行"
    return f"{name}：救出 {saved.kept} 行，{missing}"


def salvage(
    folder: Path,
    officer: str,
    passphrase: str,
    to: Path,
    *,
    clock: Clock = system_clock,
    cost: Cost = DEFAULT_COST,
    progress: Progress | None = None,
) -> Salvaged:
    """Make a new desk at `to` from what can be read of the one in `folder`; needs that desk's passphrase.

    Who may not manage the desk is refused, and nothing stays at `to`.
    """
    saved = rescue(folder, officer, passphrase, to, cost=cost, progress=progress)
    with _gone_unless_done(to):
        vault = Vault.open(to, officer, passphrase, cost=cost)
        try:
            _make_enterable(vault, clock())
        except BaseException:
            vault.close()
            raise
        with Desk.enter(vault, clock) as desk:
            changes = desk.perform(salvaged, str(folder), saved)
            return Salvaged(to.absolute(), saved, changes.sentence, health.check(desk))


@act("salvage.done", Power.DESK, "从损坏的桌面抢救数据", dated=False)
def salvaged(a: Act, folder: str, saved: tuple[Saved, ...]) -> Result:
    """Build the search index, and write down what was salvaged and what is missing."""
    search_index.rebuild(a)
    lost = [one for one in saved if one.missing != 0]
    told = "；".join(words(one) for one in lost)
    a.say(f"已从{folder}抢救{sum(one.kept for one in saved)}行到新桌面，{told or '没有缺失'}")
    return {"from": folder, "tables": [asdict(one) for one in saved]}


@contextmanager
def _gone_unless_done(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _make_enterable(vault: Vault, now: datetime) -> None:
    """Bring back from keys.json who may open the desk, and give the office a name and a key, where they were lost."""
    with Session(vault.writer) as session, session.begin():
        for slot in Vault.slots(vault.folder):
            if session.get(Officer, slot.id) is None:
                role = _ROLES.get(slot.role, PRINCIPAL)
                session.add(Officer(id=slot.id, name=slot.name, role=role, active=True, joined_at=now))
        if session.get(Setting, OFFICE) is None:
            session.add(Setting(name=OFFICE, value=asdict(Office(_UNKNOWN_OFFICE))))
            session.flush()
        if session.scalar(select(OfficeKey).where(OfficeKey.active)) is None:
            # A new one: partners are given its certificate, as after any other change of keys.
            made = make_certificate(office_of(session).name, now.date())
            pems = {"key_pem": made.key_pem, "certificate_pem": made.certificate_pem}
            session.add(OfficeKey(**pems, created_at=now, active=True))
