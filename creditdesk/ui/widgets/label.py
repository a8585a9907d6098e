"""Words and icons that stand still: labels by role, lines, and icons that follow the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from creditdesk.ui import icons, theme


class Label(QLabel):
    """Words in one of the roles of window.qss and, where the role's colour does not fit, in a `tone` of its own.

    Roles: title, number, figure, strong, strong13, second, label, hint, hint13, fault, fault13, good, mark, onfill.
    Tones: over, today, soon, ample, done, prov, accent, text, text2, text3, onfill.
    """

    def __init__(
        self, text: str = "", role: str = "", wrap: bool = False, tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_role(self, role: str, tone: str = "") -> None:
        """Show the same words in another role and tone."""
        if (self.property("role") or "", self.property("tone") or "") != (role, tone):
            self.setProperty("role", role)
            self.setProperty("tone", tone)
            repolish(self)


class Elided(Label):
    """Words on one line that end in … where there is no room; the pointer shows the whole of them."""

    def __init__(self, text: str = "", role: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        self._whole = text
        super().__init__(text, role, tone=tone, parent=parent)

    @property
    def whole(self) -> str:
        """All words, those cut off included."""
        return self._whole

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show other words."""
        self._whole = text
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Ask for the room of all words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Give way to everything else."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut again where the room ends."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Glyph(QWidget):
    """One icon of the set in a colour token; redrawn in the right colour when the theme changes."""

    def __init__(
        self, name: str, tone: str = "text2", size: int = theme.ICON_INLINE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon or another colour."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the icon's box."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        icons.paint(painter, self._name, 0, 0, self._size, self._tone)
        painter.end()


def line(upright: bool = False) -> QFrame:
    """Return a hair line, lying or upright."""
    result = QFrame()
    result.setProperty("role", "upright" if upright else "line")
    return result


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again after a property it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
