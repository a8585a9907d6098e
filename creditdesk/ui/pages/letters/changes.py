"""What can still be done to an issued letter: declare it void, issue another in its place, or a supplement to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import letter_voids
from creditdesk.services.acts import Changes
from creditdesk.services.letters import LetterRow
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_WIDTH, _REASON = 620, "reason"
Texts = Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Change:
    """One thing to do to a letter: its words, and whether it needs a reason and other texts."""

    label: str
    told: str
    reason: bool
    texts: bool

    def call(self, values: Mapping[str, str], before: Texts) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return the act and its arguments after the letter's identity."""
        news = {name: values[name] for name, _, text in before if values.get(name, text) != text}
        if not self.texts:
            return letter_voids.void, (values[_REASON],)
        if self.reason:
            return letter_voids.replace, (values[_REASON], news)
        return letter_voids.supplement, (news,)


VOID = Change("作废", "编号保留不再使用，存档不变，各页加盖“作废”字样。", reason=True, texts=False)
REPLACE = Change("换发", "原文书作废，改动后的文书取下一个编号，案件改用新文书。", reason=True, texts=True)
SUPPLEMENT = Change("补充", "原文书继续有效，补充文书用原编号加“之一”。", reason=False, texts=True)


def change_sheet(
    page: Page, letter: LetterRow, change: Change, texts: Texts, done: Callable[[Changes], object]
) -> tuple[QWidget, QWidget]:
    """Return the sheet and the widget that gets the focus; `done` hears the act's Changes."""
    frame, message = empty_sheet(_WIDTH), Message()
    form = SmallForm([*_fields(change), *(_text(name, label) for name, label, _ in texts)], page.frame.today)
    form.set_values({name: text for name, _, text in texts})
    sure, leave = Button(change.label, "primary", key="Ctrl+Enter"), Button("不改动", "large", key="Esc")

    def finish(changes: Changes) -> None:
        page.frame.close_sheet()
        done(changes)

    def decide() -> None:
        if form.check():
            act, arguments = change.call(form.values(), texts)
            page.worker.act(act, letter.id, *arguments, on_done=finish, on_problem=message.tell)

    sure.clicked.connect(decide)
    QShortcut(QKeySequence("Ctrl+Return"), frame, decide, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
    form.walked_out.connect(sure.setFocus)
    leave.clicked.connect(page.frame.close_sheet)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label(f"{change.label} {letter.number}", "title"))
    column.addWidget(Label(change.told, "second", wrap=True))
    column.addWidget(form)
    column.addWidget(message)
    row = QHBoxLayout()
    row.setSpacing(theme.PAD_SMALL)
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(sure)
    column.addLayout(row)
    return frame, next(iter(form.fields.values())).editor


def _fields(change: Change) -> list[FormField]:
    return [small_field(_REASON, f"{change.label}理由")] if change.reason else []


def _text(name: str, label: str) -> FormField:
    return small_field(name, label, "paragraphs", required=False)
