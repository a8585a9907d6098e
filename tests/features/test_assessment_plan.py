"""Clauses 六(八) and 八(三) of the county plan, on a real encrypted desk."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.exchange.receipts import Answer
from creditdesk.services import (
    assessments,
    home,
    letters,
    monthly_returns,
    point_losses,
    receipt_files,
    receipts,
    rectifications,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, OTHER_USCC, UNIT, penalty
from tests.features.conftest import Story
from tests.leaving import release

scenarios("plan_6_8_考核.feature", "plan_8_3_定期报告.feature")

UNITS = {"市监局": UNIT, "环境局": OTHER_UNIT}
THEIRS = {"source_unit": OTHER_UNIT, "source_unit_uscc": OTHER_USCC}


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """What the steps of one scenario hand to each other."""
    return {"folder": tmp_path, "file": tmp_path / "月报.xlsx"}


def _decided(desk: Desk, number: int, day: str, **changed: str) -> str:
    return penalty(desk, decision_number=f"示罚〔2026〕{number}号", decided_on=day, valid_until="2027-02-28", **changed)


@given("市平台的证书已核对载入")
def _platform(desk: Desk) -> None:
    trust_platform(desk)


@given("2月份市监局按期报送了2条处罚，其中1条被平台退回")
def _in_time(desk: Desk, story: Story) -> None:
    rejected = _decided(desk, 1, "2026-02-03")
    _decided(desk, 2, "2026-02-04")
    package = str(release(desk).result["packages"][0])
    lines = lines_of(desk, package, {rejected: (Answer.REJECTED, "", "示例原因")})
    receipts.take(desk, receipt_files.read_signed(desk, receipt(story["folder"] / "r", answered(desk, package), lines)))


@given("2月份环境局1条处罚迟报、1条逾期未报")
def _late(desk: Desk) -> None:
    _decided(desk, 3, "2026-02-02", **THEIRS)
    release(desk)
    _decided(desk, 4, "2026-02-02", **THEIRS)


@when(parsers.parse("计算{month}的考核指标"))
def _assess(desk: Desk, story: Story, month: str) -> None:
    story["period"] = Period.month(month)
    story["found"] = assessments.assess(desk, story["period"])


@then(parsers.parse("{unit}的及时率是{timely}，准确率是{accurate}"))
def _rates(story: Story, unit: str, timely: str, accurate: str) -> None:
    whole = next(one.whole for one in story["found"].units if one.unit == UNITS[unit])
    assert ["{}/{}".format(*whole.parts(rate)) for rate in ("timely", "accurate")] == [timely, accurate]


@then("全县未达标的指标是及时率、准确率、有效入库率")
def _missed(story: Story) -> None:
    found = story["found"]
    missed = [rate.label for rate in found.rates if not assessments.meets(rate, found.whole)]
    assert missed == ["及时率", "准确率", "有效入库率"]


@then("失分的记录有3条，原因依次含“逾期 1 个工作日”“逾期 1 个工作日”“被退回”")
def _losses(desk: Desk, story: Story) -> None:
    ids = point_losses.ids(desk, story["period"])
    told = sorted("；".join(loss.reasons) for loss in point_losses.rows(desk, story["period"], ids))
    assert [reason.partition("：")[0] for reason in told] == ["被退回", "逾期 1 个工作日", "逾期 1 个工作日"]


@when(parsers.parse("到了{day}"))
def _day(desk: Desk, day: str) -> None:
    desk.clock = fixed_clock(date.fromisoformat(day))


def _tasks(desk: Desk) -> dict[str, tuple[str, date]]:
    return {task.what: (task.number, task.due) for task in home.tasks(desk, home.task_ids(desk))}


@then(parsers.parse("工作台上有双公示月报{month}，最晚{due}"))
def _asked(desk: Desk, month: str, due: str) -> None:
    assert _tasks(desk)["双公示月报"] == (month, date.fromisoformat(due))


@then("工作台上没有双公示月报")
def _not_asked(desk: Desk) -> None:
    assert "双公示月报" not in _tasks(desk)


@when(parsers.parse("编制{month}的双公示月报"))
def _make(desk: Desk, story: Story, month: str) -> None:
    monthly_returns.save(desk, month, story["file"])


@then(parsers.parse("月报里{unit}处罚产生{made}条、报送{sent}条，问题是“{problem}”"))
def _row(story: Story, unit: str, made: str, sent: str, problem: str) -> None:
    sheet = openpyxl.load_workbook(story["file"]).active
    header, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    row = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == UNITS[unit])
    assert (row["行政处罚·产生数量"], row["行政处罚·报送数量"], row["报送存在问题情况"]) == (made, sent, problem)


@then(parsers.parse("编制{month}的双公示月报被拒绝：{why}"))
def _refused(desk: Desk, story: Story, month: str, why: str) -> None:
    with pytest.raises(InputProblem, match=why):
        monthly_returns.save(desk, month, story["file"])
    assert not story["file"].exists()


@when(parsers.parse("就{month}督促{unit}整改"))
def _order(desk: Desk, story: Story, month: str, unit: str) -> None:
    story["period"] = Period.month(month)
    story["notice"] = rectifications.order(desk, UNITS[unit], story["period"]).result


@then(parsers.parse("发出督促整改通知书，写明及时率{percent}和“{problems}”"))
def _notice(desk: Desk, story: Story, percent: str, problems: str) -> None:
    [row] = letters.rows(desk, [story["notice"]["letter"]])
    assert (row.title, row.addressee) == ("信用信息报送督促整改通知书", OTHER_UNIT)
    text = Pdf(letters.pdf_of(desk, row.id)).text()
    assert f"及时率{percent}" in text
    assert problems in text.replace("\n", "")


@then(parsers.parse("工作台上有{unit}的督促整改，最晚{due}"))
def _waits(desk: Desk, unit: str, due: str) -> None:
    [task] = [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "rectification"]
    assert (task.unit, task.due) == (UNITS[unit], date.fromisoformat(due))


@when("登记环境局的整改情况")
def _answer(desk: Desk, story: Story) -> None:
    desk.perform(rectifications.answered, story["notice"]["rectification"], TODAY, "已补报（示例）")


@then("工作台上没有督促整改")
def _over(desk: Desk) -> None:
    assert "rectification" not in {task.noun for task in home.tasks(desk, home.task_ids(desk))}


@then(parsers.parse("再次督促{unit}被拒绝：{why}"))
def _once(desk: Desk, story: Story, unit: str, why: str) -> None:
    with pytest.raises(InputProblem, match=why):
        rectifications.order(desk, UNITS[unit], story["period"])
