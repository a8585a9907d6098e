"""The sheet that revokes a record (撤销): what happens, and the reason it needs."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.services import records
from creditdesk.services.record_lists import Sheet
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label, repolish
from creditdesk.ui.widgets.overlay import sheet as empty_sheet

_WIDTH = 520
_TOLD = "撤销后仍可查阅全部历史，不能再更正；已报送的，下一个数据包会报告撤销。"


def revoke_sheet(page: Page, record: Sheet, catalogue: Catalogue) -> tuple[QFrame, QLineEdit]:
    """Return the sheet and the line that gets the focus."""
    kind = catalogue.kind(record.kind, record.edition)
    frame = empty_sheet(_WIDTH)
    reason = QLineEdit()
    reason.setAccessibleName("撤销理由")
    reason.setPlaceholderText("如：处罚决定已被行政复议撤销")
    reason.setFixedHeight(theme.FIELD)
    fault = Label("", "fault")
    fault.hide()
    sure, leave = Button("撤销记录", "primary", key="Enter"), Button("不撤销", "large", key="Esc")

    def revoke() -> None:
        if not reason.text().strip():
            fault.setText("撤销必须写明理由")
            fault.show()
            reason.setProperty("fault", True)
            repolish(reason)
            reason.setFocus()
            return
        page.frame.close_sheet()
        page.worker.act(records.revoke, record.id, reason.text().strip())

    sure.clicked.connect(revoke)
    reason.returnPressed.connect(revoke)
    leave.clicked.connect(page.frame.close_sheet)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label(f"撤销{kind.label} {kind.title(record.content)}", "title"))
    column.addWidget(Label(_TOLD, "second", wrap=True))
    column.addSpacing(4)
    column.addWidget(Label("撤销理由", "label"))
    column.addWidget(reason)
    column.addWidget(fault)
    row = QHBoxLayout()
    row.setSpacing(theme.PAD_SMALL)
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(sure)
    column.addSpacing(8)
    column.addLayout(row)
    return frame, reason
