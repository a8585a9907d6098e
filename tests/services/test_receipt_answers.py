"""Receipts a centre gives its units: read back by the unit's desk, kept whole, never two that say the same."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.receipts import Answer
from creditdesk.services import offices, packages, partners, receipt_answers, receipt_files, receipt_lists, receipts
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.answered import answered, lines_of
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import penalty
from tests.leaving import release

CENTRE = "中牟县信用中心（示例）"
UNIT = "示例乡镇信用工作站"


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Desk]:
    """The desk of a unit, whose packages go to the centre, and which knows the centre's certificate."""
    office = Office(UNIT, receiver=CENTRE)
    desk, _ = offices.create_desk(tmp_path / "unit", office, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
    yield desk
    desk.close()


@pytest.fixture
def sent(desk: Desk, unit: Desk) -> tuple[str, str]:
    """A package the unit sent, and the record in it."""
    unit.perform(partners.trust, CENTRE, packages.certificate(desk), "当面", "李示例")
    record_id = penalty(unit)
    return str(release(unit).result["packages"][0]), record_id


def test_a_unit_reads_the_centres_answer(desk: Desk, unit: Desk, sent: tuple[str, str], tmp_path: Path) -> None:
    package, record_id = sent
    about = answered(unit, package)
    rejected = lines_of(unit, package, {record_id: (Answer.REJECTED, "CF_JDRQ", "日期不符（示例）")})
    first = desk.perform(receipt_answers.answer, about, rejected).result
    assert (first["number"], first["file"]) == (1, f"20260212-0001-r1-{about.desk[:6]}.zip")
    assert desk.perform(receipt_answers.answer, about, rejected).result == first
    path = receipt_answers.hand_over(desk, first["issued"], tmp_path)
    receipts.take(unit, receipt_files.read(unit, path))
    assert [row.reason for row in receipt_lists.returned(unit)] == ["日期不符（示例）"]
    second = desk.perform(receipt_answers.answer, about, lines_of(unit, package, {})).result
    assert second["number"] == 2
    receipts.take(unit, receipt_files.read(unit, receipt_answers.hand_over(desk, second["issued"], tmp_path)))
    assert [row.state for row in receipt_lists.states(unit)] == ["已送达"]


def test_an_answer_is_handed_over_again_with_the_same_bytes_and_enveloped_where_it_can_be(
    desk: Desk, unit: Desk, sent: tuple[str, str], tmp_path: Path
) -> None:
    package, _ = sent
    issued = desk.perform(receipt_answers.answer, answered(unit, package), lines_of(unit, package, {})).result["issued"]
    with pytest.raises(InputProblem, match="U盘"):
        receipt_answers.hand_over(desk, issued, tmp_path / "gone")
    path = receipt_answers.hand_over(desk, issued, tmp_path)
    kept = tmp_path / "kept.zip"
    shutil.copy(path, kept)
    assert receipt_answers.hand_over(desk, issued, tmp_path).read_bytes() == kept.read_bytes()
    desk.perform(partners.trust, UNIT, packages.certificate(unit), "当面", "李示例")
    sealed = receipt_answers.hand_over(desk, issued, tmp_path)
    assert sealed.name.endswith(".zip.p7m")
    assert receipt_files.read(unit, sealed).digest == receipt_files.read(unit, kept).digest
