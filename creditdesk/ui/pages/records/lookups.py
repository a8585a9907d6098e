"""What a form asks the desk while an officer types: whom a code belongs to, and what is wrong with half a value."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from creditdesk.catalog.faults import Severity
from creditdesk.services import entries, units
from creditdesk.services.entries import KnownSubject
from creditdesk.ui.widgets.form import Form
from creditdesk.ui.worker import Worker

_REST = 450  # milliseconds without a stroke before half a value is looked at
_CONTENT_NAMES = {"name": "subject_name"}


class Lookups(QObject):
    """Fills names by codes. Sends `filled` after a fill, and `subject_known` with a KnownSubject or None."""

    filled = Signal()
    subject_known = Signal(object)

    def __init__(self, form: Form, worker: Worker) -> None:
        super().__init__(form)
        self._form, self._worker = form, worker
        form.code_known.connect(self.look_up)

    def look_up(self, name: str, value: str, gently: bool = False) -> None:
        """Ask whom the code `value` belongs to; `gently` leaves words that differ from what is known."""
        field = self._form.kind.field(name)
        noun = field.fills[0].noun if field.fills else ""
        if noun == "unit":
            done = partial(self._take_unit, name, value, gently)
            self._worker.ask(units.name_for, value, owner=(self, name), on_done=done)
        elif noun == "subject":
            document = self._form.content().get("document_type", "") if name == "document_number" else ""
            done = partial(self._take_subject, name, value, gently)
            self._worker.ask(entries.known_subject, name, value, document, owner=(self, name), on_done=done)

    def look_up_all(self) -> None:
        """Ask for every code of content that was put into the form as a whole."""
        for name, value in self._form.content().items():
            if self._form.kind.field(name).fills:
                self.look_up(name, value, gently=True)

    def _take_unit(self, name: str, value: str, gently: bool, unit: str) -> None:
        if unit and self._form.content().get(name) == value:
            self._fill(name, {fill.field: unit for fill in self._form.kind.field(name).fills}, gently)

    def _take_subject(self, name: str, value: str, gently: bool, known: KnownSubject | None) -> None:
        if self._form.content().get(name) != value:
            return
        self.subject_known.emit(known)
        if known is None:
            self._form.note(name, "校验码正确，本单位尚无此主体")
            return
        fills = self._form.kind.field(name).fills
        brought = {
            fill.field: known.content.get(_CONTENT_NAMES.get(fill.attribute, fill.attribute), "") for fill in fills
        }
        self._fill(name, brought, gently)
        self._form.note(name, "校验码正确，已有主体")

    def _fill(self, name: str, values: dict[str, str], gently: bool) -> None:
        now = self._form.content()
        told = {
            each: value for each, value in values.items() if value and (not gently or now.get(each, value) == value)
        }
        if told:
            self._form.fill(told, by=name)
            self.filled.emit()


class LiveCheck(QObject):
    """Shows the fault of a field while it is being typed, and takes it away as soon as it is mended."""

    def __init__(self, form: Form, today: Callable[[], date]) -> None:
        super().__init__(form)
        self._form, self._today = form, today
        self._name = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self.look)
        for name, each in form.fields.items():
            each.editor.typed.connect(partial(self._typed, name))

    def look(self) -> None:
        """Check the field that is being typed as if it were finished."""
        each = self._form.fields[self._name]
        content = self._form.content()
        content[self._name] = each.canonical()
        filled = {name: value for name, value in content.items() if value}
        faults = self._form.kind.check(filled, self._today())
        fault = next((one for one in faults if one.field == self._name), None)
        told = fault if fault and (content[self._name] or each.touched) else None
        each.set_message(told.sentence if told else "", told.severity if told else None)

    def _typed(self, name: str) -> None:
        self._name = name
        self._timer.start(0 if self._form.fields[name].message.isVisible() else _REST)


def doubts(form: Form) -> list[tuple[str, str]]:
    """Return label and sentence of every value the officer may keep only with a reason."""
    return [
        (form.kind.field(fault.field).short or form.kind.field(fault.field).label, fault.sentence)
        for fault in form.faults
        if fault.severity is Severity.WARNING
    ]
