"""What the grounds of a calendar mean, in a row of small squares with their words."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets import painting

_SQUARE, _GAP, _BETWEEN = 14, 6, 18
_HEIGHT = 20
_GROUNDS = {"passed": "soft", "today": "", "makeup": "soft", "case": "fill", "other": "soft"}
_EDGED = ("today", "makeup", "case", "other")


class Legend(QWidget):
    """Shows pairs of a look (passed, coming, off, today, makeup, unknown, case, other) and its words."""

    def __init__(self, entries: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("图例：" + "、".join(words for _, words in entries))

    def sizeHint(self) -> QSize:
        """Return the size of the row."""
        widths = [painting.width_of(words, theme.HEAD) + _SQUARE + _GAP + _BETWEEN for _, words in self._entries]
        return QSize(round(sum(widths)), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw squares and words."""
        painter = painting.smooth(self)
        left = 0.0
        for look, words in self._entries:
            rect = QRectF(left, (_HEIGHT - _SQUARE) / 2, _SQUARE, _SQUARE)
            if look == "off":
                painting.hatch(painter, rect)
            ground, edged = _GROUNDS.get(look, "surface"), look in _EDGED
            tone, width = ("accent", 2 if look == "today" else 1) if edged else ("line", 1)
            if look == "unknown":
                painting.box(painter, rect, 2, "", "prov", 1, dashed=True)
            else:
                painting.box(painter, rect, 2, "" if look == "off" else ground, tone, width)
            width_of = painting.width_of(words, theme.HEAD)
            words_at = QRectF(left + _SQUARE + _GAP, 0, width_of + 1, _HEIGHT)
            painting.words(painter, words_at, words, theme.font(theme.HEAD), "text2")
            left += _SQUARE + _GAP + width_of + _BETWEEN
        painter.end()
