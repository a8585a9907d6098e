"""Clause 四(一) of the county plan, sentence by sentence, on a real encrypted desk."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import clean_records, commitments, home, record_lists, records, site_columns, subjects
from creditdesk.services.commitments import Found
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.entered import COMMITMENT, PENALTY, UNIT, on
from tests.features.conftest import Story

scenarios("plan_4_1_信用承诺.feature")


def _enter(desk: Desk, **changed: str) -> str:
    content = {name: value for name, value in (COMMITMENT | changed).items() if value}
    return str(desk.perform(records.enter, "commitment", content).result["record"])


def _content(desk: Desk, one: str) -> dict[str, str]:
    return record_lists.sheet(desk, one).content


def _dues(desk: Desk) -> list[tuple[str, str]]:
    tasks = home.tasks(desk, home.task_ids(desk))
    return [(one.subject, str(one.due)) for one in tasks if one.what == "承诺履约核查"]


@when(parsers.parse("登记示例建材有限公司的{kind}，内容为{text}"))
def _kept(desk: Desk, story: Story, kind: str, text: str) -> None:
    topic = {"质量合格": "产品服务质量", "持证上岗": "安全生产", "达标排放": "环境保护"}.get(text, "")
    story["text"] = f"{text}（示例）"
    story["record"] = _enter(desk, commitment_kind=kind, commitment_topic=topic, decision_content=story["text"])


@then(parsers.re(r"记录中是(?P<kind>综合信用承诺|专项承诺)(?P<topic>\w+)和承诺全文"))
def _whole(desk: Desk, story: Story, kind: str, topic: str) -> None:
    content = _content(desk, story["record"])
    told = content["commitment_kind"], content.get("commitment_topic", "无"), content["decision_content"]
    assert told == (kind, topic, story["text"])


@given("示例建材有限公司有公示、仅政府部门内部共享的承诺各1条")
def _two(desk: Desk, story: Story) -> None:
    story["public"] = _enter(desk)
    story["inner"] = _enter(desk, decision_number="示承诺〔2025〕2号", usage_scope="仅政府部门内部共享")


@when("制作信用网站公示数据包")
def _pushed(desk: Desk, story: Story, tmp_path: Path) -> None:
    story["zip"] = tmp_path / "site.zip"
    site_columns.save(desk, story["zip"])


@when(parsers.parse("{day}再次制作信用网站公示数据包"))
def _again(desk: Desk, tmp_path: Path, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        site_columns.save(desk, tmp_path / "again.zip")


@then("数据包经 frictionless 核对无误")
def _valid(story: Story, tmp_path: Path) -> None:
    with zipfile.ZipFile(story["zip"]) as archive:
        archive.extractall(tmp_path / "site")
    assert Package(str(tmp_path / "site" / "datapackage.json")).validate().valid


@then("信用承诺公示栏有1条，带承诺全文，没有个人信息")
def _column(desk: Desk, story: Story) -> None:
    with zipfile.ZipFile(story["zip"]) as archive:
        text = archive.read("data/commitments.csv").decode()
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["uuid"], row["decision_content"]) == (story["public"], COMMITMENT["decision_content"])
    personal = {field.name for field in desk.catalogue.kind("commitment").fields if field.personal}
    assert personal
    assert personal.isdisjoint(row)


@then(parsers.parse("公示的承诺推送日期是{day}，内部共享的没有推送日期"))
def _stamped(desk: Desk, story: Story, day: str) -> None:
    assert _content(desk, story["public"])["pushed_on"] == day
    assert "pushed_on" not in _content(desk, story["inner"])


@given("示例建材有限公司有1条没有期限的承诺")
def _open_ended(desk: Desk, story: Story) -> None:
    story["record"] = _enter(desk)


@given(parsers.parse("示例建材有限公司有1条期限为{day}的承诺"))
def _dated(desk: Desk, story: Story, day: str) -> None:
    story["record"] = _enter(desk, due_on=day)


@when(parsers.parse("{day}核查，履约中，下次核查{following}"))
def _running(desk: Desk, story: Story, day: str, following: str) -> None:
    again = None if following == "无" else date.fromisoformat(following)
    _check(desk, story, Found(date.fromisoformat(day), UNIT, "履约中", "抽查合格（示例）", again))


@when(parsers.parse("{day}核查，已履约"))
def _performed(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        _check(desk, story, Found(date.fromisoformat(day), UNIT, "已履约", "承诺事项完成（示例）"))


@when(parsers.re(r"2026-02-12核查，未履约，(?P<graded>没有写明等级|一般失信)"))
def _broken(desk: Desk, story: Story, graded: str) -> None:
    grade = {"grade": "一般", "grade_reason": "首次（示例）"} if graded == "一般失信" else {}
    breach = {"facts": "无检验报告（示例）", **grade}
    _check(desk, story, Found(date(2026, 2, 12), UNIT, "未履约", "现场核查（示例）", breach=breach))


def _check(desk: Desk, story: Story, found: Found) -> None:
    try:
        desk.perform(commitments.check, story["record"], found)
    except InputProblem as problem:
        story["problem"] = problem.sentence


@then(parsers.parse("工作台上有承诺履约核查，最晚{day}"))
def _waits(desk: Desk, day: str) -> None:
    assert _dues(desk) == [(PENALTY["subject_name"], day)]


@then("工作台上没有承诺履约核查")
def _nothing_due(desk: Desk) -> None:
    assert _dues(desk) == []


@then(parsers.parse("承诺已履约，履约完成日期是{day}"))
def _done(desk: Desk, story: Story, day: str) -> None:
    content = _content(desk, story["record"])
    assert (content["performance"], content["performed_on"]) == ("已履约", day)
    assert [one.finding for one in commitments.checks(desk, story["record"])] == ["已履约", "履约中"]


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("承诺仍在履约中，没有留下核查")
def _untouched(desk: Desk, story: Story) -> None:
    assert _content(desk, story["record"])["performance"] == "履约中"
    assert commitments.checks(desk, story["record"]) == ()


@then("该公司不能出具无不良信用记录证明")
def _adverse(desk: Desk) -> None:
    asking = Asking(PENALTY["subject_name"], "本人", "营业执照原件（示例）", "投标（示例）")
    with pytest.raises(InputProblem, match="有有效的失信记录"):
        desk.perform(clean_records.certify, subjects.ids(desk)[0], asking)
