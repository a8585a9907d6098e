"""The form of the written answer: one decision per contested field, each with its reason."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from creditdesk.catalog.fields.base import Field
from creditdesk.services import record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Item
from creditdesk.services.objections import CORRECTED, OUTCOMES, REVOKED, Decision
from creditdesk.ui import theme
from creditdesk.ui.pages.objections.act_form import ActForm, Filled, Today
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.small_form import SmallForm, small_field


def fields_of(desk: Desk, items: Sequence[Item]) -> dict[str, Field]:
    """Return the catalogue's field of each contested field, by the item's identity."""
    sheets = {item.record_id: record_lists.sheet(desk, item.record_id) for item in items}
    return {
        item.id: desk.catalogue.kind(sheets[item.record_id].kind, sheets[item.record_id].edition).field(item.field)
        for item in items
    }


class DecisionRow(QFrame):
    """One contested field: what stands, what is claimed, and the decision."""

    def __init__(self, item: Item, field: Field, today: Today) -> None:
        super().__init__()
        self.setProperty("role", "sunken-panel")
        self.item = item
        self.outcome = Segments(OUTCOMES, f"{item.label}的处理结果")
        self.message = Message()
        self.news = FormField(field)
        self.news.label.setText("更正为")
        self.news.show_value(item.claimed)
        self.reason = small_field("reason", "理由", "paragraphs")
        self.form = SmallForm([_plain(self.news), self.reason], today)
        self._show_news(shown=False)
        self.outcome.chosen.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAD, theme.PAD_SMALL, theme.PAD, theme.PAD_SMALL)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(self.message)
        column.addWidget(self.form)

    def decision(self) -> Decision | None:
        """Return the decision, or None after going to what is missing."""
        if not self.outcome.current:
            self.message.tell("请选择维持、更正或撤销")
            self.outcome.set_fault(True)
            self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if not self.form.check() or not self._changed():
            return None
        news = self.news.canonical() if self.outcome.current == CORRECTED else ""
        return Decision(self.item.id, self.outcome.current, self.reason.canonical(), news)

    def _changed(self) -> bool:
        if self.outcome.current != CORRECTED:
            return True
        value = self.news.canonical()
        wrong = "必填" if not value else "与原值相同，请改选维持" if value == self.item.old else ""
        if wrong:
            self.form.tell(self.news.field.name, wrong)
        return not wrong

    def _head(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.PAD_SMALL)
        grid.setColumnStretch(0, 1)
        grid.addWidget(Label(self.item.label, "strong", wrap=True), 0, 0)
        old, claimed = (self.item.old or "空白").rstrip("。"), (self.item.claimed or "不应记载").rstrip("。")
        told = f"现记载：{old}；主张：{claimed}"
        grid.addWidget(Label(told, "second", wrap=True), 1, 0)
        side = QHBoxLayout()
        side.addWidget(self.outcome)
        grid.addLayout(side, 0, 1, 2, 1)
        return grid

    def _chosen(self, outcome: str) -> None:
        self.outcome.set_fault(False)
        self.message.tell(f"将撤销整条记录 {self.item.record}" if outcome == REVOKED else "", "info", "text2", "hint")
        self._show_news(shown=outcome == CORRECTED)

    def _show_news(self, *, shown: bool) -> None:
        for widget in (self.news.label, self.news.editor):
            widget.setVisible(shown)
        if not shown:
            self.news.message.hide()


def _plain(each: FormField) -> FormField:
    each.set_message("", None)
    return each


class DecisionsForm(ActForm):
    """All decisions of a case, below the unit's opinion."""

    def __init__(self, items: Sequence[Item], fields: Mapping[str, Field], opinion: str, today: Today) -> None:
        super().__init__()
        if opinion:
            self.column.addWidget(Label(f"核实意见：{opinion}", "second", wrap=True))
        self.rows = [DecisionRow(item, fields[item.id], today) for item in items]
        for row, after in zip(self.rows, [*self.rows[1:], None], strict=True):
            self.column.addWidget(row)
            row.form.walked_out.connect(after.outcome.setFocus if after else self.done)

    def filled(self) -> Filled | None:
        """Return the decisions; a fault in the first faulty row gets the focus."""
        decisions = []
        for row in self.rows:
            decision = row.decision()
            if decision is None:
                return None
            decisions.append(decision)
        return Filled((decisions,), {"decisions": [vars(one) for one in decisions]})

    def go_to_first(self) -> None:
        """Give the focus to the first decision."""
        if self.rows:
            self.rows[0].outcome.setFocus(Qt.FocusReason.OtherFocusReason)
