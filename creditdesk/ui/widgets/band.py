"""A band or box in the colour of an urgency: one strong sentence, one remark, and an act."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label


class Band(QWidget):
    """Tells an effective due or a notice; `boxed` has round corners and stands among other things."""

    def __init__(self, action: QAction | None = None, boxed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self._urgency = "soon"
        self._title, self._hint = Label("", "strong13", wrap=True), Label("", "hint", wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(20 + theme.ICON_INLINE + (0 if boxed else 8), 8, theme.MARGIN + (0 if boxed else 4), 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        row.addLayout(words, 1)
        if action is not None:
            row.addWidget(Button.of(action, "link"))

    def tell(self, urgency: str, title: str, hint: str = "") -> None:
        """Show `title` and `hint` in the colours of `urgency`."""
        self._urgency = urgency
        tone = theme.shade(urgency).tone
        for label, text, role in ((self._title, title, "strong13"), (self._hint, hint, "hint")):
            label.setText(text)
            label.set_role(role, tone)
            label.setVisible(bool(text))
        self.setAccessibleName(f"{title} {hint}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, edge and silhouette."""
        look = theme.shade(self._urgency)
        painter = painting.smooth(self)
        radius = theme.RADIUS_BUTTON if self._boxed else 0
        painting.box(
            painter, QRectF(self.rect()), radius, look.ground, look.text if look.dashed else "", 1, look.dashed
        )
        left = 12 if self._boxed else theme.MARGIN + 4
        icons.paint(painter, icons.silhouette(self._urgency), left, 10, theme.ICON_INLINE, look.text)
        painter.end()
