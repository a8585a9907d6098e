"""The sheet with the figures of the tips of a period."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services.judged_records import Period
from creditdesk.services.tip_lists import TipFigures
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import WIDTH
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.panel import Facts

_LABEL = 84


def told(page: Page, period: Period, found: TipFigures) -> tuple[QWidget, QWidget]:
    """Show how many tips came in a period, how far they are, and how they divide."""
    frame, close = empty_sheet(WIDTH), Button("返回", "large", key="Esc")
    close.clicked.connect(page.frame.close_sheet)
    facts = Facts(_LABEL)
    facts.tell(found.lines)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label("举报线索统计", "title"))
    column.addWidget(Label(f"{period.start}至{period.end}收到的线索", "second"))
    column.addWidget(facts)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    column.addLayout(row)
    return frame, close
