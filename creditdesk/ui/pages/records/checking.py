"""The sheet of a commitment's check (履约核查), and a check in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.services import commitments
from creditdesk.services.commitments import BROKEN, FINDINGS, RUNNING, CheckRow, Found
from creditdesk.services.record_lists import Sheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field

_TOLD = "继续履约的写明下次核查日期，有承诺期限的可以不写；未履约的写明事实、等级和理由，成为失信记录。"
_BREACH = ("facts", "grade", "grade_reason")


def told(check: CheckRow) -> str:
    """Return a check in one line."""
    again = f"，{check.next_on} 再核查" if check.next_on else ""
    return f"{check.on} {check.unit} {check.finding}{again}：{check.note}（{check.officer}）"


def check_sheet(page: Page, record: Sheet, catalogue: Catalogue) -> tuple[QWidget, QWidget]:
    """Return the sheet and the widget that gets the focus."""
    kind = catalogue.kind(record.kind, record.edition)
    finding = small_choice("finding", "核查结果", FINDINGS)
    grade = small_choice("grade", "失信等级", kind.field("grade").choices)
    following = small_field("next_on", "下次核查", "date", required=False)
    breach = [
        small_field("facts", "未履约事实", "paragraphs"),
        grade,
        small_field("grade_reason", "认定理由", "paragraphs"),
    ]
    fields = (
        small_field("on", "核查日期", "date", past=True),
        small_field("unit", "核查单位"),
        small_field("note", "核查情况", "paragraphs"),
        finding,
        following,
        *breach,
    )
    fields[0].show_value(page.frame.today().isoformat())
    fields[1].show_value(record.content.get("authority", ""))
    finding.show_value(RUNNING)

    def fit() -> None:
        _show([following], finding.canonical() == RUNNING)
        _show(breach, finding.canonical() == BROKEN)

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return commitments.check, (record.id, _found(values))

    finding.editor.edited.connect(fit)
    made = ask_sheet(page, f"核查履约　{kind.title(record.content)}", _TOLD, "登记核查", fields, call)
    fit()
    return made


def _show(fields: list[FormField], shown: bool) -> None:
    for field in fields:
        field.label.setVisible(shown)
        field.editor.setVisible(shown)
        if not shown:
            field.set_message("", None)


def _found(values: Mapping[str, str]) -> Found:
    broken = values["finding"] == BROKEN
    again = values["next_on"] if values["finding"] == RUNNING else ""
    return Found(
        date.fromisoformat(values["on"]),
        values["unit"],
        values["finding"],
        values["note"],
        date.fromisoformat(again) if again else None,
        {name: values[name] for name in _BREACH} if broken else {},
    )
