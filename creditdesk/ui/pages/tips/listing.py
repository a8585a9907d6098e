"""The list of tips, those that wait first; and one whole, without who told it."""

from collections.abc import Sequence

from creditdesk.services import tip_lists
from creditdesk.services.desk import Desk
from creditdesk.services.tip_lists import ReferralRow, TipRow
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("number", "编号", 96, "code"),
    Column("received", "收到", 104, hide_below=700),
    Column("accused", "被反映单位", stretch=3),
    Column("unit", "承办单位", kind="second", stretch=3, hide_below=620),
    Column("due", "请答复", 104, "second", hide_below=560),
    Column("words", "状态", 76),
)
_CHIPS = (Chip("received", "待转办"), Chip("referred", "待答复"), Chip("answered", "已答复"), Chip("closed", "已办结"))
_TONES = {"received": "today", "referred": "accent", "answered": "today", "closed": "text2"}
_SEALED, _NOBODY = "已封存，只有指定的人员可以查看", "没有举报人信息"


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in tip_lists.rows(desk, wanted)]


def _row(row: TipRow) -> Row:
    return {
        "number": row.number,
        "received": str(row.received_on),
        "accused": row.accused,
        "unit": row.unit,
        "due": str(row.due or ""),
        "words": Cell(row.words, tone=_TONES[row.state]),
    }


LISTED = Listed("举报线索", _COLUMNS, _CHIPS, tip_lists.ids, _rows, "查找单位、问题或编号")


class TipView(FactsView):
    """Shows a tip: what is said of whom, each unit it went to, and how it ended."""

    def __init__(self) -> None:
        super().__init__(("线索", "转办和答复", "办结"))

    def show_one(self, row: TipRow) -> None:
        """Show a tip."""
        told = (
            ("被反映单位", row.accused),
            ("单位代码", row.accused_code),
            ("反映的问题", row.matter),
            ("来源", f"{row.source}，{row.channel}"),
            ("收到日期", f"{row.received_on}，{row.officer}登记"),
            ("举报人", _SEALED if row.named else _NOBODY),
        )
        referred = tuple(fact for each in row.referrals for fact in _referral(each))
        ended = (("日期", str(row.closed_on or "")), ("核查结论", row.finding), ("情况", row.reason))
        self.tell(f"{row.number}　{row.accused}", {"线索": told, "转办和答复": referred, "办结": ended})


def _referral(row: ReferralRow) -> tuple[tuple[str, str], ...]:
    asked = f"，请{row.answer_by}前答复" if row.answer_by else "，没有约定答复日期"
    answered = f"{row.answered_on}，{row.finding}：{row.answer}" if row.answered_on else "还没有答复"
    return (("承办单位", row.unit), ("转办", f"{row.referred_on}，{row.letter}{asked}"), ("答复", answered))
