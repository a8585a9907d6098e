"""What was erased here does not come back in another desk's package: the row is refused, and nothing of it is kept."""

from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import (
    arrivals,
    erasures,
    incoming,
    receipt_answers,
    receipt_files,
    receipt_lists,
    receipts,
    record_lists,
    records,
    subjects,
)
from tests.entered import UNIT, by_two, penalty
from tests.erased import ERASED, NUMBER
from tests.neighbours import CENTRE, desks, report, take

REFUSED = "这条记录在本桌面保存期满，已依法消除，不再接收，请核对本单位的保存期限"


def test_an_erased_record_in_a_package_is_refused_told_and_not_kept(tmp_path: Path) -> None:
    with desks(tmp_path / "desks", [UNIT, CENTRE]) as (unit, centre):
        record = penalty(unit, **ERASED)
        take(centre, report(unit, centre, tmp_path / "1"))
        unit.perform(records.correct, record, {"fine_amount": "0.2"}, "示例")
        penalty(unit)
        path = report(unit, centre, tmp_path / "2")
        early = arrivals.inspect(centre, path)
        by_two(centre, erasures.erase, [record])
        with pytest.raises(InputProblem, match="记录有变动，请重新核对"):
            centre.perform(incoming.take, early)
        plan = arrivals.inspect(centre, path)
        assert [fault.sentence for fault in plan.faults] == [REFUSED]
        centre.perform(incoming.take, plan)
        [stored] = record_lists.ids(centre, record_lists.Filter())
        assert stored != record
        assert subjects.ids(centre, NUMBER) == []
        (tmp_path / "r").mkdir()
        issued = receipt_answers.hand_over(centre, incoming.listing(centre)[0].issued, tmp_path / "r")
        receipts.take(unit, receipt_files.read(unit, issued))
        assert [row.reason for row in receipt_lists.returned(unit)] == [REFUSED]


def test_a_withdrawal_of_an_erased_record_leaves_nothing_to_do(tmp_path: Path) -> None:
    with desks(tmp_path / "desks", [UNIT, CENTRE]) as (unit, centre):
        record = penalty(unit, **ERASED)
        take(centre, report(unit, centre, tmp_path / "1"))
        by_two(centre, erasures.erase, [record])
        unit.perform(records.revoke, record, "示例")
        take(centre, report(unit, centre, tmp_path / "2"))
        assert list(record_lists.ids(centre, record_lists.Filter())) == []
        assert subjects.ids(centre, NUMBER) == []
