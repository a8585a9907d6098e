"""The steps of a wizard from top to bottom: done with a tick, the present one on a white card, later ones pale."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting

_ROW, _DISC = 59, 22


class StepList(QWidget):
    """Shows titles with what each step has settled."""

    def __init__(self, steps: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = [list(step) for step in steps]
        self.present = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Make `step` (from 0) the present one."""
        self.present = step
        self.setAccessibleName(f"第 {step + 1} 步，共 {len(self._steps)} 步：{self._steps[step][0]}")
        self.update()

    def settle(self, step: int, words: str) -> None:
        """Show what was settled in `step`, such as the office's name."""
        self._steps[step][1] = words
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all steps."""
        return QSize(220, _ROW * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps."""
        painter = painting.smooth(self)
        for at, (title, words) in enumerate(self._steps):
            top = at * _ROW
            done, now = at < self.present, at == self.present
            if now:
                painting.box(painter, QRectF(0, top, self.width(), _ROW), theme.RADIUS_FIELD, "surface", "line")
            disc = QRectF(11, top + 10, _DISC, _DISC)
            if done:
                painting.box(painter, disc, _DISC / 2, "fill")
                icons.paint(painter, "check", disc.left() + 4, disc.top() + 4, 14, "onfill")
            else:
                painting.box(painter, disc, _DISC / 2, "", "accent" if now else "edge", 2 if now else 1)
                tone = "accent" if now else "text3"
                painting.words(painter, disc, str(at + 1), theme.font(theme.HEAD, now), tone, painting.CENTRE)
            tone = "text" if now else "text2" if done else "text3"
            room = QRectF(46, top + 10, self.width() - 54, 22)
            painting.words(painter, room, title, theme.font(theme.BODY, now), tone)
            painting.words(painter, room.translated(0, 20), words, theme.font(theme.HEAD), "text2" if done else "text3")
        painter.end()
