"""Clause 六(七) of the county plan, sentence by sentence, on a real encrypted desk."""

from dataclasses import replace
from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry
from creditdesk.services import batch_checks, credit_reports, enquiries, letters, records, subjects, timelines
from creditdesk.services.batch_checks import Enquiry
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, on, penalty
from tests.features.conftest import Story

scenarios("plan_6_7_信用查询.feature")

OWN = Asking(PENALTY["subject_name"], "本人", "营业执照", "投标")
DUTY = Asking("示例县财政局", "依法履职", "示财函〔2026〕2号", "审核补贴")
ITEMS = {"查询人": "applicant", "凭据": "proof", "用途": "purpose"}


def _firm(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def _report(desk: Desk, subject_id: str, asking: Asking) -> str:
    """Issue a report and return its words without spaces."""
    done = desk.perform(credit_reports.issue, subject_id, asking)
    return "".join(Pdf(letters.pdf_of(desk, done.result["letter"])).text().split())


def _refused(desk: Desk, story: Story, subject_id: str, asking: Asking) -> None:
    with pytest.raises(InputProblem) as raised:
        desk.perform(credit_reports.issue, subject_id, asking)
    story["problem"] = str(raised.value)


@given("示例建材有限公司有公示、仅政府部门内部共享、仅可授权查询的处罚各1条")
def _three(desk: Desk) -> None:
    for serial, scope in enumerate(("公示", "仅政府部门内部共享", "仅可授权查询"), 1):
        penalty(desk, decision_number=f"示市监罚〔2025〕{serial}号", usage_scope=scope)


@when(parsers.parse("{applicant}凭{authority}查询，凭据为{proof}，用途为{purpose}"))
def _ask(desk: Desk, story: Story, applicant: str, authority: str, proof: str, purpose: str) -> None:
    asking = Asking(applicant, authority, "" if proof == "无" else proof, purpose)
    story["text"] = _report(desk, _firm(desk), asking)


@then(parsers.parse("信用报告列入{listed:d}条，未列入{left:d}条"))
def _counted(story: Story, listed: int, left: int) -> None:
    assert f"列入{listed}条，" in story["text"]
    assert (f"因信息使用范围未列入的{left}条，原因见附件2" in story["text"]) == bool(left)


@then(parsers.parse("未列入的原因是{why}"))
def _why(story: Story, why: str) -> None:
    assert why in story["text"]


@when(parsers.parse("查询时没有写明{item}"))
def _lacking(desk: Desk, story: Story, item: str) -> None:
    _refused(desk, story, _firm(desk), replace(DUTY, **{ITEMS[item]: " "}))


@then(parsers.parse("桌面拒绝：{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("没有报告，也没有查询记录")
def _nothing(desk: Desk) -> None:
    assert (letters.ids(desk), enquiries.ids(desk)) == ([], [])


@when(parsers.parse("本人在{day}查询{times:d}次"))
def _own(desk: Desk, story: Story, day: str, times: int) -> None:
    with on(desk, date.fromisoformat(day)):
        story["texts"] = [_report(desk, _firm(desk), OWN) for _ in range(times)]


@then("第1、2份写明在每年2份免费之内，第3份写明不在")
def _free(story: Story) -> None:
    for serial, (text, within) in enumerate(zip(story["texts"], ("在", "在", "不在"), strict=True), 1):
        assert f"2026年第{serial}份本人信用报告，{within}每年2份免费之内" in text


@then("这份写明是2027年第1份")
def _next_year(story: Story) -> None:
    assert "2027年第1份本人信用报告，在每年2份免费之内" in story["texts"][0]


@given("自然人陈示例有1条处罚记录")
def _person(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", PERSON_PENALTY)


@when("赵示例凭公开查询陈示例")
def _ask_person(desk: Desk, story: Story) -> None:
    person = subjects.ids(desk, PERSON_PENALTY["document_number"])[0]
    _refused(desk, story, person, Asking("赵示例", "公开", "", "了解对方"))


@when("示例县文明办为文明单位评选批量核查该公司")
def _batch(desk: Desk) -> None:
    asked = batch_checks.asked_in(PENALTY["subject_name"])
    batch_checks.run(desk, asked, Enquiry("示例县文明办", "依法履职", "评选办法（示例）", "文明单位评选"))


@then("操作日志和该公司的时间线各有这2次查询")
def _traced(desk: Desk) -> None:
    query = select(JournalEntry.act).where(JournalEntry.act.in_(("subject.report", "subject.batch_check")))
    with desk.read() as session:
        assert sorted(session.scalars(query)) == ["subject.batch_check", "subject.report"]
    events = timelines.events(desk, _firm(desk), timelines.keys(desk, _firm(desk)))
    told = [(each.what, each.title) for each in events if each.noun == "enquiry"]
    assert sorted(told) == [("查询·信用报告", "示例银行"), ("查询·批量核查", "示例县文明办")]


@then("本人的信用报告列出示例银行、示例县文明办的查询和用途")
def _shown(story: Story) -> None:
    for words in ("示例银行授权贷款审查信用报告", "示例县文明办", "文明单位评选"):
        assert words in story["text"]
