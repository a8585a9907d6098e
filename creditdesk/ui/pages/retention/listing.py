"""The list of records whose time is over, that are held back or have no clock; and one whole."""

from collections.abc import Sequence

from creditdesk.services import retention_lists
from creditdesk.services.desk import Desk
from creditdesk.services.retention_lists import HELD, READY, UNCLOCKED, RetentionRow, RetentionSheet
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("until", "保存到", 104),
    Column("subject", "信用主体", stretch=4),
    Column("title", "记录", stretch=4),
    Column("kind", "信息类别", kind="second", stretch=2, hide_below=620),
    Column("words", "状态", 100),
)
_CHIPS = (Chip(READY, "可处理"), Chip(HELD, "暂缓"), Chip(UNCLOCKED, "不起算"))
_TONES = {READY: "accent", HELD: "today", UNCLOCKED: "text2"}


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in retention_lists.rows(desk, wanted)]


def _row(row: RetentionRow) -> Row:
    return {
        "until": str(row.until or "—"),
        "subject": row.subject,
        "title": row.title,
        "kind": row.kind,
        "words": Cell(row.words, tone=_TONES[row.state]),
    }


LISTED = Listed("保存期限", _COLUMNS, _CHIPS, retention_lists.ids, _rows, "查找主体或文号", "条")


class RetentionView(FactsView):
    """Shows a record: by which rule its time is over, what holds it back, and what erasing it would take away."""

    def __init__(self) -> None:
        super().__init__(("保存期限", "暂缓原因", "消除的内容"))

    def show_one(self, sheet: RetentionSheet) -> None:
        """Show a record."""
        row, preview = sheet.row, sheet.preview
        term = (
            ("信息类别", row.kind),
            ("规则", row.rule),
            ("依据", row.basis),
            ("起算", str(row.start or "")),
            ("保存到", str(row.until or "")),
            ("处理", row.outcome or "不能处理"),
        )
        gone = (
            *(preview.lines if preview else ()),
            ("已报送", "、".join(preview.packages) if preview else ""),
        )
        held = tuple((f"第{number}项", words) for number, words in enumerate(row.holds, 1))
        self.tell(f"{row.subject}　{row.title}", {"保存期限": term, "暂缓原因": held, "消除的内容": gone})
