"""What loading a year's schedule would do, shown before it is done: the days it names and the dues that move."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout

from creditdesk.services.calendar_years import DueChange, Trial
from creditdesk.ui import theme
from creditdesk.ui.widgets.acts import act_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label

_WIDTH, _LIST, _EDGE = 620, 280, 24


class TrialSheet(QFrame):
    """A sheet with one act, 导入."""

    def __init__(self, told: Trial, name: str, load: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__()
        self.told = told
        self.setProperty("role", "sheet")
        self.setAccessibleName("导入放假安排")
        self.setFixedWidth(_WIDTH)
        self.load = act_of(self, "导入", load, "F8")
        self.button = Button.of(self.load, "primary", "import")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(Label(f"导入 {told.year} 年放假安排", "title"))
        column.addWidget(Label(f"{name}：放假 {told.off} 天，补班 {told.makeup} 天", "second", wrap=True))
        if told.replaces:
            column.addWidget(
                Label(f"{told.year} 年已有安排，导入后以本文件为准，原安排留存在日志中。", "second", wrap=True)
            )
        column.addWidget(Label(_moved(told), "strong", wrap=True))
        if told.changes:
            column.addWidget(_changes(told.changes))
        if told.moved > len(told.changes):
            column.addWidget(Label(f"以上为前 {len(told.changes)} 件，其余同样处理。", "hint"))
        row = QHBoxLayout()
        row.addStretch(1)
        leave = Button("返回", "large", key="Esc")
        leave.clicked.connect(close)
        row.addWidget(leave)
        row.addWidget(self.button)
        column.addSpacing(theme.PAD_SMALL)
        column.addLayout(row)


def _moved(told: Trial) -> str:
    moved = f"{told.moved} 件在办案件的最晚办理日随之改变" if told.moved else "在办案件的最晚办理日不变"
    return moved + (f"，{told.firmer} 件不再是暂定。" if told.firmer else "。")


def _changes(changes: tuple[DueChange, ...]) -> QScrollArea:
    holder = QFrame()
    holder.setProperty("role", "surface")
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 4, 12, 4)
    grid.setHorizontalSpacing(theme.MARGIN)
    grid.setColumnStretch(1, 1)
    for column, head in enumerate(("案号", "信用主体", "原最晚办理", "现最晚办理")):
        grid.addWidget(Label(head, "hint"), 0, column)
    for row, change in enumerate(changes, start=1):
        words = (change.number, change.subject, str(change.before or "—"), str(change.after or "—"))
        for column, word in enumerate(words):
            grid.addWidget(Label(word, "strong" if column == 3 else "second"), row, column)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(holder)
    area.setMaximumHeight(_LIST)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
