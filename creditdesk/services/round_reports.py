"""The report of a round (联合奖惩实施情况): every unit's answer about every subject, as PDF or workbook."""

from pathlib import Path

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.exchange.list_sheets import ListSheet
from creditdesk.services import list_exports, offices, report_files, round_lists
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.round_lists import ResponseRow, RoundSheet, UpdateRow

NAME = "联合奖惩实施情况报告"
_HEADER = (*("发函日期", "函号", "响应单位", "主体名称", "变动", "已采取的措施", "实施日期", "效果和建议", "反馈情况"),)
_WEIGHTS = (1.5, 2.3, 2.2, 2.2, 0.8, 2.4, 1.5, 2.2, 2.1)
_LIST = ("主体名称", "代码或证件号码", "变动", "说明", "现在的依据")
_MEASURES = ("措施", "性质", "依据", "实施单位")


def pdf(desk: Desk, round_id: str) -> bytes:
    """Draw the report of a round."""
    return case_register_pdf(_register(desk, round_lists.sheet(desk, round_id)))


def save(desk: Desk, round_id: str, path: Path) -> Changes:
    """Write the report as the file's ending says; a workbook also has the present list and the measures."""
    desk.require(list_exports.export.power)
    found = round_lists.sheet(desk, round_id)
    rows, narrowed = _rows(found), (found.row.objects,)
    return report_files.save(
        NAME,
        path,
        pdf=lambda: case_register_pdf(_register(desk, found)),
        sheets=lambda: [ListSheet("响应情况", _HEADER, rows), *_more(found)],
        tell=lambda: desk.perform(list_exports.export, NAME, narrowed, _HEADER, len(rows), path.name),
    )


def _rows(found: RoundSheet) -> list[tuple[str, ...]]:
    return [row for update in found.updates for response in update.responses for row in _answers(update, response)]


def _answers(update: UpdateRow, response: ResponseRow) -> list[tuple[str, ...]]:
    """Return a row for each subject of one list and one unit, empty where the unit has not answered."""
    results = {each.place: each for each in response.results}
    rows: list[tuple[str, ...]] = []
    for one in update.objects:
        result = results.get(one.place)
        told = (result.measure, str(result.done_on or ""), result.effect) if result else ("", "", "")
        head = (str(update.on), response.letter, response.unit, one.name, one.change)
        rows.append((*head, *told, response.words))
    return rows


def _more(found: RoundSheet) -> list[ListSheet]:
    listed = [(one.name, one.code, one.change, one.note, one.ground) for one in found.current]
    measures = [
        (str(one["label"]), str(one["force"]), str(one["basis"]), "、".join(one["units"])) for one in found.measures
    ]
    return [ListSheet("现有对象", _LIST, listed), ListSheet("措施清单", _MEASURES, measures)]


def _register(desk: Desk, found: RoundSheet) -> CaseRegister:
    row = found.row
    aligns = ["center" if title in ("发函日期", "变动", "实施日期") else "left" for title in _HEADER]
    late = f"，逾期 {row.late} 份" if row.late else ""
    return CaseRegister(
        offices.office(desk).name,
        desk.officer.name,
        row.began_on,
        row.ended_on or desk.clock().date(),
        desk.clock().date(),
        tuple(map(Column, _HEADER, _WEIGHTS, aligns)),
        tuple(_rows(found)),
        f"现有对象 {row.subjects} 个，应反馈 {row.asked} 份，已反馈 {row.answered} 份{late}",
        title=NAME,
        narrowed=f"{row.initiator}对{row.objects}的联合{row.kind}",
        nothing="还没有请任何单位响应。",
    )
