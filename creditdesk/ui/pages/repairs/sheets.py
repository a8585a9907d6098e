"""The sheets of the smaller acts of a repair: accepted, refused, passed on, closed, withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from creditdesk.services import repairs
from creditdesk.services.repair_lists import RepairSheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from creditdesk.ui.widgets.small_form import SmallForm, small_field

# act → what is told, which fields it asks for, and the function
_ACTS: dict[str, tuple[str, tuple[str, ...], Any]] = {
    "accept": ("受理通知书取号存档，写明适用的规则、最早申请日期和最长公示期限。", (), repairs.accept),
    "refuse": ("不予受理通知书取号存档，写明理由和救济途径。", ("reason",), repairs.refuse),
    "forward": ("谁认定、谁修复：写明申请材料转给认定单位的日期。", ("on",), repairs.forward),
    "close": ("决定送达申请人后办结。", ("on",), repairs.close),
    "withdraw": ("写明申请人撤回的日期和理由，信息照旧公示。", ("on", "reason"), repairs.withdraw),
}


def act_sheet(page: Page, sheet: RepairSheet, name: str, label: str) -> ActSheet:
    """Return the sheet of an act."""
    told, asked, function = _ACTS[name]
    fields = {"on": small_field("on", "日期", "date", past=True), "reason": small_field("reason", "理由")}
    form = SmallForm([fields[each] for each in asked], page.frame.today)
    if "on" in asked:
        form.set_values({"on": page.frame.today().isoformat()})

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
        given = {each: date.fromisoformat(values[each]) if each == "on" else values[each] for each in asked}
        return function, (sheet.row.id,), given

    return ActSheet(page, f"{sheet.row.number}　{label}", told, form, label, call)
