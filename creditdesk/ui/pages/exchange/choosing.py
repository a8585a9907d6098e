"""The sheet on which an officer chooses, field by field, between what this desk says and what another one sent."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from creditdesk.services import conflicts
from creditdesk.services.conflicts import Conflict, Side
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field

_REASON, _WITHDRAW = "reason", "withdraw"
_KEEP, _GONE = "保留记录", "撤销记录"
_OURS, _THEIRS = "本桌面：", "对方："
_NOTHING = "（空）"
_MOST = 24
"""Characters of a value on the button that chooses it; the whole of it stands above."""
_LINE, _TALLEST = 22, 240


def choose_sheet(page: Page, one: Conflict) -> tuple[QWidget, QWidget]:
    """Return the sheet and its first field; each field offers both sides, ours chosen first."""
    fields: list[FormField] = []
    words: dict[str, str] = {}
    if one.withdrawn or one.revoked:
        fields.append(small_choice(_WITHDRAW, "撤销", (_KEEP, _GONE)))
        fields[-1].show_value(_GONE if one.revoked else _KEEP)
    for side in one.sides:
        ours, words[side.field] = _both(side)
        field = small_choice(side.field, side.label, (ours, words[side.field]))
        field.show_value(ours)
        fields.append(field)
    fields.append(small_field(_REASON, "理由"))

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        theirs = [name for name, told in words.items() if values[name] == told]
        return conflicts.choose, (one.id, theirs, values[_REASON], values.get(_WITHDRAW) == _GONE)

    title = f"{one.kind} {one.title}"
    return ask_sheet(page, title, _told(one), "选定", fields, call, lambda changes: page.frame.say(changes.sentence))


def _told(one: Conflict) -> QWidget:
    """Return both sides whole, however long they are: what is chosen must have been readable."""
    lines = [f"{one.office}第{one.serial:04d}号数据包与本桌面都改过这条记录。选定的内容随下一个数据包告知对方。"]
    for side in one.sides:
        ours, theirs = (value or _NOTHING for value in side.shown)
        lines += ["", side.label, f"{_OURS}{ours}", f"{_THEIRS}{theirs}"]
    text = QPlainTextEdit("\n".join(lines))
    text.setReadOnly(True)
    text.setAccessibleName("双方的内容")
    text.setFixedHeight(min(_TALLEST, _LINE * (len(lines) + 1)))
    return text


def _both(side: Side) -> tuple[str, str]:
    ours, theirs = side.shown
    return f"{_OURS}{_short(ours)}", f"{_THEIRS}{_short(theirs)}"


def _short(value: str) -> str:
    told = value or _NOTHING
    return told if len(told) <= _MOST else f"{told[:_MOST]}…"
