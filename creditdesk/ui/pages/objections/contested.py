"""The contested fields of a case, record by record: what stands, what the applicant claims, what was decided."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services.objection_lists import Item
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Glyph, Label, line

_WAITING = "待核实"
_EMPTY = "空白"


class Contested(QWidget):
    """One panel per record; sends `opened` with the record's identity."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.PAD_SMALL)
        self.items: tuple[Item, ...] = ()

    def tell(self, items: Sequence[Item], open_case: bool) -> None:
        """Show the contested fields; `open_case` says that a missing decision is still awaited."""
        self.items = tuple(items)
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for record_id, group in groupby(self.items, key=lambda item: item.record_id):
            self._column.addWidget(self._panel(record_id, list(group), open_case))

    def _panel(self, record_id: str, items: Sequence[Item], open_case: bool) -> QFrame:
        panel = QFrame()
        panel.setProperty("role", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head(record_id, items[0]))
        for item in items:
            column.addWidget(line())
            column.addWidget(_row(item, open_case))
        return panel

    def _head(self, record_id: str, item: Item) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(10, 2, 10, 2)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(Glyph("record", "text2"))
        button = Button(f"{item.kind} {item.record}", "link")
        button.clicked.connect(lambda: self.opened.emit(record_id))
        row.addWidget(button)
        row.addWidget(Label(item.state, "hint13" if item.state != "异议中" else "mark"))
        row.addStretch(1)
        return holder


def _row(item: Item, open_case: bool) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(10, 5, 10, 5)
    grid.setHorizontalSpacing(theme.PAD_SMALL)
    grid.setVerticalSpacing(2)
    for column, stretch in enumerate((4, 4, 0, 4, 2)):
        grid.setColumnStretch(column, stretch)
    grid.addWidget(Label(item.label, "second", wrap=True), 0, 0)
    old = Label(item.old or _EMPTY, "second", wrap=True)
    new = Label(item.new or item.claimed or "不应记载", "strong", wrap=True)
    outcome = Label(item.outcome or (_WAITING if open_case else ""), "strong" if item.outcome else "second")
    for label in (old, new):
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    grid.addWidget(old, 0, 1)
    grid.addWidget(Glyph("right", "text3", 14), 0, 2)
    grid.addWidget(new, 0, 3)
    grid.addWidget(outcome, 0, 4, Qt.AlignmentFlag.AlignRight)
    if item.reason:
        grid.addWidget(Label(f"理由：{item.reason}", "hint", wrap=True), 1, 0, 1, 5)
    return holder
