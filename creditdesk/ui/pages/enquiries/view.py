"""One enquiry whole: who asked, on what authority, for what, about whom, and what was given."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.rules.china_time import CHINA
from creditdesk.services.enquiries import EnquiryRow
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel

_LABEL = 72


class EnquiryView(QWidget):
    """Shows an enquiry."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "title", wrap=True)
        self._asked, self._given = Facts(_LABEL), Facts(_LABEL)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.title)
        for name, facts in (("查询事项", self._asked), ("办理", self._given)):
            panel = Panel(name)
            panel.body.addWidget(facts)
            column.addWidget(panel)
        column.addStretch(1)

    def tell(self, row: EnquiryRow) -> None:
        """Show an enquiry."""
        self.title.setText(f"{row.form}　{row.subject or f'名单 {row.asked:,} 个'}")
        asked = (
            ("查询人", row.applicant),
            ("查询权限", row.authority),
            ("权限凭据", row.proof),
            ("查询用途", row.purpose),
        )
        self._asked.tell([(label, value) for label, value in asked if value])
        given = [("办理时间", f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M}"), ("经办人", row.officer)]
        self._given.tell([*given, *_given(row)])


def _given(row: EnquiryRow) -> list[tuple[str, str]]:
    if not row.letter_id:
        return [("结果", f"查询 {row.asked:,} 个，查到主体 {row.found:,} 个")]
    told = [("发文字号", f"{row.number}（已作废）" if row.void else row.number)]
    if row.free is not None:
        told.append(("费用", "本年免费报告" if row.free else "不在本年免费份数之内"))
    return told
