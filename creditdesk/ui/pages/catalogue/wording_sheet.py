"""The sheets of the wording editor: why and from when a text holds, going back to the program's, and all versions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.catalog.letters import LetterForm
from creditdesk.catalog.rewording import Rewording
from creditdesk.services import wordings
from creditdesk.services.acts import Changes
from creditdesk.services.wordings import Standing
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import WIDTH, ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.small_form import small_field

Done = Callable[[Changes], object]


def save_sheet(page: Page, form: LetterForm, text: Rewording, done: Done) -> tuple[QWidget, QWidget]:
    """Ask for the reason and the first day of a new text, today to begin with."""
    day = small_field("from", "启用日期", "date")
    day.show_value(page.frame.today().isoformat())

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return wordings.save, (form.name, text, values["reason"], date.fromisoformat(values["from"]))

    told = "保存后签发的文书用新文本；已经签发的文书保持原样，可以按原文本重画。"
    return ask_sheet(
        page, f"保存{form.label}文本", told, "保存文本", [small_field("reason", "改动理由"), day], call, done
    )


def go_back_sheet(page: Page, form: LetterForm, done: Done) -> tuple[QWidget, QWidget]:
    """Ask for the reason to use the program's text again."""

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return wordings.go_back, (form.name, values["reason"])

    told = "今天起用程序原文；本单位写过的各稿仍可查阅。"
    return ask_sheet(page, f"恢复{form.label}原文", told, "恢复原文", [small_field("reason", "恢复理由")], call, done)


def versions_sheet(page: Page, standing: Standing) -> tuple[QWidget, QWidget]:
    """List every version of a form's text, the newest first."""
    frame, facts = empty_sheet(WIDTH), Facts(96)
    facts.tell(
        [
            (
                f"第 {row.version} 稿" if row.own else "程序原文",
                f"{row.valid_from} 起，{row.officer} {row.on} 保存：{row.reason}",
            )
            for row in standing.rows
        ]
    )
    leave = Button("返回", "large", key="Esc")
    leave.clicked.connect(page.frame.close_sheet)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label(f"{standing.form.label}的历次文本", "title"))
    column.addWidget(facts)
    column.addWidget(leave)
    return frame, leave
