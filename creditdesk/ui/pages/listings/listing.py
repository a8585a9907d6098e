"""The list of listings by how far they are; and one of them whole."""

from collections.abc import Sequence

from creditdesk.models import Listing
from creditdesk.services import listing_lists
from creditdesk.services.desk import Desk
from creditdesk.services.listing_lists import (
    ANNOUNCING,
    ENDED,
    REFERENCE,
    RUNNING,
    STANDING,
    ListingRow,
    ListingSheet,
)  # fmt: skip
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("number", "案号", 96, "code"),
    Column("colour", "名单", 68),
    Column("subject", "信用主体", stretch=4),
    Column("list", "名单名称", kind="second", stretch=4, hide_below=540),
    Column("due", "等待至", 104, "second", hide_below=760),
    Column("state", "状态", 132),
)
_CHIPS = (
    Chip(RUNNING, "办理中"),
    Chip(STANDING, "生效中"),
    Chip(ANNOUNCING, "待公告"),
    Chip(REFERENCE, "供参考"),
    Chip(ENDED, "已结束"),
)
_TONES = {RUNNING: "accent", STANDING: "text", ANNOUNCING: "today", REFERENCE: "text2", ENDED: "text2"}


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in listing_lists.rows(desk, wanted)]


def _row(row: ListingRow) -> Row:
    return {
        "number": row.number,
        "colour": row.colour,
        "subject": row.subject,
        "list": row.list_name,
        "due": str(row.due or ""),
        "state": Cell(row.state, tone=_TONES[row.chip]),
    }


LISTED = Listed("红黑名单", _COLUMNS, _CHIPS, listing_lists.ids, _rows, "查找主体或名单")


class ListingView(FactsView):
    """Shows a listing: what is listed where and why, its notice, decision and publicity, its force and its exit."""

    def __init__(self) -> None:
        super().__init__(("名单", "依据和理由", "告知、决定和公示", "生效和退出", "办理经过"))

    def show_one(self, sheet: ListingSheet) -> None:
        """Show a listing."""
        row, listing = sheet.row, sheet.listing
        self.tell(
            f"{row.number}　{row.subject}",
            {
                "名单": (
                    ("名单", f"{row.colour}　{row.list_name}"),
                    ("领域", row.domain),
                    ("认定单位", row.unit),
                    ("来源", listing.origin or ""),
                    ("状态", f"{row.state}{'，只供参考，不产生措施' if listing.for_reference else ''}"),
                    ("等待", f"{row.waits}，{row.due}" if row.waits else ""),
                ),
                "依据和理由": (
                    ("依据", listing.basis),
                    ("主要事实", listing.facts),
                    ("理由", listing.reason),
                    ("证明材料", "、".join(listing.proofs)),
                    ("措施", "；".join(listing.measures)),
                    ("拒不履行", f"有履行能力：{listing.refusal_proof}" if listing.refusal_proof else ""),
                ),
                "告知、决定和公示": _course(listing),
                "生效和退出": _force(sheet),
                "办理经过": [
                    (str(step.on), "　".join(filter(None, (step.label, step.number, step.note))))
                    for step in sheet.steps
                ],
            },
        )


def _course(listing: Listing) -> tuple[tuple[str, str], ...]:
    shown = " 至 ".join(str(day) for day in (listing.published_on, listing.published_until) if day)
    return (
        ("异议截止", str(listing.answer_by or "")),
        ("认定文号", listing.decision_number or ""),
        ("决定日期", str(listing.decided_on or "")),
        ("公示", f"{shown}，{listing.channel}" if shown else ""),
    )


def _force(sheet: ListingSheet) -> tuple[tuple[str, str], ...]:
    listing = sheet.listing
    because = f"{sheet.exit}：{listing.exit_because}" if listing.exit_because != sheet.exit else sheet.exit
    return (
        ("列入期限", sheet.term or "没有载明"),
        ("生效", str(listing.force_on or "")),
        ("期满", str(listing.force_until or "")),
        ("移出", str(listing.exited_on or "")),
        ("移出原因", because if sheet.exit else ""),
    )
