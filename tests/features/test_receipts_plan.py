"""Clauses 三(一) and 六(二) of the county plan as far as receipts go, on a real encrypted desk."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from python_calamine import load_workbook
from sqlalchemy import func, select

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.receipts import Answer
from creditdesk.models import Receipt, Record
from creditdesk.services import (
    ledger,
    ledger_reports,
    receipt_files,
    receipt_lists,
    receipt_urging,
    receipts,
    records,
    timelines,
    upload_templates,
)
from creditdesk.services.desk import Desk
from creditdesk.services.ledger_reports import Scope
from tests.answered import answered, lines_of, receipt, stranger, trust_platform
from tests.entered import PENALTY, on, penalty
from tests.features.conftest import Story
from tests.leaving import release

scenarios("plan_3_1_报送回执.feature", "plan_6_2_双公示回执.feature")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """What the steps of one scenario hand to each other."""
    return {"folder": tmp_path / "stick", "made": 0}


@given("市平台的证书已核对载入")
def platform_is_known(desk: Desk) -> None:
    trust_platform(desk)


@given("2条示例处罚记录已报送市平台")
def two_left(desk: Desk, story: Story) -> None:
    story["records"] = [penalty(desk), penalty(desk, decision_number="示市监罚〔2025〕119号")]
    story["package"] = str(release(desk).result["packages"][0])


def _file(
    desk: Desk,
    story: Story,
    told: dict[str, tuple[Answer, str, str]],
    most: int = 2,
    signer: OfficeCertificate | None = None,
) -> None:
    story["made"] += 1
    folder = story["folder"] / str(story["made"])
    lines = lines_of(desk, story["package"], told)[:most]
    story["file"] = receipt(folder, answered(desk, story["package"]), lines, signer)


@when("平台出具全部接收的回执")
def all_accepted(desk: Desk, story: Story) -> None:
    _file(desk, story, {})


@when("平台出具只答复1条的回执")
def one_answered(desk: Desk, story: Story) -> None:
    _file(desk, story, {}, most=1)


@when("别的单位出具全部接收的回执")
def by_a_stranger(desk: Desk, story: Story) -> None:
    _file(desk, story, {}, signer=stranger())


@when(parsers.parse("平台退回第1条的{column}，原因是{reason}"))
def first_rejected(desk: Desk, story: Story, column: str, reason: str) -> None:
    _file(desk, story, {story["records"][0]: (Answer.REJECTED, column, reason)})


@when("经办人登记回执")
def officer_takes(desk: Desk, story: Story) -> None:
    receipts.take(desk, receipt_files.read(desk, story["file"]))


@when("经办人写明理由登记退回表格")
def officer_takes_the_book(desk: Desk, story: Story) -> None:
    receipts.take(desk, receipt_files.read(desk, story["file"], story["package"]), "平台网页下载，已核对（示例）")


@when("过了6个工作日")
def days_later(story: Story) -> None:
    story["day"] = date(2026, 2, 27)


@when(parsers.parse("经办人更正第1条的{field}为{value}"))
def officer_corrects(desk: Desk, story: Story, field: str, value: str) -> None:
    desk.perform(records.correct, story["records"][0], {field: value}, "平台退回（示例）")


@when("再报送一次")
def leaves_again(desk: Desk, story: Story) -> None:
    with on(desk, date(2026, 2, 13)):
        story["next"] = str(release(desk).result["packages"][0])


@when("按市级模板写出数据包")
def template_written(desk: Desk, story: Story) -> None:
    story["folder"].mkdir()
    changes = desk.perform(upload_templates.write, story["package"], "xzcf_municipal", story["folder"])
    story["book"] = Path(changes.result["files"][0])


@when("平台在第1行写上错误原因退回")
def platform_returns_the_book(story: Story) -> None:
    book = openpyxl.load_workbook(story["book"])
    page = book.worksheets[0]
    column = page.max_column + 1
    page.cell(1, column, "错误原因")
    page.cell(2, column, "处罚决定日期与决定书不符")
    page.delete_rows(3)
    story["file"] = story["folder"] / "退回.xlsx"
    book.save(story["file"])


@then(parsers.re(r"数据包为(?P<state>[^，]+)(?:，回执只有1份)?"))
def package_state(desk: Desk, story: Story, state: str) -> None:
    assert {row.id: row.state for row in receipt_lists.states(desk)}[story["package"]] == state
    with desk.read() as session:
        assert session.scalars(select(func.count()).select_from(Receipt)).one() <= 1


@then("数据包列为逾期未答复，可以生成催办单")
def package_is_late(desk: Desk, story: Story) -> None:
    with on(desk, story["day"]):
        assert [row.id for row in receipt_lists.late(desk)] == [story["package"]]
        assert receipt_urging.pdf(desk, story["package"]).startswith(b"%PDF")


@then(parsers.re(r"数据包为(?P<state>[^，]+)，待更正1条，字段为(?P<field>[^，]+)，原因是(?P<reason>.+)"))
def one_waits(desk: Desk, story: Story, state: str, field: str, reason: str) -> None:
    package_state(desk, story, state)
    (row,) = receipt_lists.returned(desk)
    assert (row.field_label, row.reason) == (field, reason)
    assert row.record_id in story["records"]


@then("待更正0条，下一包只有这1条记录")
def none_waits(desk: Desk, story: Story) -> None:
    assert receipt_lists.returned(desk) == ()
    assert [line.record_id for line in lines_of(desk, story["next"], {})] == [story["records"][0]]


@then(parsers.parse("登记被一句话拒绝，说到{words}"))
def refused(desk: Desk, story: Story, words: str) -> None:
    with pytest.raises(InputProblem, match=words) as refusal:
        receipt_files.read(desk, story["file"])
    assert refusal.value.sentence.count("。") == 1


@then("工作簿表头与模板一字不差，统一社会信用代码是文本")
def header_to_the_letter(desk: Desk, story: Story) -> None:
    header, *rows = load_workbook(story["book"]).get_sheet_by_index(0).to_python()
    assert header == [column.header for column in desk.catalogue.layout("xzcf_municipal").columns if not column.added]
    assert {row[2] for row in rows} == {PENALTY["uscc"]}


@then(parsers.parse("台账写明第1条{first}，第2条{second}"))
def ledger_tells(desk: Desk, story: Story, first: str, second: str) -> None:
    told = {line.record_id: line.receipt for line in ledger.of_period(desk, date(2026, 1, 1), date(2026, 12, 31))}
    assert [told[record_id] for record_id in story["records"]] == [first, second]


@then(parsers.parse("主体的时间线写明报给了{receiver}，退回1条、已接收1条"))
def timeline_tells(desk: Desk, story: Story, receiver: str) -> None:
    with desk.read() as session:
        subject = session.get_one(Record, story["records"][0]).subject_id
    keys = [key for key in timelines.keys(desk, subject) if key.startswith("package:")]
    (event,) = timelines.events(desk, subject, keys)
    assert event.detail.startswith(f"{receiver} · 新增2条 · ")
    assert set(event.detail.rpartition(" · ")[2].split("、")) == {"退回1条", "已接收1条"}


@then("对外提供台账可以存为工作簿")
def ledger_saved(desk: Desk, tmp_path: Path) -> None:
    ledger_reports.save(desk, Scope(date(2026, 1, 1), date(2026, 12, 31)), tmp_path / "台账.xlsx")
    assert load_workbook(tmp_path / "台账.xlsx").sheet_names == ["汇总", "明细"]
