"""The list of repairs: those under way, or those at their end; and one of them whole."""

from collections.abc import Sequence

from creditdesk.services import repair_lists
from creditdesk.services.desk import Desk
from creditdesk.services.repair_lists import RepairRow, RepairSheet
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

RUNNING, ENDED = "running", "ended"
_UNTOLD = "该规则没有给出"
_COLUMNS = (
    Column("number", "案号", 96, "code"),
    Column("subject", "信用主体", stretch=3),
    Column("record", "申请修复的信息", stretch=4, hide_below=760),
    Column("regime", "适用规则", stretch=3),
    Column("latest", "最长公示至", 104, "second", hide_below=540),
    Column("state", "状态", 110),
)


def _ids(desk: Desk, text: str, chip: str) -> Sequence[str]:
    return repair_lists.ids(desk, text, running=chip == RUNNING)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [_row(row) for row in repair_lists.rows(desk, wanted)]


def _row(row: RepairRow) -> Row:
    return {
        "number": row.number,
        "subject": row.subject,
        "record": row.record,
        "regime": row.regime,
        "latest": row.latest_on or "没有给出",
        "state": Cell(row.outcome.removesuffix("信用修复") or row.state, tone="accent" if row.open else "text2"),
    }


_CHIPS = (Chip(RUNNING, "在办"), Chip(ENDED, "已结束"))
LISTED = Listed("信用修复", _COLUMNS, _CHIPS, _ids, _rows, "查找主体或案号")


class RepairView(FactsView):
    """Shows a repair: the regime and why, both ends of publicity, the conditions, and what was done so far."""

    def __init__(self) -> None:
        super().__init__(("申请", "适用规则和公示期限", "条件", "办理经过"))

    def show_one(self, sheet: RepairSheet) -> None:
        """Show a repair."""
        row = sheet.row
        state = f"{row.state}：{row.outcome}" if row.outcome else row.state
        applied = (("信息", row.record), ("认定单位", sheet.unit), ("申请人", sheet.applicant))
        marks = {True: "已核实", False: "没有核实" if row.outcome else "待核实"}
        self.tell(
            f"{row.number}　{row.subject}",
            {
                "申请": (*applied, ("收到日期", str(sheet.received_on)), ("状态", state)),
                "适用规则和公示期限": _term(sheet),
                "条件": [(marks[met], words) for words, met in sheet.conditions],
                "办理经过": [
                    (str(step.on), "　".join(filter(None, (step.label, step.number, step.note))))
                    for step in sheet.steps
                ],
            },
        )


def _term(sheet: RepairSheet) -> tuple[tuple[str, str], ...]:
    row = sheet.row
    return (
        ("规则", f"{row.regime}，{sheet.regime_class}"),
        ("理由", sheet.why),
        ("起算日期", sheet.counted_from or "没有登记，不能推算"),
        ("最早申请", row.earliest_on or _UNTOLD),
        ("最长公示至", row.latest_on or _UNTOLD),
        ("停止公示", sheet.effective_on),
    )
