"""The list of promises: those that run, broken ones that wait for a decision, those at their end; and one whole."""

from collections.abc import Sequence

from creditdesk.services import promise_lists
from creditdesk.services.desk import Desk
from creditdesk.services.promise_lists import CLOSED, OPEN, PROPOSED, PromiseRow
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("due", "补齐期限", 104),
    Column("subject", "信用主体", stretch=3),
    Column("matter", "办理事项", stretch=3),
    Column("unit", "受理单位", kind="second", stretch=3, hide_below=700),
    Column("words", "状态", 124),
)
_CHIPS = (Chip(OPEN, "待补齐"), Chip(PROPOSED, "待决定"), Chip(CLOSED, "已结束"))
_TONES = {OPEN: "accent", PROPOSED: "today", CLOSED: "text2"}


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in promise_lists.rows(desk, wanted)]


def _row(row: PromiseRow) -> Row:
    return {
        "due": str(row.due),
        "subject": row.subject,
        "matter": row.matter,
        "unit": row.unit,
        "words": Cell(row.words, tone=_TONES[row.state]),
    }


LISTED = Listed("容缺受理承诺", _COLUMNS, _CHIPS, promise_lists.ids, _rows, "查找主体、事项或单位")


class PromiseView(FactsView):
    """Shows a promise: what is owed to whom by when, why it was accepted, and how it ended."""

    def __init__(self) -> None:
        super().__init__(("承诺", "结果"))

    def show_one(self, row: PromiseRow) -> None:
        """Show a promise."""
        grounds = f"诚信典型：{row.exemplar}" if row.exemplar else "连续三年无不良信用记录，登记时已核查"
        promised = (
            ("受理单位", row.unit),
            ("容缺材料", "、".join(row.papers)),
            ("承诺日期", str(row.promised_on)),
            ("补齐期限", str(row.due)),
            ("依据", grounds),
        )
        ended = (
            ("状态", row.words),
            ("登记日期", str(row.closed_on or "")),
            ("未履约情况", row.reason),
            ("不记入理由", row.declined),
        )
        self.tell(f"{row.subject}　{row.matter}", {"承诺": promised, "结果": ended})
