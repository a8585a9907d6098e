"""Power cuts while a package or a receipt is taken in: all of it or nothing is there, and it can be taken again."""

import os
from pathlib import Path

import pytest

from creditdesk.exchange.receipts import Answer
from creditdesk.services import incoming, receipt_files, receipt_lists, receipts, record_lists
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.conftest import OFFICER
from tests.entered import UNIT, penalty
from tests.faults.killed import after_kills, is_sound
from tests.leaving import release
from tests.neighbours import CENTRE, desks, found, report, take

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs kill -9")

ROWS = 40
TAKING = """
from creditdesk.services import arrivals, incoming
plan = arrivals.inspect(desk, file)
print("begins", flush=True)
desk.perform(incoming.take, plan)
"""
ANSWER = """
from creditdesk.services import receipt_files, receipts
taking = receipt_files.read(desk, file)
print("begins", flush=True)
receipts.take(desk, taking)
"""


def test_a_taking_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    with desks(tmp_path / "desks", [CENTRE, UNIT]) as (centre, unit):
        for number in range(ROWS):
            penalty(unit, decision_number=f"示市监罚〔2026〕{number + 1}号")
        path, folder = report(unit, centre, tmp_path / "stick"), centre.folder
    for desk in after_kills(TAKING, folder, tmp_path, 0.4, file=path, officer=OFFICER):
        there = len(record_lists.ids(desk, record_lists.Filter()))
        assert (there, len(incoming.listing(desk))) in ((0, 0), (ROWS, 1))
        assert is_sound(desk)
        if not there:
            take(desk, path)
        assert len(record_lists.ids(desk, record_lists.Filter())) == ROWS
        assert is_sound(desk)


def test_a_receipt_killed_at_any_moment_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    with found(tmp_path / "desk", UNIT, "郑州市公共信用信息平台") as desk:
        trust_platform(desk)
        ids = [penalty(desk, decision_number=f"示市监罚〔2026〕{number + 1}号") for number in range(ROWS)]
        package = str(release(desk).result["packages"][0])
        told = dict.fromkeys(ids[::2], (Answer.REJECTED, "CF_NR_FK", "金额应以万元计（示例）"))
        path = receipt(tmp_path / "stick", answered(desk, package), lines_of(desk, package, told))
        folder = desk.folder
    for desk in after_kills(ANSWER, folder, tmp_path, 0.15, file=path, officer=OFFICER):
        (state,) = receipt_lists.states(desk)
        assert (state.state, len(receipt_lists.returned(desk))) in (("待回执", 0), ("部分退回", ROWS // 2))
        assert is_sound(desk)
        receipts.take(desk, receipt_files.read(desk, path))
        (state,) = receipt_lists.states(desk)
        assert (state.state, len(receipt_lists.returned(desk))) == ("部分退回", ROWS // 2)
        assert is_sound(desk)
