"""Clause 二 of the county plan, on a real encrypted desk: every kind of subject has its file."""

import pytest
from pytest_bdd import parsers, scenarios, then, when

from creditdesk.rules.identifiers import Kind, identify
from creditdesk.services import records, subjects
from creditdesk.services.desk import Desk
from tests.entered import HONOUR, MORAL_MODEL

scenarios("plan_2_各类主体.feature")


@pytest.fixture
def person() -> dict[str, str]:
    """Return an honour of a person, without whose it is."""
    return {name: value for name, value in MORAL_MODEL.items() if name not in ("subject_name", "document_number")}


@when(parsers.parse("录入{name}的荣誉，号码是{number}"))
def _entered(desk: Desk, person: dict[str, str], name: str, number: str) -> None:
    if identify(number).kind is Kind.CITIZEN_NUMBER:
        desk.perform(records.enter, "moral_model", person | {"subject_name": name, "document_number": number})
        return
    category = "个体工商户" if number.startswith("92") else "法人及非法人组织"
    desk.perform(
        records.enter, "red_listing", HONOUR | {"subject_category": category, "subject_name": name, "uscc": number}
    )


@then(parsers.parse("桌面上有{name}的一份档案，凭{number}查到"))
def _on_file(desk: Desk, name: str, number: str) -> None:
    [row] = subjects.rows(desk, subjects.ids(desk, number))
    assert (row.name, row.records) == (name, 1)
    assert len(subjects.ids(desk)) == 1


@then("桌面有异议处理和信用修复两种程序，各步都写明期限或由谁办理")
def _procedures(desk: Desk) -> None:
    for name in ("objection", "repair"):
        procedure = desk.catalogue.procedure(name)
        assert procedure.source
        assert procedure.acts
