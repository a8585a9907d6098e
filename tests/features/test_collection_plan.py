"""Clauses 三(一), 三(二), 三(三) and 六(二) of the county plan: what the units send, on a real encrypted desk."""

import csv
import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import import_previews, imports, packages, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import PENALTY, PERSON_PENALTY, UNIT, UNIT_USCC
from tests.exchange.incoming import workbook
from tests.features.conftest import Story

scenarios(
    "plan_3_1_数据归集.feature", "plan_3_2_目录与代码.feature", "plan_3_3_失信等级.feature", "plan_6_2_双公示.feature"
)

SOLE_TRADER = "92410122MA3X00053F"
HEADER_2016 = [
    "行政许可决定书文号",
    "项目名称",
    "审批类别",
    "许可内容",
    "行政相对人名称",
    "行政相对人代码_1(统一社会信用代码)",
    "行政相对人代码_2(组织机构代码)",
    "行政相对人代码_3(工商登记码)",
    "行政相对人代码_5(居民身份证号)",
    "法定代表人姓名",
    "许可决定日期",
    "许可截止期",
    "许可机关",
    "当前状态",
    "地方编码",
]
ROW_2016 = (
    "示许〔2016〕{}号 示例许可 0 准予示例事项 示例建材有限公司 91410122MA3X000105 MA3X0001-0 410122000000013 ~ 王示例 "
    "2016/11/3 2019/11/2 中牟县示例局 {} 410122"
)
ANSWERS = {
    "decision_title": "准予行政许可决定书",
    "authority_uscc": UNIT_USCC,
    "source_unit": UNIT,
    "source_unit_uscc": UNIT_USCC,
    "usage_scope": "公示",
}
LICENCE = {
    **{name: PENALTY[name] for name in ("subject_category", "uscc", "subject_name", "legal_representative")},
    "decision_title": "准予行政许可决定书",
    "decision_number": "示许〔2025〕7号",
    "licence_kind": "普通",
    "licence_content": "准予示例事项",
    "decided_on": "2025-06-03",
    "valid_from": "2025-06-03",
    "valid_until": "2028-06-02",
    "authority": UNIT,
    "authority_uscc": UNIT_USCC,
    "usage_scope": "公示",
    "status": "有效",
    "source_unit": UNIT,
    "source_unit_uscc": UNIT_USCC,
}


@pytest.fixture
def story() -> Story:
    """What the steps of one scenario tell each other."""
    return {"sent": 0}


def _lines(desk: Desk, contents: Sequence[Mapping[str, str]], kind: str = "xzcf") -> list[list[str]]:
    """Return the sheet a unit fills in the kind's template: the header and a row for each content."""
    layout = desk.catalogue.layouts_of(desk.catalogue.kind(kind))[0]
    header = [column.header for column in layout.columns]
    return [
        header,
        *([column.write(content.get(column.field, "")) for column in layout.columns] for content in contents),
    ]


def _look(desk: Desk, story: Story, path: Path, answers: Mapping[str, str] | None = None) -> None:
    story["path"] = path
    story["examined"] = import_previews.examine(desk, path, given=answers)
    story["planned"] = story["examined"].planned


def _path(story: Story, folder: Path, suffix: str = "xlsx") -> Path:
    story["sent"] += 1
    return folder / f"报送{story['sent']}.{suffix}"


def _numbered(count: int) -> list[dict[str, str]]:
    return [PENALTY | {"decision_number": f"示市监罚〔2025〕{number}号"} for number in range(1, count + 1)]


@given(parsers.parse("市场监管部门有{count:d}条示例处罚记录"))
def _penalties(story: Story, count: int) -> None:
    story["contents"] = _numbered(count)


@given(parsers.parse("第{number:d}条的统一社会信用代码被表格软件改成{value}"))
@given(parsers.parse("第{number:d}条的统一社会信用代码误写为{value}"))
def _broken_code(story: Story, number: int, value: str) -> None:
    story["contents"][number - 1]["uscc"] = value


@given(parsers.parse("第{number:d}条的{field}写作{value}"))
def _written(story: Story, number: int, field: str, value: str) -> None:
    story["contents"][number - 1][field] = "" if value == "空白" else value


@given("一个法人、一个个体工商户和一个自然人各有1条处罚记录")
def _three_subjects(story: Story) -> None:
    trader = {"subject_category": "个体工商户", "uscc": SOLE_TRADER, "subject_name": "中牟县示例小吃店"}
    story["contents"] = [PENALTY, PENALTY | trader | {"decision_number": "示市监罚〔2026〕9号"}, PERSON_PENALTY]


@given(parsers.parse("一个自然人受到1条{procedure}处罚"))
def _person(story: Story, procedure: str) -> None:
    story["contents"] = [PERSON_PENALTY | {"procedure": procedure}]


@given("示例建材有限公司有1条行政许可和1条行政处罚")
def _both(desk: Desk) -> None:
    desk.perform(records.enter, "licence", LICENCE)
    desk.perform(records.enter, "penalty", PENALTY)


@given("一份2016版行政许可文件，一条当前状态为1，一条为空")
def _file_2016(story: Story, tmp_path: Path) -> None:
    rows = [["" if cell == "~" else cell for cell in ROW_2016.format(1, "1").split(" ")]]
    rows.append(["" if cell == "~" else cell for cell in ROW_2016.format(2, "~").split(" ")])
    story["file"] = workbook(_path(story, tmp_path), [HEADER_2016, *rows])


@when("来源单位用GBK编码、列序打乱、上有标题行的文本文件报送")
def _sent_as_text(desk: Desk, story: Story, tmp_path: Path) -> None:
    lines = _lines(desk, story["contents"])
    order = list(range(len(lines[0])))
    random.Random(3).shuffle(order)
    text = io.StringIO()
    csv.writer(text).writerows([["中牟县双公示报送表（示例）"], *([line[place] for place in order] for line in lines)])
    path = _path(story, tmp_path, "csv")
    path.write_bytes(text.getvalue().encode("gbk"))
    _look(desk, story, path)


@when("来源单位用工作簿报送")
def _sent(desk: Desk, story: Story, tmp_path: Path) -> None:
    _look(desk, story, workbook(_path(story, tmp_path), _lines(desk, story["contents"])))


@when("来源单位分两张工作表报送，第1条在两张表中都有")
def _sent_in_two(desk: Desk, story: Story, tmp_path: Path) -> None:
    first, second = story["contents"][:2], [story["contents"][0], *story["contents"][2:]]
    _look(desk, story, workbook(_path(story, tmp_path), _lines(desk, first), 二月=_lines(desk, second)))


@when("来源单位只用组织机构代码报送同一主体的另一条处罚")
def _sent_by_old_code(desk: Desk, story: Story, tmp_path: Path) -> None:
    old = {name: value for name, value in PENALTY.items() if name != "uscc"}
    story["contents"] = [old | {"org_code": "MA3X0001-0", "decision_number": "示市监罚〔2025〕99号"}]
    _sent(desk, story, tmp_path)


@when("来源单位报送这份文件")
def _sent_2016(desk: Desk, story: Story) -> None:
    _look(desk, story, story["file"])


@when("经办人填写后重新核对")
def _answered(desk: Desk, story: Story) -> None:
    _look(desk, story, story["file"], ANSWERS)


@when("经办人入库")
def _imported(desk: Desk, story: Story) -> None:
    desk.perform(imports.run, story["planned"])


@when("经办人选择全部有效才入库")
def _imported_whole(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem) as caught:
        desk.perform(imports.run, story["planned"], whole=True)
    story["refused"] = caught.value.sentence


@when("来源单位改正退回的工作簿后重报")
def _mended(desk: Desk, story: Story) -> None:
    book = openpyxl.load_workbook(story["back"])
    page = book.worksheets[0]
    place = [cell.value for cell in page[1]].index("行政相对人代码_1(统一社会信用代码)")
    page.cell(2, place + 1).value = PENALTY["uscc"]
    book.save(story["back"])
    _look(desk, story, story["back"])


@when(parsers.parse("查询{text}"))
def _asked(desk: Desk, story: Story, text: str) -> None:
    story["found"] = record_lists.rows(desk, record_lists.ids(desk, Filter(text=text)))


@then(parsers.parse("预览为新增{new:d}条，变更{changed:d}条，相同{same:d}条，退回{bad:d}条"))
def _counts(story: Story, new: int, changed: int, same: int, bad: int) -> None:
    planned = story["planned"]
    assert (planned.new, planned.changed, planned.same, planned.bad) == (new, changed, same, bad)
    examined = story["examined"]
    examples = (examined.new, examined.changed, examined.same, examined.faulty)
    assert [bool(one) for one in examples] == [bool(one) for one in (new, changed, same, bad)]


@then(parsers.parse("桌面上有{count:d}条行政处罚记录"))
def _stored(desk: Desk, count: int) -> None:
    assert len(record_lists.ids(desk, Filter(kind="penalty"))) == count


@then(parsers.parse("入库被一句话拒绝，桌面上有{count:d}条行政处罚记录"))
def _refused(desk: Desk, story: Story, count: int) -> None:
    assert story["refused"].endswith("。")
    _stored(desk, count)


@then(parsers.parse("退回的工作簿保持原工作表名和列序，错处写明“{words}”"))
def _sent_back(story: Story, tmp_path: Path, words: str) -> None:
    story["back"] = _path(story, tmp_path)
    imports.write_back(story["planned"], story["back"])
    page = openpyxl.load_workbook(story["back"]).worksheets[0]
    assert page.title == story["planned"].sheet.name
    assert [cell.value for cell in page[1]][:-1] == list(story["planned"].sheet.header)
    assert words in " ".join(cell.comment.text for cell in page[2] if cell.comment)


@then("要求为整份文件填写许可机关代码、数据来源单位等项，暂不判定任何一行")
def _questions(desk: Desk, story: Story) -> None:
    planned = story["planned"]
    assert set(planned.asked) == set(ANSWERS)
    assert (planned.new, planned.bad) == (0, 0)
    with pytest.raises(InputProblem, match="数据来源单位"):
        desk.perform(imports.run, planned)


@then("状态1读作无效，空白读作有效，组织机构代码没有与工商注册号对调")
def _read_2016(story: Story) -> None:
    first, second = (row.content for row in story["planned"].good)
    assert (first["status"], second["status"]) == ("无效", "有效")
    assert (first["org_code"], first["reg_number"]) == ("MA3X00010", "410122000000013")
    assert first["valid_from"] == first["decided_on"] == "2016-11-03"
    assert first["remark"] == "项目名称：示例许可"
    assert any("有效期自" in note for note in story["planned"].preview.notes)


@then(parsers.parse("目录中至少有{count:d}类信息，每类都有依据、版本和核对日期"))
def _catalogue(desk: Desk, count: int) -> None:
    kinds = desk.catalogue.current_kinds()
    assert len(kinds) >= count
    assert all(kind.source and kind.edition and kind.checked for kind in kinds)


@then(parsers.parse("桌面上只有1个主体，名下有{count:d}条记录"))
def _one_subject(desk: Desk, count: int) -> None:
    found = subjects.rows(desk, list(subjects.ids(desk)))
    assert [row.records for row in found] == [count]


@then("桌面上有3个主体，分属三类")
def _three_categories(desk: Desk) -> None:
    found = subjects.rows(desk, list(subjects.ids(desk)))
    assert sorted(row.category for row in found) == sorted(subjects.CATEGORIES)


@then(parsers.parse("退回原因说到{words}"))
def _reasons(story: Story, words: str) -> None:
    assert any(words in cell.column + cell.reason for cell in story["examined"].faulty)


@then(parsers.parse("这条记录的失信等级是{value}"))
def _grade(desk: Desk, value: str) -> None:
    assert _only(desk).content["grade"] == value


@then(parsers.parse("这条记录的信息使用范围是{value}"))
def _scope(desk: Desk, value: str) -> None:
    assert _only(desk).content["usage_scope"] == value


@then(parsers.parse("历史中可见原等级{old}"))
def _history(desk: Desk, old: str) -> None:
    changes = [change for version in _only(desk).history for change in version.changes]
    assert [change.old for change in changes if change.label == "失信等级"] == [old]


def _only(desk: Desk) -> Any:
    (record_id,) = record_lists.ids(desk, Filter())
    return record_lists.sheet(desk, record_id)


@then(parsers.parse("预览标明{count:d}条不报送，理由说到{words}"))
def _withheld(story: Story, count: int, words: str) -> None:
    assert story["planned"].withheld == count
    assert all(words in cell.reason for cell in story["examined"].withheld)
    assert len(story["examined"].withheld) == count


@then(parsers.parse("预览标明{count:d}条不报送"))
def _not_withheld(story: Story, count: int) -> None:
    assert story["planned"].withheld == count


@then("这条记录留在桌面上，但不在待报送之列")
def _kept(desk: Desk) -> None:
    assert _only(desk).content["procedure"] == "简易程序"
    assert packages.prepare(desk).rows == 0


@then("这条记录在待报送之列")
def _leaving(desk: Desk) -> None:
    assert packages.prepare(desk).rows == 1


@then("查到该主体名下的许可和处罚各1条")
def _one_stop(desk: Desk, story: Story) -> None:
    assert sorted(desk.catalogue.kind(row.kind).label for row in story["found"]) == ["行政处罚", "行政许可"]
