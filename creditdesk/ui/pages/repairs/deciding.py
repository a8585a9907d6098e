"""The unit's decision on a repair: the conditions ticked one by one, the outcome, its day and its reason."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from creditdesk.services.repair_lists import RepairSheet
from creditdesk.services.repairs import DENIED, GRANTED
from creditdesk.ui import theme
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field

_SHORT = {word.removesuffix("信用修复"): word for word in (GRANTED, DENIED)}


class Deciding(QFrame):
    """Asks for the decision; `done` is sent on Enter in the last field."""

    done = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.boxes: list[QCheckBox] = []
        self.message = Message()
        self._title, self._today = Label("", "title", wrap=True), today
        self.form = SmallForm(
            (
                small_choice("outcome", "结论", tuple(_SHORT)),
                small_field("decided_on", "决定日期", "date", past=True),
                small_field("reason", "理由", "paragraphs"),
            ),
            today,
        )
        self.form.walked_out.connect(self.done)
        self._conditions = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.PAD, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(self._title)
        column.addWidget(Label("条件（逐项核实材料后勾选）", "strong"))
        column.addLayout(self._conditions)
        column.addWidget(self.form)
        column.addWidget(self.message)
        column.addStretch(1)

    def begin(self, sheet: RepairSheet) -> None:
        """Start with nothing ticked."""
        self._title.setText(f"{sheet.row.number}　登记决定并告知")
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = [QCheckBox(words) for words, _ in sheet.conditions]
        for box in self.boxes:
            self._conditions.addWidget(box)
        self.message.tell("")
        self.form.set_values({"outcome": "准予", "decided_on": self._today().isoformat(), "reason": ""})
        (self.boxes[0] if self.boxes else self.form).setFocus()

    def filled(self) -> dict[str, Any] | None:
        """Return the decision, or None after going to the first fault."""
        if not self.form.check():
            return None
        values = self.form.values()
        return {
            "granted": _SHORT[values["outcome"]] == GRANTED,
            "reason": values["reason"],
            "decided_on": date.fromisoformat(values["decided_on"]),
            "conditions": [box.text() for box in self.boxes if box.isChecked()],
        }
