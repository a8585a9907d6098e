"""The editor of several lines; it grows with its text up to five lines."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from creditdesk.ui import theme
from creditdesk.ui.widgets.editors import Editor
from creditdesk.ui.widgets.label import repolish

_LINE, _FRAME, _MOST = 22, 10, 5


class Paragraphs(QPlainTextEdit):
    """A text of several lines; Tab leaves it, Shift+Enter breaks a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, from one line to five."""
        lines = round(self.document().size().height())
        self.setFixedHeight(max(theme.FIELD, min(lines, _MOST) * _LINE + _FRAME))
        more = lines > _MOST
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if more else policy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """Return a width of a few words; the height is fixed."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again when the width changes."""
        super().resizeEvent(event)
        self.fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the editor around it that the officer has left."""
        super().focusOutEvent(event)
        parent = self.parentWidget()
        if isinstance(parent, TextEditor):
            parent.finish()


class TextEditor(Editor):
    """An editor of several lines."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.text = Paragraphs()
        self.hold(self.text)
        self._showing = False
        self._changed = False
        self.text.textChanged.connect(self._type)

    def value(self) -> str:
        """Return the text."""
        return self.text.toPlainText()

    def show_value(self, value: str, shown: str = "") -> None:
        """Show `value` without telling anybody."""
        if self.text.toPlainText() != value:
            self._showing = True
            self.text.setPlainText(value)
            self._showing = False
        self._changed = False

    def set_filled(self, filled: bool) -> None:
        """Make the text read-only, on sunken ground."""
        if self.text.isReadOnly() != filled:
            self.text.setReadOnly(filled)
            repolish(self.text)

    def finish(self) -> None:
        """Send `edited` when the text was changed."""
        if self._changed:
            self._changed = False
            self.edited.emit()

    def _type(self) -> None:
        if not self._showing:
            self._changed = True
            self.typed.emit()
