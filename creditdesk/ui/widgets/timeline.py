"""The stages of a case from top to bottom: what was done, what runs, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_ROW, _HEAD, _DOT = 28, 24, 12
_HEADS = ("阶段", "", "期限", "完成", "用时")


@dataclass(frozen=True, slots=True)
class Stage:
    """One row: `state` done, now or later; `link` makes the detail open something; `urgency` colours the due date."""

    label: str
    detail: str = ""
    due: str = ""
    finished: str = ""
    used: str = ""
    state: str = "later"
    link: bool = False
    urgency: str = ""


class Timeline(painting.Painted):
    """Paints the stages of one case; sends `opened` with a row's place on a click, or Enter, on its link."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stages: tuple[Stage, ...] = ()
        self._at = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("办理经过")

    def tell(self, stages: Sequence[Stage]) -> None:
        """Show `stages` from first to last."""
        self.stages = tuple(stages)
        self._at = -1
        now = next((stage for stage in stages if stage.state == "now"), None)
        self.setAccessibleDescription(f"当前阶段 {now.label}，期限 {now.due}" if now else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(440, _HEAD + _ROW * len(self.stages))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ walk the links, Enter opens one."""
        links = [at for at, stage in enumerate(self.stages) if stage.link]
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and links:
            at = links.index(self._at) + step if self._at in links else 0
            self._at = links[max(0, min(at, len(links) - 1))]
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at in links:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hand over a link."""
        over = self._link_at(event.position()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the link under the pointer."""
        at = self._link_at(event.position())
        if at >= 0:
            self.opened.emit(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, their dots and the line that joins them."""
        painter = painting.smooth(self)
        for at, head in enumerate(_HEADS):
            align = painting.RIGHT if at == len(_HEADS) - 1 else painting.LEFT
            painting.words(painter, self._cell(at, 0, _HEAD), head, theme.font(theme.HEAD), "text3", align)
        for at, stage in enumerate(self.stages):
            self._row(painter, at, stage)
        for at, stage in enumerate(self.stages):
            self._dot(painter, at, stage)
        painter.end()

    def _row(self, painter: QPainter, at: int, stage: Stage) -> None:
        top = _HEAD + at * _ROW
        if stage.state == "now":
            painting.box(painter, QRectF(0, top, self.width(), _ROW), 4, "soft")
        small, later = theme.font(theme.SMALL), stage.state == "later"
        name = theme.font(theme.SMALL, stage.state == "now")
        painting.words(painter, self._cell(0, top), stage.label, name, "text2" if later else "text")
        detail = self._cell(1, top)
        painting.words(painter, detail, stage.detail, small, "accent" if stage.link else "text3")
        if at == self._at and self.hasFocus():
            painting.box(painter, detail.adjusted(-3, 4, 3, -4), 3, "", "accent", 2)
        tone = theme.shade(stage.urgency).tone if stage.urgency else "text2" if not stage.due[:1].isdigit() else "text"
        painting.words(painter, self._cell(2, top), stage.due, theme.font(theme.SMALL, bool(stage.urgency)), tone)
        painting.words(painter, self._cell(3, top), stage.finished, small, "text3" if stage.state == "now" else "text")
        used = "text" if stage.state == "now" else "text2"
        painting.words(painter, self._cell(4, top), stage.used, small, used, painting.RIGHT)

    def _dot(self, painter: QPainter, at: int, stage: Stage) -> None:
        middle = _HEAD + at * _ROW + _ROW / 2
        if at + 1 < len(self.stages):
            length = _ROW - (_DOT if stage.state != "now" else _DOT + 2)
            tone = "fill" if stage.state == "done" else "line"
            painter.fillRect(QRectF(13, middle + _DOT / 2, 2, length), colour(tone))
        rect = QRectF(14 - _DOT / 2, middle - _DOT / 2, _DOT, _DOT)
        if stage.state == "done":
            painting.box(painter, rect, _DOT / 2, "fill")
        elif stage.state == "now":
            bar = theme.shade(stage.urgency or "ample").bar
            painting.box(painter, rect.adjusted(-1, -1, 1, 1), _DOT / 2 + 1, "surface", bar, 3)
        else:
            painting.box(painter, rect.adjusted(1, 1, -1, -1), _DOT / 2, "surface", "edge", 1.2)

    def _cell(self, column: int, top: float, height: float = _ROW) -> QRectF:
        width = self.width() - 8.0
        due, finished, used = width - 208, width - 124, width - 44
        lefts = (32.0, 98.0, due, finished, used)
        rights = (94.0, due - 8, finished - 4, used - 4, width)
        return QRectF(lefts[column], top, max(rights[column] - lefts[column], 0), height)

    def _link_at(self, place: QPointF) -> int:
        for at, stage in enumerate(self.stages):
            if stage.link and self._cell(1, _HEAD + at * _ROW).contains(place):
                return at
        return -1
