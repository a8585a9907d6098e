"""体检: whether the desk is whole, and what to do where it is not."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.models import Case, Letter, LetterFile, Package, Record, Register, SealedFile, Subject
from creditdesk.services import calendars, journal, own_catalogue, seals
from creditdesk.services.desk import Desk
from creditdesk.vault.checking import Finding

SEARCHED = {
    "subject": "SELECT id FROM subject",
    "record": "SELECT id FROM record WHERE decision_number IS NOT NULL",
    "case": 'SELECT id FROM "case"',
    "letter": "SELECT id FROM letter",
}
ADVICE = frozenset({"工作日历", "备份"})  # what an officer should see to soon, though the desk is whole


def check(desk: Desk) -> tuple[Finding, ...]:
    """Check the whole desk; each finding says whether it holds and, if not, what to do."""
    findings = list(desk.vault.check(SEARCHED, desk.clock()))
    with desk.read() as session:
        findings += [_journal(session), _registers(session), _letters(session)]
        findings += [_packages(session), _forms(desk, session), _calendar(desk)]
    return tuple(findings)


def counts(desk: Desk) -> dict[str, int]:
    """Count the nouns of the desk."""
    tables = {"subjects": Subject, "records": Record, "cases": Case, "letters": Letter, "packages": Package}
    with desk.read() as session:
        return {name: session.scalars(select(func.count()).select_from(table)).one() for name, table in tables.items()}


def _journal(session: Session) -> Finding:
    broken = journal.broken_at(session)
    if broken is None:
        return Finding("操作日志", True, "操作日志的链条完整。")
    return Finding("操作日志", False, f"操作日志从第{broken}条起不连续，请停止办理业务，用最近的备份恢复并报告负责人。")


def _registers(session: Session) -> Finding:
    """A letter register has no gap when its last number equals the count of its letters."""
    query = select(Letter.series, Letter.year, func.count(), func.max(Letter.serial)).where(Letter.sub == 0)
    query = query.group_by(Letter.series, Letter.year)
    counted = {(series, year): (count, last) for series, year, count, last in session.execute(query)}
    for register in session.scalars(select(Register).where(Register.name.not_like("case:%"))):
        if counted.get((register.name, register.year), (0, 0)) != (register.last, register.last):
            return Finding("文书编号", False, f"{register.year}年的文书编号有缺号，请用最近的备份恢复并报告负责人。")
    return Finding("文书编号", True, "文书编号连续，没有缺号。")


def _letters(session: Session) -> Finding:
    query = select(Letter.number, Letter.sha256, LetterFile.pdf).outerjoin(
        LetterFile, LetterFile.letter_id == Letter.id
    )
    for number, digest, pdf in session.execute(query.execution_options(yield_per=50)):
        if pdf is None or hashlib.sha256(pdf).hexdigest() != digest:
            return Finding("文书存档", False, f"{number}的存档与签发时不一致，请用最近的备份恢复该文书。")
    for letter_id in session.scalars(select(SealedFile.letter_id)):
        try:
            seals.file_of(session, letter_id)
        except Problem as problem:
            return Finding("文书存档", False, problem.sentence)
    return Finding("文书存档", True, "存档文书与签发时一致。")


def _forms(desk: Desk, session: Session) -> Finding:
    unread = own_catalogue.unreadable(session, desk.shipped)
    if unread:
        return Finding("本单位表单", False, f"{len(unread)} 份已采用的表单读不出来，请联系程序维护人员：{unread[0]}")
    return Finding("本单位表单", True, "已采用的表单都读得出来。")


def _packages(session: Session) -> Finding:
    previous: Package | None = None
    for package in session.scalars(select(Package).order_by(Package.serial)):
        expected = (previous.serial + 1, previous.digest) if previous else (1, None)
        if (package.serial, package.previous_digest) != expected:
            return Finding("数据包台账", False, f"第{package.serial:04d}号数据包与上一包不相连，请报告负责人。")
        previous = package
    return Finding("数据包台账", True, "数据包台账前后相连。")


def _calendar(desk: Desk) -> Finding:
    last, missing = desk.calendar.last_known, calendars.missing_year(desk.calendar, desk.clock().date())
    if missing is None:
        return Finding("工作日历", True, f"放假安排已载入至{last}。")
    return Finding("工作日历", False, f"{missing}年放假安排还没有导入，之后的期限为暂定，请在“工作日历”导入。")
