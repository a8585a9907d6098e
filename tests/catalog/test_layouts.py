"""Other people's columns: known in any order and spelling, never mistaken for another edition's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.layouts import Layout, header_key, recognise
from creditdesk.catalog.load import load

CATALOGUE = load(paths.forms())
LAYOUTS = CATALOGUE.layouts
PENALTY = CATALOGUE.layout("xzcf_municipal")

# Order of the published layout, 2018 form (domain table): identity block, then the penalty's own columns.
CODES_2018 = (
    "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ CF_FRDB CF_FR_ZJLX "
    "CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF CF_NR_ZKDX "
    "CF_JDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ"
)
LICENCE_2018 = (
    "XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_XDR_GSZC XK_XDR_ZZJG XK_XDR_SWDJ XK_XDR_SYDW XK_XDR_SHZZ XK_FRDB XK_FR_ZJLX "
    "XK_FR_ZJHM XK_XDR_ZJLX XK_XDR_ZJHM XK_XKWS XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ XK_YXQZ XK_YXQZI XK_XKJG "
    "XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM BZ"
)


def headers(layout: Layout) -> list[str]:
    """Return the layout's own header row."""
    return [column.header for column in layout.columns]


@pytest.mark.parametrize(("name", "codes"), [("xzcf_2018", CODES_2018), ("xzxk_2018", LICENCE_2018)])
def test_published_columns_stand_in_their_order(name: str, codes: str) -> None:
    columns = CATALOGUE.layout(name).columns
    assert [column.code for column in columns if not column.added] == codes.split()
    assert [column.added for column in columns] == sorted(column.added for column in columns)


@pytest.mark.parametrize(
    ("municipal", "kind"),
    [("xzcf_municipal", "penalty"), ("xzxk_municipal", "licence"), ("yzsx_municipal", "serious_breach")],
)
def test_every_field_of_a_kind_has_its_municipal_column(municipal: str, kind: str) -> None:
    covered = [column.field for column in CATALOGUE.layout(municipal).columns]
    assert sorted(covered) == sorted(field.name for field in CATALOGUE.kind(kind).fields)


def test_columns_without_which_every_row_would_fail_are_required() -> None:
    """Layouts of older editions say less; there a column is required, asked for once, supplied or left empty."""
    for layout in LAYOUTS:
        kind = CATALOGUE.kind(layout.kind)
        for column in () if layout.supplied else layout.columns:
            field = kind.field(column.field)
            assert column.required == (field.required and not field.when.fields), f"{layout.name} {column.header}"


def test_fields_and_layouts_agree_on_codes() -> None:
    for kind in CATALOGUE.kinds:
        current = (layout for layout in CATALOGUE.layouts_of(kind) if not layout.supplied)
        for column in (column for layout in current for column in layout.columns):
            code = kind.field(column.field).code
            assert not code or column.code == code


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(seed=st.integers(0, 10**6), spelling=st.sampled_from(["header", "code", "wide", "marked", "spaced"]))
def test_a_header_row_is_known_in_any_order_and_spelling(layout: Layout, seed: int, spelling: str) -> None:
    columns = list(layout.columns)
    random.Random(seed).shuffle(columns)
    wide = str.maketrans("()_", "（）＿")
    written = {
        "header": lambda column: column.header,
        "code": lambda column: column.code or column.header,
        "wide": lambda column: column.header.translate(wide),
        "marked": lambda column: f"*{column.header}（必填）",
        "spaced": lambda column: f" {column.header[:3]}\n{column.header[3:]} ",
    }
    reading = layout.recognise([written[spelling](column) for column in columns])
    assert list(reading.columns) == columns
    assert reading.usable
    assert reading.unknown == ()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_best_layout_is_of_the_right_kind(layout: Layout) -> None:
    reading = recognise(LAYOUTS, headers(layout))
    assert reading
    assert reading.layout.kind == layout.kind


def test_nothing_known_is_no_layout() -> None:
    assert recognise(LAYOUTS, ["序号", "甲", ""]) is None
    assert recognise((), headers(PENALTY)) is None


def test_codes_are_told_apart_by_name_not_by_number() -> None:
    """2016 counts 组织机构代码 as 代码_2, 2018 counts 工商注册号 so."""
    for header in ("行政相对人代码_2(组织机构代码)", "行政相对人代码_3（组织机构代码）", "组织机构代码"):
        column = PENALTY.column(header)
        assert column
        assert column.field == "org_code"
    assert PENALTY.column("行政相对人代码_2") is None
    reading = PENALTY.recognise([*headers(PENALTY), "行政相对人代码_2"])
    assert any("没有写明代码名称" in trap for trap in reading.traps)
    assert not reading.usable


@pytest.mark.parametrize("header", ["处罚名称", "处罚类别1", "CF_XDR_ZDM", "地方编码", "cf_cfmc"])
def test_columns_of_2016_stop_the_file(header: str) -> None:
    reading = PENALTY.recognise([*headers(PENALTY), header])
    assert any("2016 版" in trap for trap in reading.traps)
    assert not reading.usable


@pytest.mark.parametrize("header", ["罚款金额（元）", "罚款金额", "处罚金额(元)"])
def test_a_fine_without_its_unit_stops_the_file(header: str) -> None:
    row = [header if cell == "罚款金额（万元）" else cell for cell in headers(PENALTY)]
    reading = PENALTY.recognise(row)
    assert any("万元" in trap for trap in reading.traps)


def test_from_and_until_differ_by_one_letter() -> None:
    layout = CATALOGUE.layout("xzxk_2018")
    fields = [column.field for code in ("XK_YXQZ", "XK_YXQZI") if (column := layout.column(code))]
    assert fields == ["valid_from", "valid_until"]


def test_status_codes_belong_to_their_edition() -> None:
    licence, penalty = CATALOGUE.layout("xzxk_2018").column("XK_ZT"), PENALTY.column("当前状态")
    municipal = CATALOGUE.layout("xzxk_municipal").column("当前状态")
    assert licence
    assert penalty
    assert municipal
    assert (licence.read("1"), licence.write("无效")) == ("有效", "2")
    assert (penalty.read("1"), penalty.write("正常")) == ("撤销", "0")
    assert municipal.read("1") == "1"
    assert penalty.read("正常") == "正常"


def test_missing_repeated_and_unknown_columns_are_told() -> None:
    row = [cell for cell in headers(PENALTY) if cell != "处罚机关"]
    reading = PENALTY.recognise([*row, "违法事实", "序号", ""])
    assert [column.header for column in reading.missing] == ["处罚机关"]
    assert reading.repeated == ("违法事实",)
    assert reading.unknown == ("序号",)
    assert not reading.usable


@given(st.text())
def test_any_header_is_looked_up_without_harm(header: str) -> None:
    assert header_key(f" {header}\n") == header_key(header)
    PENALTY.column(header)


LAYOUTS_2016 = ("xzxk_2016", "xzcf_2016")


@pytest.mark.parametrize("name", LAYOUTS_2016)
def test_a_2016_header_is_known_as_such_and_asks_for_what_it_cannot_say(name: str) -> None:
    layout = CATALOGUE.layout(name)
    reading = recognise(LAYOUTS, [column.header for column in layout.columns if not column.added])
    assert reading
    assert reading.layout is layout
    assert reading.usable
    kind = CATALOGUE.kind(layout.kind)
    told = {column.field for column in layout.columns} | {rule.field for rule in layout.supplied}
    needed = {field.name for field in kind.fields if field.required}
    assert needed <= told
    assert {column.field for column in reading.asked} == {column.field for column in layout.columns if column.asked}


@pytest.mark.parametrize("name", LAYOUTS_2016)
def test_2016_counts_its_codes_the_other_way_round(name: str) -> None:
    layout = CATALOGUE.layout(name)
    prefix = "XK" if name.startswith("xzxk") else "CF"
    fields = [column.field for code in ("ZDM", "GSDJ", "SFZ") if (column := layout.column(f"{prefix}_XDR_{code}"))]
    assert fields == ["org_code", "reg_number", "document_number"]
    assert layout.column("行政相对人代码_2") is None
    assert any("正好相反" in trap for trap in layout.recognise([*headers(layout), "行政相对人代码_3"]).traps)


def test_status_1_of_2016_is_revoked_and_nothing_is_normal() -> None:
    licence, penalty = (CATALOGUE.layout(name).column("当前状态") for name in LAYOUTS_2016)
    assert licence
    assert penalty
    assert [licence.read(cell) for cell in ("1", "0", "", "撤销")] == ["无效", "有效", "有效", "无效"]
    assert [penalty.read(cell) for cell in ("1", "0", "")] == ["撤销", "正常", "正常"]


def test_a_class_of_2016_that_holds_two_penalties_is_not_chosen_from() -> None:
    column = CATALOGUE.layout("xzcf_2016").column("处罚类别1")
    assert column
    kinds = CATALOGUE.kind("xzcf").field("penalty_kinds")
    assert kinds.clean(column.read("1")) == "罚款"
    assert kinds.check(kinds.clean(column.read("2")), {})
    assert kinds.check(kinds.clean(column.read("没收违法所得、没收非法财物")), {})


@pytest.mark.parametrize(("name", "header"), [("xzxk_2016", "有效期自"), ("xzcf_2016", "CF_XDR_ZZJG")])
def test_columns_of_2018_stop_a_2016_file(name: str, header: str) -> None:
    layout = CATALOGUE.layout(name)
    assert any("只用一版" in trap for trap in layout.recognise([*headers(layout), header]).traps)


@pytest.mark.parametrize(
    ("content", "category"),
    [
        ({"uscc": "92410122MA3X00053F"}, "个体工商户"),
        ({"uscc": "91410122MA3X000105", "document_number": "410122197001010000"}, "法人及非法人组织"),
        ({"reg_number": "410122600000121"}, "个体工商户"),
        ({"reg_number": "410122000000013"}, "法人及非法人组织"),
        ({"document_number": "410122197001010000"}, "自然人"),
        ({}, ""),
    ],
)
def test_the_category_of_a_2016_row_follows_from_its_codes(content: dict[str, str], category: str) -> None:
    rules = [rule for rule in CATALOGUE.layout("xzxk_2016").supplied if rule.field == "subject_category"]
    assert next((given for rule in rules if (given := rule.give(content))), "") == category
