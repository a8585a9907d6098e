"""Who received what (谁收到了什么), for a period or a subject, as PDF or workbook; the journal is told of each.

On paper a period is summed up by package and kind; a workbook also has every row. A subject is told row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.models import Subject
from creditdesk.services import ledger, list_exports, offices, report_files
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.ledger import LedgerLine, PackagePart

NAME = "对外提供台账"
_PARTS = ("日期", "数据包", "接收单位", "信息类别", "新增", "变更", "撤销", "合计", "已接收", "退回", "待回执")
_PART_WEIGHTS = (1.5, 1.1, 3.2, 1.8, *[1.0] * 7)
_PART_ALIGNS = (*["left"] * 4, *["center"] * 7)
_LINES = ("日期", "数据包", "接收单位", "信息类别", "文号或名称", "主体", "操作", "版本", "回执")
_LINE_WEIGHTS = (1.5, 1.1, 2.6, 1.6, 2.6, 2.2, 0.9, 0.8, 2.6)


@dataclass(frozen=True)
class Scope:
    """What a report is about: everything in a period, or one subject in it."""

    start: date
    end: date
    subject_id: str = ""


def pdf_of_period(desk: Desk, start: date, end: date) -> bytes:
    """Draw the report of a period."""
    return pdf(desk, Scope(start, end))


def save_period(desk: Desk, start: date, end: date, path: Path) -> Changes:
    """Write the report of a period, as `save` does."""
    return save(desk, Scope(start, end), path)


def pdf(desk: Desk, scope: Scope) -> bytes:
    """Draw the report."""
    return case_register_pdf(_register(desk, scope))


def save(desk: Desk, scope: Scope, path: Path) -> Changes:
    """Write the report as PDF or workbook, as the file's ending says; the journal is told first."""
    desk.require(list_exports.export.power)
    book = _sheets(desk, scope) if path.suffix.lower() == report_files.WORKBOOK else []
    rows = len(book[-1].rows) if book else len(_register(desk, scope).rows)
    header, narrowed = _LINES if scope.subject_id else _PARTS, (_narrowed(desk, scope),)
    return report_files.save(
        NAME,
        path,
        pdf=lambda: pdf(desk, scope),
        sheets=lambda: book,
        tell=lambda: desk.perform(list_exports.export, NAME, narrowed, header, rows, path.name),
    )


def _narrowed(desk: Desk, scope: Scope) -> str:
    if scope.end < scope.start:
        raise InputProblem(f"起始日期{scope.start}晚于截止日期{scope.end}，请核对台账的期间。")
    period = f"报送日期 {scope.start} 至 {scope.end}"
    if not scope.subject_id:
        return period
    with desk.read() as session:
        subject = session.get(Subject, scope.subject_id)
    if subject is None:
        raise InputProblem("没有这个主体，请在“信用主体”中重新选择。")
    return f"{subject.name}　{period}"


def _register(desk: Desk, scope: Scope) -> CaseRegister:
    narrowed = _narrowed(desk, scope)
    rows: Sequence[tuple[str, ...]]
    if scope.subject_id:
        lines = _lines(desk, scope)
        rows, columns = list(map(_line_row, lines)), map(Column, _LINES, _LINE_WEIGHTS)
        count = len(lines)
    else:
        parts = ledger.parts_of(desk, scope.start, scope.end)
        rows, columns = list(map(_part_row, parts)), map(Column, _PARTS, _PART_WEIGHTS, _PART_ALIGNS)
        count = sum(part.rows for part in parts)
    return CaseRegister(
        offices.office(desk).name,
        desk.officer.name,
        scope.start,
        scope.end,
        desk.clock().date(),
        tuple(columns),
        tuple(rows),
        f"共提供 {count} 条",
        title=NAME,
        narrowed=narrowed,
        nothing="本期没有对外提供信息。",
    )


def _sheets(desk: Desk, scope: Scope) -> list[ListSheet]:
    narrowed, lines = _narrowed(desk, scope), _lines(desk, scope)
    if len(lines) > list_exports.MOST_ROWS:
        raise InputProblem(
            f"{narrowed}有{len(lines):,}行以上，一次最多导出{list_exports.MOST_ROWS:,}行，请缩短期间再导出。"
        )
    parts = [] if scope.subject_id else [ledger.parts_of(desk, scope.start, scope.end)]
    summed = [ListSheet("汇总", _PARTS, list(map(_part_row, found))) for found in parts]
    return [*summed, ListSheet("明细", _LINES, list(map(_line_row, lines)))]


def _lines(desk: Desk, scope: Scope) -> list[LedgerLine]:
    """Return the rows of the report, at most one more than a workbook takes."""
    if scope.subject_id:
        return [line for line in ledger.of_subject(desk, scope.subject_id) if scope.start <= line.day <= scope.end]
    return list(islice(ledger.of_period(desk, scope.start, scope.end), list_exports.MOST_ROWS + 1))


def _part_row(part: PackagePart) -> tuple[str, ...]:
    figures = (part.new, part.changed, part.withdrawn, part.rows, part.taken, part.rejected, part.waiting)
    return (str(part.day), f"{part.serial:04d}", part.receiver, part.kind, *map(str, figures))


def _line_row(line: LedgerLine) -> tuple[str, ...]:
    return (
        str(line.day),
        f"{line.serial:04d}",
        line.receiver,
        line.kind,
        line.title,
        line.subject,
        line.action,
        str(line.version),
        line.receipt,
    )
