"""Joining a case with another of the same subject, and parting them again."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from creditdesk.services import joins
from creditdesk.services.joins import Joined
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.small_form import small_choice, small_field


def join_sheet(page: Page, case_id: str, number: str, others: Mapping[str, str]) -> tuple[QWidget, QWidget]:
    """Ask which open case of the same subject this one goes along with, and why."""
    choice = small_choice("lead", "并入", tuple(others))
    choice.show_value(next(iter(others)))
    told = "转办、送达和核实意见一并登记；两件各有案号、期限和书面答复，随时可以分案。"
    return ask_sheet(
        page, f"{number} 并案办理", told, "并案", [choice, small_field("reason", "并案理由")],
        lambda values: (joins.join, (case_id, others[values["lead"]], values["reason"])),
        lambda changes: page.frame.say(changes.sentence),
    )  # fmt: skip


def part_sheet(page: Page, case_id: str, number: str, joined: Sequence[Joined]) -> tuple[QWidget, QWidget]:
    """Ask why a joined case goes its own way again."""
    lead = next(one.number for one in joined if one.leads)
    return ask_sheet(
        page, f"{number} 分案办理", f"不再与 {lead} 一并办理；已经一并办理的步骤不变。", "分案",
        [small_field("reason", "分案理由")], lambda values: (joins.part, (case_id, values["reason"])),
        lambda changes: page.frame.say(changes.sentence),
    )  # fmt: skip
