"""Rounded panels: a head with title, remark and link, and a body."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import keys, painting
from creditdesk.ui.widgets.label import Elided, Label

_HEAD = 40
_ACT = 34


class Panel(QFrame):
    """A panel with a `head` row (title, remark, and what is added with `add_to_head`) and a `body` column."""

    def __init__(self, title: str = "", hint: str = "", flush: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(title)
        self.title = Label(title, "strong")
        self.hint = Elided(hint, "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(theme.MARGIN - 1, 0, theme.PAD, 0)
        self._head.setSpacing(8)
        self._head.addWidget(self.title)
        self._head.addWidget(self.hint)
        self._head.addStretch(1)
        holder = QWidget()
        holder.setFixedHeight(_HEAD)
        holder.setLayout(self._head)
        # Shown only once it has a parent: a widget shown without one is a window of its own for a moment.
        column.addWidget(holder)
        holder.setVisible(bool(title))
        self.body = QVBoxLayout()
        side = 0 if flush else theme.MARGIN - 1
        self.body.setContentsMargins(side, 0 if title or flush else theme.PAD, side, 0 if flush else theme.PAD)
        self.body.setSpacing(4)
        column.addLayout(self.body, 1)

    def add_to_head(self, widget: QWidget) -> None:
        """Put `widget` at the right end of the head."""
        self._head.addWidget(widget)


class Facts(QWidget):
    """Short labels with their values below each other; a value may carry an icon and a tone."""

    def __init__(self, label_width: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def tell(self, facts: Sequence[tuple[str, str | QWidget]]) -> None:
        """Show `facts`, each a label and words or a widget."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, (label, value) in enumerate(facts):
            # Smaller than the value: moved down so that both stand on one line.
            name = Label(label, "hint13")
            name.setContentsMargins(0, 1, 0, 0)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            shown = value if isinstance(value, QWidget) else Label(value, "", wrap=True)
            self._grid.addWidget(shown, row, 1)


class ActRow(QAbstractButton):
    """One act in a list of quick acts: icon, words, and its key at the right."""

    def __init__(self, action: QAction, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action, self._icon = action, icon
        self.setText(action.text())
        self.setAccessibleName(action.text())
        self.setFixedHeight(_ACT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)

    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(160, _ACT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        painter = painting.smooth(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painting.box(painter, rect, theme.RADIUS_BUTTON, "hover")
        if self.hasFocus():
            painting.box(painter, rect, theme.RADIUS_BUTTON, "", "accent", 2)
        icons.paint(painter, self._icon, 8, (_ACT - theme.ICON) / 2, theme.ICON, "accent")
        painting.words(painter, rect.adjusted(40, 0, -70, 0), self.text(), theme.font())
        key = keys.of(self._action)
        if key:
            painting.cap(painter, self.width() - painting.cap_width(key) - 6, _ACT / 2, key)
        painter.end()
