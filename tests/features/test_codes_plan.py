"""The public lists of codes of clause 三(二) of the county plan, on a real encrypted desk."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from frictionless import Package
from pytest_bdd import given, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.services import code_conversions, records, site_columns
from creditdesk.services.desk import Desk
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, penalty
from tests.features.conftest import Story
from tests.made_records import filled

scenarios("plan_3_2_代码公示.feature")


@given("示例建材有限公司原工商注册号是410122000000013，原组织机构代码是MA3X0001-0")
def _old_codes(desk: Desk) -> None:
    penalty(desk, reg_number="410122000000013", org_code="MA3X0001-0")


@given("示例商贸有限公司的原税务登记号与统一社会信用代码不一致")
def _differing(desk: Desk) -> None:
    other = {"uscc": "92410122MA3X00053F", "subject_category": "个体工商户", "subject_name": "示例商贸有限公司"}
    penalty(desk, **other, tax_number="410122MA3X00010")
    desk.perform(records.enter, "penalty", PERSON_PENALTY)


@when("写出存量代码转换公示清单")
def _converted(desk: Desk, tmp_path: Path) -> None:
    for ending in ("pdf", "xlsx"):
        code_conversions.save_converted(desk, tmp_path / f"codes.{ending}")


@then("清单列出示例建材有限公司的两个原代码，组织机构代码一致")
def _two(tmp_path: Path) -> None:
    [sheet] = read_modern(tmp_path / "codes.xlsx")
    told = {row[2]: row[3:] for row in sheet.rows[1:] if row[0] == PENALTY["subject_name"]}
    assert told["工商注册号"][0] == "410122000000013"
    assert told["组织机构代码"] == ["MA3X0001-0", "与统一社会信用代码第9至17位一致"]


@then("清单写明1条两码不一致，没有自然人")
def _one_differs(tmp_path: Path) -> None:
    text = "".join(Pdf((tmp_path / "codes.pdf").read_bytes()).text().split())
    assert "1条两码不一致" in text
    assert "存量代码转换公示清单" in text
    assert PERSON_PENALTY["subject_name"] not in text


@given("2026-02-03登记了一个新的主体")
def _registered(desk: Desk, story: Story) -> None:
    wanted = {"subject_category": "法人及非法人组织", "decided_on": "2026-02-03"}
    story["new"] = filled(desk.catalogue.kind("registration"), wanted, every=False)
    desk.perform(records.enter, "registration", story["new"])


@when("写出2026年2月的新赋码公示清单")
def _new(desk: Desk, tmp_path: Path) -> None:
    code_conversions.save_new(desk, date(2026, 2, 1), date(2026, 2, 28), tmp_path / "new.xlsx")
    code_conversions.save_new(desk, date(2026, 1, 1), date(2026, 1, 31), tmp_path / "none.xlsx")


@then("清单列出这个主体和它的代码")
def _listed(story: Story, tmp_path: Path) -> None:
    [sheet] = read_modern(tmp_path / "new.xlsx")
    assert sheet.rows[1][:3] == [story["new"]["subject_name"], story["new"]["uscc"], "2026-02-03"]
    assert len(read_modern(tmp_path / "none.xlsx")[0].rows) == 1


@when("写出起止颠倒的新赋码公示清单被拒绝")
def _turned(desk: Desk, story: Story, tmp_path: Path) -> None:
    with pytest.raises(InputProblem) as raised:
        code_conversions.save_new(desk, date(2026, 2, 28), date(2026, 2, 1), tmp_path / "wrong.pdf")
    story["problem"] = str(raised.value)


@then("桌面说明起止日期颠倒")
def _told(story: Story) -> None:
    assert "起止日期颠倒" in story["problem"]


@when("制作信用网站公示数据包")
def _site(desk: Desk, tmp_path: Path) -> None:
    site_columns.save(desk, tmp_path / "site.zip")


@then("数据包经 frictionless 核对无误，代码转换有2条")
def _valid(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path / "site")
    assert Package(str(tmp_path / "site" / "datapackage.json")).validate().valid
    rows = list(csv.DictReader(io.StringIO((tmp_path / "site" / "data" / "codes.csv").read_text("utf-8"))))
    assert sorted(row["code_kind"] for row in rows) == ["工商注册号", "组织机构代码"]
    assert {row["uscc"] for row in rows} == {PENALTY["uscc"]}
