"""A few words of which exactly one holds: ←/→ changes it, a click chooses it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_PADDING, _TIGHT = 16, 6


class Segments(painting.Painted):
    """A row of joined words; sends `chosen` with the word when the officer changes it."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[str], name: str, spread: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = tuple(options)
        self.current = ""
        self._name = name
        self._fault = False
        self._hovered = -1
        sideways = QSizePolicy.Policy.Expanding if spread else QSizePolicy.Policy.Fixed
        self.setSizePolicy(sideways, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._describe()

    def show_chosen(self, option: str) -> None:
        """Show `option` as the one that holds, without telling; "" for none."""
        self.current = option
        self._describe()
        self.update()

    def tell_options(self, options: Sequence[str]) -> None:
        """Offer other words; the one that holds stays if it is among them."""
        if self.options != tuple(options):
            self.options = tuple(options)
            self.updateGeometry()
            self.update()

    def set_fault(self, fault: bool) -> None:
        """Draw the edge of a fault."""
        self._fault = fault
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that holds all words."""
        return QSize(round(sum(self._least())), theme.FIELD)

    def minimumSizeHint(self) -> QSize:
        """Never cut a word; only the air around it may go."""
        return QSize(round(sum(self._least(_TIGHT))), theme.FIELD)

    def rect_of(self, option: str) -> QRectF:
        """Return where `option` is drawn."""
        return self._rects()[self.options.index(option)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → choose, Space takes the first when none holds; Home and End choose the ends."""
        last = len(self.options) - 1
        at = self.options.index(self.current) if self.current in self.options else -1
        places = {Qt.Key.Key_Left: max(at - 1, 0), Qt.Key.Key_Right: min(at + 1, last), Qt.Key.Key_Home: 0,
                  Qt.Key.Key_End: last, Qt.Key.Key_Space: max(at, 0)}  # fmt: skip
        wanted = places.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif wanted != at:
            self._choose(self.options[wanted])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the word under the pointer."""
        at = self._at(event)
        if at >= 0 and self.options[at] != self.current:
            self._choose(self.options[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lighten the word under the pointer."""
        self._hovered = self._at(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Lighten no word."""
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, the chosen one filled."""
        painter = painting.smooth(self)
        whole = QRectF(self.rect())
        painting.box(painter, whole, theme.RADIUS_FIELD, "surface" if self.isEnabled() else "sunken")
        path = QPainterPath()
        path.addRoundedRect(whole, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        painter.setClipPath(path)
        for at, (option, rect) in enumerate(zip(self.options, self._rects(), strict=True)):
            held = option == self.current
            if held or at == self._hovered:
                painter.fillRect(rect, colour("fill" if held else "hover"))
            if at:
                painter.fillRect(QRectF(rect.left(), 1, 1, rect.height() - 2), colour("line"))
            tone = "onfill" if held else "text2"
            painting.words(painter, rect, option, theme.font(medium=held), tone, painting.CENTRE)
        painter.setClipping(False)
        thick = self._fault or self.hasFocus()
        edge = "todaysolid" if self._fault else "accent" if self.hasFocus() else "edge"
        painting.box(painter, whole, theme.RADIUS_FIELD, "", edge, 2 if thick else 1)
        if self.hasFocus() and self.current:
            inner = self.rect_of(self.current).adjusted(4, 4, -4, -4)
            painting.box(painter, inner, 3, "", "onfill", 1)
        painter.end()

    def _choose(self, option: str) -> None:
        self.show_chosen(option)
        self.chosen.emit(option)

    def _least(self, padding: float = _PADDING) -> list[float]:
        return [painting.width_of(option, theme.BODY, True) + 2 * padding for option in self.options]

    def _rects(self) -> list[QRectF]:
        least = self._least()
        extra = (self.width() - sum(least)) / max(len(least), 1)
        rects: list[QRectF] = []
        left = 0.0
        for width in least:
            rects.append(QRectF(round(left), 0, round(left + width + extra) - round(left), self.height()))
            left += width + extra
        return rects

    def _at(self, event: QMouseEvent) -> int:
        return next((at for at, rect in enumerate(self._rects()) if rect.contains(event.position())), -1)

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}：{self.current}" if self.current else self._name)
