"""What a list shows, as a workbook: the same columns, filter and order, masked as on screen, and journalled."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from creditdesk.errors import InputProblem
from creditdesk.exchange.list_sheets import ListSheet, write_lists
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.bulk import chunks
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

MOST_ROWS = 100_000
_AT_ONCE = 500

Cells = Callable[[Desk, Sequence[Hashable]], Iterable[Sequence[str]]]


@dataclass(frozen=True)
class ListExport:
    """A list as it is seen: its name, what narrowed it in words, the heads of its columns, and its rows in order.

    `cells` tells the texts of some rows as the list shows them; it is asked for a few hundred at a time.
    """

    name: str
    narrowed: tuple[str, ...]
    header: tuple[str, ...]
    ids: Sequence[Hashable]
    cells: Cells


def save(desk: Desk, wanted: ListExport, path: Path) -> Changes:
    """Write the workbook and the journal entry; InputProblem when the list is empty or too long for a workbook."""
    desk.require(export.power)
    if not wanted.ids:
        raise InputProblem("列表是空的，没有可以导出的行。")
    if len(wanted.ids) > MOST_ROWS:
        raise InputProblem(f"列表有{len(wanted.ids):,}行，一次最多导出{MOST_ROWS:,}行，请先筛选再导出。")
    rows = list(chain.from_iterable(wanted.cells(desk, some) for some in chunks(wanted.ids, _AT_ONCE)))
    # The journal first: no list leaves the desk untold.
    changes = desk.perform(export, wanted.name, wanted.narrowed, wanted.header, len(rows), path.name)
    write_lists(path, [ListSheet(wanted.name, wanted.header, rows)])
    return changes


@act("list.export", Power.RECORD, "导出列表")
def export(a: Act, name: str, narrowed: Sequence[str], header: Sequence[str], rows: int, file_name: str) -> Result:
    """Write down that a list was exported: which, narrowed by what, with which columns, and how many rows."""
    about = f"（{'、'.join(narrowed)}）" if narrowed else ""
    a.say(f"已导出{name}{about}{rows:,}行到{file_name}")
    return {"list": name, "narrowed": list(narrowed), "columns": list(header), "rows": rows}
