"""Steps in a row that cannot be skipped: done with a tick, the present one outlined, the later ones pale."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_DISC, _HEIGHT = 22, 40


class Stepper(painting.Painted):
    """Shows where the work stands; sends `asked` with a reached step that the officer wants to see."""

    asked = Signal(int)

    def __init__(self, steps: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = tuple(steps)
        self._name = name
        self.present = 0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Make `step` (from 0) the present one; the number of steps means that all are done."""
        self.present = step
        where = self.steps[step] if step < len(self.steps) else "全部完成"
        self.setAccessibleName(f"{self._name}：第 {min(step + 1, len(self.steps))} 步，{where}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all steps with short lines between."""
        return QSize(round(sum(self._widths())) + 24 * len(self.steps), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← asks for the step before the present one."""
        if event.key() == Qt.Key.Key_Left and self.present:
            self.asked.emit(min(self.present, len(self.steps)) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for a step that has been reached."""
        for at, left in enumerate(self._lefts()):
            if left <= event.position().x() < left + self._widths()[at] and at <= self.present:
                self.asked.emit(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw discs, words and the lines between them."""
        painter = painting.smooth(self)
        widths, lefts = self._widths(), self._lefts()
        for at, (left, width) in enumerate(zip(lefts, widths, strict=True)):
            self._step(painter, at, left, width)
            if at + 1 < len(self.steps):
                start, end = left + width + 12, lefts[at + 1] - 12
                tone = "fill" if at < self.present else "line"
                painter.fillRect(QRectF(start, _HEIGHT / 2 - 1, max(end - start, 0), 2), colour(tone))
        if self.hasFocus():
            painting.box(painter, QRectF(self.rect()), theme.RADIUS_BUTTON, "", "accent", 2)
        painter.end()

    def _step(self, painter: QPainter, at: int, left: float, width: float) -> None:
        disc = QRectF(left, (_HEIGHT - _DISC) / 2, _DISC, _DISC)
        done, now = at < self.present, at == self.present
        if done:
            painting.box(painter, disc, _DISC / 2, "fill")
            icons.paint(painter, "check", disc.left() + 4, disc.top() + 4, 14, "onfill")
        else:
            painting.box(painter, disc, _DISC / 2, "surface", "accent" if now else "edge", 2 if now else 1)
            font = theme.font(theme.HEAD, now)
            painting.words(painter, disc, str(at + 1), font, "accent" if now else "text3", painting.CENTRE)
        words = QRectF(left + _DISC + 8, 0, width - _DISC - 8 + 1, _HEIGHT)
        tone = "text" if now else "text2" if done else "text3"
        painting.words(painter, words, self.steps[at], theme.font(theme.SMALL, now), tone)

    def _widths(self) -> list[float]:
        return [_DISC + 8 + painting.width_of(step, theme.SMALL, True) for step in self.steps]

    def _lefts(self) -> list[float]:
        widths = self._widths()
        rest = self.width() - 2 * theme.MARGIN - sum(widths)
        gap = rest / (len(widths) - 1) if len(widths) > 1 else 0
        lefts, left = [], float(theme.MARGIN)
        for width in widths:
            lefts.append(left)
            left += width + gap
        return lefts
