"""What can still be done to an issued letter: declare it void, issue another in its place, or a supplement to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from creditdesk.services import letter_voids
from creditdesk.services.acts import Changes
from creditdesk.services.letters import LetterRow
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_field

_REASON = "reason"
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


VOID = Change("作废", "须另一位工作人员确认；编号保留不再使用，各页加盖“作废”字样。", reason=True, texts=False)
REPLACE = Change("换发", "原文书作废，改动后的文书取下一个编号，案件改用新文书。", reason=True, texts=True)
SUPPLEMENT = Change("补充", "原文书继续有效，补充文书用原编号加“之一”。", reason=False, texts=True)


def change_sheet(
    page: Page, letter: LetterRow, change: Change, texts: Texts, done: Callable[[Changes], object]
) -> tuple[QWidget, QWidget]:
    """Return the sheet and the widget that gets the focus; `done` hears the act's Changes."""
    fields = [*_fields(change), *(_text(*one) for one in texts)]

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        act, arguments = change.call(values, texts)
        return act, (letter.id, *arguments)

    title = f"{change.label} {letter.number}"
    return ask_sheet(page, title, change.told, change.label, fields, call, done, at_once=not change.texts)


def _fields(change: Change) -> list[FormField]:
    return [small_field(_REASON, f"{change.label}理由")] if change.reason else []


def _text(name: str, label: str, text: str) -> FormField:
    field = small_field(name, label, "paragraphs", required=False)
    field.show_value(text)
    return field
