"""The search box over all nouns: asks while the officer types and lists what it found below itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.worker import Worker

_PAUSE = 120  # milliseconds of rest before asking
_ROW = 36
_SHOWN = 9
_FOUND = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Found:
    """One thing the search found: which page shows it, its id there, and how it reads."""

    page: str
    id: str
    title: str
    detail: str = ""
    icon: str = "search"


Index = QModelIndex | QPersistentModelIndex
Search = Callable[..., Sequence[Found]]


class SearchEdit(QLineEdit):
    """A line with a looking glass at the left and a key cap at the right while it is empty."""

    def __init__(self, hint: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFixedHeight(theme.FIELD)
        self.setTextMargins(24, 0, round(painting.cap_width(key)) if key else 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, the looking glass and the key."""
        super().paintEvent(event)
        painter = painting.smooth(self)
        icons.paint(painter, "search", 9, (self.height() - theme.ICON_INLINE) / 2, theme.ICON_INLINE, "text2")
        if self._key and not self.text():
            left = self.width() - painting.cap_width(self._key) - 8
            painting.cap(painter, left, self.height() / 2, self._key)
        painter.end()


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found: Found = index.data(_FOUND)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("select"))
        icons.paint(painter, found.icon, rect.left() + 10, rect.top() + 10, theme.ICON_INLINE, "text2")
        half = painting.width_of(found.title)
        left = rect.left() + 36
        room = rect.right() - 10 - left
        painting.words(painter, QRectF(left, rect.top(), min(half, room), _ROW), found.title, theme.font())
        rest = QRectF(left + half + 12, rect.top(), max(room - half - 12, 0), _ROW)
        painting.words(painter, rest, found.detail, theme.font(theme.SMALL), "text3", painting.RIGHT)
        painter.restore()


class SearchBox(SearchEdit):
    """Searches all nouns through the worker; sends the thing chosen with Enter or a click."""

    chosen = Signal(object)

    def __init__(self, worker: Worker, search: Search, parent: QWidget | None = None) -> None:
        super().__init__("查找名称、代码、文号、拼音首字母", "Ctrl+K", parent)
        self._worker, self._search = worker, search
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self._popup: QFrame | None = None
        self._list = QListWidget()
        self.textEdited.connect(lambda _text: self._timer.start())

    def show_found(self, found: Sequence[Found]) -> None:
        """List `found` below the box, or say that nothing was found."""
        popup = self._frame()
        self._list.clear()
        for each in found or (Found("", "", "没有找到，可换名称、代码、文号或拼音首字母", icon="info"),):
            item = QListWidgetItem(self._list)
            item.setData(_FOUND, each)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title} {each.detail}")
        self._list.setCurrentRow(0)
        rows = min(self._list.count(), _SHOWN)
        width = max(self.width(), 420)
        corner = self.mapTo(self.window(), QPoint(self.width() - width, self.height() + 4))
        popup.setGeometry(corner.x(), corner.y(), width, rows * _ROW + 12)
        popup.raise_()
        popup.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the list, Enter opens, Esc leaves."""
        shown = self._popup is not None and self._popup.isVisible()
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and shown:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose() if shown else self._ask()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Close the list when the window is resized below it."""
        if event.type() == QEvent.Type.Resize:
            self.hide_found()
        return super().eventFilter(watched, event)

    def hide_found(self) -> None:
        """Take the list away."""
        if self._popup is not None:
            self._popup.hide()

    def _frame(self) -> QFrame:
        if self._popup is None:
            self._popup = QFrame(self.window())
            self._popup.setProperty("role", "panel")
            column = QVBoxLayout(self._popup)
            column.setContentsMargins(1, 5, 1, 5)
            column.addWidget(self._list)
            self._list.setItemDelegate(_Rows(self._list))
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setAccessibleName("查找结果")
            self._list.itemClicked.connect(lambda _item: self._choose())
            self.window().installEventFilter(self)
        return self._popup

    def _ask(self) -> None:
        text = self.text().strip()
        if text:
            self._worker.ask(self._search, text, owner=self, on_done=self._answer)
        else:
            self.hide_found()

    def _answer(self, found: Sequence[Found]) -> None:
        if self.hasFocus() and self.text().strip():
            self.show_found(found)

    def _choose(self) -> None:
        item = self._list.currentItem()
        found: Found | None = item.data(_FOUND) if item is not None else None
        if found is not None and found.page:
            self._leave()
            self.chosen.emit(found)

    def _leave(self) -> None:
        self.hide_found()
        self.clear()
        self.clearFocus()

    def focusOutEvent(self, event: object) -> None:
        """Close the list when the officer goes elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.hide_found()
