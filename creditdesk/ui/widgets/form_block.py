"""A run of fields that apply together, laid out in two columns or one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSpacerItem, QWidget

from creditdesk.catalog.conditions import Condition
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Glyph, Label

LABEL = 116
_EDGE, _INSIDE = 8, 8


class FormBlock(QFrame):
    """Fields under one condition; a conditional block is tinted, barred at the left, and says when it applies."""

    def __init__(self, fields: Sequence[FormField], when: Condition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self.when = when
        self._columns = 0
        self._head: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        if when.fields:
            self.setProperty("role", "conditional")
            self._grid.setContentsMargins(_EDGE - 3, _INSIDE, _EDGE, _INSIDE)
            self._head = _head(when)
        else:
            self._grid.setContentsMargins(_EDGE, 0, _EDGE, 0)
        self.arrange(2)

    def arrange(self, columns: int) -> None:
        """Lay the fields out in `columns`; wide ones take a row of their own."""
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        row = 0
        if self._head is not None:
            self._grid.addWidget(self._head, 0, 1, 1, 2 * columns - 1)
            row = 1
        column = 0
        for each in self.fields:
            if each.wide and column:
                row, column = row + 2, 0
            self._place(each, row, column, 2 * columns - 1 if each.wide else 1)
            column += columns if each.wide else 1
            if column >= columns:
                row, column = row + 2, 0
        for at in range(2 * columns):
            # An empty column has no spacing: this keeps blocks of one field in line with the others.
            self._grid.addItem(QSpacerItem(0, 0), row + 2, at)
        for at in range(4):
            self._grid.setColumnMinimumWidth(at, LABEL if at % 2 == 0 and at < 2 * columns else 0)
            self._grid.setColumnStretch(at, 1 if at % 2 and at < 2 * columns else 0)

    def _place(self, each: FormField, row: int, column: int, span: int) -> None:
        each.label.setFixedWidth(LABEL)
        each.label.setFixedHeight(32)
        self._grid.addWidget(each.label, row, 2 * column)
        self._grid.addWidget(each.editor, row, 2 * column + 1, 1, span)
        self._grid.addWidget(each.message, row + 1, 2 * column + 1, 1, span)


def _head(when: Condition) -> QWidget:
    words = "、".join(word for _, some in when.wanted for word in sorted(some))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(2, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(Glyph("info", "text2", 14))
    row.addWidget(Label(f"{words}填写。改选其他时收起，已填内容保留", "hint", wrap=True), 1)
    return holder
