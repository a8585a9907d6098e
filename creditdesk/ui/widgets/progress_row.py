"""Long work: what runs, how far it is, and how to stop it."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label

_BAR = 8


class Bar(QWidget):
    """A bar filled from the left; `part` from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = 0.0
        self.setFixedHeight(_BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, part: float) -> None:
        """Fill the bar up to `part`."""
        self.part = min(max(part, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a short bar."""
        return QSize(160, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = painting.smooth(self)
        painting.box(painter, QRectF(self.rect()), _BAR / 2, "barmute")
        painting.box(painter, QRectF(0, 0, max(self.width() * self.part, _BAR), _BAR), _BAR / 2, "fill")
        painter.end()


class ProgressRow(QWidget):
    """Shows the work by name, its bar, done of total, and 取消; sends `cancelled`."""

    cancelled = Signal()

    def __init__(self, unit: str = "行", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self._what, self._count, self.bar = Label(""), Label("", "second"), Bar()
        self.cancel = Button("取消", key="Esc")
        self.cancel.clicked.connect(self._stop)
        QShortcut(QKeySequence("Esc"), self, self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._what)
        row.addWidget(self.bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.cancel)
        self.hide()

    def start(self, what: str) -> None:
        """Show that `what` begins, such as 正在导入 示例双公示.xlsx."""
        self._what.setText(what)
        self._count.setText("")
        self.bar.tell(0)
        self.cancel.setEnabled(True)
        self.setAccessibleName(what)
        self.show()

    def tell(self, done: int, total: int) -> None:
        """Show how far it is; fits `on_progress` of the worker."""
        self._count.setText(f"{done:,} / {total:,} {self._unit}")
        self.bar.tell(done / total if total else 0)

    def _stop(self) -> None:
        if self.isVisible() and self.cancel.isEnabled():
            self.cancel.setEnabled(False)
            self.cancelled.emit()
