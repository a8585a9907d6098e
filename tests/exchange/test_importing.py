"""Rows of a spreadsheet become contents, or go back with a reason for each cell; the kind decides, not this room."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import recognise
from creditdesk.errors import InputProblem
from creditdesk.exchange.importing import check_rows
from creditdesk.exchange.sheets import Sheet, read_sheet
from creditdesk.paths import resources
from tests.catalog.contents import contents

SAMPLE = resources() / "samples" / "双公示-行政处罚.xlsx"
DAMAGE = ("", "x", "1.23E+17", "2026-02-30", "企业", "91410122MA3X000118", "-1", "示例" * 3000, "410122199001010001")


@pytest.fixture(scope="module")
def kind(catalogue: Catalogue) -> RecordKind:
    return catalogue.kind("xzcf")


@pytest.fixture(scope="module")
def sample(catalogue, kind) -> Sheet:
    return read_sheet(SAMPLE, catalogue.layouts_of(kind))


def sheet_of(catalogue, kind, records):
    """Return a sheet in the kind's first layout as a unit would fill it."""
    layout = catalogue.layouts_of(kind)[0]
    rows = tuple(tuple(column.write(record.get(column.field, "")) for column in layout.columns) for record in records)
    return Sheet("报送", tuple(column.header for column in layout.columns), 1, rows)


def one_by_one(kind, layouts, sheet, today=None):
    """Judge every row as a whole, the slow and simple way."""
    columns = recognise(layouts, sheet.header).columns
    verdicts = {}
    for index, row in enumerate(sheet.rows):
        raw = {column.field: column.read(cell) for column, cell in zip(columns, row, strict=True) if column}
        content = kind.clean(raw)
        if content:
            stops = any(fault.stops_import for fault in kind.check(content, today))
            verdicts[sheet.number(index)] = None if stops else kind.applicable(content)
    return verdicts


def test_the_sample_gives_its_good_rows_and_twelve_bad_ones(catalogue, kind, sample):
    preview = check_rows(kind, catalogue.layouts_of(kind), sample)
    assert (len(preview.good) >= 200, len(preview.bad)) == (True, 12)
    assert preview.layout.name == "xzcf_municipal"
    assert (preview.unknown_columns, preview.missing_columns) == ((), ())
    assert len({tuple(bad.faults_by_column.items()) for bad in preview.bad}) >= 11


def test_the_quick_way_judges_as_the_slow_way(catalogue, kind, sample):
    layouts = catalogue.layouts_of(kind)
    preview = check_rows(kind, layouts, sample)
    slow = one_by_one(kind, layouts, sample)
    assert {row.number: row.content for row in preview.good} | {row.number: None for row in preview.bad} == slow


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_damaged_rows_are_judged_as_the_kind_judges_them(catalogue, data):
    kind = catalogue.kind(data.draw(st.sampled_from([kind.name for kind in catalogue.current_kinds()])))
    records = []
    for number in range(data.draw(st.integers(1, 3))):
        record = data.draw(
            contents(kind, data.draw(st.sampled_from(kind.field("subject_category").choices)), data.draw(st.booleans()))
        )
        record["decision_number"] = f"示字〔2026〕{number}号"
        for name in data.draw(st.lists(st.sampled_from([field.name for field in kind.fields]), max_size=3)):
            if name != "decision_number":
                record[name] = data.draw(st.sampled_from(DAMAGE))
        records.append(record)
    sheet, layouts = sheet_of(catalogue, kind, records), catalogue.layouts_of(kind)
    today = data.draw(st.none() | st.dates(date(2018, 1, 1), date(2026, 12, 31)))
    preview = check_rows(kind, layouts, sheet, today)
    found = {row.number: row.content for row in preview.good} | {row.number: None for row in preview.bad}
    assert found == one_by_one(kind, layouts, sheet, today)


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_valid_records_come_back_whole(catalogue, data):
    kind = catalogue.kind(data.draw(st.sampled_from([kind.name for kind in catalogue.current_kinds()])))
    record = data.draw(contents(kind, data.draw(st.sampled_from(kind.field("subject_category").choices)), every=True))
    preview = check_rows(kind, catalogue.layouts_of(kind), sheet_of(catalogue, kind, [record]))
    assert [row.content for row in preview.good] == [record]


def test_each_cell_has_its_reason(catalogue, kind, sample):
    layouts = catalogue.layouts_of(kind)
    faults = {bad.number: bad.faults_by_column for bad in check_rows(kind, layouts, sample).bad}
    headers = {number: [sample.header[place] for place in by_column] for number, by_column in faults.items()}
    sentences = " ".join(sentence for by_column in faults.values() for sentence in by_column.values())
    assert ["行政相对人名称"] in headers.values()
    for words in ("校验码应为", "不是有效日期", "必填", "科学计数法", "最多 512 个字", "不能早于", "至少填写一种"):
        assert words in sentences


def test_a_fault_of_a_field_without_a_column_stands_for_the_row(catalogue, kind, sample):
    layouts = catalogue.layouts_of(kind)
    place = next(place for place, header in enumerate(sample.header) if header.startswith("罚款金额"))
    fined = [index for index, row in enumerate(sample.rows) if row[place]][:3]
    rows = tuple(sample.rows[index][:place] + sample.rows[index][place + 1 :] for index in fined)
    cut = Sheet(sample.name, sample.header[:place] + sample.header[place + 1 :], 1, rows)
    preview = check_rows(kind, layouts, cut)
    assert preview.missing_columns == (sample.header[place],)
    assert [bad.number for bad in preview.bad] == [2, 3, 4]
    for bad in preview.bad:
        assert bad.faults_by_column[None].startswith(f"{kind.field('fine_amount').label}：")


def test_a_row_that_stands_twice_goes_back(catalogue, kind, sample):
    good = check_rows(kind, catalogue.layouts_of(kind), sample).good[0]
    row = sample.rows[good.number - 2]
    other = tuple(
        "另一事实，示例" if header == "违法事实" else cell for header, cell in zip(sample.header, row, strict=True)
    )
    number = sample.header.index("行政处罚决定书文号")

    twice = check_rows(kind, catalogue.layouts_of(kind), Sheet("", sample.header, 1, (row, row)))
    assert [row.number for row in twice.good] == [2]
    assert [(bad.number, *bad.faults_by_column) for bad in twice.bad] == [(3, number)]
    assert "与第 2 行重复" in twice.bad[0].faults_by_column[number]

    differing = check_rows(kind, catalogue.layouts_of(kind), Sheet("", sample.header, 1, (row, other)))
    assert [bad.number for bad in differing.bad] == [2, 3]
    assert "内容却不同" in differing.bad[0].faults_by_column[number]


def test_what_does_not_apply_is_left_out_and_said(catalogue, kind, sample):
    good = check_rows(kind, catalogue.layouts_of(kind), sample).good
    organisation = next(row for row in good if row.content["subject_category"] == "法人及非法人组织")
    cells = list(sample.rows[organisation.number - 2])
    cells[sample.header.index("证件号码")] = "410122197001010000"
    preview = check_rows(kind, catalogue.layouts_of(kind), Sheet("", sample.header, 1, (tuple(cells),)))
    assert preview.good[0].content == organisation.content
    assert "证件号码：不适用" in preview.good[0].warnings[-1]


def test_empty_rows_and_the_column_of_an_earlier_return_are_passed_over(catalogue, kind, sample):
    rows = tuple((*row, "原第 2 行：……") for row in sample.rows[:2])
    blank = ("",) * len(sample.header) + (" ",)
    sheet = Sheet("", (*sample.header, "退回原因"), 1, (rows[0], blank, rows[1]))
    preview = check_rows(kind, catalogue.layouts_of(kind), sheet)
    assert [row.number for row in preview.good] == [2, 4]
    assert preview.unknown_columns == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _header: ("甲", "乙"), "不是行政处罚模板的列名"),
        (lambda header: header[1:], "缺少必需的列“行政相对人名称”"),
        (lambda header: (*header, header[0]), "出现了不止一次"),
        (lambda header: (*header, "CF_XDR_ZDM"), "2016"),
    ],
)
def test_an_unusable_header_is_refused_with_the_reason(catalogue, kind, sample, change, words):
    header = change(sample.header)
    with pytest.raises(InputProblem, match=words):
        check_rows(kind, catalogue.layouts_of(kind), Sheet("", header, 1, (("x",) * len(header),)))


def test_a_sheet_without_rows_has_nothing_to_say(catalogue, kind, sample):
    preview = check_rows(kind, catalogue.layouts_of(kind), Sheet("", sample.header, 1, ()))
    assert (preview.good, preview.bad) == ((), ())
