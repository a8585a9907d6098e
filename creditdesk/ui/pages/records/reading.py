"""A saved record as it reads: sections, labels and values in two columns, personal numbers masked."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.catalog.kinds import Field, RecordKind, Section
from creditdesk.ui.widgets.form_block import LABEL
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.masked import Masked

_LONG = 20  # characters from which a value takes a row of its own
Ask = Callable[[Field, QWidget, Callable[[], None]], object]
_TOP = Qt.AlignmentFlag.AlignTop


class Reading(QWidget):
    """All filled fields of a record; nothing in it can be changed, everything can be copied.

    A personal number is shown once `ask(field, widget, show)` calls `show`: when the asking is journalled.
    `revealed` names the fields already shown; one that is hidden again leaves it.
    """

    def __init__(self, kind: RecordKind, content: Mapping[str, str], revealed: set[str], ask: Ask) -> None:
        super().__init__()
        self._content, self._revealed, self._ask = content, revealed, ask
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for section in kind.sections:
            inside = (field for field in kind.visible(content) if field.section == section.name)
            if fields := [field for field in inside if content.get(field.name)]:
                column.addWidget(section_head(section.label))
                column.addWidget(self._section(section, fields))

    def _section(self, section: Section, fields: list[Field]) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(section.label)
        grid = QGridLayout(holder)
        grid.setContentsMargins(8, 0, 8, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        row = column = 0
        for field in fields:
            wide = field.wide or field.type == "paragraphs" or len(self._content[field.name]) > _LONG
            if wide and column:
                row, column = row + 1, 0
            self._place(grid, field, row, column, 3 if wide else 1)
            row, column = (row + 1, 0) if wide or column else (row, 1)
        for at in range(4):
            grid.setColumnMinimumWidth(at, LABEL if at % 2 == 0 else 0)
            grid.setColumnStretch(at, at % 2)
        return holder

    def _place(self, grid: QGridLayout, field: Field, row: int, column: int, span: int) -> None:
        label = Label(field.short or field.label, "label", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | _TOP)
        label.setFixedWidth(LABEL)
        label.setToolTip(field.label)
        grid.addWidget(label, row, 2 * column, _TOP)
        value = self._content[field.name]
        shown = self._masked(field, value) if field.personal else _value(field, value)
        grid.addWidget(shown, row, 2 * column + 1, 1, span)

    def _masked(self, field: Field, value: str) -> QWidget:
        shown = _value(field, value)
        shown.setWordWrap(False)
        masked = Masked(shown, field.show(value))
        masked.covered.connect(lambda: self._revealed.discard(field.name))
        masked.asked.connect(lambda: self._ask(field, masked, lambda: masked.show_bare(value)))
        if field.name in self._revealed:
            masked.show_bare(value)
        return masked


def section_head(label: str) -> QWidget:
    """Return a section's heading with its hair line."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(8, 8, 8, 2)
    row.setSpacing(8)
    row.addWidget(Label(label, "label"))
    row.addWidget(line(), 1)
    return holder


def _value(field: Field, value: str) -> Label:
    hint = field.hint(value) if field.type == "money" else ""
    shown = Label(f"{field.show(value)}　{hint}" if hint else field.show(value), "", wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setAccessibleName(f"{field.label}：{field.show(value)}")
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setAlignment(Qt.AlignmentFlag.AlignLeft | _TOP)
    return shown
