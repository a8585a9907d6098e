"""Packages for the city platform: what changed since the last one, signed, chained, and written to the ledger."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import REPORT
from creditdesk.exchange.packages import Entry, PackageHead, write_package
from creditdesk.models import Officer, Package, PackageRow, Record
from creditdesk.models.records import LEAVING
from creditdesk.services import journal, office_keys, offices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

NEW, CHANGED, WITHDRAWN = "new", "changed", "withdrawn"


@dataclass(frozen=True)
class KindCount:
    """How many records of one kind would leave, and as what."""

    kind: str
    label: str
    new: int
    changed: int
    withdrawn: int
    contested: int
    held: int

    @property
    def leaving(self) -> int:
        """How many rows of this kind the package will have."""
        return self.new + self.changed + self.withdrawn


@dataclass(frozen=True)
class Preparation:
    """What the next package would hold, and what stays back and why."""

    serial: int
    since: datetime | None
    counts: tuple[KindCount, ...]
    held: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """How many rows would leave."""
        return sum(count.leaving for count in self.counts)


@dataclass(frozen=True)
class PackageLine:
    """A package as the ledger shows one."""

    id: str
    serial: int
    created: date
    rows: int
    file_name: str
    digest: str
    officer: str


def due_rows(session: Session) -> Iterator[tuple[Record, str]]:
    """Yield every record whose present version has not left yet, with what it would leave as.

    A record that was revoked before it ever left stays at home: there is nothing to withdraw.
    """
    query = select(Record).where(LEAVING).order_by(Record.kind, Record.id).execution_options(yield_per=1000)
    for record in session.scalars(query):
        action = _action(record.state, left=record.left_version > 0)
        if action:
            yield record, action


def _action(state: str, *, left: bool) -> str | None:
    if state == "revoked":
        return WITHDRAWN if left else None
    return CHANGED if left else NEW


_LEFT = Record.left_version > 0
_LEAVING_COUNTS = (
    select(Record.kind, Record.state, Record.withheld, Record.objection_mark, _LEFT, func.count())
    .where(LEAVING)
    .group_by(Record.kind, Record.state, Record.withheld, Record.objection_mark, _LEFT)
)


def prepare(desk: Desk) -> Preparation:
    """Count what the next package would hold."""
    tally: Counter[tuple[str, str]] = Counter()
    held: Counter[str] = Counter()
    with desk.read() as session:
        for kind, state, withheld, marked, left, count in session.execute(_LEAVING_COUNTS):
            action = _action(state, left=left)
            if action and withheld:
                held[withheld] += count
                tally[kind, "held"] += count
            elif action:
                tally[kind, action] += count
                tally[kind, "contested"] += count * marked
        newest = _newest(session)
        serial, since = (newest.serial + 1, newest.created_at) if newest else (1, None)
    counts = tuple(
        KindCount(
            kind.name,
            kind.label,
            *(tally[kind.name, part] for part in (NEW, CHANGED, WITHDRAWN, "contested", "held")),
        )
        for kind in desk.catalogue.current_kinds()
    )
    return Preparation(serial, since, counts, tuple(held.most_common()))


@act("package.build", Power.EXCHANGE)
def build(a: Act, folder: Path) -> Result:
    """Write the next package into a folder and keep the ledger of every row in it."""
    if not folder.is_dir():
        raise InputProblem(f"没有文件夹{folder}，请检查U盘是否插好后重新选择。")
    leaving = [(record, action) for record, action in due_rows(a.session) if not record.withheld]
    if not leaving:
        raise InputProblem("自上一个数据包以来没有要报送的变化，无需制作数据包。")
    newest, key = _newest(a.session), office_keys.active(a.session)
    serial = newest.serial + 1 if newest else 1
    head = journal.head_hash(a.session)
    previous = newest.digest if newest else None
    office = offices.office_of(a.session)
    about = PackageHead(REPORT, office.name, identity(a.session), office.receiver, serial, previous, a.now, head)
    entries = (_entry(record, action) for record, action in leaving)
    written = write_package(folder, about, a.catalogue, entries, OfficeCertificate(key.key_pem, key.certificate_pem))
    package = Package(
        type=REPORT,
        receiver=office.receiver,
        serial=serial,
        file_name=written.path.name,
        digest=written.digest,
        previous_digest=previous,
        rows=len(leaving),
        counts=dict(Counter(f"{record.kind}.{action}" for record, action in leaving)),
        journal_head=head,
        created_at=a.now,
        officer_id=a.officer.id,
        maker_id=a.officer.id,
    )
    a.session.add(package)
    a.session.flush()
    a.session.add_all(_row(package, record, action) for record, action in leaving)
    a.session.flush()
    rows = select(PackageRow.record_id).where(PackageRow.package_id == package.id)
    leave = update(Record).where(Record.id.in_(rows)).values(left_version=Record.version)
    # Past the objects in memory, so that the journal does not tell each row again that the package tells.
    a.session.execute(leave.execution_options(synchronize_session=False))
    a.say(f"已生成第{serial:04d}号数据包，{len(leaving)}条")
    return {"package": package.id, "serial": serial, "path": str(written.path), "rows": len(leaving)}


def identity(session: Session) -> str:
    """Return the desk's identity, 32 hexadecimal digits; a copy of the desk has the same."""
    return str(session.connection().exec_driver_sql("SELECT desk_id FROM vault_identity").scalar_one())


def _entry(record: Record, action: str) -> Entry:
    return Entry(record.id, record.version, action, record.kind, record.content, record.objection_mark)


def _row(package: Package, record: Record, action: str) -> PackageRow:
    return PackageRow(
        package_id=package.id,
        record_id=record.id,
        version=record.version,
        action=action,
        marked=record.objection_mark,
    )


def _newest(session: Session) -> Package | None:
    return session.scalar(select(Package).order_by(Package.serial.desc()).limit(1))


def certificate(desk: Desk) -> bytes:
    """Return the office's certificate as PEM, to be handed to whoever checks its packages."""
    with desk.read() as session:
        return office_keys.active(session).certificate_pem


def ledger(desk: Desk) -> tuple[PackageLine, ...]:
    """Return the packages that left, the newest first."""
    query = select(Package, Officer.name).join(Officer, Officer.id == Package.officer_id)
    with desk.read() as session:
        return tuple(
            PackageLine(row.id, row.serial, office_date(row.created_at), row.rows, row.file_name, row.digest, officer)
            for row, officer in session.execute(query.order_by(Package.serial.desc()))
        )
