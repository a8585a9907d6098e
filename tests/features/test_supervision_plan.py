"""Clauses 四(四) and 四(五) of the county plan, sentence by sentence, on a real encrypted desk."""

from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.services import records, subjects, supervision
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import EVALUATION, HONOUR, MORAL_MODEL, PENALTY, on, penalty
from tests.features.conftest import Story
from tests.listed import FORCE, black

scenarios("plan_4_4_分类监管.feature")


@given(parsers.parse("示例建材有限公司{year:d}年度评为{result}，有效期至{until}"))
def _evaluated(desk: Desk, year: int, result: str, until: str) -> None:
    news = {"evaluation_year": f"{year}年度", "evaluation_result": result, "valid_until": until}
    days = {"decided_on": f"{year}-06-30", "decision_number": f"示评〔{year}〕1号"}
    desk.perform(records.enter, "evaluation", EVALUATION | news | days)


@given(parsers.parse("该公司在{day}受到{grade}处罚"))
def _punished(desk: Desk, day: str, grade: str) -> None:
    penalty(desk, decided_on=day, grade=grade)


@given("示例建材有限公司获得诚信企业称号")
def _honoured(desk: Desk, story: Story) -> None:
    story["honour"] = desk.perform(records.enter, "red_listing", HONOUR).result["record"]


@given("该公司没有失信记录")
def _clean(desk: Desk) -> None:
    assert subjects.rows(desk, subjects.ids(desk))[0].adverse == 0


@given("该公司列入黑名单")
def _black(desk: Desk, story: Story) -> None:
    black(desk)
    story["on"] = FORCE


@given(parsers.parse("该公司称号已于{day}撤销"))
def _recalled(desk: Desk, story: Story, day: str) -> None:
    news = {"removed_on": day, "removal_reason": "弄虚作假（示例）"}
    desk.perform(records.correct, story["honour"], news, "称号撤销（示例）")


@given("陈示例是诚信道德模范")
def _model(desk: Desk) -> None:
    desk.perform(records.enter, "moral_model", MORAL_MODEL)


@then(parsers.re(r"分类监管名单有该公司，结果(?P<result>\w级)，监管方式是(?P<follows>.+)"))
def _classed(desk: Desk, result: str, follows: str) -> None:
    [row] = supervision.rows(desk)
    assert (row.subject, row.result, row.follows) == (PENALTY["subject_name"], result, follows)
    assert supervision.rows(desk, "E级") == ()


@then("分类监管名单没有记录")
def _none(desk: Desk) -> None:
    assert supervision.rows(desk) == ()


@when(parsers.parse("按{result}写出分类监管名单"))
def _written(desk: Desk, tmp_path: Path, result: str) -> None:
    for ending in ("pdf", "xlsx"):
        supervision.save(desk, tmp_path / f"classes.{ending}", result)


@then("PDF和工作簿都列出该公司")
def _on_paper(tmp_path: Path) -> None:
    text = "".join(Pdf((tmp_path / "classes.pdf").read_bytes()).text().split())
    assert "信用分类监管名单" in text
    assert PENALTY["subject_name"] in text
    [sheet] = read_modern(tmp_path / "classes.xlsx")
    assert sheet.rows[1][0] == PENALTY["subject_name"]


@when(parsers.parse("按{result}写出分类监管名单被拒绝"))
def _refused(desk: Desk, story: Story, tmp_path: Path, result: str) -> None:
    with pytest.raises(InputProblem) as raised:
        supervision.save(desk, tmp_path / "wrong.pdf", result)
    story["problem"] = str(raised.value)


@when(parsers.parse("写出{service}优先名单被拒绝"))
def _no_service(desk: Desk, story: Story, tmp_path: Path, service: str) -> None:
    with pytest.raises(InputProblem) as raised:
        supervision.save_priority(desk, service, tmp_path / "wrong.pdf")
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then(parsers.re(r"财政资金项目优先名单(?P<who>有该公司|没有人)"))
def _priority(desk: Desk, story: Story, who: str) -> None:
    with on(desk, story.get("on", TODAY)):
        names = [row[0] for row in supervision.priority(desk, "财政资金项目")]
    assert names == ([PENALTY["subject_name"]] if who == "有该公司" else [])


@then(parsers.parse("就业优先名单只有{name}，号码写作{masked}"))
def _persons(desk: Desk, name: str, masked: str) -> None:
    [row] = supervision.priority(desk, "就业")
    assert row[:2] == (name, masked)
