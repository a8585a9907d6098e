"""Clause 三(二) about the catalogue being kept up to date, as scenarios an officer can read."""

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry
from creditdesk.services import office_forms, record_lists, records, subjects
from creditdesk.services.desk import Desk
from tests.entered import penalty
from tests.features.conftest import Story
from tests.services.test_every_kind import contents_of
from tests.services.test_office_forms import REASON, drop, example, newer_penalty

scenarios("plan_3_2_目录更新.feature")


@given(parsers.parse("桌面的表单文件夹里放进了一份“{label}”表单"))
def dropped(desk: Desk, label: str) -> None:
    drop(desk, example())
    assert [one.kind.label for one in office_forms.proposals(desk) if one.kind] == [label]


@then(parsers.parse("目录中还没有“{label}”"))
def not_yet(desk: Desk, label: str) -> None:
    with pytest.raises(InputProblem, match=f"目录中没有信息类别“{label}”"):
        desk.catalogue.kind(label)


@when(parsers.parse("负责人以“{reason}”为由采用这份表单"))
def accepted(desk: Desk, reason: str) -> None:
    office_forms.accept_file(desk, "nursery_inspection.toml", reason)


@then(parsers.parse("目录中有“{label}”，操作日志记下了采用的理由"))
def in_catalogue(desk: Desk, label: str) -> None:
    assert desk.catalogue.kind(label).source
    with desk.read() as session:
        acts = session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)).all()
    assert acts[-1] == "form.accept"
    assert [one.reason for one in office_forms.accepted(desk)] == [REASON]


@then(parsers.parse("“{label}”可以录入并能查到"))
def used(desk: Desk, label: str) -> None:
    content = next(contents_of(desk.catalogue.kind(label)))
    made = desk.perform(records.enter, label, content).result["record"]
    assert made in [hit.id for hit in subjects.look_up(desk, content["decision_number"])]


@given("桌面上已有1条按现行版录入的行政处罚")
def old_record(desk: Desk, story: Story) -> None:
    story["old"], story["edition"] = penalty(desk), desk.catalogue.kind("penalty").edition


@when("负责人采用增加了听证日期的行政处罚新版")
def new_edition(desk: Desk, story: Story) -> None:
    drop(desk, newer_penalty(desk), "penalty.toml")
    (proposal,) = office_forms.proposals(desk)
    story["changes"] = proposal.changes
    office_forms.accept_file(desk, "penalty.toml", REASON)


@then(parsers.parse("旧记录仍按原版显示，新版说明增加了“{label}”"))
def still_old(desk: Desk, story: Story, label: str) -> None:
    assert record_lists.sheet(desk, story["old"]).edition == story["edition"]
    assert story["changes"] == (f"增加字段：{label}",)


@then("新录入的行政处罚按新版")
def entered_on_new(desk: Desk) -> None:
    made = penalty(desk, decision_number="示市监罚〔2026〕88号", hearing_on="2026-01-20")
    assert record_lists.sheet(desk, made).edition == "示例 2026 版"
