"""The editor of a date: typed in any usual way, or picked from a small calendar."""

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets.editors import LineEditor

_BUTTON = 26


class DateEditor(LineEditor):
    """A line for a date with a calendar that opens by its button or by Alt+↓."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._popup: QFrame | None = None
        self._pick = QAction(icons.icon("calendar", size=theme.ICON_INLINE), f"{name}：打开日历", self)
        self._pick.triggered.connect(lambda _checked=False: self.open_calendar())
        self.line.addAction(self._pick, self.line.ActionPosition.TrailingPosition)
        self.line.beside = _BUTTON
        self.line.setPlaceholderText("年-月-日")
        theme.theme().changed.connect(self._recolour)

    def open_calendar(self) -> None:
        """Show the calendar below the field, on the date that stands in it."""
        if self.line.isReadOnly():
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "panel")
        calendar = QCalendarWidget(popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = QDate.fromString(self.value(), Qt.DateFormat.ISODate)
        calendar.setSelectedDate(day if day.isValid() else QDate.currentDate())
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()
        self._popup = popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↓ opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def set_filled(self, filled: bool) -> None:
        """Hide the calendar's button on a field that cannot be changed."""
        super().set_filled(filled)
        self._pick.setVisible(not filled)
        self.line.beside = 0 if filled else _BUTTON

    def _picked(self, day: QDate) -> None:
        if self._popup is not None:
            popup, self._popup = self._popup, None
            popup.close()
            self.line.setFocus()
            self.line.setText(day.toString(Qt.DateFormat.ISODate))
            self.line.setModified(True)
            self.edited.emit()

    def _recolour(self) -> None:
        self._pick.setIcon(icons.icon("calendar", size=theme.ICON_INLINE))
