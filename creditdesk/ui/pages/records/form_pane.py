"""A form with its head, its doubts and its action bar: what entering and correcting have in common."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.services import grading, reveals
from creditdesk.services.entries import KnownSubject
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.lookups import LiveCheck, Lookups, doubts
from creditdesk.ui.pages.records.reason import ReasonStrip
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.editors import LineEditor
from creditdesk.ui.widgets.form import Form
from creditdesk.ui.widgets.label import Glyph, Label

HEAD = 48
GRADE = "grade"
_ROOMY = 700  # width from which everything in the bars is shown
_UNWRITTEN = "请写明理由"


class FormPane(QFrame):
    """Holds a Form per edition of a kind, made when first shown; the panes for entering and correcting build on it."""

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(600)
        self.page, self.worker = page, page.worker
        self.acts: list[QAction] = []
        self.forms: dict[tuple[str, str], Form] = {}
        self._lookups: dict[tuple[str, str], Lookups] = {}
        self._uncovered: set[tuple[str, str, str]] = set()
        self._criteria: tuple[object, ...] = ()
        self.kind: RecordKind | None = None
        self.title, self.edition, self.progress = Label("", "title"), Label("", "second"), Label("", "second")
        self.known = _Known(page)
        self.doubts = ReasonStrip(
            "保留理由", "核对无误仍要保留的，写明理由，如：已与营业执照原件核对", "fault", "today"
        )
        self.next_fault = page.add_act("下一处需要修改", "Ctrl+G", self._next_fault)
        self.acts += [primary, self.next_fault]
        self._fault_link = Button("", "link", "fault", "Ctrl+G", tone="today")
        self._fault_link.clicked.connect(self.next_fault.trigger)
        self._stack = QStackedWidget()
        self.head, self.bar = QHBoxLayout(), QHBoxLayout()
        self._lay_out(Button.of(primary, "primary"))

    @property
    def form(self) -> Form:
        """Return the form that is shown."""
        assert self.kind is not None
        return self.forms[_of(self.kind)]

    def show_kind(self, kind: RecordKind) -> None:
        """Show the empty form of a kind."""
        if _of(kind) not in self.forms:
            self._make(kind)
        self.kind = kind
        self.title.setText(kind.label)
        self.edition.setText(kind.edition)
        self._stack.setCurrentWidget(self.form)
        self.setFocusProxy(next(iter(self.form.fields.values())).editor.control)

    def put(self, content: Mapping[str, str]) -> None:
        """Show other content, none of which the officer has typed now."""
        self.known.tell(None)
        self.doubts.clear()
        self._uncovered.clear()
        self.form.set_content(content)
        self._lookups[_of(self.form.kind)].look_up_all()
        self.form.verticalScrollBar().setValue(0)
        self.refresh()

    def ready(self) -> bool:
        """Check the whole form; if something is missing, say so and go there."""
        self.form.check()
        self.refresh()
        if errors := self.form.errors():
            self.form.go_to(errors[0].field)
            return False
        if doubts(self.form) and not self.doubts.reason:
            self.doubts.ask(_UNWRITTEN)
            return False
        return True

    def refresh(self) -> None:
        """Bring progress, doubts and the number of faults up to the form."""
        done, needed = self.form.progress()
        self.progress.setText(f"必填 {done} / {needed}")
        found = doubts(self.form)
        self.doubts.tell([f"{label}：{sentence}" for label, sentence in found])
        self.doubts.setVisible(bool(found))
        shown = [one for one in self.form.faults if self.form.fields[one.field].touched]
        count = sum(one.severity is not Severity.ADVICE for one in shown)
        self._fault_link.set_words(f"{count} 处需要修改")
        self._fault_link.setVisible(bool(count))
        self._ask_criteria()

    def _ask_criteria(self) -> None:
        """Show beside the grade what its unit wrote for each grade, in the edition of the day (实施方案三（三）)."""
        content = self.form.content()
        asked = (self.form, content.get("source_unit", ""), content.get("decided_on", ""))
        if GRADE not in self.form.fields or asked == self._criteria:
            return
        self._criteria = asked
        show = self.form.fields[GRADE].advise
        self.worker.ask(grading.note, *asked[1:], owner=(self, "criteria"), on_done=show)

    def changed(self) -> None:
        """Follow a finished edit."""
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is only nice to have when narrow."""
        super().resizeEvent(event)
        self.set_roomy(self.width() >= _ROOMY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count again when the officer leaves a field, changed or not: it is checked from then on."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self.refresh)
        return super().eventFilter(watched, event)

    def set_roomy(self, roomy: bool) -> None:
        """Show everything, or only what is needed."""
        self.edition.setVisible(roomy)

    def make_form(self, kind: RecordKind) -> Form:
        """Make the form of a kind; reading a personal number that the desk brought into it is journalled."""
        form = Form(kind, self.page.frame.today)
        for name, each in form.fields.items():
            if each.field.personal and isinstance(each.editor, LineEditor):
                each.editor.line.uncovered.connect(partial(self._uncover, name, each.editor))
        return form

    def keeper(self, name: str) -> tuple[str, str, str]:
        """Return what the desk keeps a personal number in, `record` or `subject`, its id, and the number."""
        return "subject", self.known.id, self.known.content.get(name, "")

    def _uncover(self, name: str, editor: LineEditor) -> None:
        """Journal, once for each content of the form, that a number the desk keeps could be read."""
        noun, one, number = self.keeper(name)
        if number and editor.line.canonical == number and (noun, one, name) not in self._uncovered:
            self._uncovered.add((noun, one, name))
            self.worker.act(reveals.reveal, noun, one, name)

    def _make(self, kind: RecordKind) -> None:
        form = self.make_form(kind)
        lookups = Lookups(form, self.worker)
        LiveCheck(form, self.page.frame.today)
        lookups.filled.connect(self.changed)
        lookups.subject_known.connect(self.known.tell)
        form.changed.connect(self.changed)
        form.walked_out.connect(self.walked_out)
        for each in form.fields.values():
            each.editor.control.installEventFilter(self)
        self.forms[_of(kind)], self._lookups[_of(kind)] = form, lookups
        self._stack.addWidget(form)

    def walked_out(self) -> None:
        """Follow Enter in the last field: the doubts ask for their reason, else nothing."""
        if self.doubts.isVisible():
            self.doubts.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_fault(self) -> None:
        if not self.form.next_fault():
            self.page.frame.say("没有需要修改的地方")
        self.refresh()

    def _lay_out(self, primary: Button) -> None:
        head, bar = QFrame(), QFrame()
        head.setProperty("role", "head")
        bar.setProperty("role", "bar")
        head.setFixedHeight(HEAD)
        for holder, row in ((head, self.head), (bar, self.bar)):
            holder.setLayout(row)
            row.setContentsMargins(theme.MARGIN + 8, 0, theme.MARGIN + 4, 0)
            row.setSpacing(theme.PAD_SMALL)
        self.bar.setContentsMargins(theme.MARGIN + 8, 10, theme.MARGIN + 4, 10)
        for widget in (self.title, self.edition):
            self.head.addWidget(widget)
        self.head.addStretch(1)
        self.head.addWidget(self.progress)
        self.bar.addWidget(primary)
        self.bar.addStretch(1)
        self.bar.addWidget(self._fault_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.known)
        column.addWidget(self._stack, 1)
        column.addWidget(self.doubts)
        column.addWidget(bar)


def _of(kind: RecordKind) -> tuple[str, str]:
    return kind.name, kind.edition


class _Known(QFrame):
    """Tells that the desk knows the subject whose code was entered, and leads there."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("role", "sunken")
        self._page = page
        self.id = ""
        self.content: Mapping[str, str] = {}
        self.words = Label("", "second")
        link = Button("打开主体", "link")
        link.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN + 8, 4, theme.MARGIN, 4)
        row.setSpacing(8)
        row.addWidget(Glyph("subject", "text2"))
        row.addWidget(self.words)
        row.addWidget(link)
        row.addStretch(1)
        self.hide()

    def tell(self, known: KnownSubject | None) -> None:
        """Show the subject, or nothing when the desk does not know it."""
        self.id, self.content = (known.id, known.content) if known else ("", {})
        if known:
            name = known.content.get("subject_name", "")
            self.words.setText(f"已有主体 {name} · {known.records} 条记录" if known.records else f"已有主体 {name}")
        self.setVisible(known is not None)

    def _open(self) -> None:
        self._page.frame.open_page("subjects", id=self.id)
