"""Clause 六(五) of the county plan, on a real encrypted desk."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.errors import Problem
from creditdesk.rules.measures import FORCES, KINDS, REFUSING
from creditdesk.services import escalations, home, letters, listing_exits, measure_lists
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import on
from tests.features.conftest import Story
from tests.listed import BLACK, FORCE, black

scenarios("plan_6_5_措施清单.feature")

TAX = replace(BLACK, domain="税务（示例）", list_name="重大税收违法失信主体名单（示例）", unit="中牟县税务局（示例）")
FILE = "measures/county_2017.toml"


def _tasks(desk: Desk) -> list[home.Task]:
    with on(desk, FORCE):
        return [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "escalation"]


@when("查看措施清单")
def _look(desk: Desk, story: Story) -> None:
    story["rows"] = measure_lists.rows(desk)


@then("每项措施都有激励或惩戒、强制性或推荐性、依据和对象")
def _whole(story: Story) -> None:
    rows = story["rows"]
    assert {row.kind for row in rows} == set(KINDS)
    assert {row.force for row in rows} == set(FORCES)
    assert all(row.basis and row.objects for row in rows)


@then(parsers.parse("{label}的实施单位是{units}"))
def _units(story: Story, label: str, units: str) -> None:
    assert next(row.units for row in story["rows"] if row.label == label) == units


@when("查看有履行能力拒不履行提出的措施")
def _refusing(desk: Desk, story: Story) -> None:
    story["labels"] = [each.label for each in desk.catalogue.measure_list(TODAY).proposed(REFUSING)]


@then(parsers.parse("提出限制{rest}"))
def _proposed(story: Story, rest: str) -> None:
    assert "、".join(story["labels"]) == f"限制{rest}"


@when(parsers.parse("装入{fault}的措施清单"))
def _load(story: Story, tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(paths.forms(), folder)
    text = (folder / FILE).read_text("utf-8")
    if "依据" in fault:
        (folder / FILE).write_text(text.replace('basis = "县实施方案（牟信用〔2017〕3号）五（二）2"', "", 1), "utf-8")
    else:
        later = text.replace('edition = "2017 版"', 'edition = "2027 版"').replace("2017-12-05", "2027-01-01")
        (folder / "measures" / "county_2027.toml").write_text(later, "utf-8")
    with pytest.raises(Problem) as raised:
        load(folder)
    story["problem"] = raised.value.sentence


@then(parsers.parse("装入被拒绝，说明{why}"))
def _refused(story: Story, why: str) -> None:
    assert why in story["problem"]


@given("示例建材在产品质量领域的黑名单上")
def _first(desk: Desk) -> None:
    black(desk)


@given("示例建材又列入税务领域的黑名单")
@when("示例建材又列入税务领域的黑名单")
def _second(desk: Desk, story: Story) -> None:
    story["listing"] = black(desk, TAX, "示列决〔2026〕4号")


@when("示例建材又列入产品质量领域的另一个黑名单")
def _same(desk: Desk) -> None:
    black(desk, replace(TAX, domain=BLACK.domain), "示列决〔2026〕4号")


@when("示例建材完成修复，移出税务领域的黑名单")
def _leaves(desk: Desk, story: Story) -> None:
    with on(desk, FORCE):
        desk.perform(listing_exits.repair, story["listing"], FORCE, "已履行（示例）")


@then(parsers.parse("工作台上有示例建材的多领域加重惩戒，{words}"))
def _waits(desk: Desk, words: str) -> None:
    assert [(task.subject, task.what) for task in _tasks(desk)] == [("示例建材有限公司", f"多领域加重惩戒 · {words}")]


@then("工作台上没有多领域加重惩戒")
def _nothing(desk: Desk) -> None:
    assert _tasks(desk) == []


@given("签发提示函")
@when("签发提示函")
def _tell(desk: Desk, story: Story) -> None:
    [task] = _tasks(desk)
    with on(desk, FORCE):
        story["letter"] = desk.perform(escalations.tell, task.id).result["letter"]


@then(parsers.re(r"(?:提示|停止)函写明(?P<words>.+)"))
def _says(desk: Desk, story: Story, words: str) -> None:
    text = "".join(Pdf(letters.pdf_of(desk, story["letter"])).text().split())
    assert all(part in text for part in words.split("，"))
