"""The public column of clause 六(七) of the county plan, on a real encrypted desk."""

import csv
import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path

from frictionless import Package
from pytest_bdd import given, scenarios, then, when

from creditdesk.services import objections, packages, records, site_columns
from creditdesk.services.desk import Desk
from tests.entered import PENALTY, PERSON_PENALTY, objection, penalty
from tests.features.conftest import Story

scenarios("plan_6_7_公示栏.feature")


def _column(story: Story) -> list[dict[str, str]]:
    with zipfile.ZipFile(story["zip"]) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("data/enquiry.csv").decode())))


@given("桌面中有公示、仅政府部门内部共享、仅可授权查询、公示期已满和自然人的处罚各1条")
def _five(desk: Desk) -> None:
    for serial, scope in enumerate(("公示", "仅政府部门内部共享", "仅可授权查询"), 1):
        penalty(desk, decision_number=f"示市监罚〔2025〕{serial}号", usage_scope=scope)
    penalty(desk, decision_number="示市监罚〔2025〕4号", publicity_on="2025-11-05", publicity_until="2026-02-11")
    desk.perform(records.enter, "penalty", PERSON_PENALTY | {"procedure": "普通程序"})


@given("公示的处罚正在处理异议")
def _contested(desk: Desk) -> None:
    desk.perform(objections.accept, objection(desk, penalty(desk), date(2026, 2, 12)))


@given("公示的处罚已经撤销")
def _revoked(desk: Desk) -> None:
    desk.perform(records.revoke, penalty(desk), "决定被撤销（示例）")


@when("制作信用网站公示数据包")
def _written(desk: Desk, story: Story, tmp_path: Path) -> None:
    story["outlook"] = {one.name: one for one in site_columns.outlooks(desk)}
    story["zip"] = tmp_path / "site.zip"
    story["changes"] = site_columns.save(desk, story["zip"])


@then("数据包经 frictionless 核对无误，签名由本中心证书验证")
def _proved(desk: Desk, story: Story, tmp_path: Path) -> None:
    folder, certificate = tmp_path / "site", tmp_path / "certificate.pem"
    with zipfile.ZipFile(story["zip"]) as archive:
        archive.extractall(folder)
    assert Package(str(folder / "datapackage.json")).validate().valid
    certificate.write_bytes(packages.certificate(desk))
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "datapackage.json.p7s"]
    command += ["-content", "datapackage.json", "-CAfile", str(certificate), "-purpose", "any", "-out", "out"]
    command += ["-attime", "1771000000"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    table = folder / "data" / "enquiry.csv"
    table.write_bytes(table.read_bytes().replace("一般".encode(), "严重".encode(), 1))
    assert not Package(str(folder / "datapackage.json")).validate().valid


@then("公示栏有1条，索引是统一社会信用代码")
def _one(story: Story) -> None:
    [row] = _column(story)
    assert (row["uscc"], row["decision_number"], row["mark"]) == (PENALTY["uscc"], "示市监罚〔2025〕1号", "")
    assert story["changes"].result["rows"]["enquiry"] == story["outlook"]["enquiry"].shown == 1


@then("不公开的原因和条数是")
def _reasons(story: Story, datatable: list[list[str]]) -> None:
    told = {why: str(count) for why, count in story["outlook"]["enquiry"].left_out}
    assert told == dict(datatable[1:])


@then("公示栏中这条带异议中标注")
def _marked(story: Story) -> None:
    assert [row["mark"] for row in _column(story)] == ["异议中"]


@then("公示栏没有记录")
def _empty(story: Story) -> None:
    assert _column(story) == []
