"""Clause 七 of the county plan, sentence by sentence, on a real encrypted desk."""

from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.services import batch_checks, campaigns, enquiries, record_lists, records, selections, subjects
from creditdesk.services.batch_checks import Enquiry
from creditdesk.services.campaigns import Held
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import HONOUR, MORAL_MODEL, PENALTY, UNIT, on, penalty
from tests.features.conftest import Story
from tests.listed import FORCE, black

scenarios("plan_7_评选与活动.feature")


def _firm(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def _check(desk: Desk, story: Story, selection: str, *lines: str) -> None:
    asking = Enquiry("示例县文明办", "依法履职", "评选办法（示例）", f"{selection}评选")
    with on(desk, story.get("on", TODAY)):
        story["selected"] = selections.run(desk, selection, batch_checks.asked_in("\n".join(lines)), asking)


@given("示例建材有限公司没有失信记录，曾获2024年度诚信企业称号")
def _honoured(desk: Desk, story: Story) -> None:
    story["honour"] = desk.perform(records.enter, "red_listing", HONOUR).result["record"]


@given(parsers.parse("该公司在{day}受到{grade}处罚"))
def _punished(desk: Desk, day: str, grade: str) -> None:
    if grade != "没有":
        penalty(desk, decided_on=day, grade=grade)


@given("该公司列入示例领域黑名单")
def _listed(desk: Desk, story: Story) -> None:
    black(desk)
    story["on"] = FORCE


@given(parsers.parse("该公司的称号于{day}撤销"))
def _recalled(desk: Desk, story: Story, day: str) -> None:
    news = {"removed_on": day, "removal_reason": "弄虚作假（示例）"}
    desk.perform(records.correct, story["honour"], news, "称号撤销（示例）")


@when(parsers.parse("示例县文明办为{selection}评选核查该公司"))
def _selected(desk: Desk, story: Story, selection: str) -> None:
    _check(desk, story, selection, PENALTY["subject_name"])


@when("示例县文明办为文明家庭评选核查该公司和示例无名商行")
def _two(desk: Desk, story: Story) -> None:
    _check(desk, story, "文明家庭", PENALTY["subject_name"], "示例无名商行")


@when(parsers.parse("示例县文明办为{selection}评选核查该公司被拒绝"))
def _unknown(desk: Desk, story: Story, selection: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _check(desk, story, selection, PENALTY["subject_name"])
    story["problem"] = str(raised.value)
    assert enquiries.ids(desk) == []


@then(parsers.re(r"该公司的核查结果是(?P<verdict>.+)，已有荣誉是(?P<honour>.+)"))
def _verdict(story: Story, verdict: str, honour: str) -> None:
    [candidate] = story["selected"].candidates
    assert (candidate.verdict, candidate.honours) == (verdict, (honour,))


@then(parsers.parse("该公司的核查结果是{verdict}，没有荣誉"))
def _without(story: Story, verdict: str) -> None:
    [candidate] = story["selected"].candidates
    assert (candidate.verdict, candidate.honours) == (verdict, ())


@then(parsers.parse("操作日志有这次查询，用途是{purpose}"))
def _traced(desk: Desk, purpose: str) -> None:
    [row] = enquiries.rows(desk, enquiries.ids(desk))
    assert (row.form, row.purpose) == ("批量核查", purpose)


@then(parsers.parse("核查结果依次是{first}、{second}"))
def _in_order(story: Story, first: str, second: str) -> None:
    assert [each.verdict for each in story["selected"].candidates] == [first, second]


@then("工作簿和PDF都列出该公司和核查结果")
def _written(desk: Desk, story: Story, tmp_path: Path) -> None:
    workbook, paper = selections.write(desk, story["selected"], tmp_path)
    [sheet] = read_modern(workbook)
    assert [sheet.rows[1][column] for column in (2, 5)] == [PENALTY["subject_name"], "没有失信记录"]
    text = "".join(Pdf(paper.read_bytes()).text().split())
    for words in ("文明单位评选核查表", PENALTY["subject_name"], "没有失信记录1", "诚信企业（示例）"):
        assert words in text


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@when("登记陈示例为诚信道德模范")
def _model(desk: Desk) -> None:
    desk.perform(records.enter, "moral_model", MORAL_MODEL)


@then("陈示例的档案有道德模范称号")
def _on_file(desk: Desk) -> None:
    person = subjects.ids(desk, MORAL_MODEL["document_number"])[0]
    [row] = record_lists.rows(desk, record_lists.ids(desk, Filter(subject_id=person)))
    assert (row.kind, row.decision_number) == ("moral_model", "示文明〔2024〕5号")


@when(parsers.parse("登记{day}的{title}，参加{people:d}人"))
def _held(desk: Desk, day: str, title: str, people: int) -> None:
    held = Held(date.fromisoformat(day), "宣传活动", title, UNIT, "示例广场", people, "发放宣传册（示例）")
    desk.perform(campaigns.enter, held)


@when(parsers.parse("登记{day}的{title}被拒绝"))
def _ahead(desk: Desk, story: Story, day: str, title: str) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(campaigns.enter, Held(date.fromisoformat(day), "业务培训", title, UNIT))
    story["problem"] = str(raised.value)


@then(parsers.parse("2026年2月的活动台账有{title}，PDF和工作簿都列出"))
def _logged(desk: Desk, tmp_path: Path, title: str) -> None:
    start, end = date(2026, 2, 1), date(2026, 2, 28)
    [row] = campaigns.rows(desk, start, end)
    assert row.held.title == title
    campaigns.save(desk, start, end, tmp_path / "log.pdf")
    campaigns.save(desk, start, end, tmp_path / "log.xlsx")
    assert title in "".join(Pdf((tmp_path / "log.pdf").read_bytes()).text().split())
    [sheet] = read_modern(tmp_path / "log.xlsx")
    assert sheet.rows[1][:3] == ["2026-02-10", "宣传活动", title]
