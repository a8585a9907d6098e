"""One promise whole: what is owed to whom by when, why it was accepted, and how it ended."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.services.promise_lists import PromiseRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel

_LABEL = 84


class PromiseView(QWidget):
    """Shows a promise."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "title", wrap=True)
        self._promised, self._ended = Facts(_LABEL), Facts(_LABEL)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.title)
        for name, facts in (("承诺", self._promised), ("结果", self._ended)):
            panel = Panel(name)
            panel.body.addWidget(facts)
            column.addWidget(panel)
        column.addStretch(1)

    def tell(self, row: PromiseRow) -> None:
        """Show a promise."""
        self.title.setText(f"{row.subject}　{row.matter}")
        self._promised.tell(
            [
                ("受理单位", row.unit),
                ("容缺材料", "、".join(row.papers)),
                ("承诺日期", str(row.promised_on)),
                ("补齐期限", str(row.due)),
                ("依据", f"诚信典型：{row.exemplar}" if row.exemplar else "连续三年无不良信用记录，登记时已核查"),
            ]
        )
        told = (
            ("状态", row.words),
            ("登记日期", str(row.closed_on or "")),
            ("未履约情况", row.reason),
            ("不记入理由", row.declined),
        )
        self._ended.tell([(label, value) for label, value in told if value])
