"""Clauses 五(一), 五(二) and 六(一) of the county plan, on a real encrypted desk."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.rules.measures import BLACK
from creditdesk.services import (
    home,
    letters,
    record_lists,
    records,
    response_files,
    responses,
    round_reports,
    rounds,
    subjects,
)
from creditdesk.services.desk import Desk
from creditdesk.services.round_lists import ResponseRow, UpdateRow
from creditdesk.services.rounds import Change
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, UNIT, on, penalty
from tests.features.conftest import Story
from tests.initiated import FIRM, NAMES, OTHER, THIRD, begun, severe, sheet

scenarios("plan_5_1_严重失信推送.feature", "plan_5_2_重点监管.feature", "plan_6_1_发起与响应.feature")

CODES = {"示例建材": FIRM, "示例商贸": OTHER, "示例物流": THIRD}
UNITS = {"市监局": UNIT, "环境局": OTHER_UNIT, "示例行业协会": "示例行业协会"}


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """What the steps of one scenario tell each other."""
    return {"file": tmp_path / "反馈.xlsx", "firms": {}}


def _text(desk: Desk, letter_id: str) -> str:
    return "".join(Pdf(letters.pdf_of(desk, letter_id)).text().split())


def _update(desk: Desk, story: Story) -> UpdateRow:
    return sheet(desk, story["round"]).updates[-1]


def _response(desk: Desk, story: Story, unit: str) -> ResponseRow:
    return next(each for each in _update(desk, story).responses if each.unit == UNITS[unit])


def _tasks(desk: Desk) -> list[home.Task]:
    return [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "response"]


@given("示例建材、示例商贸、示例物流各有一条有效的严重行政处罚")
def _three(desk: Desk, story: Story) -> None:
    story["firms"] = {name: severe(desk, code) for name, code in CODES.items()}


@given("示例建材有一条有效的严重行政处罚")
def _one(desk: Desk, story: Story) -> None:
    story["firms"]["示例建材"] = severe(desk)


@given("示例商贸有一条有效的一般行政处罚")
def _mild(desk: Desk, story: Story) -> None:
    penalty(desk, uscc=OTHER, subject_name=NAMES[OTHER])
    story["firms"]["示例商贸"] = subjects.named(desk, OTHER)


def _begin(desk: Desk, story: Story, names: str, **changed: Any) -> None:
    story["round"] = begun(desk, [story["firms"][name] for name in names.split("、")], **changed)


@given(parsers.parse("税务局发起对{names}的联合惩戒，请市监局、环境局在{due}前反馈"))
@when(parsers.parse("税务局发起对{names}的联合惩戒，请市监局、环境局在{due}前反馈"))
def _begun(desk: Desk, story: Story, names: str, due: str) -> None:
    _begin(desk, story, names, answer_by=date.fromisoformat(due))


@when("税务局发起对示例建材的联合惩戒，没有写明反馈期限")
def _without_term(desk: Desk, story: Story) -> None:
    _begin(desk, story, "示例建材", answer_by=None)


@then("市监局、环境局各收到一份发起函，写明2个主体、措施的依据和2026年2月26日前反馈")
def _letters(desk: Desk, story: Story) -> None:
    asked = _update(desk, story).responses
    assert [each.unit for each in asked] == [UNIT, OTHER_UNIT]
    for each in asked:
        text = _text(desk, each.letter_id)
        assert all(word in text for word in ("共2个主体", "五（二）2", "2026年2月26日前"))


@then(parsers.parse("工作台上有市监局、环境局的响应，最晚{due}"))
def _waits(desk: Desk, due: str) -> None:
    assert [(task.unit, str(task.due)) for task in _tasks(desk)] == [(UNIT, due), (OTHER_UNIT, due)]


@then("工作台上没有响应")
def _nothing(desk: Desk) -> None:
    assert _tasks(desk) == []


@then(parsers.parse("发起函写明{words}"))
def _says(desk: Desk, story: Story, words: str) -> None:
    assert words in _text(desk, _response(desk, story, "市监局").letter_id)


@when("税务局在2026-02-13更新名单：新增示例物流，移出示例商贸")
def _updated(desk: Desk, story: Story) -> None:
    firms = story["firms"]
    changes = [Change(firms["示例物流"], "新增"), Change(firms["示例商贸"], "移出", "已纠正（示例）")]
    with on(desk, date(2026, 2, 13)):
        desk.perform(rounds.update, story["round"], changes, "二月更新（示例）")


@then(parsers.parse("名单上现有{names}"))
def _listed(desk: Desk, story: Story, names: str) -> None:
    found = [each.name for each in sheet(desk, story["round"]).current]
    assert found == [NAMES[CODES[name]] for name in names.split("、")]


@then(parsers.parse("更新函写明{words}"))
def _update_says(desk: Desk, story: Story, words: str) -> None:
    assert words in _text(desk, _response(desk, story, "环境局").letter_id)


@then(parsers.parse("{day}的更新请市监局、环境局再次反馈"))
def _asked_again(desk: Desk, story: Story, day: str) -> None:
    update = _update(desk, story)
    assert str(update.on) == day
    assert [(each.unit, each.answered_on) for each in update.responses] == [(UNIT, None), (OTHER_UNIT, None)]


def _filled(desk: Desk, story: Story, unit: str = "") -> None:
    """Let 市监局 fill in its sheet, or another unit put its name on it."""
    response_files.hand_out(desk, _response(desk, story, "市监局").id, story["file"])
    book = openpyxl.load_workbook(story["file"])
    for row in range(2, book.active.max_row + 1):
        book.active.cell(row, 7, "列为重点监管对象")
        book.active.cell(row, 8, TODAY.isoformat())
        book.active.cell(row, 2, unit or UNIT)
    book.save(story["file"])


@when("市监局填好反馈表交回")
def _came_back(desk: Desk, story: Story) -> None:
    _filled(desk, story)
    desk.perform(response_files.take, response_files.opened(desk, story["file"]), TODAY)


@when(parsers.parse("{unit}交来反馈表"))
def _stranger(desk: Desk, story: Story, unit: str) -> None:
    _filled(desk, story, unit)
    with pytest.raises(InputProblem) as raised:
        response_files.opened(desk, story["file"])
    story["problem"] = str(raised.value)


@then("市监局的响应已登记，2个主体各有措施和日期")
def _recorded(desk: Desk, story: Story) -> None:
    results = _response(desk, story, "市监局").results
    assert [(each.measure, each.done_on) for each in results] == [("列为重点监管对象", TODAY)] * 2


@then("工作台上只有环境局的响应")
def _other_only(desk: Desk) -> None:
    assert [task.unit for task in _tasks(desk)] == [OTHER_UNIT]


@when(parsers.parse("{day}催报市监局"))
def _urge(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        done = desk.perform(responses.urge, _response(desk, story, "市监局").id)
    story["letter"] = done.result["letter"]


@then(parsers.parse("催报函写明{words}"))
def _urged(desk: Desk, story: Story, words: str) -> None:
    assert words in _text(desk, story["letter"])


@then(parsers.parse("{day}工作台上市监局的响应是{words}"))
def _late(desk: Desk, day: str, words: str) -> None:
    with on(desk, date.fromisoformat(day)):
        assert next(task.words for task in _tasks(desk) if task.unit == UNIT) == words


@then(parsers.parse("实施情况报告写明{words}"))
def _report(desk: Desk, story: Story, words: str) -> None:
    assert words in "".join(Pdf(round_reports.pdf(desk, story["round"])).text().split())


def _refused(desk: Desk, story: Story, names: str, **changed: Any) -> None:
    with pytest.raises(InputProblem) as raised:
        _begin(desk, story, names, **changed)
    story["problem"] = str(raised.value)


@when("发起没有对象的联合惩戒")
def _no_objects(desk: Desk, story: Story) -> None:
    _refused(desk, story, "示例建材", subjects=[])


@when("发起停水停电的联合惩戒")
def _no_basis(desk: Desk, story: Story) -> None:
    _refused(desk, story, "示例建材", measures=["停水停电"])


@when("发起对没有严重失信记录者的惩戒")
def _no_ground(desk: Desk, story: Story) -> None:
    record = penalty(desk, uscc=FIRM, decision_number="示市监罚〔2025〕7号")
    for one in record_lists.ids(desk, record_lists.Filter()):
        if one != record:
            desk.perform(records.revoke, one, "决定被撤销（示例）")
    _refused(desk, story, "示例建材")


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("没有发出任何函")
def _no_letter(desk: Desk) -> None:
    assert letters.ids(desk) == []


@when("税务局对示例建材发起联合惩戒，推送市监局、环境局和示例行业协会")
def _pushed(desk: Desk, story: Story) -> None:
    _begin(desk, story, "示例建材", units=list(UNITS.values()))


@then("市监局、环境局和示例行业协会各收到一份发起函，名单上有示例建材")
def _everybody(desk: Desk, story: Story) -> None:
    asked = _update(desk, story).responses
    assert [each.unit for each in asked] == list(UNITS.values())
    assert all(NAMES[FIRM] in _text(desk, each.letter_id) for each in asked)


@when("税务局对示例商贸发起联合惩戒被拒绝")
def _mild_refused(desk: Desk, story: Story) -> None:
    _refused(desk, story, "示例商贸")


@when("税务局对示例建材发起联合激励被拒绝")
def _reward_refused(desk: Desk, story: Story) -> None:
    _refused(desk, story, "示例建材", kind="激励", measures=["fewer_checks"])


@when("示例建材的行政处罚被撤销")
def _revoked(desk: Desk) -> None:
    [record] = record_lists.ids(desk, record_lists.Filter())
    desk.perform(records.revoke, record, "决定被撤销（示例）")


@then("名单上的示例建材没有依据，应当移出")
def _groundless(desk: Desk, story: Story) -> None:
    assert [(each.name, each.ground) for each in sheet(desk, story["round"]).current] == [(NAMES[FIRM], "")]


@when("查看黑名单提出的措施")
def _proposed(desk: Desk, story: Story) -> None:
    story["measures"] = desk.catalogue.measure_list(TODAY).proposed(BLACK)


@then("其中有下列措施")
def _with_basis(story: Story, datatable: list[list[str]]) -> None:
    known = {each.label: each.basis for each in story["measures"]}
    assert [known.get(label) for label, _ in datatable[1:]] == [basis for _, basis in datatable[1:]]


@then("市场禁入和撤销荣誉的对象包括有关责任人员")
def _persons(story: Story) -> None:
    objects = {each.code: each.objects for each in story["measures"]}
    assert "法定代表人、主要负责人" in objects["market_ban"]
    assert "高级管理人员" in objects["no_honours"]
