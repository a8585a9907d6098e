"""Clause 六(六) of the county plan, sentence by sentence, on a real encrypted desk."""

from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.models import Repair
from creditdesk.services import clean_records, credit_reports, letters, record_lists, repairs, subjects, timelines
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, PENALTY, on, penalty
from tests.features.conftest import Story

scenarios("plan_6_6_信用修复.feature")

WHY = "处罚已履行，违法行为已纠正（示例）"


def _subject(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def _apply(desk: Desk, story: Story, day: date, label: str) -> None:
    with on(desk, day):
        who = {"name": PENALTY["subject_name"]}
        done = desk.perform(repairs.receive, story["record"], label, applicant=who, received_on=day)
    story["case"] = done.result["case"]


def _decide(desk: Desk, story: Story, *, granted: bool, conditions: tuple[str, ...]) -> None:
    story["letter"] = desk.perform(
        repairs.decide, story["case"], granted=granted, reason=WHY, decided_on=TODAY, conditions=conditions
    ).result["letter"]


def _conditions(desk: Desk) -> tuple[str, ...]:
    return desk.catalogue.regime("ndrc_58").conditions


@given(parsers.parse("生态环境部门于{day}作出处罚"))
def _decided(desk: Desk, story: Story, day: str) -> None:
    units = {"authority": OTHER_UNIT, "source_unit": OTHER_UNIT}
    story["record"] = penalty(desk, decided_on=day, valid_until="2030-01-01", **units)


@when(parsers.parse("{day}按“{label}”登记修复申请"))
def _applied(desk: Desk, story: Story, day: str, label: str) -> None:
    _apply(desk, story, date.fromisoformat(day), label)


@when(parsers.parse("{day}按“{label}”登记修复申请被拒绝"))
def _refused(desk: Desk, story: Story, day: str, label: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _apply(desk, story, date.fromisoformat(day), label)
    story["problem"] = str(raised.value)


@then(parsers.parse("适用{regime}，最早{earliest}可以申请，最长公示至{latest}"))
def _term(desk: Desk, story: Story, regime: str, earliest: str, latest: str) -> None:
    with desk.read() as session:
        repair = session.get_one(Repair, story["case"])
    told = [str(each) if each else "没有给出" for each in (repair.earliest_on, repair.latest_on)]
    assert (desk.catalogue.regime(repair.regime).label, *told) == (regime, earliest, latest)


@then(parsers.parse("桌面说明：{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("没有修复案件")
def _none(desk: Desk) -> None:
    nouns = {key.partition(":")[0] for key in timelines.keys(desk, _subject(desk))}
    assert nouns == {"record"}


@when("受理并转认定单位")
def _forwarded(desk: Desk, story: Story) -> None:
    desk.perform(repairs.accept, story["case"])
    desk.perform(repairs.forward, story["case"], TODAY)


@when("只核实了第一项条件就登记准予")
def _half(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem) as raised:
        _decide(desk, story, granted=True, conditions=_conditions(desk)[:1])
    story["problem"] = str(raised.value)


@then("该信息照常公示")
def _public(desk: Desk, story: Story) -> None:
    assert "publicity_until" not in record_lists.sheet(desk, story["record"]).content


@when("核实全部条件后登记准予")
def _granted(desk: Desk, story: Story) -> None:
    _decide(desk, story, granted=True, conditions=_conditions(desk))


@when("登记不予修复")
def _denied(desk: Desk, story: Story) -> None:
    _decide(desk, story, granted=False, conditions=())


@then("决定通知书写明终止公示，停止共享和使用")
def _letter(desk: Desk, story: Story) -> None:
    text = "".join(Pdf(letters.pdf_of(desk, story["letter"])).text().split())
    assert "自2026年2月12日起，终止公示该信息，停止共享和使用" in text


@then("依法履职的信用报告不再列入该信息")
def _unlisted(desk: Desk) -> None:
    outlook = credit_reports.outlook(desk, _subject(desk), "duty")
    assert outlook is not None
    assert outlook.listed == 0


@then("可以出具无不良信用记录证明")
def _clean(desk: Desk) -> None:
    done = desk.perform(
        clean_records.certify, _subject(desk), Asking(PENALTY["subject_name"], "本人", "营业执照", "投标（示例）")
    )
    assert done.result["number"]


@then(parsers.re(r"(?P<day>[\d-]+)(?P<how>仍列入|不再列入)信用报告"))
def _on_its_day(desk: Desk, day: str, how: str) -> None:
    with on(desk, date.fromisoformat(day)):
        outlook = credit_reports.outlook(desk, _subject(desk), "duty")
        assert outlook is not None
        assert outlook.listed == (how == "仍列入")
