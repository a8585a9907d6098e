"""A desk mended row by row: from a damaged database, the newest backup of the same desk, and the journal of both."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.exchange.certificates import make_certificate
from creditdesk.models import JournalEntry, OfficeKey, Officer, Setting
from creditdesk.services import (
    backups,
    erasure_traces,
    erasures,
    fitting_backups,
    journal,
    journal_replay,
    missing_rows,
    number_gaps,
    settings,
)
from creditdesk.services.clock import Clock
from creditdesk.services.desk import Desk
from creditdesk.services.fitting_backups import Fitting
from creditdesk.services.journal_erasures import Vouched
from creditdesk.services.journal_replay import Since
from creditdesk.services.missing_rows import JOURNAL, Filled
from creditdesk.services.number_gaps import Traces
from creditdesk.services.offices import OFFICE, Office, office_of
from creditdesk.services.powers import PRINCIPAL, ROLE_LABELS, Power
from creditdesk.vault import Vault, opening, points
from creditdesk.vault.backup import Progress
from creditdesk.vault.points import Point
from creditdesk.vault.rescuing import Rescue
from creditdesk.vault.salvage import Saved, Unreadable

_UNKNOWN_OFFICE = "单位名称没有救出，请在“设置”补填"
_ROLES = {label: role for role, label in ROLE_LABELS.items()}
# Whoever works here and the desk's own keys come first: a desk is entered, and a backup brought up to it, by them.
_FIRST = frozenset(
    {"vault_identity", "vault_former_key", "alembic_version", "officer", "setting", "office_key"}
    | {"informant_lock", "informant_reader", "informant_share"}
)
_ERASED = ("erasure", "erased_row")
_ERASING = (erasures.erase.name, erasures.again.name)
_UNKNOWN_SINCE = "备份之后的操作（包括消除）无从得知，请先对照已发的文书和数据包核对编号、补办操作，再办理新的文书"
_TORN_LOG = "写入日志受损，最后几步操作（包括消除）可能缺失"
_STALE = "操作日志有缺口，取回的行可能不是最新的，请逐条核对"
_NO_REGISTER = "消除登记没有读全，为免已消除的内容回到桌面，没有使用备份"
_REGISTER_GAP = "消除登记有缺失，备份里可能还有已消除的内容，恢复备份前请对照消除证明核对"
_OLDER = "桌面比备份还旧"
_NO_BACKUP = "没有找到本桌面的备份；请把存有备份的U盘、共享文件夹接好，或把备份复制到桌面的 backups 文件夹后再试。"


@dataclass(frozen=True)
class Mended:
    """A desk that was built: from what, what became of each table, and what an officer has to know.

    `sound` tells that nothing was damaged and no backup is newer, `alone` that everything is the backup's, and `why`.
    `vouched` vouches for entries of the journal that an erasure emptied and that came back from the backup, emptied
    again. `traces` are what indexes tell of missing rows.
    """

    tables: tuple[Filled, ...]
    point: Point | None
    since: Since
    sound: bool = False
    alone: bool = False
    why: str = ""
    vouched: Vouched = field(default_factory=list)
    caution: str = ""
    traces: Traces = field(default_factory=dict)


def build(rescue: Rescue, places: Sequence[Path] | None, clock: Clock, progress: Progress | None = None) -> Mended:
    """Build the desk; Problem where neither the damaged one nor a backup gives any.

    Backups are looked for beside the desk, at its second place and at `places`; None is to do without.
    """
    try:
        salvage = rescue.salvage(progress)
    except Unreadable as unreadable:
        return _alone(rescue, () if places is None else rescue.points(places), clock, unreadable.sentence)
    saved = {one.table: one for one in salvage.tables}
    vault = rescue.open()
    try:
        kept = () if places is None else rescue.points((*places, *_second_place(vault)))
        with fitting_backups.newest(rescue, kept, vault, saved[JOURNAL]) as backup:
            if backup is None or not backup.newer:
                done = _Mending(rescue, vault, saved, clock, progress).done(backup)
                return replace(done, sound=salvage.sound and not rescue.torn_log())
    finally:
        vault.close()
    return _alone(rescue, [backup.point], clock, _OLDER)


def _second_place(vault: Vault) -> Iterator[Path]:
    """Yield the second place as the desk itself knows it: what lay beside its backups may be gone with them."""
    with Session(vault.reader) as session:
        place = str(settings.value_of(session, backups.PLACE).get("path", ""))
    if place:
        yield Path(place)


def _alone(rescue: Rescue, kept: Sequence[Point], clock: Clock, why: str) -> Mended:
    """Take the newest backup that is sound and opens, as it is; `why` says what is wrong with the desk itself."""
    refused = _NO_BACKUP
    for point in kept:
        try:
            counted = rescue.take(point)
            vault = rescue.open()
        except Problem as problem:
            refused = problem.sentence if refused == _NO_BACKUP else refused
            continue
        with closing(vault), Session(vault.reader) as session:
            since = Since(journal.end(session)[0], False, {}, frozenset())
            cautions = [_UNKNOWN_SINCE, *_make_enterable(vault, clock())]
        tables = tuple(Filled(table, 0, rows, None) for table, rows in counted.items())
        return Mended(tables, point, since, alone=True, why=why.rstrip("。"), caution="；".join(cautions))
    raise Problem(f"{why.rstrip('。')}。{refused}")


class _Mending:
    """Brings back into an opened new desk what is missing in it."""

    def __init__(
        self, rescue: Rescue, vault: Vault, saved: Mapping[str, Saved], clock: Clock, progress: Progress | None
    ) -> None:
        self._vault, self._saved, self._clock = vault, saved, clock
        self._torn = rescue.torn_log()
        told = ((_TORN_LOG, self._torn), (_UNKNOWN_SINCE, points.is_backup(rescue.folder)))
        self._cautions = [words for words, true in told if true]
        self._tell = progress or (lambda _done, _total: None)
        self._filled: list[Filled] = []

    def done(self, backup: Fitting | None) -> Mended:
        """Fill every table, with a backup where it may be used, and say what came of it."""
        since, cautions = self._since(backup), [*self._cautions]
        if backup is not None and not self._register_known(backup, since):
            backup, cautions = None, [*cautions, _NO_REGISTER]
            since = self._since(None)
        first = [one for one in self._saved.values() if one.table in _FIRST]
        if backup is None:
            self._fill(None, first, since)
        else:
            with self._vault.beside(backup.place) as then:
                self._fill(then, first, since)
        entered = _make_enterable(self._vault, self._clock())
        vouched = self._fill_rest(backup, since)
        if any(one.brought for one in self._filled) and not since.whole:
            cautions.append(_STALE)
        if any(one.missing != 0 for one in self._filled if one.table in _ERASED):
            cautions.append(_REGISTER_GAP)
        tables = tuple(sorted(self._filled, key=lambda one: list(self._saved).index(one.table)))
        traces = {name: one.traces for name, one in self._saved.items()}
        cautions += [*number_gaps.unknown(tables, traces), *entered]
        point, caution = backup.point if backup else None, "；".join(cautions)
        return Mended(tables, point, since, vouched=vouched, caution=caution, traces=traces)

    def _since(self, backup: Fitting | None) -> Since:
        head, lost = backup.head if backup else 0, self._saved[JOURNAL].lost
        whole = lost is not None and all(seq <= head for (seq,) in lost) and not self._torn
        with Session(self._vault.reader) as session:
            return journal_replay.since(session, head, whole=whole)

    def _register_known(self, backup: Fitting, since: Since) -> bool:
        """Tell whether every erasure is known, by the desk or by the backup, that was made since the backup."""
        if all(self._saved[table].missing == 0 for table in _ERASED):
            return True
        later = select(JournalEntry.result).where(JournalEntry.seq > since.seq, JournalEntry.act.in_(_ERASING))
        with Session(self._vault.reader) as session:
            return since.whole and {str(told.get("erasure")) for told in session.scalars(later)} <= backup.erasures

    def _fill_rest(self, backup: Fitting | None, since: Since) -> Vouched:
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


def _make_enterable(vault: Vault, now: datetime) -> list[str]:
    """Bring back from keys.json who may open the desk, and say who; give the office a name and a key if they are lost.

    Whom nobody knew may have come with the recovery card, in place of whoever had that name.
    """
    told = []
    with Session(vault.writer) as session, session.begin():
        for slot in Vault.slots(vault.folder):
            if session.get(Officer, slot.id) is None:
                told.append(f"{slot.name}不在人员名册中，已按密钥文件（口令或恢复卡）补入")
                for before in session.scalars(select(Officer).where(Officer.name == slot.name, Officer.active)):
                    before.active, before.left_at = False, now
                role = _ROLES.get(slot.role, PRINCIPAL)
                session.add(Officer(id=slot.id, name=slot.name, role=role, active=True, joined_at=now))
        _name_office(session, now)
    return told


def _name_office(session: Session, now: datetime) -> None:
    if session.get(Setting, OFFICE) is None:
        session.add(Setting(name=OFFICE, value=asdict(Office(_UNKNOWN_OFFICE))))
        session.flush()
    if session.scalar(select(OfficeKey).where(OfficeKey.active)) is None:
        # A new one: partners are given its certificate, as after any other change of keys.
        made = make_certificate(office_of(session).name, now.date())
        pems = {"key_pem": made.key_pem, "certificate_pem": made.certificate_pem}
        session.add(OfficeKey(**pems, created_at=now, active=True))
