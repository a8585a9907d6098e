"""A package of another desk is proved and looked through; nothing is believed before its proof holds, nothing written.

Records are known by their identity, and whose version is newer by their lineage.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import load_certificate
from creditdesk.exchange.content_check import ContentCheck
from creditdesk.exchange.descriptor import OPINION, REPORT, Descriptor, PackageHead, TableEntry, read_descriptor
from creditdesk.exchange.lineage import Lineage
from creditdesk.exchange.lineage import read as read_lineage
from creditdesk.exchange.packages import Entry, table_of
from creditdesk.exchange.sealed import SealedArchive
from creditdesk.exchange.verifying import Report, prove
from creditdesk.models import IncomingPackage, Package, Record
from creditdesk.services import (
    erased_rows,
    lineages,
    office_keys,
    offices,
    packages,
    partners,
)
from creditdesk.services.bulk import chunks
from creditdesk.services.desk import Desk
from creditdesk.services.import_sorting import Sorting
from creditdesk.services.lineages import Present

NEW, NEWER, SAME, OLDER, BOTH, WITHDRAWN, FAULTY = "new", "newer", "same", "older", "both", "withdrawn", "faulty"
WORDS = {
    NEW: "新增",
    NEWER: "更新",
    SAME: "相同",
    OLDER: "已有更新",
    BOTH: "双方都改过",
    WITHDRAWN: "对方已撤销",
    FAULTY: "不合格",
}
ERASED = "这条记录在本桌面保存期满，已依法消除，不再接收，请核对本单位的保存期限"
_AT_ONCE = 500
_REVOKED = "revoked"
_IDENTITY = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Arrived:
    """One row that came in, with its lineage and what it is to this desk."""

    entry: Entry
    lineage: Lineage
    sort: str


@dataclass(frozen=True)
class Fault:
    """A row that is not taken, and why; the number is what the officer knows the record by."""

    record_id: str
    version: int
    kind: str
    number: str
    sentence: str


@dataclass
class Plan:
    """A package that was proved and looked through; nothing of it is written yet."""

    path: Path
    head: PackageHead
    digest: str
    findings: tuple[str, ...]
    rows: list[Arrived] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def sentence(self) -> str:
        """Tell in one line what taking it would do."""
        told = "，".join(f"{word}{self.counts[sort]}条" for sort, word in WORDS.items() if self.counts[sort])
        return f"{self.head.office}第{self.head.serial:04d}号数据包：{told}"


def inspect(desk: Desk, path: Path, progress: Progress | None = None) -> Plan:
    """Prove a package and look through its rows; InputProblem names the first thing for which it is not believed."""
    with desk.read() as session, SealedArchive(path, partial(office_keys.opened, session)) as archive:
        report = _proved(session, archive)
        descriptor = _believed(report)
        digest = archive.digest()
        _require_place(session, descriptor, digest)
        plan = Plan(path, descriptor.head, digest, tuple(finding.sentence for finding in report.findings))
        for table in descriptor.tables:
            _look_through(session, desk, archive, table, plan, progress, descriptor.rows)
    return plan


def _proved(session: Session, archive: SealedArchive) -> Report:
    """Return the proof by that certificate of the office the package names which goes farthest."""
    archive.require_sane()
    head = read_descriptor(archive.descriptor()).head
    last = _last(session, head.desk)
    previous = last.digest if last is not None and last.serial == head.serial - 1 else None
    reports = [prove(archive, load_certificate(pem), previous) for pem in partners.signers(session, head.office)]
    return max(reports, key=lambda report: (report.ok, len(report.findings)))


def _believed(report: Report) -> Descriptor:
    for finding in report.findings:
        if not finding.ok:
            raise InputProblem(finding.sentence)
    if report.descriptor is None:
        raise InputProblem("数据包没有描述文件，请向对方重新索取。")
    return report.descriptor


def _require_place(session: Session, descriptor: Descriptor, digest: str) -> None:
    """Refuse a package that is not for us, is our own, was taken already, or does not follow the last one taken."""
    head, own = descriptor.head, offices.office_of(session).name
    if head.type == OPINION:
        raise InputProblem("这是核实意见，不是数据包：请到“接收”栏登记。")
    if head.type != REPORT:
        raise InputProblem("这是回执，不是数据包：请到“回执”栏登记。")
    if head.to != own:
        raise InputProblem(f"这个数据包是交给“{head.to}”的，不是交给本单位“{own}”的，请转交或退回。")
    if head.desk == packages.identity(session):
        if session.scalar(select(Package.id).where(Package.digest == digest)):
            raise InputProblem("这是本桌面自己制作的数据包，不用接收。")
        raise InputProblem("有另一个桌面与本桌面身份相同：桌面被复制过。请停用其中一个，另建新桌面后重新报送。")
    last = _last(session, head.desk)
    known = session.scalar(
        select(IncomingPackage).where(IncomingPackage.desk == head.desk, IncomingPackage.serial == head.serial)
    )
    place = f"{head.office}第{head.serial:04d}号数据包"
    if known is not None and known.digest == digest:
        raise InputProblem(f"{place}已经接收过，不用再接收。")
    forked = f"{place}与此前接收的对不上：对方的桌面可能被复制过，或数据包被替换，请向对方核实后重新索取。"
    if known is not None or head.serial <= (last.serial if last else 0):
        raise InputProblem(forked)
    missing = range(last.serial + 1 if last else 1, head.serial)
    if missing:
        told = f"第{missing[0]:04d}号" + (f"至第{missing[-1]:04d}号" if len(missing) > 1 else "")
        raise InputProblem(f"{place}之前缺少{told}，请先接收缺少的数据包。")
    if head.previous != (last.digest if last else None) or (last is not None and last.office != head.office):
        raise InputProblem(forked)


def _last(session: Session, desk_id: str) -> IncomingPackage | None:
    query = select(IncomingPackage).where(IncomingPackage.desk == desk_id)
    return session.scalar(query.order_by(IncomingPackage.serial.desc()).limit(1))


def _look_through(
    session: Session, desk: Desk, archive: SealedArchive, table: TableEntry, plan: Plan, progress: Progress | None,
    total: int,
) -> None:  # fmt: skip
    resource = table_of(desk.catalogue, table.name)
    if resource is None or resource.schema() != dict(table.schema):
        raise InputProblem(
            f"{table.path}的表结构与本桌面的信息目录不同：请双方采用同一版目录（信息目录页可见版本）后重新报送。"
        )
    kind, done = resource.kind, sum(plan.counts.values())
    check = ContentCheck(kind, desk.clock().date())
    fresh: list[Arrived] = []
    for some in chunks(resource.read(archive.rows(table)), _AT_ONCE):
        if progress is not None:
            progress(done, total)
        done += len(some)
        _require_identities(table, some)
        ids = [entry.record_id for entry in some]
        ours, erased = ours_of(session, ids), erased_rows.among_these(session, "record", ids)
        for entry, fault in zip(some, check.sentences([entry.content for entry in some]), strict=True):
            told = read_lineage(entry.lineage)
            # A withdrawal of what was erased brings nothing back.
            gone = ERASED if entry.record_id in erased and entry.action != WITHDRAWN else ""
            if told is None or gone or fault:
                _refuse(plan, kind, entry, gone or fault or "版本谱系写法不符")
                continue
            sort = sort_of(entry, told, ours.get(entry.record_id))
            plan.counts[sort] += 1
            arrived = Arrived(entry, told, sort)
            plan.rows.append(arrived)
            if sort == NEW:
                fresh.append(arrived)
    _refuse_doubles(session, kind, fresh, plan)


def _require_identities(table: TableEntry, some: Sequence[Entry]) -> None:
    for entry in some:
        if not _IDENTITY.fullmatch(entry.record_id):
            raise InputProblem(f"{table.path}里有不是 UUID 的记录标识，请对方用本系统重新制作数据包。")


def _refuse(plan: Plan, kind: RecordKind, entry: Entry, sentence: str) -> None:
    plan.counts[FAULTY] += 1
    title = kind.title(entry.content) or entry.record_id
    plan.faults.append(Fault(entry.record_id, entry.version, kind.label, title, sentence))


def _refuse_doubles(session: Session, kind: RecordKind, fresh: Sequence[Arrived], plan: Plan) -> None:
    """Refuse new rows about a decision that this desk has as a record of its own."""
    standing = [one for one in fresh if one.entry.action != WITHDRAWN]
    if not standing:
        return
    sorting = Sorting(session, kind, [dict(one.entry.content) for one in standing])
    doubled = {change.place for change in sorting.changed} | set(sorting.same)
    for place in doubled:
        _refuse(plan, kind, standing[place].entry, "本桌面已有同一决定的记录，请核对后撤销其中一条")
    plan.counts[NEW] -= len(doubled)
    gone = {id(standing[place]) for place in doubled}
    plan.rows = [one for one in plan.rows if id(one) not in gone]


def ours_of(session: Session, ids: Sequence[str]) -> dict[str, Lineage]:
    """Return the lineages of those records that this desk has."""
    columns = (Record.id, Record.version, Record.kind, Record.content, Record.state)
    rows = session.execute(select(*columns).where(Record.id.in_(ids)))
    return lineages.of(session, [Present(*row) for row in rows])


def sort_of(entry: Entry, theirs: Lineage, ours: Lineage | None) -> str:
    """Tell what a row is to this desk."""
    if ours is None:
        return OLDER if entry.action == WITHDRAWN else NEW
    if theirs.head == ours.head:
        return SAME
    if theirs.head in ours.before:
        return OLDER
    if ours.head not in theirs.before:
        return BOTH
    return WITHDRAWN if entry.action == WITHDRAWN else NEWER
