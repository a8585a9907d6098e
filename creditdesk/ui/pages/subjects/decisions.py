"""What waits for a decision on a subject: records for responsible persons, records to follow, likely doubles."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from creditdesk.services import doubles, follow_ups, merges, mirrors, separations
from creditdesk.services.desk import Desk
from creditdesk.ui.page import Page
from creditdesk.ui.pages.subjects.decision_sheet import Choice, DecisionSheet
from creditdesk.ui.widgets.small_form import small_field
from creditdesk.ui.widgets.table_model import Column, Row

Asked = tuple[Any, tuple[Any, ...]]
SheetOf = Callable[[Page, str], DecisionSheet]

_REASON = ("reason",)
_PROPOSED = (
    Column("role", "身份", 110, "second"),
    Column("person", "责任人", 120),
    Column("code", "证件号码", 176, "second", hide_below=640),
    Column("title", "单位的记录"),
    Column("on", "决定日期", 108, "second"),
)
_FOLLOWED = (Column("person", "责任人", 100), Column("title", "单位的记录", 200), Column("change", "变化", stretch=2))
_DOUBLES = (Column("name", "名称"), Column("code", "代码", 190, "second"), Column("why", "相似之处"))
_MERGED = (Column("name", "已并入的主体"), Column("reason", "合并理由"))


def proposals_sheet(page: Page, subject_id: str) -> DecisionSheet:
    """Return the sheet on which an officer accepts or declines records for responsible persons, 五（六）."""
    sheet = DecisionSheet(
        page,
        "责任人的记录",
        "单位有严重失信行为的，同样记入当时的法定代表人、主要负责人、实际控制人和直接责任人员的信用记录（实施方案五（六））。"
        "自然人的五年保存期自其失信行为终止之日起算。",
        _PROPOSED,
        (small_field("ended", "行为终止", "date", required=False, past=True),
         small_field("reason", "不建立的理由", required=False)),
        (Choice("建立记录", "F8", (), _accept), Choice("不建立", "Alt+N", _REASON, _decline)),
    )  # fmt: skip
    sheet.ask(partial(_proposals, subject_id))
    return sheet


def _proposals(subject_id: str, desk: Desk) -> dict[str, Row]:
    return {
        f"{each.parent_id}/{each.person_id}": {
            "role": each.role,
            "person": each.person,
            "code": each.code,
            "title": each.title,
            "on": each.decided_on,
        }
        for each in mirrors.proposals(desk, subject_id)
    }


def _accept(row: str, values: Mapping[str, str]) -> Asked:
    parent_id, person_id = row.split("/")
    news = {"breach_ended_on": values["ended"]} if values["ended"] else {}
    return mirrors.mirror, (parent_id, person_id, news)


def _decline(row: str, values: Mapping[str, str]) -> Asked:
    parent_id, person_id = row.split("/")
    return mirrors.decline, (parent_id, person_id, values["reason"])


def follow_ups_sheet(page: Page, subject_id: str) -> DecisionSheet:
    """Return the sheet on which mirrored records follow their corrected or revoked parents."""
    sheet = DecisionSheet(
        page,
        "随单位记录处理",
        "单位的记录已更正或撤销，责任人的记录应随之处理。未处理完，针对单位记录的异议不能办结。",
        _FOLLOWED,
        (small_field("reason", "理由"),),
        tuple(
            Choice(text, key, _REASON, partial(_follow, outcome))
            for text, key, outcome in (
                ("随之更正", "F8", follow_ups.CORRECTED),
                ("随之撤销", "Alt+R", follow_ups.REVOKED),
                ("保持不变", "Alt+N", follow_ups.UNCHANGED),
            )
        ),
    )
    sheet.ask(partial(_follow_ups, subject_id))
    return sheet


def _follow_ups(subject_id: str, desk: Desk) -> dict[str, Row]:
    return {
        each.mirror_id: {
            "person": each.person,
            "title": each.title,
            "change": "已撤销" if each.parent_revoked else "；".join(each.told),
        }
        for each in follow_ups.open_ones(desk, subject_id)
    }


def _follow(outcome: str, row: str, values: Mapping[str, str]) -> Asked:
    return follow_ups.follow, (row, outcome, values["reason"])


def doubles_sheet(page: Page, subject_id: str) -> DecisionSheet:
    """Return the sheet that offers likely doubles: merged into this subject, or found to be another."""
    sheet = DecisionSheet(
        page,
        "疑似同一主体",
        "合并后，另一主体的记录、异议和关联移到本主体名下，原名称和代码仍可查到；合并随时可以撤销。",
        _DOUBLES,
        (small_field("reason", "依据"),),
        (
            Choice("并入本主体", "F8", _REASON, partial(_merge, subject_id)),
            Choice("不是同一主体", "Alt+N", _REASON, partial(_apart, subject_id)),
        ),
    )
    sheet.ask(partial(_doubles, subject_id))
    return sheet


def _doubles(subject_id: str, desk: Desk) -> dict[str, Row]:
    return {
        each.id: {"name": each.name, "code": each.code, "why": "；".join(each.why)}
        for each in doubles.of_subject(desk, subject_id)
    }


def _merge(subject_id: str, row: str, values: Mapping[str, str]) -> Asked:
    return merges.merge, (subject_id, row, values["reason"])


def _apart(subject_id: str, row: str, values: Mapping[str, str]) -> Asked:
    return separations.keep_apart, (subject_id, row, values["reason"])


def merged_sheet(page: Page, subject_id: str) -> DecisionSheet:
    """Return the sheet that takes merged subjects out again."""
    sheet = DecisionSheet(
        page,
        "撤销合并",
        "分出的主体带回合并时移来的一切；合并后以其名义新录的记录和异议也归还给它。",
        _MERGED,
        (small_field("reason", "撤销理由"),),
        (Choice("撤销合并", "F8", _REASON, _unmerge),),
    )
    sheet.ask(partial(_merged, subject_id))
    return sheet


def _merged(subject_id: str, desk: Desk) -> dict[str, Row]:
    return {row.merge_id: {"name": row.name, "reason": row.reason} for row in merges.merged_into(desk, subject_id)}


def _unmerge(row: str, values: Mapping[str, str]) -> Asked:
    return separations.unmerge, (row, values["reason"])
