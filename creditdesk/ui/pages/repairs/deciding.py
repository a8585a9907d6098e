"""The unit's decision on a repair: the conditions ticked one by one, the outcome, its day and its reason."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from creditdesk.services import repairs
from creditdesk.services.repair_lists import RepairSheet
from creditdesk.services.repairs import DENIED, GRANTED
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.worker import Worker

_SHORT = {word.removesuffix("信用修复"): word for word in (GRANTED, DENIED)}


class Deciding(SideForm):
    """Asks for the decision and writes it down; `decided` is sent when that is done."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("登记决定并告知", worker)
        self._today = today
        self.case_id = ""
        self.boxes: list[QCheckBox] = []
        self.form = SmallForm(
            (
                small_choice("outcome", "结论", tuple(_SHORT)),
                small_field("decided_on", "决定日期", "date", past=True),
                small_field("reason", "理由", "paragraphs"),
            ),
            today,
        )
        self.form.walked_out.connect(self.submit)
        self._conditions = QVBoxLayout()
        self.fill(Label("条件（逐项核实材料后勾选）", "strong"), self._conditions, self.form)

    def begin(self, sheet: RepairSheet) -> None:
        """Start with nothing ticked."""
        self.case_id = sheet.row.id
        self.title.setText(f"{sheet.row.number}　登记决定并告知")
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = [QCheckBox(words) for words, _ in sheet.conditions]
        for box in self.boxes:
            self._conditions.addWidget(box)
        self.message.tell("")
        self.form.set_values({"outcome": "准予", "decided_on": self._today().isoformat(), "reason": ""})
        (self.boxes[0] if self.boxes else self.form).setFocus()

    def submit(self) -> None:
        """Write the decision down, or go to the first fault."""
        if not self.form.check():
            return
        values = self.form.values()
        self.perform(
            repairs.decide,
            self.case_id,
            granted=_SHORT[values["outcome"]] == GRANTED,
            reason=values["reason"],
            decided_on=date.fromisoformat(values["decided_on"]),
            conditions=[box.text() for box in self.boxes if box.isChecked()],
        )
