"""The sample input: made by its script, right where it should be, wrong in twelve different ways."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from creditdesk import paths
from creditdesk.catalog.faults import Fault
from creditdesk.catalog.load import load
from creditdesk.rules.deadlines import clocks
from creditdesk.rules.procedures import rule_for
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import Calendar
from tests.samples.make_samples import DAMAGES, FILE, VALID, Row, cells, faulty_rows, layout, rows, valid_rows, write

SAMPLES = paths.resources() / "samples"
CATALOGUE = load(paths.forms())
PENALTY = CATALOGUE.kind("xzcf")
TODAY = date(2026, 2, 12)


def faults(row: Row) -> list[Fault]:
    """Return what stops a row, read as an import reads it."""
    filled = {column.field: cell for column in layout().columns if (cell := row.get(column.field, "")) != ""}
    content = PENALTY.clean(filled)
    return [fault for fault in PENALTY.check(content, TODAY) if fault.stops_import]


def read(path: Path) -> list[list[Any]]:
    """Return the cells of a spreadsheet as the script gives them."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet
    grid = [["" if cell is None else cell for cell in line] for line in sheet.iter_rows(values_only=True)]
    return [[cell.date() if isinstance(cell, datetime) else cell for cell in line] for line in grid]


def test_the_file_is_what_its_script_makes(tmp_path: Path) -> None:
    made = [list(line) for line in cells()]
    assert read(SAMPLES / FILE) == made
    assert read(write(tmp_path)) == made


def test_the_header_is_the_municipal_one() -> None:
    reading = layout().recognise([str(cell) for cell in next(cells())])
    assert reading.usable
    assert reading.unknown == ()


def test_most_rows_are_right() -> None:
    right = valid_rows()
    assert len(right) == VALID >= 200
    assert [(row["decision_number"], faults(row)) for row in right if faults(row)] == []
    assert len(rows()) == VALID + 12


def test_right_rows_are_of_every_sort() -> None:
    right = valid_rows()
    assert {row["subject_category"] for row in right} == set(PENALTY.field("subject_category").choices)
    assert {row["grade"] for row in right} == {"一般", "较重", "严重"}
    assert len({row["authority"] for row in right}) >= 8
    assert len({row["decision_number"] for row in right}) == VALID
    days = {day for row in right if isinstance(day := row["decided_on"], date)}
    assert date(2025, 10, 1) <= min(days) < date(2025, 11, 1)
    assert date(2026, 2, 1) <= max(days) <= date(2026, 2, 2)  # the day the objection comes in, so that all is there


def test_nobody_is_real() -> None:
    assert len(valid_rows()) == VALID
    for row in valid_rows():
        assert "示例" in str(row["subject_name"])
        assert "示例" in str(row["authority"])
        assert str(row.get("document_number", "000"))[14:17] in ("", "000")


@pytest.mark.parametrize("number", range(len(DAMAGES)), ids=[damage.what for damage in DAMAGES])
def test_each_faulty_row_has_its_one_fault(number: int) -> None:
    assert [fault.field for fault in faults(faulty_rows()[number])] == [DAMAGES[number].field]


def test_faults_differ() -> None:
    assert len(DAMAGES) == 12
    assert (
        len({(damage.field, faults(row)[0].sentence) for damage, row in zip(DAMAGES, faulty_rows(), strict=True)}) >= 11
    )


def test_the_objection_is_to_a_row_of_the_file_and_crosses_the_festival() -> None:
    told = json.loads((SAMPLES / "objection.json").read_text("utf-8"))
    (row,) = [row for row in valid_rows() if row["decision_number"] == told["decision_number"]]
    content = PENALTY.clean({name: cell for name, cell in row.items() if cell != ""})
    assert content["subject_name"] == told["applicant"]["name"]
    assert content["uscc"] == told["applicant"]["identity"]
    assert content["source_unit"] == told["unit"]
    for item in told["items"]:
        assert content[item["field"]] == item["old"]
        corrected = content | {item["field"]: item["new"] or item["old"]}
        assert [fault for fault in PENALTY.check(PENALTY.applicable(corrected), TODAY) if fault.stops_import] == []


def test_the_objection_keeps_its_dates() -> None:
    told = json.loads((SAMPLES / "objection.json").read_text("utf-8"))
    files = sorted((paths.resources() / "calendar").glob("*.json"))
    calendar = Calendar((parse_schedule(path.read_text("utf-8"), path.name) for path in files), "样例")
    events = {name: date.fromisoformat(told[f"{name}_on"]) for name in ("received", "forwarded", "delivered")}
    rule = rule_for(CATALOGUE.procedure("objection"), events["received"])
    now = clocks(rule, events, calendar, TODAY)
    expected = told["expected"]
    assert rule.name == expected["rule"]
    assert [stage.due and stage.due.isoformat() for stage in now.stages[:2]] == [
        expected["forward_due"],
        expected["verify_due"],
    ]
    assert str(now.overall.due) == expected["overall_due"]
    assert str(now.effective_due) == expected["effective_due_after_delivery"]
    after = clocks(rule, events | {"opinion": date.fromisoformat(told["opinion_on"])}, calendar, date(2026, 2, 13))
    assert str(after.effective_due) == expected["notify_due"]
    assert told["received_on"] < told["accepted_on"] < told["notified_on"] <= expected["notify_due"]
