"""What every editor of a form's field can do, and the editor on one line."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from creditdesk.rules.identifiers import mask
from creditdesk.ui import theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import repolish

_LEAST = 120
_REASON = Qt.FocusReason
_ARRIVALS = (_REASON.TabFocusReason, _REASON.BacktabFocusReason, _REASON.OtherFocusReason)


class Editor(QWidget):
    """The editor of one field. `edited` is sent when the officer has finished a change, `typed` at each stroke."""

    edited = Signal()
    typed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setMinimumWidth(_LEAST)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.control: QWidget = self

    def hold(self, control: QWidget) -> None:
        """Make `control` the part that takes the focus."""
        self.control = control
        control.setAccessibleName(self.name)
        self.row.addWidget(control)
        self.setFocusProxy(control)

    def value(self) -> str:
        """Return what the officer entered, not yet cleaned."""
        raise NotImplementedError

    def show_value(self, value: str, shown: str = "") -> None:
        """Show the canonical `value`, as `shown` when the officer is not editing it; nothing is sent."""
        raise NotImplementedError

    def set_fault(self, sentence: str) -> None:
        """Draw the edge of a fault, and say it to screen readers; "" for none."""
        self.control.setAccessibleDescription(sentence)
        fault = bool(sentence)
        if bool(self.control.property("fault")) != fault:
            self.control.setProperty("fault", fault)
            repolish(self.control)

    def set_note(self, note: str) -> None:
        """Show a short remark inside the field, such as = 5000 元 or 由代码带出."""

    def set_filled(self, filled: bool) -> None:
        """Show that another field filled this one, or that the officer may not change it."""

    def cover(self) -> None:
        """Mask again what the officer asked to see."""


class Line(QLineEdit):
    """A line that shows a remark at its right end and a personal number masked while nobody edits it.

    Sends `uncovered` when a personal number can be read, by the eye or because it is being edited.
    """

    uncovered = Signal()

    def __init__(self, personal: bool = False, right: bool = False) -> None:
        super().__init__()
        self.canonical = ""
        self.shown = ""
        self.personal = personal
        self.revealed = False
        self.note = ""
        self.beside = 0  # pixels that a button inside the line takes at its right end
        self.setFixedHeight(theme.FIELD)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def show_value(self, value: str, shown: str) -> None:
        """Remember `value` and show it the way that fits now."""
        self.canonical, self.shown = value, shown
        self.refresh()

    def refresh(self) -> None:
        """Show the bare value while editing, else the shown form; a personal number is masked unless revealed."""
        bare = (self.hasFocus() and not self.isReadOnly()) or (self.personal and self.revealed)
        masked = mask(self.canonical) if self.personal else self.shown or self.canonical
        text = self.canonical if bare else masked
        if self.text() != text:
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)
        if self.personal and self.canonical and bare:
            self.uncovered.emit()

    def set_note(self, note: str) -> None:
        """Show `note` at the right end."""
        self.note = note
        room = round(painting.width_of(note, theme.HEAD)) + 8 if note else 0
        self.setTextMargins(0, 0, room, 0)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the bare value for editing."""
        super().focusInEvent(event)
        self.refresh()
        if event.reason() in _ARRIVALS:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed and show it the way it reads."""
        if self.isModified():
            self.canonical, self.shown = self.text(), ""
        super().focusOutEvent(event)
        self.deselect()
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and its remark."""
        super().paintEvent(event)
        if self.note:
            painter = painting.smooth(self)
            rect = QRectF(self.rect()).adjusted(8, 0, -9 - self.beside, 0)
            painting.words(painter, rect, self.note, theme.font(theme.HEAD), "text3", painting.RIGHT)
            painter.end()


class LineEditor(Editor):
    """An editor on one line: text, names, codes, amounts; personal numbers have an eye beside them."""

    def __init__(self, name: str, personal: bool = False) -> None:
        super().__init__(name)
        self.line = Line(personal)
        self.hold(self.line)
        self.line.textEdited.connect(lambda _text: self.typed.emit())
        self.line.editingFinished.connect(self._finish)
        if personal:
            self._eye = Button("显示", "icon", "eye", tone="text2")
            self._eye.setCheckable(True)
            self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._eye.toggled.connect(self._reveal)
            self.row.addWidget(self._eye)

    def value(self) -> str:
        """Return what stands in the line."""
        return self.line.text() if self.line.isModified() else self.line.canonical

    def show_value(self, value: str, shown: str = "") -> None:
        """Show `value` without telling anybody."""
        self.line.setModified(False)
        self.line.show_value(value, shown)

    def set_note(self, note: str) -> None:
        """Show a remark at the right end of the line."""
        self.line.set_note(note)

    def set_filled(self, filled: bool) -> None:
        """Make the line read-only, on sunken ground."""
        if self.line.isReadOnly() != filled:
            self.line.setReadOnly(filled)
            repolish(self.line)

    def cover(self) -> None:
        """Mask a personal number again."""
        if self.line.personal:
            self._eye.setChecked(False)

    def _finish(self) -> None:
        if self.line.isModified():
            self.edited.emit()

    def _reveal(self, revealed: bool) -> None:
        self.line.revealed = revealed
        self._eye.set_icon("hide" if revealed else "eye")
        self._eye.set_words("遮住" if revealed else "显示")
        self.line.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Hide a revealed number again when the field is switched off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.line.refresh()
