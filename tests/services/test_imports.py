"""Import of the sample sheet: valid rows in, faulty rows back with reasons, sending it again changes nothing."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from creditdesk import paths
from creditdesk.errors import InputProblem
from creditdesk.services import health, imports, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.services.sample import SHEET

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
    assert all(finding.ok for finding in health.check(desk))
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
