"""Lists that an office prints or hands on: the same rows as PDF across A4 or as a workbook, and told in the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.services import list_exports, offices, report_files
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class PrintedList:
    """A list ready to be written: its title, what narrowed it, its columns with their shares of the width, its rows.

    `summary` says in words what the rows come to, `nothing` what the paper says without a row.
    """

    title: str
    narrowed: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]]
    summary: str
    nothing: str

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns."""
        return tuple(head for head, _ in self.columns)


def save(desk: Desk, wanted: PrintedList, path: Path) -> Changes:
    """Write the list as PDF or workbook, as the file's ending says, once the journal has told of it."""
    if not path.parent.is_dir():
        raise InputProblem(f"文件夹{path.parent}不存在，请先建立，或另选一个。")
    narrowed, heads = (wanted.narrowed,) if wanted.narrowed else (), wanted.heads
    return report_files.save(
        wanted.title,
        path,
        pdf=lambda: pdf(desk, wanted),
        sheets=lambda: [ListSheet(wanted.title, heads, wanted.rows)],
        tell=lambda: desk.perform(list_exports.export, wanted.title, narrowed, heads, len(wanted.rows), path.name),
    )


def pdf(desk: Desk, wanted: PrintedList) -> bytes:
    """Draw the list."""
    today: date = desk.clock().date()
    register = CaseRegister(
        offices.office(desk).name, desk.officer.name, today, today, today,
        tuple(Column(head, share) for head, share in wanted.columns), tuple(wanted.rows), wanted.summary,
        title=wanted.title, narrowed=wanted.narrowed, nothing=wanted.nothing,
    )  # fmt: skip
    return case_register_pdf(register)
