"""The file of a report: on paper as PDF or in numbers as a workbook, as its ending says."""

from collections.abc import Callable, Sequence
from pathlib import Path

from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet, write_lists
from creditdesk.exchange.whole_files import replace_file
from creditdesk.services.acts import Changes

PAPER, WORKBOOK = ".pdf", ".xlsx"


def save(
    name: str,
    path: Path,
    *,
    pdf: Callable[[], bytes],
    sheets: Callable[[], Sequence[ListSheet]],
    tell: Callable[[], Changes],
) -> Changes:
    """Write a report once the journal was told of it; InputProblem for a file of another ending.

    The report is drawn before, so that the journal tells of none that could not be drawn.
    """
    ending = path.suffix.lower()
    if ending not in (PAPER, WORKBOOK):
        raise InputProblem(f"{name}只能保存为PDF或XLSX，{path.name}不是，请改文件名的结尾。")
    drawn, filled = (pdf(), ()) if ending == PAPER else (b"", sheets())
    changes = tell()
    if drawn:
        replace_file(path, drawn)
    else:
        write_lists(path, filled)
    return changes
