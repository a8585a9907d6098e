"""体检: whether the desk is whole, and what to do where it is not."""

import hashlib
from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import Problem, few
from creditdesk.models import (
    Attachment,
    AttachmentFile,
    Case,
    Letter,
    LetterFile,
    Package,
    PackageFile,
    Record,
    Register,
    SealedFile,
    Subject,
)
from creditdesk.rules import china_time
from creditdesk.services import (
    backups,
    calendars,
    date_guard,
    erased_rows,
    erasure_traces,
    informant_keys,
    journal,
    journal_heads,
    office_keys,
    own_catalogue,
    partners,
    receipt_lists,
    seals,
    skips,
)
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault.backup import Progress
from creditdesk.vault.checking import Finding

SEARCHED = {
    "subject": "SELECT id FROM subject",
    "record": "SELECT id FROM record WHERE decision_number IS NOT NULL",
    "case": 'SELECT id FROM "case"',
    "letter": "SELECT id FROM letter",
}
READERS = (Power.READ, Power.DESK, Power.JOURNAL)
"""Who may check a desk: it tells counts and states, nobody's record."""
ADVICE = frozenset({"工作日历", "备份", "证书", "电脑日期", "消除", "举报人封存", "存放位置"})
"""What an officer should see to soon, though the desk is whole."""


def check(desk: Desk) -> tuple[Finding, ...]:
    """Check the whole desk; each finding says whether it holds and, if not, what to do."""
    return (*look(desk), look_at_index(desk))


def look(desk: Desk, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Check everything but the search index, beside the officer's work; damage met on the way is a finding too."""
    desk.require(*READERS)
    tell, total = progress or (lambda _done, _total: None), _IN_FILE + len(_FINDERS)
    found: list[Finding] = []
    tell(0, total)
    for finding in desk.vault.look():
        found.append(finding)
        tell(len(found), total)
    for name, find in _FINDERS.items():
        found.append(_found(desk, name, find))
        tell(len(found), total)
    return tuple(found)


def look_at_index(desk: Desk) -> Finding:
    """Check the search index; belongs on the writing thread, where it waits for nobody and nobody for it."""
    desk.require(*READERS)
    return desk.vault.look_at_index(SEARCHED)


def _found(desk: Desk, name: str, find: Callable[[Desk, Session], Finding]) -> Finding:
    try:
        with desk.read(*READERS) as session:
            return find(desk, session)
    except Problem as problem:
        return Finding(name, False, problem.sentence)


def counts(desk: Desk) -> dict[str, int]:
    """Count the nouns of the desk."""
    tables = {"subjects": Subject, "records": Record, "cases": Case, "letters": Letter, "packages": Package}
    with desk.read(*READERS) as session:
        return {name: session.scalars(select(func.count()).select_from(table)).one() for name, table in tables.items()}


def _journal(_desk: Desk, session: Session) -> Finding:
    broken = journal.broken_at(session)
    if broken is not None:
        told = f"操作日志从第{broken}条起不连续，请停止办理业务，用最近的备份恢复并报告负责人。"
        return Finding("操作日志", False, told)
    gaps = journal.vouched_gaps(session)
    told = journal_heads.contradiction(session, gaps)
    whole = f"操作日志的链条完整{_lost(gaps)}，与文书和数据包上的日志编号相符。"
    return Finding("操作日志", not told, told or whole)


def _lost(gaps: Sequence[journal.Gap]) -> str:
    numbers = [f"{first}" if first == last else f"{first}至{last}" for first, last in gaps]
    return f"（编号{few(numbers, '处')}的记录已损坏丢失，抢救时登记过）" if gaps else ""


def _registers(_desk: Desk, session: Session) -> Finding:
    """A register has no gap when its last number equals the count of its letters and of what a restore skipped."""
    query = select(Letter.series, Letter.year, func.count(), func.max(Letter.serial)).where(Letter.sub == 0)
    query = query.group_by(Letter.series, Letter.year)
    counted = {(series, year): (count, last) for series, year, count, last in session.execute(query)}
    skipped = skips.counted(session)
    for register in session.scalars(select(Register).where(Register.name.not_like("case:%"))):
        count, last = counted.get((register.name, register.year), (0, 0))
        run = skips.last(session, register.name, register.year)
        count, last = count + skipped.get((register.name, register.year), 0), max(last, run.last if run else 0)
        if (count, last) != (register.last, register.last):
            return Finding("文书编号", False, f"{register.year}年的文书编号有缺号，请用最近的备份恢复并报告负责人。")
    return Finding("文书编号", True, "文书编号连续，没有缺号。")


def _letters(_desk: Desk, session: Session) -> Finding:
    query = select(Letter.number, Letter.sha256, LetterFile.pdf).outerjoin(
        LetterFile, LetterFile.letter_id == Letter.id
    )
    # What was erased by law has no file any more.
    query = query.where(Letter.id.not_in(erased_rows.ids(session, "letter")))
    for number, digest, pdf in session.execute(query.execution_options(yield_per=50)):
        if pdf is None or hashlib.sha256(pdf).hexdigest() != digest:
            return Finding("文书存档", False, f"{number}的存档与签发时不一致，请用最近的备份恢复该文书。")
    for letter_id in session.scalars(select(SealedFile.letter_id)):
        try:
            seals.file_of(session, letter_id)
        except Problem as problem:
            return Finding("文书存档", False, problem.sentence)
    return Finding("文书存档", True, "存档文书与签发时一致。")


def _attachments(_desk: Desk, session: Session) -> Finding:
    query = select(Attachment.name, Attachment.sha256, AttachmentFile.content, Case.number)
    query = query.join(Case, Case.id == Attachment.case_id)
    query = query.outerjoin(AttachmentFile, AttachmentFile.attachment_id == Attachment.id)
    query = query.where(Attachment.id.not_in(erased_rows.ids(session, "attachment")))
    for name, digest, content, number in session.execute(query.execution_options(yield_per=10)):
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            return Finding("案卷材料", False, f"{number}的附件{name}与收到时不一致，请停止使用，用最近的备份恢复。")
    return Finding("案卷材料", True, "案卷材料与收到时一致。")


def _forms(desk: Desk, session: Session) -> Finding:
    unread = own_catalogue.unreadable(session, desk.shipped)
    if unread:
        return Finding("本单位表单", False, f"{len(unread)} 份已采用的表单读不出来，请联系程序维护人员：{unread[0]}")
    return Finding("本单位表单", True, "已采用的表单都读得出来。")


def _packages(_desk: Desk, session: Session) -> Finding:
    before: dict[str, tuple[int, str | None]] = {}
    skipped = {(receiver, run.last): run for receiver, run in skips.of_packages(session)}
    columns = (Package.id, Package.receiver, Package.serial, Package.digest, Package.previous_digest)
    for package in session.execute(select(*columns).order_by(Package.receiver, Package.serial)):
        serial, digest = before.get(package.receiver, (0, None))
        run = skipped.get((package.receiver, package.serial - 1))
        if run is not None and run.first == serial + 1:
            serial, digest = run.last, run.digest
        if (package.serial, package.previous_digest) != (serial + 1, digest):
            return Finding("数据包台账", False, f"第{package.serial:04d}号数据包与上一包不相连，请报告负责人。")
        before[package.receiver] = (package.serial, package.digest)
        kept = session.scalar(select(PackageFile.zip).where(PackageFile.package_id == package.id))
        if kept is not None and hashlib.sha256(kept).hexdigest() != package.digest:
            return Finding("数据包台账", False, f"第{package.serial:04d}号数据包的存档已被改动，请用最近的备份恢复。")
    return Finding("数据包台账", True, "数据包台账前后相连。")


def _certificates(desk: Desk, session: Session) -> Finding:
    """The office's own certificate and those of its partners, thirty days ahead."""
    now, own = desk.clock(), office_keys.valid_until(session)
    if partners.state_at(now, own, now) != partners.VALID:
        return Finding("证书", False, f"本中心证书于{office_date(own)}到期，请在“伙伴与证书”更新后交给各伙伴。")
    for name, day in partners.ending(session, now.date()):
        return Finding("证书", False, f"“{name}”的证书于{day}到期，请向对方索取新证书并核对指纹。")
    return Finding("证书", True, "本中心和各伙伴的证书都在有效期内。")


def _receipts(desk: Desk, _session: Session) -> Finding:
    late = receipt_lists.late(desk)
    if not late:
        return Finding("数据包回执", True, "没有逾期未答复的数据包。")
    first = f"第{late[0].serial:04d}号数据包{late[0].waited}个工作日没有回执"
    return Finding("数据包回执", False, f"{len(late)}个数据包逾期没有回执（{first}），请在“数据交换·回执”催办。")


def _calendar(desk: Desk, _session: Session) -> Finding:
    last, missing = desk.calendar.last_known, calendars.missing_year(desk.calendar, desk.clock().date())
    if missing is None:
        return Finding("工作日历", True, f"放假安排已载入至{last}。")
    return Finding("工作日历", False, f"{missing}年放假安排还没有导入，之后的期限为暂定，请在“工作日历”导入。")


def _backup(desk: Desk, _session: Session) -> Finding:
    newest, soon = backups.state(desk).newest, desk.catalogue.backup_rule().soon
    if newest is None:
        return Finding("备份", False, "还没有备份，请立即备份一次。")
    todo = f"已超过 {soon.days} 天，请立即备份一次。" if desk.clock() - newest > soon else ""
    return Finding("备份", not todo, f"最近一次备份在 {china_time.words(newest)}。{todo}")


def _erasures(desk: Desk, _session: Session) -> Finding:
    waits = erasure_traces.waits_for(desk)
    if not waits:
        return Finding("消除", True, "没有还没到达全部备份的消除。")
    return Finding("消除", False, f"已办的消除还没有到达全部备份：{waits}")


def _readers(_desk: Desk, session: Session) -> Finding:
    wanting = informant_keys.wanting(session)
    return Finding("举报人封存", not wanting, wanting or "封存的举报人有两人以上可以查阅，或者还没有起用封存。")


def _date(desk: Desk, session: Session) -> Finding:
    doubted = date_guard.doubt(session, desk.clock, desk.calendar)
    if doubted is None:
        return Finding("电脑日期", True, "电脑日期与上一次操作相符。")
    return Finding("电脑日期", False, f"{doubted.sentence}请核对日期，在窗口上方确认或先校正电脑。")


_FINDERS: dict[str, Callable[[Desk, Session], Finding]] = {
    "操作日志": _journal,
    "文书编号": _registers,
    "文书存档": _letters,
    "案卷材料": _attachments,
    "数据包台账": _packages,
    "证书": _certificates,
    "本单位表单": _forms,
    "工作日历": _calendar,
    "数据包回执": _receipts,
    "备份": _backup,
    "消除": _erasures,
    "举报人封存": _readers,
    "电脑日期": _date,
}
_IN_FILE = 5  # findings of the vault beside the index
