"""The sheets of the acts on a listing: what each asks for, and what it tells before it is done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from creditdesk.services import listing_exits, listing_steps, listings
from creditdesk.services.listing_lists import ListingSheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.subjects.link_sheets import ActSheet
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_NOTICE = "事前告知书取号存档，写明依据、理由、措施和提出异议的权利。截止日来源没有规定，由认定单位确定。"
# act → what is told, which fields it asks for, and the function; a red list is published before it is decided
_ACTS: dict[str, tuple[str, tuple[str, ...], Any]] = {
    "notice": (_NOTICE, ("answer_by",), listing_steps.notice),
    "renotice": (_NOTICE, ("answer_by",), listing_steps.notice),
    "serve": ("告知书送达当事人的日期，凭送达回证填写。", ("on",), listing_steps.serve),
    "object": ("当事人的陈述、申辩和异议，交认定单位核查。", ("on", "text"), listing_steps.object_to),
    "review": ("认定单位核查后认为异议不成立的，写明意见；成立的，办理不列入。", ("on", "text"), listing_steps.review),
    "drop": ("写明为什么不列入。", ("on", "reason"), listing_steps.drop),
    "decide": ("认定单位的决定；文书取号存档。", ("number", "decided_on", "effective_on"), listing_steps.decide),
    "publish": ("公示以后列入公告取号存档；退出公告通过同一渠道发布。", ("on", "channel"), listing_steps.publish),
    "repair": ("移出决定告知书取号存档，当日起措施停止。", ("on", "reason"), listing_exits.repair),
    "revoke": ("列入决定被撤销的，当日移出，措施停止。", ("on", "reason"), listing_exits.revoke),
    "rescind": ("决定还没有公示就被撤销的，书面告知当事人，不发公告。", ("on", "reason"), listing_exits.rescind),
    "remove": ("来源单位已将该主体移出的，写明日期和原因。", ("on", "reason"), listing_exits.remove),
    "announce": ("退出公告取号存档，请通过原渠道发布。", (), listing_exits.announce),
}
_DATES = frozenset({"on", "answer_by", "decided_on", "effective_on", "until"})


def act_sheet(page: Page, sheet: ListingSheet, name: str, label: str) -> ActSheet:
    """Return the sheet of an act."""
    told, asked, function = _ACTS[name]
    if name == "publish":
        more = ("until",) if sheet.listing.colour == listings.RED else ("representative",)
        told = "先公示：期满以后才能决定列入。" if more == ("until",) else told
        asked = (*asked, *more)
    fields = _fields()
    form = SmallForm([fields[each] for each in asked], page.frame.today)
    today = page.frame.today().isoformat()
    form.set_values({each: today for each in asked if each in ("on", "decided_on", "effective_on")})

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
        given = {each: date.fromisoformat(values[each]) if each in _DATES else values[each] for each in asked}
        return function, (sheet.row.id,), given

    return ActSheet(page, f"{sheet.row.number}　{label}", told, form, label, call)


def _fields() -> dict[str, FormField]:
    fields = (
        small_field("on", "日期", "date", past=True),
        small_field("answer_by", "异议截止日", "date"),
        small_field("text", "内容", "paragraphs"),
        small_field("reason", "理由"),
        small_field("number", "认定文号"),
        small_field("decided_on", "决定日期", "date", past=True),
        small_field("effective_on", "生效日期", "date"),
        small_field("channel", "公示渠道"),
        small_field("until", "公示截止日", "date"),
        small_field("representative", "法定代表人", required=False),
    )
    return {each.field.name: each for each in fields}
