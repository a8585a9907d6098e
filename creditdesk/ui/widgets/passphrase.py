"""The line for a passphrase: hidden, without input methods, telling when Caps Lock seems to be on."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from creditdesk.ui import icons, theme

_HEIGHT = 40


class PassphraseLine(QLineEdit):
    """A hidden line with an eye; `caps_lock` is sent with each letter typed against the Shift key."""

    caps_lock = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self.setFixedHeight(_HEIGHT)
        self._eye = QAction("显示口令", self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._reveal(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Caps Lock by a capital typed without Shift, or the other way round."""
        text = event.text()
        if text.isascii() and text.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shifted)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the eye when the colours change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_eye"):
            self._eye.setIcon(icons.icon("hide" if self._eye.isChecked() else "eye", size=theme.ICON_INLINE))

    def _reveal(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setText("遮住口令" if shown else "显示口令")
        self._eye.setIcon(icons.icon("hide" if shown else "eye", size=theme.ICON_INLINE))
