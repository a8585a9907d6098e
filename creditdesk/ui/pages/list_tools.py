"""What officers do with any list: put columns away, find it as they left it, write it as it is seen into a workbook."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from creditdesk.services import column_choices
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.worker import Worker

Export = Callable[[Desk, Iterable[str], Path], Changes]


class ListTools(QObject):
    """The columns and the export of one list.

    `export(desk, hidden columns, file)` writes the list. `exported` tells in one sentence that it was written.
    """

    exported = Signal(str)

    def __init__(
        self, holder: QWidget, table: Table, worker: Worker, name: str, title: str, usually_hidden: Iterable[str]
    ) -> None:
        super().__init__(holder)
        self._holder, self._table, self._worker = holder, table, worker
        self._name, self._title, self._usual = name, title, tuple(usually_hidden)
        self.head = table.let_choose(self._usual)
        self.head.put_away.connect(lambda names: worker.act(column_choices.choose, name, sorted(names)))
        self.export: Callable[[], Export] | None = None

    def remember(self) -> None:
        """Put away what this officer put away before."""
        ask = (column_choices.hidden, self._name, self._usual)
        self._worker.ask(*ask, owner=(self, "columns"), on_done=self._table.put_away)

    def choose_columns(self) -> None:
        """Drop the list of columns below the heads."""
        self.head.offer()

    def ask_where(self) -> None:
        """Ask for a file, and write the list as it is seen into it."""
        file = f"{self._title}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self._holder, "导出列表", file, "Excel 工作簿 (*.xlsx)")
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """Write the list as it is seen: same columns, filter and order."""
        if self.export is not None:
            write, file = self.export(), path.with_suffix(".xlsx")
            self._worker.run(write, self.head.hidden, file, on_done=lambda done: self.exported.emit(done.sentence))
