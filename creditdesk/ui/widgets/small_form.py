"""A few fields of one act: Enter walks, faults stand under their fields, the first one gets the focus."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields import TYPES
from creditdesk.catalog.fields.base import Field
from creditdesk.ui import theme
from creditdesk.ui.widgets.choice_editor import ChoiceEditor, SegmentEditor
from creditdesk.ui.widgets.field import FormField

_LABEL = 96
_LETTERS_IN_SIGHT = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def small_field(name: str, label: str, kind: str = "text", *, required: bool = True, past: bool = False) -> FormField:
    """Return a field that belongs to no record kind: text, paragraphs or date."""
    return FormField(Field(name, label, kind, "", TYPES[kind], required=required, past=past))


def small_choice(name: str, label: str, choices: Sequence[str]) -> FormField:
    """Return a field with the office's own words, such as its source units: a few in sight, many in a list."""
    field = small_field(name, label)
    few = sum(map(len, choices)) <= _LETTERS_IN_SIGHT
    field.editor = SegmentEditor(label, choices) if few else ChoiceEditor(label, choices)
    field.label.setBuddy(field.editor)
    return field


class SmallForm(QWidget):
    """Fields below each other. `changed` is sent after each finished edit, `walked_out` on Enter in the last field."""

    changed = Signal()
    walked_out = Signal()

    def __init__(self, fields: Sequence[FormField], today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {each.field.name: each for each in fields}
        self._today = today
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.PAD_SMALL)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        for row, each in enumerate(fields):
            each.label.setFixedSize(_LABEL, theme.FIELD)
            grid.addWidget(each.label, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(each.editor, 2 * row, 1)
            grid.addWidget(each.message, 2 * row + 1, 1)
            each.editor.edited.connect(lambda each=each: self._edited(each))
            each.editor.control.installEventFilter(self)

    def values(self) -> dict[str, str]:
        """Return the canonical values by name, empty ones included."""
        return {name: each.canonical() for name, each in self.fields.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show values; those not named stay."""
        for name, value in values.items():
            self.fields[name].show_value(value)

    def check(self) -> bool:
        """Show every fault; False, with the focus on the first, when there is one."""
        shown = [each for each in self.fields.values() if not each.editor.isHidden()]
        faulty = [each for each in shown if self._faulty(each)]
        if faulty:
            faulty[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not faulty

    def tell(self, name: str, sentence: str) -> None:
        """Show a fault under a field and go there."""
        self.fields[name].set_message(sentence, Severity.ERROR)
        self.fields[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_first(self) -> None:
        """Give the focus to the first empty field, else to the first."""
        empty = [each for each in self.fields.values() if not each.canonical()]
        for each in (*empty, *self.fields.values()):
            if each.editor.isEnabled() and not each.editor.isHidden():
                each.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Walk on Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _is_enter(event):
            self._walk(watched)
            return True
        return super().eventFilter(watched, event)

    def _walk(self, control: QObject) -> None:
        shown = [each for each in self.fields.values() if not each.editor.isHidden()]
        at = next((place for place, each in enumerate(shown) if each.editor.control is control), len(shown))
        if at < len(shown):
            self._faulty(shown[at])
        if at + 1 < len(shown):
            shown[at + 1].editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.walked_out.emit()

    def _edited(self, each: FormField) -> None:
        self._faulty(each)
        self.changed.emit()

    def _faulty(self, each: FormField) -> bool:
        value = each.canonical()
        each.show_value(value)
        sentence = self._fault(each.field, value)
        each.set_message(sentence, Severity.ERROR if sentence else None)
        return bool(sentence)

    def _fault(self, field: Field, value: str) -> str:
        if not value:
            return "必填" if field.required else ""
        if wrong := field.check(value, {}):
            return wrong
        today = self._today().isoformat()
        return f"不能晚于今天 {today}" if field.past and value > today else ""


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
