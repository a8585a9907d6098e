"""The list of enquiries, the newest first, and one of them whole."""

from collections.abc import Sequence

from creditdesk.rules.china_time import CHINA
from creditdesk.services import enquiries
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import EnquiryRow
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_COLUMNS = (
    Column("on", "日期", 104, "second"),
    Column("applicant", "查询人", stretch=3),
    Column("subject", "查询对象", stretch=3),
    Column("authority", "权限", 80, "second"),
    Column("purpose", "用途", stretch=3, hide_below=640),
    Column("form", "方式", 118),
)
_CHIPS = (Chip("", "全部"), *(Chip(form, label) for form, label in enquiries.FORM_LABELS.items()))


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in enquiries.rows(desk, wanted)]


def _row(row: EnquiryRow) -> Row:
    return {
        "on": str(office_date(row.at)),
        "applicant": row.applicant,
        "subject": _about(row),
        "authority": row.authority,
        "purpose": row.purpose,
        "form": Cell("已作废", tone="today") if row.void else row.form,
    }


LISTED = Listed("查询记录", _COLUMNS, _CHIPS, enquiries.ids, _rows, "查找查询人或主体", "次")


class EnquiryView(FactsView):
    """Shows an enquiry: who asked, on what authority, for what, about whom, and what was given."""

    def __init__(self) -> None:
        super().__init__(("查询事项", "办理"))

    def show_one(self, row: EnquiryRow) -> None:
        """Show an enquiry."""
        asked = (
            ("查询人", row.applicant),
            ("查询权限", row.authority),
            ("权限凭据", row.proof),
            ("查询用途", row.purpose),
        )
        given = [("办理时间", f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M}"), ("经办人", row.officer)]
        self.tell(f"{row.form}　{_about(row)}", {"查询事项": asked, "办理": [*given, *_given(row)]})


def _about(row: EnquiryRow) -> str:
    return row.subject or f"名单 {row.asked:,} 个"


def _given(row: EnquiryRow) -> list[tuple[str, str]]:
    if not row.letter_id:
        return [("结果", f"查询 {row.asked:,} 个，查到主体 {row.found:,} 个")]
    told = [("发文字号", f"{row.number}（已作废）" if row.void else row.number)]
    if row.free is not None:
        told.append(("费用", "本年免费报告" if row.free else "不在本年免费份数之内"))
    return told
