"""Clause 四(六) of the county plan, on a real encrypted desk: market bodies use credit records with a purpose."""

from dataclasses import replace

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import credit_reports, enquiries, letters, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.documents.reading import Pdf
from tests.entered import HONOUR
from tests.features.conftest import Story

scenarios("plan_4_6_守信产品.feature")

BANK = Asking("示例银行", "授权", "2026年2月10日授权书", "信用贷款审查")
ITEMS = {"凭据": "proof", "用途": "purpose"}


@given("示例建材有限公司获得诚信企业称号，没有失信记录")
def _honoured(desk: Desk) -> None:
    desk.perform(records.enter, "red_listing", HONOUR)


@when("示例银行凭2026年2月10日授权书为信用贷款审查查询")
def _asked(desk: Desk, story: Story) -> None:
    done = desk.perform(credit_reports.issue, subjects.ids(desk)[0], BANK)
    story["text"] = "".join(Pdf(letters.pdf_of(desk, done.result["letter"])).text().split())


@then("信用报告列出诚信企业称号，用途是信用贷款审查")
def _listed(story: Story) -> None:
    for words in ("守信红名单", HONOUR["decision_number"], "信用贷款审查", "2026年2月10日授权书"):
        assert words in story["text"]


@then(parsers.parse("查询留痕，用途是{purpose}"))
def _logged(desk: Desk, purpose: str) -> None:
    [row] = enquiries.rows(desk, enquiries.ids(desk))
    assert (row.applicant, row.authority, row.purpose) == ("示例银行", "授权", purpose)


@when(parsers.parse("示例银行查询时没有写明{item}"))
def _lacking(desk: Desk, story: Story, item: str) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(credit_reports.issue, subjects.ids(desk)[0], replace(BANK, **{ITEMS[item]: ""}))
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{why}，没有查询记录"))
def _refused(desk: Desk, story: Story, why: str) -> None:
    assert why in story["problem"]
    assert enquiries.ids(desk) == []
