"""The rail at the left: the program, the pages, the officer, and the lock."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Elided, line

_ITEM, _LEAST = 38, 27  # a low window first squeezes the items, then lets them scroll


class RailItem(QAbstractButton):
    """One page in the rail: icon, title, and a number such as the cases in hand."""

    def __init__(self, title: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._number = ""
        self.narrow = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  {key}" if key else title)
        self.setCheckable(True)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_ITEM)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_number(self, number: int) -> None:
        """Show `number` at the right, nothing for 0."""
        self._number = str(number) if number else ""
        self.setAccessibleDescription(self._number)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of an item; the rail gives the width."""
        return QSize(_ITEM, _ITEM)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the item, filled when its page is shown."""
        painter = painting.smooth(self)
        rect = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        chosen = self.isChecked()
        tone = "onfill" if chosen else "text2"
        if chosen:
            painting.box(painter, rect, theme.RADIUS_BUTTON, "fill")
        elif self.underMouse():
            painting.box(painter, rect, theme.RADIUS_BUTTON, "select")
        if self.hasFocus():
            edge = "onfill" if chosen else "accent"
            painting.box(painter, rect.adjusted(1, 1, -1, -1), theme.RADIUS_BUTTON, "", edge, 2)
        left = (self.width() - theme.ICON) / 2 if self.narrow else 9
        icons.paint(painter, self._icon, left, (self.height() - theme.ICON) / 2, theme.ICON, tone)
        if not self.narrow:
            painting.words(painter, rect.adjusted(38, 0, -34, 0), self.text(), theme.font(medium=chosen), tone)
            right = rect.adjusted(0, 0, -8, 0)
            painting.words(painter, right, self._number, theme.font(theme.HEAD), tone, painting.RIGHT)
        painter.end()


class Seal(QWidget):
    """The program's seal."""

    def __init__(self, size: int, ground: str = "brand", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the seal."""
        painter = painting.smooth(self)
        icons.paint(painter, "creditdesk", 0, 0, self.width(), self._ground)
        painter.end()


class _Initial(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = name[:1]
        self.setFixedSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painting.smooth(self)
        painting.box(painter, QRectF(self.rect()), 14, "soft")
        font = theme.font(theme.HEAD, True)
        painting.words(painter, QRectF(self.rect()), self._text, font, "accent", painting.CENTRE)
        painter.end()


class Rail(QFrame):
    """The pages of the window; sends the name of the one chosen, and the wish to lock."""

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, office: str, officer: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName("页面")
        self.items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._pages, self._above = _column(), 0
        self._pages.addStretch(1)
        self._words: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        column.addLayout(self._head(office))
        column.addSpacing(10)
        column.addWidget(self._scrolling(), 1)
        column.addSpacing(6)
        column.addWidget(line())
        column.addSpacing(6)
        column.addLayout(self._officer(officer, role))
        self.set_narrow(False)

    def add_page(self, name: str, title: str, icon: str, key: str, foot: bool = False) -> None:
        """Add a page below the others, or above the officer when `foot`."""
        item = RailItem(title, icon, key)
        item.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(item)
        self.items[name] = item
        # All in one column: a low window squeezes each of them alike.
        self._pages.insertWidget(-1 if foot else self._above, item)
        self._above += not foot

    def show_chosen(self, name: str) -> None:
        """Mark `name` as the page shown."""
        self.items[name].setChecked(True)
        self._scroll.ensureWidgetVisible(self.items[name], 0, 0)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons with words."""
        self.setFixedWidth(theme.RAIL_NARROW if narrow else theme.RAIL)
        for widget in self._words:
            widget.setVisible(not narrow)
        for item in self.items.values():
            item.narrow = narrow
            item.update()

    def _scrolling(self) -> QScrollArea:
        holder, self._scroll = QWidget(), QScrollArea()
        holder.setLayout(self._pages)
        self._scroll.setWidget(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in (self._scroll, self._scroll.viewport(), holder):
            each.setAutoFillBackground(False)
        return self._scroll

    def _head(self, office: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Seal(28))
        names = _column()
        for text, role in (("信用工作台", "strong"), (office, "hint")):
            label = Elided(text, role)
            names.addWidget(label)
            self._words.append(label)
        row.addLayout(names, 1)
        return row

    def _officer(self, officer: str, role: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        initial = _Initial(officer)
        row.addWidget(initial)
        names = _column()
        for text, kind in ((officer, "strong"), (role, "hint")):
            label = Elided(text, kind)
            names.addWidget(label)
            self._words.append(label)
        row.addLayout(names, 1)
        lock = Button("锁定（Ctrl+L）", "icon", "lock", tone="text2")
        lock.clicked.connect(self.lock_asked)
        row.addWidget(lock)
        self._words.append(initial)
        return row


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
