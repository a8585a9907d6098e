"""A desk mended row by row: from a damaged database, the newest backup of the same desk, and the journal of both."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.exchange.certificates import make_certificate
from creditdesk.models import JournalEntry, OfficeKey, Officer, Setting
from creditdesk.services import erasure_traces, journal, journal_replay, losses, missing_rows
from creditdesk.services.clock import Clock
from creditdesk.services.desk import Desk
from creditdesk.services.journal_erasures import Vouched
from creditdesk.services.journal_replay import Since
from creditdesk.services.missing_rows import JOURNAL, Filled
from creditdesk.services.offices import OFFICE, Office, office_of
from creditdesk.services.powers import PRINCIPAL, ROLE_LABELS, Power
from creditdesk.vault import Vault, opening
from creditdesk.vault.backup import Progress
from creditdesk.vault.points import Point
from creditdesk.vault.rescuing import Rescue
from creditdesk.vault.salvage import Saved

_UNKNOWN_OFFICE = "单位名称没有救出，请在“设置”补填"
_ROLES = {label: role for role, label in ROLE_LABELS.items()}
# Whoever works here and the desk's own keys come first: a desk is entered, and a backup brought up to it, by them.
_FIRST = frozenset(
    {"vault_identity", "vault_former_key", "alembic_version", "officer", "setting", "office_key"}
    | {"informant_lock", "informant_reader", "informant_share"}
)
_ERASED = ("erasure", "erased_row")
_UNKNOWN_SINCE = "备份之后的操作（包括消除）无从得知，请先对照已发的文书和数据包核对编号、补办操作，再办理新的文书"
_TORN_LOG = "写入日志受损，最后几步操作可能缺失"
_STALE = "操作日志有缺口，取回的行可能不是最新的，请逐条核对"
_NO_REGISTER = "消除登记没有读全，为免已消除的内容回到桌面，没有使用备份"


@dataclass(frozen=True)
class Mended:
    """A desk that was built: from what, what became of each table, and what an officer has to know.

    `alone` tells that everything is the backup's. `vouched` vouches for entries of the journal that an erasure emptied
    and that came back from the backup, emptied again.
    """

    tables: tuple[Filled, ...]
    point: Point | None
    since: Since
    alone: bool = False
    vouched: Vouched = field(default_factory=list)
    caution: str = ""


@dataclass(frozen=True)
class _Backup:
    """A backup of the same desk, copied beside the new one: the last entry of its journal, and whether that is newer.

    `newer` tells that the damaged desk, though nothing is missing of its journal, had not come as far.
    """

    point: Point
    place: Path
    head: int
    newer: bool


def build(rescue: Rescue, points: Sequence[Point], clock: Clock, progress: Progress | None = None) -> Mended:
    """Build the desk; Problem where neither the damaged one nor a backup gives any."""
    try:
        saved = {one.table: one for one in rescue.salvage(progress)}
    except Problem as unreadable:
        return _alone(rescue, points, clock, unreadable)
    vault = rescue.open()
    try:
        with _fitting(rescue, points, vault, saved[JOURNAL]) as backup:
            if backup is None or not backup.newer:
                return _Mending(rescue, vault, saved, clock, progress).done(backup)
    finally:
        vault.close()
    return _alone(rescue, [backup.point], clock, Problem(f"备份{backup.point.name}打不开，请改用另一份备份。"))


def _alone(rescue: Rescue, points: Sequence[Point], clock: Clock, unreadable: Problem) -> Mended:
    """Take the newest backup that is sound and opens, as it is."""
    for point in points:
        try:
            counted = rescue.take(point)
            vault = rescue.open()
        except Problem:
            continue
        with closing(vault), Session(vault.reader) as session:
            since = Since(journal.end(session)[0], False, {}, frozenset())
            _make_enterable(vault, clock())
        tables = tuple(Filled(table, 0, rows, None) for table, rows in counted.items())
        return Mended(tables, point, since, alone=True, caution=_UNKNOWN_SINCE)
    raise unreadable


@contextmanager
def _fitting(rescue: Rescue, points: Sequence[Point], vault: Vault, entries: Saved) -> Iterator[_Backup | None]:
    """Give a copy of the newest backup that is sound, opens, and has the damaged desk's own journal; or None."""
    for point in points:
        with ExitStack() as stack:
            try:
                place = stack.enter_context(rescue.copied(point))
                fit = _compared(vault, place)
            except Problem:
                continue
            if fit is not None:
                head, ahead = fit
                yield _Backup(point, place, head, ahead and entries.missing == 0)
                return
    yield None


def _compared(vault: Vault, place: Path) -> tuple[int, bool] | None:
    """Return where a backup's journal ends, and whether the damaged desk's ends before; None if it is another's."""
    with vault.beside(place) as then, Session(then.reader) as before, Session(vault.reader) as now:
        head, sealed = journal.end(before)
        _, forked = losses.fork(before, now)
        following = now.scalar(select(JournalEntry.previous_hash).where(JournalEntry.seq == head + 1))
        if forked or following not in (None, sealed):
            return None
        return head, journal.end(now)[0] < head


class _Mending:
    """Brings back into an opened new desk what is missing in it."""

    def __init__(
        self, rescue: Rescue, vault: Vault, saved: Mapping[str, Saved], clock: Clock, progress: Progress | None
    ) -> None:
        self._vault, self._saved, self._clock = vault, saved, clock
        self._torn = rescue.torn_log()
        self._tell = progress or (lambda _done, _total: None)
        self._filled: list[Filled] = []

    def done(self, backup: _Backup | None) -> Mended:
        """Fill every table, with a backup where it may be used, and say what came of it."""
        since, cautions = self._since(backup), [_TORN_LOG] if self._torn else []
        if backup is not None and not self._register_known(since):
            backup, cautions = None, [*cautions, _NO_REGISTER]
            since = self._since(None)
        first = [one for one in self._saved.values() if one.table in _FIRST]
        if backup is None:
            self._fill(None, first, since)
        else:
            with self._vault.beside(backup.place) as then:
                self._fill(then, first, since)
        _make_enterable(self._vault, self._clock())
        vouched = self._fill_rest(backup, since)
        if any(one.brought for one in self._filled) and not since.whole:
            cautions.append(_STALE)
        tables = tuple(sorted(self._filled, key=lambda one: list(self._saved).index(one.table)))
        return Mended(tables, backup.point if backup else None, since, vouched=vouched, caution="；".join(cautions))

    def _since(self, backup: _Backup | None) -> Since:
        head, lost = backup.head if backup else 0, self._saved[JOURNAL].lost
        whole = lost is not None and all(seq <= head for (seq,) in lost) and not self._torn
        with Session(self._vault.reader) as session:
            return journal_replay.since(session, head, whole=whole)

    def _register_known(self, since: Since) -> bool:
        """Tell whether every erasure is known that a backup does not have."""
        if all(self._saved[table].missing == 0 for table in _ERASED):
            return True
        later = select(JournalEntry.seq).where(JournalEntry.seq > since.seq, JournalEntry.act.in_(journal.VOUCHING))
        with Session(self._vault.reader) as session:
            return since.whole and session.scalar(later.limit(1)) is None

    def _fill_rest(self, backup: _Backup | None, since: Since) -> Vouched:
        """Fill the journal and the tables of the office; the backup first loses what was erased since it was made."""
        rest = [one for one in self._saved.values() if one.table not in _FIRST and one.table != JOURNAL]
        entries = self._saved[JOURNAL]
        with ExitStack() as stack:
            # Closed by whoever opened the vault.
            desk = Desk.enter(self._vault, self._clock)
            if backup is None:
                self._fill(None, rest, since)
                lost = frozenset(str(seq) for (seq,) in entries.lost or ())
                self._filled.append(Filled(JOURNAL, entries.kept, 0, entries.missing, lost))
                return []
            then = stack.enter_context(desk.beside(backup.place))
            erasure_traces.catch_up(desk, then)
            with then.vault.reader.connect() as before, self._written() as now:
                filled, brought = missing_rows.fill_journal(now, before, entries, backup.head)
            self._filled.append(filled)
            self._fill(then.vault, rest, since)
            return _vouched(then, backup.head, brought)

    def _fill(self, then: Vault | None, wanted: Sequence[Saved], since: Since) -> None:
        with ExitStack() as stack:
            before = stack.enter_context(then.reader.connect()) if then else None
            now = stack.enter_context(self._written())
            for one in wanted:
                self._tell(len(self._filled), len(self._saved))
                self._filled.append(missing_rows.fill(now, before, one, since))

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        with opening.without_relations(self._vault.writer), self._vault.writer.begin() as now:
            yield now


def _vouched(then: Desk, head: int, brought: set[int]) -> Vouched:
    """Return what vouches for the entries that came back emptied, as the erasures in the backup tell it."""
    query = select(JournalEntry.result).where(JournalEntry.seq > head, JournalEntry.act.in_(journal.VOUCHING))
    with then.read(Power.OWN) as session:
        told = [each for result in session.scalars(query) for each in result.get(journal.VOUCHED, [])]
    return [each for each in told if each[0] in brought]


def _make_enterable(vault: Vault, now: datetime) -> None:
    """Bring back from keys.json who may open the desk, and give the office a name and a key, where they are lost."""
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
