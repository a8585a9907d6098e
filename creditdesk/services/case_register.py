"""The register of objections (异议台账) for any period, as PDF or workbook; the journal is told of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.models import Case, CaseItem, Officer, Record, SourceUnit, Subject
from creditdesk.rules.deadlines import StageClock
from creditdesk.rules.identifiers import mask
from creditdesk.rules.urgency import Urgency, words
from creditdesk.services import cases, list_exports, objections, offices, report_files
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk

NAME = "异议台账"
_HEAD = ("案号", "收到日期", "申请人", "异议信息", "来源单位")
_OVERALL, _TAIL = "全程", ("处理结果", "状态", "经办人")
_FACTS = ("期限", "完成", "用时", "逾期")
_WEIGHTS = {"案号": 1.5, "收到日期": 1.6, "申请人": 2.2, "异议信息": 2.8, "来源单位": 2.2, "状态": 1.25}
_WEIGHTS |= {"处理结果": 1.6, "经办人": 1.2}
_STAGE_WEIGHT = 2.25


@dataclass(frozen=True)
class Span:
    """One clock in texts: by when, done when, with how many of its days, and in words by how much it was overrun."""

    due: str = ""
    done: str = ""
    used: str = ""
    late: str = ""

    def on_paper(self) -> str:
        """Return the clock as one cell; the year stands with the day of receipt."""
        if not self.due:
            return ""
        told = [f"期限 {self.due[5:]}", f"完成 {self.done[5:]}" if self.done else "未完成", f"用时 {self.used}"]
        return "\n".join([*told, *self.late.split(" ", 1)])


@dataclass(frozen=True)
class Line:
    """One case of the register as texts: what stands before the clocks, each clock by its label, what stands after."""

    head: tuple[str, ...]
    spans: dict[str, Span]
    tail: tuple[str, ...]
    late: bool
    open: bool


def lines(desk: Desk, start: date, end: date) -> tuple[Line, ...]:
    """Return the cases received from one day to another, both included, in the order of their numbers."""
    if end < start:
        raise InputProblem(f"起始日期{start}晚于截止日期{end}，请核对台账的期间。")
    query = (
        select(Case, Subject, SourceUnit.name, Officer.name)
        .join(Subject, Subject.id == Case.subject_id)
        .join(Officer, Officer.id == Case.officer_id)
        .outerjoin(SourceUnit, SourceUnit.id == Case.unit_id)
        .where(Case.procedure == objections.PROCEDURE, Case.received_on >= start, Case.received_on <= end)
        .order_by(Case.year, Case.serial)
    )
    with desk.read() as session:
        return tuple(_line(desk, session, *found) for found in session.execute(query))


def _line(desk: Desk, session: Session, case: Case, subject: Subject, unit: str | None, officer: str) -> Line:
    now = cases.clocks_of(case, desk.catalogue, desk.calendar, desk.clock().date())
    applicant = case.applicant.get("name", "")
    if identity := case.applicant.get("identity", ""):
        applicant += f"\n{mask(identity) if subject.category == 'person' else identity}"
    head = (case.number, str(case.received_on), applicant, _records(desk, session, case), unit or "")
    clocks = (*now.stages, now.overall)
    state = desk.catalogue.procedure(case.procedure).states[case.state]
    spans = {clock.label: _span(desk, clock) for clock in clocks}
    late = any(_late(desk, clock) for clock in clocks)
    return Line(head, spans, (case.outcome or "", state, officer), late, case.open)


def _span(desk: Desk, clock: StageClock) -> Span:
    if clock.start is None or clock.due is None:
        return Span()
    late, unsure = _late(desk, clock), "（暂定）" if clock.provisional else ""
    return Span(
        f"{clock.due}{unsure}",
        str(clock.done or ""),
        f"{clock.used or 0}/{clock.days}",
        words(Urgency.OVERDUE, -late) if late else "",
    )


def _late(desk: Desk, clock: StageClock) -> int:
    """Return by how many working days a clock was or is overrun."""
    if clock.start is None or clock.due is None:
        return 0
    ended = clock.done or desk.clock().date()
    return max(0, desk.calendar.between(clock.due, ended))


def _records(desk: Desk, session: Session, case: Case) -> str:
    query = select(Record).where(Record.id.in_(select(CaseItem.record_id).where(CaseItem.case_id == case.id)))
    told = []
    for record in session.scalars(query.order_by(Record.id)):
        kind = desk.catalogue.kind(record.kind, record.edition)
        told.append(f"{kind.label}{kind.title(record.content)}")
    return "；".join(told)


def register(desk: Desk, start: date, end: date) -> CaseRegister:
    """Return the register of a period as it is printed."""
    found = lines(desk, start, end)
    labels = _labels(found)
    rows = tuple(
        (*line.head, *(line.spans.get(label, Span()).on_paper() for label in labels), *line.tail) for line in found
    )
    columns = tuple(Column(title, _WEIGHTS.get(title, _STAGE_WEIGHT)) for title in (*_HEAD, *labels, *_TAIL))
    closed, late = sum(not line.open for line in found), sum(line.late for line in found)
    summary = f"共 {len(found)} 件，办结 {closed} 件，有逾期的 {late} 件"
    office, today = offices.office(desk).name, desk.clock().date()
    return CaseRegister(office, desk.officer.name, start, end, today, columns, rows, summary)


def sheet(desk: Desk, start: date, end: date) -> ListSheet:
    """Return the register of a period as a sheet on which every fact has a column of its own."""
    found = lines(desk, start, end)
    labels = _labels(found)
    facts = tuple(f"{label}{fact}" for label in labels for fact in _FACTS)
    rows = tuple(
        (*line.head, *(told for label in labels for told in _told(line.spans.get(label, Span()))), *line.tail)
        for line in found
    )
    return ListSheet(NAME, (*_HEAD, *facts, *_TAIL), rows)


def _told(span: Span) -> tuple[str, ...]:
    return (span.due, span.done, span.used, span.late)


def _labels(found: Sequence[Line]) -> tuple[str, ...]:
    """Return the stages of all rules under which the cases run, in their order, and the whole at the end."""
    stages = dict.fromkeys(label for line in found for label in line.spans if label != _OVERALL)
    return (*stages, _OVERALL)


def pdf(desk: Desk, start: date, end: date) -> bytes:
    """Draw the register of a period."""
    return case_register_pdf(register(desk, start, end))


def save(desk: Desk, start: date, end: date, path: Path) -> Changes:
    """Write the register as PDF or workbook, as the file's ending says; the journal is told first."""
    desk.require(list_exports.export.power)
    wanted, period = sheet(desk, start, end), (f"收到日期{start}至{end}",)
    return report_files.save(
        "台账",
        path,
        pdf=lambda: pdf(desk, start, end),
        sheets=lambda: [wanted],
        tell=lambda: desk.perform(list_exports.export, NAME, period, wanted.header, len(wanted.rows), path.name),
    )
