"""Import of the sample sheet: valid rows in, faulty rows back with reasons, sending it again changes nothing."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from creditdesk import paths
from creditdesk.errors import InputProblem
from creditdesk.services import import_previews, imports, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.services.sample import SHEET
from tests.entered import UNIT, UNIT_USCC
from tests.exchange.incoming import workbook
from tests.exchange.test_inspection import HOSTILE
from tests.sound import complaints

SAMPLE = paths.resources() / "samples" / SHEET


def _rows(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_the_sample_goes_in_but_for_its_twelve_faulty_rows(desk: Desk, tmp_path: Path) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    assert (planned.new, planned.changed, planned.same) == (len(planned.preview.good), 0, 0)
    assert len(planned.preview.good) >= 200
    assert len(planned.preview.bad) == 12
    assert record_lists.ids(desk, Filter()) == []
    changes = desk.perform(imports.run, planned)
    assert changes.result == {"new": planned.new, "changed": 0, "same": 0, "rejected": 12}
    assert len(record_lists.ids(desk, Filter(kind="penalty"))) == planned.new
    assert complaints(desk) == []
    back = tmp_path / "退回.xlsx"
    imports.write_back(planned, back)
    header, *rejected = _rows(back)
    assert header[-1] == "退回原因"
    assert header[:-1] == list(planned.sheet.header)
    assert len(rejected) == 12
    assert all(str(row[-1]).strip() for row in rejected)


def test_sending_it_again_changes_nothing(desk: Desk) -> None:
    desk.perform(imports.run, imports.plan(desk, SAMPLE, "xzcf"))
    before = record_lists.rows(desk, record_lists.ids(desk, Filter()))
    planned = imports.plan(desk, SAMPLE, "xzcf")
    assert (planned.new, planned.changed, planned.same) == (0, 0, len(before))
    desk.perform(imports.run, planned)
    assert record_lists.rows(desk, record_lists.ids(desk, Filter())) == before


def test_a_changed_row_becomes_a_new_version(desk: Desk, tmp_path: Path) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    desk.perform(imports.run, planned)
    first = planned.preview.good[0].content
    record_id = record_lists.ids(desk, Filter(text=first["decision_number"]))[0]
    changed = tmp_path / "changed.csv"
    column = next(place for place, cell in enumerate(planned.sheet.header) if "违法事实" in cell)
    rows = [list(row) for row in planned.sheet.rows[:1]]
    rows[0][column] = "更正后的违法事实（示例）"
    lines = [planned.sheet.header, *rows]
    quoted = (",".join(f'"{cell}"' for cell in line) for line in lines)
    changed.write_text("\n".join(quoted), "gb18030")
    again = imports.plan(desk, changed, "xzcf")
    assert (again.new, again.changed, again.same) == (0, 1, 0)
    desk.perform(imports.run, again)
    history = record_lists.sheet(desk, record_id).history
    assert [version.origin for version in history] == ["导入", "导入"]
    assert history[0].changes[0].new == "更正后的违法事实（示例）"


def test_imported_subjects_are_found_by_name_and_initials(desk: Desk) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    desk.perform(imports.run, planned)
    name = planned.preview.good[0].content["subject_name"]
    assert name in [hit.title for hit in subjects.look_up(desk, name)]


def _with_other_numbers(folder: Path, **changed: str) -> Path:
    """Write the sample's first organisation again, under another document number and with cells changed by header."""
    header, *rows = [list(line) for line in _rows(SAMPLE)]
    at = {word: next(at for at, cell in enumerate(header) if word in str(cell)) for word in ("决定书文号", *changed)}
    row = next(row for row in rows if str(row[at["统一社会信用"]]).startswith("91"))
    row[at["决定书文号"]] = "示市监罚〔2026〕999号"
    for word, value in changed.items():
        row[at[word]] = value
    return workbook(folder / "again.xlsx", [header, row])


def test_an_import_learns_names_and_codes_of_known_subjects(desk: Desk, tmp_path: Path) -> None:
    desk.perform(imports.run, imports.plan(desk, SAMPLE, "xzcf"))
    header, *rows = _rows(SAMPLE)
    uscc = next(str(row[at]) for at, cell in enumerate(header) if "统一社会信用" in str(cell) for row in rows
                if str(row[at]).startswith("91"))  # fmt: skip
    (subject_id,) = subjects.ids(desk, uscc)
    before = subjects.card(desk, subject_id)
    changed = {"统一社会信用": uscc, "行政相对人名称": "改名示例有限公司", "工商注册号": "410122000000013"}
    planned = imports.plan(desk, _with_other_numbers(tmp_path, **changed), "xzcf")
    assert (planned.new, planned.bad) == (1, 0)
    desk.perform(imports.run, planned)
    after = subjects.card(desk, subject_id)
    assert (after.row.name, after.names) == (before.row.name, (*before.names, "改名示例有限公司"))
    assert ("工商注册号", "410122000000013") in after.identity
    for told in ("改名示例", "gmsl", "410122000000013"):
        assert list(subjects.ids(desk, told)) == [subject_id]


def test_a_code_that_another_subject_has_is_not_taken_from_it(desk: Desk, tmp_path: Path) -> None:
    desk.perform(imports.run, imports.plan(desk, SAMPLE, "xzcf"))
    header, *rows = _rows(SAMPLE)
    at = next(at for at, cell in enumerate(header) if "统一社会信用" in str(cell))
    one, other = list(dict.fromkeys(str(row[at]) for row in rows if str(row[at]).startswith("91")))[:2]
    first = _with_other_numbers(tmp_path, 统一社会信用=other, 工商注册号="410122000000013")
    desk.perform(imports.run, imports.plan(desk, first, "xzcf"))
    second = _with_other_numbers(tmp_path, 统一社会信用=one, 工商注册号="410122000000013", 决定书文号="示1号")
    desk.perform(imports.run, imports.plan(desk, second, "xzcf"))
    assert list(subjects.ids(desk, "410122000000013")) == list(subjects.ids(desk, other))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"%PDF-1.7"], ids=["empty", "torn", "pdf"])
def test_a_file_that_is_no_sheet_is_one_sentence(desk: Desk, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.xlsx"
    file.write_bytes(content)
    with pytest.raises(InputProblem) as caught:
        imports.plan(desk, file, "xzcf")
    assert caught.value.sentence.endswith("。")
    assert record_lists.ids(desk, Filter()) == []


def test_a_kind_the_catalogue_does_not_have_is_named(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="xzcf"):
        imports.plan(desk, SAMPLE, "nonsense")


def _file_2016(folder: Path, **changed: str) -> Path:
    """A penalty file of 2016 whose class is fined and whose status 1 means revoked."""
    cells = {
        "行政处罚决定书文号": "示罚〔2016〕1号",
        "处罚名称": "示例案",
        "处罚类别1": "0",
        "处罚事由": "示例事由",
        "处罚依据": "《示例条例》第一条",
        "处罚结果": "警告（示例）",
        "行政相对人名称": "示例建材有限公司",
        "行政相对人代码_2(组织机构代码)": "MA3X0001-0",
        "法定代表人姓名": "王示例",
        "处罚决定日期": "2016/11/3",
        "处罚机关": "中牟县示例局",
        "当前状态": "1",
    } | changed
    return workbook(folder / "2016.xlsx", [list(cells), list(cells.values())])


ANSWERS_2016 = {
    "breach_kind": "示例",
    "valid_until": "长期",
    "procedure": "普通程序",
    "severity": "未定",
    "grade": "一般",
    "grade_reason": "示例理由",
    "authority_uscc": UNIT_USCC,
    "source_unit": UNIT,
    "source_unit_uscc": UNIT_USCC,
    "usage_scope": "公示",
}


def test_a_2016_file_is_read_once_its_questions_are_answered(desk: Desk, tmp_path: Path) -> None:
    path = _file_2016(tmp_path)
    assert set(imports.plan(desk, path, "xzcf").asked) == set(ANSWERS_2016)
    with pytest.raises(InputProblem, match="为整份文件填写的“失信等级”不能用"):
        imports.plan(desk, path, "xzcf", ANSWERS_2016 | {"grade": "轻微"})
    planned = imports.plan(desk, path, "xzcf", ANSWERS_2016)
    (row,) = planned.good
    assert row.content["status"] == "撤销"
    assert row.content["subject_category"] == "法人及非法人组织"
    assert row.content["valid_until"] == "2099-12-31"
    desk.perform(imports.run, planned)
    assert imports.plan(desk, path, "xzcf", ANSWERS_2016).same == 1


def test_a_late_import_says_so_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    done = desk.perform(imports.run, planned, late_because="2025 年第四季度漏报（示例）")
    assert done.sentence.startswith("已补录行政处罚：新增")
    one = record_lists.ids(desk, Filter(kind="penalty"))[0]
    (version,) = record_lists.sheet(desk, one).history
    assert (version.origin, version.reason) == ("补录", "2025 年第四季度漏报（示例）")


def test_what_a_terminal_answers_for_a_whole_file_is_checked_like_a_form(desk: Desk) -> None:
    kind = desk.catalogue.kind("penalty")
    told = import_previews.answers(kind, ["处罚程序=普通程序", "valid_until=长期"])
    assert told == {"procedure": "普通程序", "valid_until": "2099-12-31"}
    for wrong, words in (("处罚程序", "应写成 字段=值"), ("没有=1", "没有字段“没有”"), ("处罚程序=特别程序", "不能用")):
        with pytest.raises(InputProblem, match=words):
            import_previews.answers(kind, [wrong])


@pytest.mark.parametrize(("code", "words"), [("1", "罚款金额"), ("2", "没收违法所得或没收非法财物"), ("6", "须注明")])
def test_what_a_2016_row_leaves_open_goes_back(desk: Desk, tmp_path: Path, code: str, words: str) -> None:
    planned = imports.plan(desk, _file_2016(tmp_path, 处罚类别1=code), "xzcf", ANSWERS_2016)
    (bad,) = planned.preview.bad
    assert words in "".join(bad.faults_by_column.values())


def test_nothing_comes_in_unless_all_is_valid_when_the_officer_says_so(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="没有写入任何一行"):
        desk.perform(imports.run, imports.plan(desk, SAMPLE, "xzcf"), whole=True)
    assert list(record_lists.ids(desk, Filter())) == []


def test_several_sheets_come_in_together_and_go_back_under_their_names(desk: Desk, tmp_path: Path) -> None:
    sheet = imports.plan(desk, SAMPLE, "xzcf").sheet
    title = ["中牟县双公示报送表", "中牟县双公示报送表"]
    first, second = [title, sheet.header, *sheet.rows[:40]], [sheet.header, *sheet.rows[40:]]
    notes = [["说明", "行政相对人名称", "处罚类别"], ["填写", "示例", "示例"]]
    path = workbook(tmp_path / "两表.xlsx", first, 二月=second, 说明=notes)
    planned = imports.plan(desk, path, "xzcf")
    assert ({part.sheet.name for part in planned.parts}, planned.passed_over) == ({"报送", "二月"}, ("说明",))
    assert (planned.new, planned.bad) == (210, 12)
    desk.perform(imports.run, planned)
    imports.write_back(planned, tmp_path / "退回.xlsx")
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    assert set(book.sheetnames) == {part.sheet.name for part in planned.parts if part.preview.bad}
    if "报送" in book.sheetnames:
        assert [cell.value for cell in book["报送"][1]][:2] == [title[0], None]
    again = imports.plan(desk, tmp_path / "退回.xlsx", "xzcf")
    assert (len(again.good), again.bad) == (0, 12)


def test_the_same_decision_under_another_code_is_a_double(desk: Desk, tmp_path: Path) -> None:
    header, *rows = [list(line) for line in _rows(SAMPLE)]
    uscc, org = (
        next(at for at, cell in enumerate(header) if word in str(cell)) for word in ("统一社会信用", "组织机构代码")
    )
    first = next(row for row in rows if str(row[uscc]).startswith("91"))
    first[org] = str(first[uscc])[8:17]
    other = [*first]
    other[uscc] = ""
    planned = imports.plan(desk, workbook(tmp_path / "a.xlsx", [header, first, other]), "xzcf")
    assert (planned.new, planned.bad) in {(0, 2), (1, 1)}


class _Stopped(Exception):
    pass


def test_an_import_stopped_at_any_moment_leaves_nothing(desk: Desk) -> None:
    planned = imports.plan(desk, SAMPLE, "xzcf")
    told: list[int] = []
    for stop_after in (1, 3, 5):
        told.clear()

        def progress(done: int, total: int, after: int = stop_after) -> None:
            told.append(done)
            if len(told) == after:
                raise _Stopped

        with pytest.raises(_Stopped):
            desk.perform(imports.run, planned, progress=progress)
        assert list(record_lists.ids(desk, Filter())) == []
        assert list(subjects.ids(desk)) == []


def test_reading_is_stopped_by_its_progress(desk: Desk) -> None:
    def progress(_done: int, _total: int) -> None:
        raise _Stopped

    with pytest.raises(_Stopped):
        imports.plan(desk, SAMPLE, "xzcf", progress=progress)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence_and_no_record(desk: Desk, tmp_path: Path, name: str) -> None:
    build, _words = HOSTILE[name]
    with pytest.raises(InputProblem) as caught:
        imports.plan(desk, build(tmp_path), "xzcf")
    assert caught.value.sentence.endswith("。")
    assert list(record_lists.ids(desk, Filter())) == []


def test_rows_are_looked_for_by_their_numbers_not_among_all_records_of_the_kind(desk: Desk) -> None:
    desk.perform(imports.run, imports.plan(desk, SAMPLE, "xzcf"))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        asked.extend([(statement, values)] if "record.decision_number IN" in statement else [])

    event.listen(desk.vault.reader, "before_cursor_execute", note)
    imports.plan(desk, SAMPLE, "xzcf")
    event.remove(desk.vault.reader, "before_cursor_execute", note)
    assert asked
    with desk.read() as session:
        for statement, values in asked:
            steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert ["decision_number=?" in step.detail for step in steps if "record" in step.detail] == [True]


def test_a_kind_without_document_numbers_is_known_by_its_key(desk: Desk, tmp_path: Path) -> None:
    kinds = [kind for kind in desk.catalogue.current_kinds() if "decision_number" not in kind.key]
    assert all(kind.key for kind in desk.catalogue.current_kinds())
    for kind in kinds:
        content = dict.fromkeys(kind.key, "甲")
        assert kind.key_of(content) == tuple(content.values())
        assert kind.key_of({}) == ()
