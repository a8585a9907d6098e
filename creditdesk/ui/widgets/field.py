"""One field of a form: its label, its editor, and below it what is wrong or worth knowing."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields.base import Field
from creditdesk.ui import theme
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.choice_editor import ChoiceEditor, ChoicesEditor, SegmentEditor
from creditdesk.ui.widgets.date_editor import DateEditor
from creditdesk.ui.widgets.editors import Editor, LineEditor
from creditdesk.ui.widgets.label import Glyph, Label
from creditdesk.ui.widgets.text_editor import TextEditor

_SEGMENTS_MOST, _SEGMENTS_LETTERS = 4, 17
_COLUMN = 200  # segments wider than this take a row of their own
# severity → icon, colour, role of the words
_LOOKS = {Severity.ERROR: ("fault", "today", "fault"), Severity.WARNING: ("fault", "today", "fault"),
          Severity.ADVICE: ("info", "text3", "hint")}  # fmt: skip


def editor_of(field: Field) -> Editor:
    """Return the editor that suits the field's type and the number of its words."""
    name = field.short or field.label
    if field.type == "date":
        return DateEditor(name)
    if field.type == "paragraphs":
        return TextEditor(name)
    if field.type in ("choice", "choices"):
        return _choice(field, name)
    return LineEditor(name, field.personal)


def _choice(field: Field, name: str) -> Editor:
    words = field.choices
    named = tuple(code.label for code in field.code_set.codes if code.open) if field.code_set else ()
    if field.type == "choices":
        return ChoicesEditor(name, words, named)
    if len(words) <= _SEGMENTS_MOST and sum(map(len, words)) <= _SEGMENTS_LETTERS and not named:
        return SegmentEditor(name, words)
    return ChoiceEditor(name, words, bool(named))


class FieldLabel(QLabel):
    """A label at the right edge of its column, with a star in the accent where the field must be filled."""

    def __init__(self, text: str, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._required = required
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_required(self, required: bool) -> None:
        """Show or hide the star."""
        self._required = required
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line as wide as its column."""
        return QSize(self.maximumWidth() if self.maximumWidth() < theme.NARROW else 104, theme.FIELD)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw star and words, right-aligned."""
        painter = painting.smooth(self)
        font = theme.font(theme.SMALL)
        room = self.width() - 10.0
        text = painting.elided(font, self.text(), room)
        painting.words(painter, QRectF(10, 0, room, self.height()), text, font, "text2", painting.RIGHT)
        if self._required:
            left = self.width() - painting.width_of(text, theme.SMALL) - 10
            painting.words(painter, QRectF(left, 0, 10, self.height()), "*", theme.font(theme.HEAD), "accent")
        painter.end()


class Message(QWidget):
    """One sentence under a field with its icon; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Glyph, Label] | None = None
        self.hide()

    def tell(self, sentence: str, icon: str = "fault", tone: str = "today", role: str = "fault") -> None:
        """Show `sentence`, or nothing for ""."""
        if not sentence and self._parts is None:
            return
        glyph, label = self._parts or self._make()
        label.setText(sentence)
        label.set_role(role)
        glyph.show_icon(icon, tone)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Return the sentence shown."""
        return self._parts[1].text() if self._parts else ""

    def _make(self) -> tuple[Glyph, Label]:
        # Most fields never have anything to say: a form of forty is shown much faster without these.
        self._parts = Glyph("fault", "today", 14), Label("", "fault", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 2)
        row.setSpacing(6)
        row.addWidget(self._parts[0])
        row.addWidget(self._parts[1], 1)
        return self._parts


class FormField:
    """The three widgets of one field and what they show."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.label = FieldLabel(field.short or field.label, field.required)
        self.editor = editor_of(field)
        self.message = Message()
        self.filled_by = ""
        self.touched = False
        self._note = ("", "", True)
        self._advice = ""
        self.label.setToolTip(field.label if field.short else "")
        self.editor.setToolTip(field.help)
        self.label.setBuddy(self.editor)

    @property
    def wide(self) -> bool:
        """Tell whether the field takes the whole width."""
        if isinstance(self.editor, SegmentEditor) and self.editor.segments.sizeHint().width() > _COLUMN:
            return True
        return self.field.wide or self.field.type == "paragraphs"

    def canonical(self) -> str:
        """Return the cleaned value."""
        return self.field.clean(self.editor.value())

    def show_value(self, value: str) -> None:
        """Show the canonical `value` and its remark."""
        self.editor.show_value(value, self.field.show(value) if value else "")
        self.refresh_note(value)

    def refresh_note(self, value: str) -> None:
        """Show by which field this one was filled, or the type's own remark on the value."""
        source = "代码" if self.filled_by.endswith("代码") else self.filled_by
        filled = f"由{source}带出" if source and value else ""
        self.editor.set_note(filled or (self.field.hint(value) if value else ""))
        self.editor.set_filled(bool(filled))

    def set_message(self, sentence: str, severity: Severity | None) -> None:
        """Show a fault, or the good news noted for this value."""
        if severity is not None:
            self.editor.set_fault(sentence if severity is not Severity.ADVICE else "")
            self.message.tell(sentence, *_LOOKS[severity])
            return
        self.editor.set_fault("")
        words, about, good = self._note
        look = ("check", "ample", "good") if good else ("fault", "today", "fault")
        if words and about == self.canonical():
            self.message.tell(words, *look)
        else:
            self.message.tell(self._advice, *_LOOKS[Severity.ADVICE])

    def advise(self, sentence: str) -> None:
        """Show what is worth knowing whatever the value, such as the criteria of a grade, while no fault stands."""
        stood = self.message.text() in ("", self._advice)
        self._advice = sentence
        if stood:
            self.message.tell(sentence, *_LOOKS[Severity.ADVICE])

    def note(self, sentence: str, *, good: bool = True) -> None:
        """Say something good about the present value, such as 校验码正确，已有主体, or ill; gone when it changes."""
        self._note = (sentence, self.canonical(), good)
