"""A form built from the catalogue: sections, conditional parts, Enter walks, faults stand under their fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.catalog.faults import Fault, Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.form_block import FormBlock
from creditdesk.ui.widgets.label import Label, line

_TWO_COLUMNS = 660  # width from which two columns stand side by side
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Form(QScrollArea):
    """Edits the content of one record.

    `changed` is sent after every finished edit; `typed` at each stroke; `code_known(field, value)` when a valid code
    that fills other fields was entered, so that the page can look it up and call `fill`; `walked_out` when Enter is
    pressed in the last field.
    """

    changed = Signal()
    typed = Signal()
    code_known = Signal(str, str)
    walked_out = Signal()

    def __init__(self, kind: RecordKind, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._today = today
        self.fields = {field.name: FormField(field) for field in kind.fields}
        self.blocks: list[FormBlock] = []
        self.faults: tuple[Fault, ...] = ()
        self._content: dict[str, str] = {}
        self._holder = QWidget()
        self._sections: list[tuple[QWidget, list[FormBlock]]] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(kind.label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self.set_content({})

    def content(self) -> dict[str, str]:
        """Return the canonical content, hidden fields included."""
        return dict(self._content)

    def unfinished(self) -> dict[str, str]:
        """Return the content with what stands half typed in the field that has the focus; no input method's letters."""
        name, content = self._focused(), self.content()
        if name is None:
            return content
        if typed := self.fields[name].editor.value():
            content[name] = typed
        else:
            content.pop(name, None)
        return content

    def record(self) -> dict[str, str]:
        """Return the content of the fields that apply: what is to be saved."""
        return self.kind.applicable(self._content)

    def set_content(self, content: Mapping[str, str]) -> None:
        """Show another record, its numbers masked; faults appear again only where the officer has been."""
        self._content = {name: value for name, value in content.items() if value}
        for name, each in self.fields.items():
            each.touched, each.filled_by = False, ""
            each.editor.cover()
            each.show_value(self._content.get(name, ""))
        self._refresh()

    def fill(self, values: Mapping[str, str], by: str) -> None:
        """Fill fields that the field `by` knows; they are read-only and say so until that field changes."""
        source = self.kind.field(by)
        for name, value in values.items():
            if value and name in self.fields:
                self._content[name] = self.kind.field(name).clean(value)
                self.fields[name].filled_by = source.short or source.label
                self.fields[name].show_value(self._content[name])
        self._refresh()

    def note(self, name: str, sentence: str, *, good: bool = True) -> None:
        """Say something good or ill under a field, until its value changes."""
        self.fields[name].note(sentence, good=good)
        self._refresh()

    def check(self) -> tuple[Fault, ...]:
        """Show the faults of all fields, whether the officer has been there or not, and return them."""
        self._take_focused()
        for each in self.fields.values():
            each.touched = True
        self._refresh()
        return self.faults

    def errors(self) -> tuple[Fault, ...]:
        """Return the faults that stop the record."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    def next_fault(self) -> bool:
        """Show all faults and go to the first one after the field that has the focus; False when there is none."""
        places = list(self.fields)
        wanted = [fault.field for fault in self.check() if fault.severity is not Severity.ADVICE]
        if not wanted:
            return False
        here = self._focused()
        at = places.index(here) if here else -1
        self.go_to(next((name for name in wanted if places.index(name) > at), wanted[0]))
        return True

    def go_to(self, name: str) -> None:
        """Give the focus to a field and bring it into sight."""
        editor = self.fields[name].editor
        editor.control.setFocus(Qt.FocusReason.OtherFocusReason)
        top = editor.mapTo(self._holder, QPoint(0, 0)).y()
        self.ensureVisible(0, top, 0, 60)
        self.ensureVisible(0, top + editor.height(), 0, 60)

    def go_to_first(self) -> None:
        """Give the focus to the first field that can be filled."""
        for each in self._walk():
            self.go_to(each.field.name)
            return

    def progress(self) -> tuple[int, int]:
        """Return how many of the required fields are filled and how many there are."""
        return self.kind.progress(self._content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Walk on Enter, and keep the focused field in sight."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and isinstance(watched, QWidget):
                self._step(watched)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one column when narrow."""
        columns = 2 if event.size().width() >= _TWO_COLUMNS else 1
        for block in self.blocks:
            block.arrange(columns)
        # The layout must know its new least width before the area asks for it.
        layout = self._holder.layout()
        if layout is not None:
            layout.activate()
        super().resizeEvent(event)

    def _build(self) -> None:
        self._holder.setProperty("role", "clear")
        self.setWidget(self._holder)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(16, 8, 20, 16)
        column.setSpacing(6)
        for section in self.kind.sections:
            inside = [each for each in self.fields.values() if each.field.section == section.name]
            head = _section(section.label)
            column.addWidget(head)
            blocks = [FormBlock(tuple(run), when) for when, run in groupby(inside, key=lambda each: each.field.when)]
            for block in blocks:
                column.addWidget(block)
            self.blocks += blocks
            self._sections.append((head, blocks))
        column.addStretch(1)
        for name, each in self.fields.items():
            each.editor.edited.connect(lambda name=name: self._edited(name))
            each.editor.typed.connect(self.typed)
            each.editor.control.installEventFilter(self)

    def _edited(self, name: str) -> None:
        each = self.fields[name]
        value = each.canonical()
        each.touched = True
        if value == self._content.get(name, ""):
            each.show_value(value)
            return
        self._store(name, value)
        each.show_value(value)
        self._release(each)
        self._refresh()
        self.changed.emit()
        if each.field.fills and value and name not in {fault.field for fault in self.errors()}:
            self.code_known.emit(name, value)

    def _store(self, name: str, value: str) -> None:
        if value:
            self._content[name] = value
        else:
            self._content.pop(name, None)

    def _release(self, source: FormField) -> None:
        # What a changed code had filled is the officer's to write again; the words stay until then.
        label = source.field.short or source.field.label
        for each in self.fields.values():
            if each.filled_by == label and each.field.name in {fill.field for fill in source.field.fills}:
                each.filled_by = ""
                each.refresh_note(self._content.get(each.field.name, ""))

    def _refresh(self) -> None:
        for block in self.blocks:
            block.setVisible(block.when.holds(self._content))
        for head, blocks in self._sections:
            head.setVisible(any(not block.isHidden() for block in blocks))
        self.faults = self.kind.check(self._content, self._today())
        shown = {fault.field: fault for fault in reversed(self.faults)}
        for name, each in self.fields.items():
            each.label.set_required(self.kind.needs(each.field, self._content))
            fault = shown.get(name) if each.touched else None
            each.set_message(fault.sentence if fault else "", fault.severity if fault else None)

    def _walk(self) -> Iterator[FormField]:
        for block in self.blocks:
            if not block.isHidden():
                yield from (each for each in block.fields if not each.filled_by)

    def _step(self, control: QWidget) -> None:
        name = self._named(control)
        if name is None:
            return
        self._finish(self.fields[name])
        walk: Sequence[FormField] = list(self._walk())
        at = next((place for place, each in enumerate(walk) if each.field.name == name), -1)
        if at + 1 < len(walk):
            self.go_to(walk[at + 1].field.name)
        else:
            self.walked_out.emit()

    def _finish(self, each: FormField) -> None:
        each.touched = True
        if each.canonical() != self._content.get(each.field.name, ""):
            self._edited(each.field.name)
        else:
            self._refresh()

    def _take_focused(self) -> None:
        name = self._focused()
        if name is not None:
            self._finish(self.fields[name])

    def _focused(self) -> str | None:
        focus = self.focusWidget()
        return self._named(focus) if focus is not None and focus.hasFocus() else None

    def _named(self, control: QWidget) -> str | None:
        return next((name for name, each in self.fields.items() if each.editor.isAncestorOf(control)), None)


def _section(label: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(8, 6, 8, 2)
    row.setSpacing(8)
    row.addWidget(Label(label, "label"))
    row.addWidget(line(), 1)
    return holder
