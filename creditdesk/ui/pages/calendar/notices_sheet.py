"""Whom to tell after dates moved: the letters that named another date, saved as a workbook on demand."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from creditdesk.services.date_notices import ToTell
from creditdesk.ui import theme
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label

_WIDTH, _LIST, _EDGE, _MOST = 860, 320, 24, 200
_HEADS = ("案号", "文书", "收件人", "文书所依期限", "现期限")


class NoticesSheet(QFrame):
    """A sheet with one act, 另存表格."""

    def __init__(self, rows: Sequence[ToTell], save: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__()
        self.rows = rows
        self.setProperty("role", "sheet")
        self.setAccessibleName("期限变动应告知名单")
        self.setFixedWidth(_WIDTH)
        self.save = act_of(self, "另存表格", save, "F8")
        self.save.setEnabled(bool(rows))
        self.button = Button.of(self.save, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label("期限变动应告知名单", "title"))
        column.addWidget(Label(_summary(rows), "second", wrap=True))
        if rows:
            column.addWidget(_list(rows[:_MOST]))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        leave = Button("返回", "large", key="Esc")
        leave.clicked.connect(close)
        # A button that does nothing cannot have the focus, and without a focus Esc would not close the sheet.
        self.first = self.button if rows else leave
        buttons.addWidget(leave)
        buttons.addWidget(self.button)
        column.addSpacing(theme.PAD_SMALL)
        column.addLayout(buttons)


def _summary(rows: Sequence[ToTell]) -> str:
    if not rows:
        return "已发文书写明的期限都与现期限一致，没有需要告知的人。"
    more = f"以下为前 {_MOST} 份，其余在表格里。" if len(rows) > _MOST else ""
    return f"{len(rows)} 份已发文书写明的期限与现期限不同。文书保持原样，请把新期限告知收件人。{more}"


def _list(rows: Sequence[ToTell]) -> QScrollArea:
    holder = QFrame()
    holder.setProperty("role", "surface")
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 12, 4)
    grid.setHorizontalSpacing(theme.MARGIN)
    grid.setColumnStretch(2, 1)
    for column, head in enumerate(_HEADS):
        grid.addWidget(Label(head, "hint"), 0, column)
    for place, one in enumerate(rows, start=1):
        words = (one.case_number, one.title, one.addressee, str(one.told or "—"), str(one.now or "中止中"))
        for column, word in enumerate(words):
            grid.addWidget(Label(word, "strong" if column == len(words) - 1 else "second"), place, column)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(holder)
    area.setMaximumHeight(_LIST)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
