"""An invented county: as many subjects and records as asked for, all valid, all visibly invented, one journal entry."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from creditdesk.catalog.faults import Severity
from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry, Record, RecordVersion, Subject
from creditdesk.rules.identifiers import check_citizen_number, check_org_code, check_reg_number, check_uscc
from creditdesk.services import generating, health, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.neighbours import opened
from tests.sound import complaints

MANY = 6100  # more than are written at once
CHECKS = {"uscc": check_uscc, "org_code": check_org_code, "reg_number": check_reg_number}


@pytest.fixture(scope="module")
def invented(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk with an invented county; tests work on copies."""
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("county") / "desk"))
    with opened(folder) as desk:
        generating.generate(desk, 300, 400, seed=7)
    return folder


@pytest.fixture
def county(invented: Path, tmp_path: Path) -> Iterator[Desk]:
    with opened(Path(shutil.copytree(invented, tmp_path / "desk"))) as desk:
        yield desk


def test_a_county_has_what_was_asked_for_in_one_act(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    changes = generating.generate(desk, MANY, 500, seed=3, progress=lambda done, total: told.append((done, total)))
    assert changes.sentence == f"已生成示例数据：主体{MANY}个，记录500条"
    assert changes.nouns == {"subject", "record"}
    assert health.counts(desk)["subjects"] == MANY
    assert health.counts(desk)["records"] == 500
    assert told[-1] == (MANY + 500, MANY + 500)
    with desk.read() as session:
        assert list(session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)))[-1] == "desk.generate"
    assert complaints(desk) == []


def test_every_code_is_valid_and_every_name_says_that_it_is_invented(county: Desk) -> None:
    with county.read() as session:
        rows = list(session.scalars(select(Subject)))
    assert {row.category for row in rows} == {"organisation", "sole_trader", "person"}
    for row in rows:
        assert row.name.endswith("（示例）")
        assert all(check(getattr(row, name)).valid for name, check in CHECKS.items() if getattr(row, name))
        numbers = (row.document_number, row.representative_document_number)
        assert all(check_citizen_number(number).valid and number.startswith("4199") for number in numbers if number)
        assert row.uscc or row.document_number


def test_every_record_passes_the_check_of_its_form_and_has_its_first_version(county: Desk) -> None:
    with county.read() as session:
        records = list(session.scalars(select(Record)))
        versions = {row.record_id: row for row in session.scalars(select(RecordVersion))}
        names = {row[0]: row[1] for row in session.execute(select(Subject.id, Subject.name))}
    assert {"licence", "penalty"} < {row.kind for row in records}
    for row in records:
        faults = county.catalogue.kind(row.kind).check(row.content, county.clock().date())
        assert [fault for fault in faults if fault.severity is not Severity.ADVICE] == []
        assert names[row.subject_id] == row.content["subject_name"]
        assert (versions[row.id].version, versions[row.id].content) == (1, None)  # the record has it
    assert max(Counter(row.subject_id for row in records).values()) > 3


def test_invented_subjects_and_records_are_found(county: Desk) -> None:
    row = record_lists.rows(county, record_lists.ids(county, Filter(kind="penalty"))[:1])[0]
    assert row.id in [hit.id for hit in subjects.look_up(county, row.decision_number)]
    assert row.id in record_lists.ids(county, Filter(text=row.decision_number))


def test_the_same_seed_tells_the_same_and_a_second_county_joins_the_first(county: Desk) -> None:
    generating.generate(county, 300, 400, seed=7)
    with county.read() as session:
        names = list(session.scalars(select(Subject.name).order_by(Subject.id)))
    assert names[:300] == names[300:]


@pytest.mark.parametrize(("count", "records"), [(0, 1), (1, -1), (generating.MOST + 1, 1)])
def test_an_impossible_county_is_refused(desk: Desk, count: int, records: int) -> None:
    with pytest.raises(InputProblem):
        generating.generate(desk, count, records)
    assert health.counts(desk)["subjects"] == 0
