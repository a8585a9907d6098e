"""A running clock in working days: one cell a day, used, today and left."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.label import Elided, Label

_CELL, _GAP = 10, 2


class ClockCells(QWidget):
    """`used` filled cells, today's outlined, the rest pale; days beyond the term are drawn in the colour of 逾期."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.used = self.days = 0
        self.today = False
        self.setFixedHeight(_CELL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, days: int, used: int, today: bool = True) -> None:
        """Show a term of `days`, of which `used` are over; `today` marks the day that runs."""
        self.days, self.used, self.today = days, used, today
        self.setAccessibleName(f"共 {days} 个工作日，已用 {used} 个")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a narrow bar."""
        return QSize(120, _CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = painting.smooth(self)
        count = max(self.days, self.used)
        width = (self.width() + _GAP) / count if count else 0
        for at in range(count):
            rect = QRectF(round(at * width), 0, round((at + 1) * width) - round(at * width) - _GAP, _CELL)
            if at >= self.days:
                painting.box(painter, rect, 1, "oversolid")
            elif at == self.used and self.today:
                painting.box(painter, rect, 1, "surface", "accent", 1.5)
            else:
                painting.box(painter, rect, 1, "fill" if at < self.used else "barmute")
        painter.end()


class ClockView(QWidget):
    """A clock with its words: title and term above the cells, what is used and the due date below."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = ClockCells()
        self._rule, self._today = Elided("", "second"), Label("", "hint", tone="text2")
        self._used, self._due = Label("", "hint"), Label("", "second")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(title, "strong"), 0, 0)
        grid.addWidget(self._rule, 0, 1)
        grid.addWidget(self._today, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.cells, 1, 0, 1, 3)
        below = QHBoxLayout()  # a row of its own, so that the due date does not widen the column above it
        below.addWidget(self._used)
        below.addStretch(1)
        below.addWidget(self._due)
        grid.addLayout(below, 2, 0, 1, 3)

    def tell(self, rule: str, days: int, used: int, left: int | None, due: str, running: bool = True) -> None:
        """Show a clock: `rule` such as 核实，5 个工作日, working days used and left, and the due date in words."""
        self._rule.setText(rule)
        self._today.setText(f"今日第 {used + 1} 日" if running and left is not None and left >= 0 else "")
        over = left is not None and left < 0
        rest = "" if left is None else f"，超 {-left}" if over else f"，余 {left}"
        self._used.setText(f"已用 {used}{rest}")
        self._due.setText(due)
        self.cells.tell(days, used + (-(left or 0) if over else 0), running and not over)
