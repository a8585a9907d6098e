"""The buttons of the window: primary, plain, quiet, link and icon, with the key that presses them."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import keys as keynames
from creditdesk.ui.widgets import painting

_GAP = 8
# kind → (height, padding at each side)
_MEASURES = {"primary": (theme.PRIMARY, 16), "plain": (theme.FIELD, 14), "large": (theme.PRIMARY, 16),
             "quiet": (theme.FIELD, 10), "link": (24, 2), "icon": (theme.FIELD, 6)}  # fmt: skip


class Button(QAbstractButton):
    """A button drawn from the theme. `kind`: primary, plain, large, quiet (no edge), link, icon (no words)."""

    def __init__(self, text: str, kind: str = "plain", icon: str = "", key: str = "", menu: QMenu | None = None,
                 tone: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.kind = kind
        self._icon = icon
        self._key = keynames.words(key) or key
        self._menu = menu
        self._tone = tone
        self._action: QAction | None = None
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if kind == "icon":
            self.setToolTip(text)
        if menu is not None:
            self.clicked.connect(self._drop)

    @classmethod
    def of(cls, action: QAction, kind: str = "plain", icon: str = "", parent: QWidget | None = None) -> "Button":
        """Return a button that shows `action`, its words and its key, and triggers it."""
        button = cls(action.text(), kind, icon, keynames.of(action), parent=parent)
        button._action = action
        button.clicked.connect(action.trigger)
        action.changed.connect(button._follow)
        button.setEnabled(action.isEnabled())
        button._tell_why()
        return button

    def set_icon(self, name: str) -> None:
        """Show icon `name` before the words."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_words(self, text: str) -> None:
        """Change what the button says, and its name for screen readers."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that holds icon, words, key and arrow."""
        height, padding = _MEASURES[self.kind]
        return QSize(round(self._content_width() + 2 * padding), height)

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is over the button."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button in its state."""
        painter = painting.smooth(self)
        tone = self._ground(painter)
        self._content(painter, tone)
        painter.end()

    def _follow(self) -> None:
        if self._action is not None:
            self._key = keynames.of(self._action)
            self.setEnabled(self._action.isEnabled())
            self.setVisible(self._action.isVisible())
            self.set_words(self._action.text())
            self._tell_why()

    def _tell_why(self) -> None:
        """Let a button that cannot be pressed say why: the action's tip, where it has one of its own."""
        if self._action is not None and self.kind != "icon":
            tip = self._action.toolTip()
            told = "" if self._action.isEnabled() or tip == self._action.text() else tip
            self.setToolTip(told)
            self.setAccessibleDescription(told)

    def _drop(self) -> None:
        if self._menu is not None:
            self._menu.setMinimumWidth(self.width())
            below = self.mapToGlobal(QPoint(0, self.height() + 2))
            room = self.screen().availableGeometry().bottom() - below.y()
            up = room < self._menu.sizeHint().height()
            self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height() - 2)) if up else below)

    def _parts(self) -> list[tuple[str, float]]:
        parts: list[tuple[str, float]] = []
        if self._icon:
            parts.append(("icon", theme.ICON if self.kind == "icon" else theme.ICON_INLINE + 2))
        if self.kind != "icon":
            parts.append(("words", painting.width_of(self.text(), self._size(), self.kind == "primary")))
        if self._key and self.kind != "icon":
            parts.append(("key", painting.cap_width(self._key)))
        if self._menu is not None and self.kind != "icon":
            parts.append(("arrow", theme.ICON_INLINE))
        return parts

    def _size(self) -> int:
        return theme.SMALL if self.kind == "link" else theme.BODY

    def _content_width(self) -> float:
        parts = self._parts()
        return sum(width for _, width in parts) + _GAP * (len(parts) - 1)

    def _ground(self, painter: QPainter) -> str:
        rect = QRectF(self.rect())
        over = self.isEnabled() and (self.underMouse() or self.isDown())
        edge, width = ("accent", 2.0) if self.hasFocus() else ("edge", 1.0)
        if not self.isEnabled():
            if self.kind in ("primary", "plain", "large"):
                painting.box(painter, rect, theme.RADIUS_BUTTON, "sunken", "line")
            return "text3"
        if self.kind == "primary":
            painting.box(painter, rect, theme.RADIUS_BUTTON, "fillhover" if over else "fill")
            if self.hasFocus():
                painting.box(painter, rect.adjusted(2, 2, -2, -2), theme.RADIUS_BUTTON - 2, "", "onfill")
            return "onfill"
        if self.kind in ("plain", "large"):
            painting.box(painter, rect, theme.RADIUS_BUTTON, "hover" if over else "surface", edge, width)
        elif self.hasFocus():
            painting.box(painter, rect, theme.RADIUS_BUTTON, "hover" if over else "", "accent", 2.0)
        elif over and self.kind != "link":
            painting.box(painter, rect, theme.RADIUS_BUTTON, "hover")
        return self._tone or ("accent" if self.kind == "link" else "text")

    def _content(self, painter: QPainter, tone: str) -> None:
        middle = self.height() / 2
        left = (self.width() - self._content_width()) / 2
        for what, width in self._parts():
            if what in ("icon", "arrow"):
                name = self._icon if what == "icon" else "down"
                icons.paint(painter, name, round(left), round(middle - width / 2), int(width), tone)
            elif what == "words":
                font = theme.font(self._size(), self.kind == "primary")
                painting.words(painter, QRectF(left, 0, width + 1, self.height()), self.text(), font, tone)
                if self.kind == "link" and self.underMouse() and self.isEnabled():
                    painter.drawLine(int(left), self.height() - 4, int(left + width), self.height() - 4)
            elif self.kind == "primary" and self.isEnabled():
                painting.cap(painter, left, middle, self._key, "onfill", "keyedge", "")
            else:
                painting.cap(painter, left, middle, self._key)
            left += width + _GAP
