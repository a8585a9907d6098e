"""A rate against its goal: a bar with a tick, orange below the goal."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.label import Glyph, Label

_BAR, _TICK = 8, 14


class MeterBar(QWidget):
    """A bar on a scale from `low` to `high` percent with a tick at `goal`."""

    def __init__(self, goal: float, low: float = 0.0, high: float = 100.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal, self.low, self.high = goal, low, high
        self.rate: float | None = None
        self.setFixedHeight(_TICK)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a short bar."""
        return QSize(160, _TICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and tick."""
        painter = painting.smooth(self)
        top = (_TICK - _BAR) / 2
        painting.box(painter, QRectF(0, top, self.width(), _BAR), 1, "barmute")
        if self.rate is not None:
            filled = "fill" if self.rate >= self.goal else "todaysolid"
            painting.box(painter, QRectF(0, top, self._place(self.rate), _BAR), 1, filled)
        painter.fillRect(QRectF(self._place(self.goal) - 1, 0, 2, _TICK), colour("text"))
        painter.end()

    def _place(self, rate: float) -> float:
        return self.width() * min(max((rate - self.low) / (self.high - self.low), 0), 1)


class Meter(QWidget):
    """A rate in percent with its name and remark; says in words when the goal is missed."""

    def __init__(
        self, name: str, hint: str, goal: float = 95.0, low: float = 80.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._hint = name, hint
        self.bar = MeterBar(goal, low)
        self._glyph = Glyph("fault", "today", 14)
        self._words, self._figure = Label(hint, "hint"), Label("—", "title")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(Label(name), 0, 0)
        grid.addWidget(self._glyph, 0, 1)
        grid.addWidget(self._words, 0, 2)
        grid.addWidget(self._figure, 0, 3)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.bar, 1, 0, 1, 4)
        self.tell(None)

    def tell(self, rate: float | None) -> None:
        """Show `rate` in percent, or that there is none yet."""
        self.bar.rate = rate
        missed = rate is not None and rate < self.bar.goal
        self._glyph.setVisible(missed)
        self._words.setText(f"未达 {self.bar.goal:g}%" if missed else self._hint)
        self._words.set_role("fault" if missed else "hint")
        self._figure.setText("—" if rate is None else f"{rate:.1f}%")
        self.setAccessibleName(f"{self._name} {self._figure.text()} {self._words.text()}")
        self.bar.update()
