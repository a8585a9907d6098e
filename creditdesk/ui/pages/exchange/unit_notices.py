"""What a month's assessment leads to: the notice about all units, and units told to mend their reporting."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.services import assessment_reports, rectifications
from creditdesk.services.acts import Changes
from creditdesk.services.judged_records import Period
from creditdesk.services.rectifications import RectificationRow
from creditdesk.ui import theme
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.small_form import small_field

_FILTER = "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx)"
_UNIT = 112


class UnitNotices(QWidget):
    """The notices of a month, and the acts on the chosen unit."""

    def __init__(self, pane: ExchangePane) -> None:
        super().__init__()
        self._pane = pane
        self.month, self.unit = "", ""
        self.notices: dict[str, RectificationRow] = {}
        self.order = pane.add_act("督促整改", "Ctrl+U", self._order)
        self.answer = pane.add_act("登记整改情况", "Ctrl+D", self._ask_answer)
        self.publish = pane.add_act("考核通报", "Ctrl+T", self._ask_file)
        self.facts = Facts(_UNIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.PAD, 0, 0)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label("督促整改", "strong"))
        column.addWidget(self.facts)

    def tell(self, month: str, notices: Sequence[RectificationRow]) -> None:
        """Show the notices of a month."""
        self.month, self.notices = month, {row.unit: row for row in notices}
        rows: list[tuple[str, str | QWidget]] = [(row.unit, _standing(row)) for row in notices]
        self.facts.tell(rows or [("情况", "本月没有督促过单位")])
        self.choose(self.unit)

    def choose(self, unit: str) -> None:
        """Let the acts mean this unit, "" for none."""
        self.unit = unit
        notice = self.notices.get(unit)
        self.order.setEnabled(bool(unit) and notice is None)
        self.answer.setEnabled(notice is not None and notice.answered_on is None)

    def save_to(self, path: Path) -> None:
        """Write the notice about all units into a file; its ending says which kind."""
        self._pane.worker.run(
            assessment_reports.save, Period.month(self.month), path, on_done=self._said,
            on_problem=self._pane.frame.warn,
        )  # fmt: skip

    def _order(self) -> None:
        self._pane.worker.run(
            rectifications.order, self.unit, Period.month(self.month),
            touched=frozenset({"rectification", "letter"}), on_done=self._said, on_problem=self._pane.frame.warn,
        )  # fmt: skip

    def _ask_answer(self) -> None:
        notice = self.notices[self.unit]
        fields = [small_field("on", "答复日期", "date", past=True), small_field("told", "整改情况", "paragraphs")]
        fields[0].show_value(self._pane.frame.today().isoformat())
        self._pane.frame.show_sheet(
            *ask_sheet(
                self._pane.page, "登记整改情况", f"{notice.unit}对{notice.number}的答复。", "登记", fields,
                lambda values: (
                    rectifications.answered, (notice.id, date.fromisoformat(values["on"]), values["told"])
                ), self._said, at_once=False,
            )
        )  # fmt: skip

    def _ask_file(self) -> None:
        name = f"{assessment_reports.NAME} {self.month}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, f"保存{assessment_reports.NAME}", name, _FILTER)
        if path:
            self.save_to(Path(path))

    def _said(self, changes: Changes) -> None:
        self._pane.frame.say(changes.sentence)


def _standing(row: RectificationRow) -> str:
    return f"{row.answered_on} 已答复" if row.answered_on else f"{row.due} 前答复"
