"""A sheet laid over the window: a veil, a panel in the middle, the focus kept inside."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.painting import Painted

_VEIL = QColor(13, 20, 32, 110)
_EDGE = 64  # least distance of the sheet from the window's edge


class Overlay(Painted):
    """Covers its parent while a sheet is shown; Esc or a click on the veil closes it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet: QWidget | None = None
        self._before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column = column
        self._parent = parent
        parent.installEventFilter(self)
        self.hide()

    def open(self, sheet: QWidget, focus: QWidget | None = None) -> None:
        """Lay `sheet` over everything and move the focus into it; the sheet belongs to the overlay."""
        self.close_sheet()
        self._before = QApplication.focusWidget()
        self._sheet = sheet
        self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(self._parent.rect())
        self.raise_()
        self.show()
        (focus or self._first() or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back."""
        if self._sheet is None:
            return
        sheet, self._sheet = self._sheet, None
        self._column.removeWidget(sheet)
        sheet.deleteLater()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def is_open(self) -> bool:
        """Tell whether a sheet is shown."""
        return self._sheet is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep covering the parent when its size changes."""
        if event.type() == QEvent.Type.Resize and self._sheet is not None:
            self.setGeometry(self._parent.rect())
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Keep Tab inside the sheet."""
        stops = self._stops()
        if not stops:
            return True
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else -1
        step = 1 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + step) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc and let no key through to the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the sheet."""
        if self._sheet is not None and not self._sheet.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        painter.end()

    def _stops(self) -> list[QWidget]:
        if self._sheet is None:
            return []
        tab = Qt.FocusPolicy.TabFocus
        inside = self._sheet.findChildren(QWidget)
        return [each for each in inside if each.isVisible() and each.isEnabled() and each.focusPolicy() & tab]

    def _first(self) -> QWidget | None:
        stops = self._stops()
        return stops[0] if stops else None


def sheet(width: int, height: int = 0) -> QFrame:
    """Return an empty rounded sheet of a fixed width (and height, unless it follows its content)."""
    frame = QFrame()
    frame.setProperty("role", "sheet")
    frame.setMinimumWidth(min(width, theme.NARROW))
    if height:
        frame.setMinimumHeight(height)
    return frame
