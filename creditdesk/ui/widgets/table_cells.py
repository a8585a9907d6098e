"""How cells and heads of a list are painted: pills, marks, the bar of the chosen row, grey blocks while loading."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting, pill
from creditdesk.ui.widgets.table_model import CELL, Cell, Column, Index

SIDE = 8  # padding at each side of a cell; the first and last column add the page's margin
_EXTRA = 8
_BAR = 3
_BLOCK = 10


def inside(rect: QRectF, first: bool, last: bool) -> QRectF:
    """Return the part of a cell that words may use."""
    return rect.adjusted(SIDE + (_EXTRA if first else 0), 0, -SIDE - (_EXTRA if last else 0), 0)


class CellPainter(QStyledItemDelegate):
    """Paints every cell of a Table; the table tells it the columns and the row under the pointer."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self.hovered = -1
        self.first = 0
        self.last = len(columns) - 1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed height of a row."""
        return QSize(0, theme.ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        at = index.column()
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, chosen, index.row(), at)
        room = inside(rect, at == self.first, at == self.last)
        cell: Cell | None = index.data(CELL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cell is None:
            self._block(painter, room)
        else:
            self._cell(painter, room, cell, self._columns[at].kind)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _ground(self, painter: QPainter, rect: QRectF, chosen: bool, row: int, at: int) -> None:
        painter.fillRect(rect, colour("select" if chosen else "hover" if row == self.hovered else "surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        if chosen and at == self.first:
            painter.fillRect(QRectF(rect.left(), rect.top(), _BAR, rect.height() - 1), colour("accent"))

    def _block(self, painter: QPainter, room: QRectF) -> None:
        width = max(room.width() * 0.7, 16)
        painter.fillRect(QRectF(room.left(), room.center().y() - _BLOCK / 2, width, _BLOCK), colour("hover"))

    def _cell(self, painter: QPainter, room: QRectF, cell: Cell, kind: str) -> None:
        if cell.urgency and kind == "pill":
            pill.draw(painter, room.left(), room.center().y() - 0.5, cell.urgency, cell.text, room.width())
            return
        tone = cell.tone or ("text2" if kind == "second" else "text")
        medium = cell.medium or kind == "strong"
        align = painting.RIGHT if kind == "figure" else painting.LEFT
        font = theme.font(theme.BODY, medium)
        if kind == "code":
            cell = replace(cell, text=painting.elided(font, cell.text, room.width(), Qt.TextElideMode.ElideMiddle))
        if not cell.mark:
            painting.words(painter, room, cell.text, font, tone, align)
            return
        marked = painting.mark_width(cell.mark)
        text = painting.elided(font, cell.text, room.width() - marked - 4)
        painting.words(painter, room, text, font, tone)
        left = room.left() + min(painting.width_of(text, theme.BODY, medium), room.width() - marked - 4)
        painting.mark(painter, left + 4, room.center().y(), cell.mark)


class Head(QHeaderView):
    """The heads of a list's columns; the one sorted by carries an arrow and the accent.

    Where the list lets its columns be chosen (`choosable`), a menu puts them away: `put_away` sends the hidden ones.
    """

    put_away = Signal(object)

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.first, self.last = 0, len(columns) - 1
        self.sorted_by = ""
        self.descending = False
        self.hidden: frozenset[str] = frozenset()
        self.choosable = False
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setFixedHeight(theme.ROW_HEAD)
        self.setMinimumSectionSize(24)
        self.setAccessibleName("表头")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the columns under the pointer."""
        if self.choosable:
            self.offer(event.globalPos())

    def offer(self, at: QPoint | None = None) -> QMenu:
        """Drop the list of columns, those in sight ticked; below the heads when nothing points elsewhere."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._columns:
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(column.name not in self.hidden)
            action.toggled.connect(partial(self._put, column.name))
        menu.popup(at or self.mapToGlobal(QPoint(0, self.height())))
        return menu

    def _put(self, name: str, shown: bool) -> None:
        """Show a column or put it away; the last one stays."""
        hidden = self.hidden - {name} if shown else self.hidden | {name}
        if len(hidden) < len(self._columns):
            self.hidden = hidden
            self.put_away.emit(hidden)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Paint one head."""
        column = self._columns[logicalIndex]
        area = QRectF(rect)
        painter.fillRect(area, colour("sunken"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        chosen = bool(column.sort) and column.sort == self.sorted_by
        text = f"{column.label} {'↓' if self.descending else '↑'}" if chosen else column.label
        room = inside(area, logicalIndex == self.first, logicalIndex == self.last)
        align = painting.RIGHT if column.kind == "figure" else painting.LEFT
        painting.words(painter, room, text, theme.font(theme.HEAD), "accent" if chosen else "text3", align)
