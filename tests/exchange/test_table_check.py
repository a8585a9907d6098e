"""Tables against their schema: the same verdict as a plain look at every cell, and lines that can be found."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.exchange.table_check import MAX_FAULTS, check_table

SCHEMA = {
    "fields": [
        {"name": "uuid", "type": "string", "constraints": {"required": True, "maxLength": 4}},
        {"name": "action", "type": "string", "constraints": {"enum": ["new", "changed"]}},
        {"name": "on", "type": "date", "format": "%Y/%m/%d"},
        {"name": "amount", "type": "number"},
        {"name": "version", "type": "integer"},
    ],
    "primaryKey": ["uuid"],
}
GOOD = ("a", "new", "2026/02/12", "0.200000", "3")


def table(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([[field["name"] for field in SCHEMA["fields"]], *rows])
    return io.BytesIO(text.getvalue().encode())


def test_a_good_table_is_counted():
    report = check_table(table(GOOD, ("b", "changed", "", "", "")), SCHEMA)
    assert (report.rows, dict(report.actions), report.faults) == (2, {"new": 1, "changed": 1}, [])


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", *GOOD[1:]), "第 3 行 uuid 不能为空"),
        (("abcde", *GOOD[1:]), "第 3 行 uuid 超过 4 个字"),
        (("b", "gone", *GOOD[2:]), "第 3 行 action 不是允许的取值"),
        (("b", "new", "2026-02-12", "1", "1"), "第 3 行 on 格式不符"),
        (("b", "new", "2026/02/30", "1", "1"), "第 3 行 on 格式不符"),
        (("b", "new", "", "1,5", "1"), "第 3 行 amount 格式不符"),
        (("b", "new", "", "", "1.0"), "第 3 行 version 格式不符"),
        (("b\0", "new", "", "", ""), "第 3 行 uuid 含有空字符"),
        (("b", "new", "", ""), "第 3 行的列数不是 5"),
        (GOOD, "有 1 行的 uuid 与其他行重复"),
    ],
)
def test_a_fault_names_its_row_and_column(row, fault):
    assert check_table(table(GOOD, row), SCHEMA).faults == [fault]


def test_a_broken_schema_a_foreign_header_and_no_text_are_faults():
    for schema in ({}, {"fields": [{"name": 1, "type": "string"}]}, {"fields": [{"name": "a", "type": "any"}]}):
        assert check_table(table(GOOD), schema).faults == ["表结构（schema）缺项或写法不符"]
    assert check_table(io.BytesIO(b"a,b\r\n"), SCHEMA).faults == ["表头与表结构（schema）不一致"]
    assert check_table(io.BytesIO(b""), SCHEMA).faults == ["表头与表结构（schema）不一致"]
    assert "不是 UTF-8" in check_table(io.BytesIO(table(GOOD).getvalue() + b"\xff"), SCHEMA).faults[0]


def test_a_table_full_of_faults_is_not_told_to_the_end():
    report = check_table(table(*[("", "gone", "x", "x", "x")] * 2000), SCHEMA)
    assert len(report.faults) == MAX_FAULTS
    assert report.rows == 500


@given(st.lists(st.tuples(*[st.sampled_from(["", "new", "1", "2026/02/12", "0.5", "abcdef"])] * 5), max_size=8))
def test_the_quick_look_agrees_with_a_look_at_every_cell(rows):
    numbered = [(f"{number}", *row[1:]) if row[0] else row for number, row in enumerate(rows)]
    faulty = any(
        not row[0]
        or row[1] not in ("", "new", "changed")
        or row[2] not in ("", "2026/02/12")
        or row[3] not in ("", "1", "0.5")
        or row[4] not in ("", "1")
        for row in numbered
    )
    assert bool(check_table(table(*numbered), SCHEMA).faults) == faulty


def test_a_cell_without_end_is_a_fault_whatever_limit_other_libraries_set():
    csv.field_size_limit(10_000_000)
    report = check_table(table(("a", "n" * 200_000, "2026/02/12", "0.200000", "3")), SCHEMA)
    assert report.faults == ["第 1 行之后有内容不是规范的 CSV，或一格超过 131072 个字"]
