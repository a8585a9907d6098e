"""The list of rounds, of subjects on several black lists and of measures; and one of them whole."""

from collections.abc import Sequence

from creditdesk.services import escalation_lists, measure_lists, round_lists
from creditdesk.services.desk import Desk
from creditdesk.services.escalation_lists import EscalationRow
from creditdesk.services.measure_lists import MeasureRow
from creditdesk.services.round_lists import ENDED, RUNNING, ObjectRow, ResponseRow, RoundRow, RoundSheet
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.table_model import Cell, Column, Row

SEVERAL, MEASURES = "several", "measures"
GROUNDLESS = "依据已不存在，应当移出"
Shown = RoundSheet | EscalationRow | MeasureRow
_COLUMNS = (
    Column("on", "日期", 104, hide_below=560),
    Column("kind", "种类", 92),
    Column("name", "对象、措施", stretch=4),
    Column("by", "发起单位、领域、依据", kind="second", stretch=4, hide_below=600),
    Column("words", "状态", 116),
)
_COUNTERS = {SEVERAL: "个", MEASURES: "项"}
_CHIPS = (Chip(RUNNING, "进行中"), Chip(SEVERAL, "多领域"), Chip(ENDED, "已结束"), Chip(MEASURES, "措施清单"))


def _ids(desk: Desk, text: str, chip: str) -> Sequence[str]:
    if chip == SEVERAL:
        return escalation_lists.ids(desk, text)
    if chip == MEASURES:
        return [row.code for row in measure_lists.rows(desk, text)]
    return round_lists.ids(desk, text, chip)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    found = {row.id: _round(row) for row in round_lists.rows(desk, wanted)}
    found |= {row.id: _escalation(row) for row in escalation_lists.rows(desk, wanted)}
    found |= {row.code: _measure(row) for row in measure_lists.rows(desk)}
    return [found[one] for one in wanted if one in found]


def _round(row: RoundRow) -> Row:
    tone = "over" if row.late else "text2" if row.ended_on or row.answered == row.asked else "accent"
    told = {"on": str(row.began_on), "kind": f"联合{row.kind}", "name": row.objects, "by": row.initiator}
    return {**told, "words": Cell(row.words, tone=tone)}


def _escalation(row: EscalationRow) -> Row:
    told = {"on": str(row.found_on), "kind": "加重惩戒", "name": row.subject, "by": "、".join(row.domains)}
    return {**told, "words": Cell(row.words, tone="today" if row.task else "text2")}


def _measure(row: MeasureRow) -> Row:
    return {"on": "", "kind": row.kind, "name": row.label, "by": row.basis, "words": row.force}


LISTED = Listed("联合奖惩", _COLUMNS, _CHIPS, _ids, _rows, "查找主体、单位或措施", counters=_COUNTERS)


class RoundView(FactsView):
    """Shows a round, a subject on several black lists, or a measure."""

    def __init__(self) -> None:
        super().__init__(("发起", "响应", "现有对象", "名单更新", "措施", "黑名单", "措施内容"))

    def show_one(self, shown: Shown) -> None:
        """Show one of them."""
        if isinstance(shown, RoundSheet):
            self.tell(f"{shown.row.objects}　联合{shown.row.kind}", _round_facts(shown))
        elif isinstance(shown, EscalationRow):
            self.tell(f"{shown.subject}　多领域加重惩戒", {"黑名单": _escalation_facts(shown)})
        else:
            self.tell(shown.label, {"措施内容": _measure_facts(shown)})


def _round_facts(sheet: RoundSheet) -> dict[str, Sequence[tuple[str, str]]]:
    row = sheet.row
    began = (
        ("发起单位", row.initiator),
        ("认定依据", sheet.basis),
        ("认定日期", str(sheet.decided_on)),
        ("发起日期", str(row.began_on)),
        ("响应情况", f"应反馈 {row.asked} 份，已反馈 {row.answered} 份"),
        ("结束", f"{row.ended_on}　{sheet.ended_because}" if row.ended_on else ""),
    )
    asked = [one for update in sheet.updates for one in update.responses]
    return {
        "发起": began,
        "措施": [(str(one["force"]), f"{one['label']}（{one['basis']}）") for one in sheet.measures],
        "现有对象": [(f"第 {at} 个", _object(one)) for at, one in enumerate(sheet.current, start=1)],
        "名单更新": [
            (str(update.on), "　".join((*(f"{one.change}{one.name}" for one in update.objects), update.reason)))
            for update in sheet.updates[1:]
        ],
        "响应": [line for at, one in enumerate(asked, start=1) for line in _response(at, one)],
    }


def _object(one: ObjectRow) -> str:
    return "　".join((one.name, one.code, one.ground or GROUNDLESS))


def _response(at: int, one: ResponseRow) -> list[tuple[str, str]]:
    urged = f"，已催报 {one.urged} 次" if one.urged else ""
    results = [("", "　".join(filter(None, (each.name, each.measure, each.effect)))) for each in one.results]
    return [(f"第 {at} 份", f"{one.unit}　{one.words}{urged}"), ("", one.letter), *results]


def _escalation_facts(row: EscalationRow) -> tuple[tuple[str, str], ...]:
    return (
        ("代码", row.code),
        ("领域", "、".join(row.domains)),
        ("发现日期", str(row.found_on)),
        ("状态", row.words),
        ("说明", "同时在两个以上领域的黑名单上，依照六（五）加重联合惩戒；不足两个领域时停止。加重以措施清单为限。"),
    )


def _measure_facts(row: MeasureRow) -> tuple[tuple[str, str], ...]:
    return (
        ("种类", f"{row.kind}，{row.force}"),
        ("依据", row.basis),
        ("对象", row.objects),
        ("实施单位", row.units),
        ("自动提出", row.proposed_for or "不自动提出，由工作人员选用"),
    )
