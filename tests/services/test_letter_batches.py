"""Many letters as one job: whole letters or none, whatever stops it, and none twice."""

import shutil
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import health, letter_batches, letters, objection_lists, objections
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.apart import apart
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import UNIT, objection, on, penalty
from tests.sound import complaints

OTHER = "中牟县应急管理局（示例）"


def received(desk: Desk, number: int, unit: str = UNIT) -> str:
    record = penalty(desk, decision_number=f"示市监罚〔2025〕{number}号", source_unit=unit)
    return objection(desk, record, date(2026, 2, 2))


def delivered(desk: Desk, number: int, unit: str = UNIT) -> str:
    case_id = received(desk, number, unit)
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    with on(desk, date(2026, 2, 5)):
        desk.perform(objections.deliver, case_id, date(2026, 2, 5))
    return case_id


def begun(desk: Desk, name: str) -> str:
    groups = [candidate.case_ids for candidate in letter_batches.candidates(desk, name)]
    return str(desk.perform(letter_batches.begin, name, groups).result["batch"])


def states(desk: Desk, *case_ids: str) -> list[str]:
    return [objection_lists.sheet(desk, one).state for one in case_ids]


def stopping_at(place: int) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done == place:
            raise KeyboardInterrupt

    return progress


def test_many_cases_are_accepted_and_forwarded_in_two_jobs(desk: Desk) -> None:
    cases = [received(desk, number) for number in range(1, 4)]
    told = {offer.act: (offer.label, offer.letters) for offer in letter_batches.offers(desk)}
    assert told == {"accept": ("受理", 3), "forward": ("转办来源单位", 0), "remind": ("催办", 0)}
    seen: list[tuple[int, int]] = []
    job = letter_batches.run(desk, begun(desk, "accept"), lambda *at: seen.append(at))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert letter_batches.numbers(desk, job.letters) == [f"牟信异受〔2026〕{n}号" for n in (1, 2, 3)]
    assert (job.label, job.waiting, job.faults, job.ended) == ("批量受理", 0, (), True)
    assert states(desk, *cases) == ["已受理"] * 3
    forwarded = letter_batches.run(desk, begun(desk, "forward"))
    assert len(forwarded.letters) == 3
    assert states(desk, *cases) == ["已转办"] * 3
    assert letter_batches.unfinished(desk) is None


def test_late_units_are_urged_with_one_letter_each_and_once_a_day(desk: Desk) -> None:
    first, second, other = delivered(desk, 1), delivered(desk, 2), delivered(desk, 3, OTHER)
    groups = letter_batches.candidates(desk, "remind")
    assert {candidate.case_ids for candidate in groups} == {(first, second), (other,)}
    assert [candidate.number for candidate in groups] == ["2026-0001等 2 件", "2026-0003"]
    job = letter_batches.run(desk, begun(desk, "remind"))
    assert sorted(row.addressee for row in letters.rows(desk, list(job.letters))) == sorted([UNIT, OTHER])
    assert letter_batches.candidates(desk, "remind") == ()


def test_what_cannot_be_issued_is_set_aside_with_its_reason_and_holds_up_nothing(desk: Desk) -> None:
    cases = [received(desk, number) for number in range(1, 4)]
    batch = begun(desk, "accept")
    desk.perform(objections.withdraw, cases[1], TODAY, "申请人来电撤回（示例）")
    job = letter_batches.run(desk, batch)
    assert len(job.letters) == 2
    [(number, reason)] = job.faults
    assert number == "2026-0002"
    assert "已经办结" in reason
    assert letter_batches.numbers(desk, job.letters) == ["牟信异受〔2026〕1号", "牟信异受〔2026〕2号"]


def test_a_stopped_job_has_whole_letters_and_goes_on_where_it_was(desk: Desk) -> None:
    cases = [received(desk, number) for number in range(1, 5)]
    batch = begun(desk, "accept")
    with pytest.raises(KeyboardInterrupt):
        letter_batches.run(desk, batch, stopping_at(2))
    assert states(desk, *cases) == ["已受理", "已受理", "已收到", "已收到"]
    waiting = letter_batches.unfinished(desk)
    assert waiting is not None
    assert (waiting.id, waiting.waiting, len(waiting.letters)) == (batch, 2, 2)
    job = letter_batches.run(desk, batch)
    assert len(set(job.letters)) == 4
    assert states(desk, *cases) == ["已受理"] * 4


def test_a_job_given_up_leaves_the_rest_unissued(desk: Desk) -> None:
    cases = [received(desk, number) for number in range(1, 4)]
    batch = begun(desk, "accept")
    with pytest.raises(KeyboardInterrupt):
        letter_batches.run(desk, batch, stopping_at(1))
    said = desk.perform(letter_batches.end, batch).sentence
    assert said == "批量受理已完成，签发1件，2件不再签发"
    assert letter_batches.unfinished(desk) is None
    assert states(desk, *cases) == ["已受理", "已收到", "已收到"]


def test_nothing_chosen_and_unknown_acts_are_refused(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="至少勾选一件"):
        desk.perform(letter_batches.begin, "accept", [])
    with pytest.raises(InputProblem, match="可以批量办理的有受理、转办和催办"):
        letter_batches.candidates(desk, "reply")


def _run(tell: Connection, folder: Path, batch: str) -> None:
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        letter_batches.run(desk, batch, lambda done, _total: tell.send(done))


def test_a_killed_job_prints_no_letter_twice_and_skips_no_number(founded: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(founded, tmp_path / "desk")
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        cases = [received(desk, number) for number in range(1, 13)]
        batch = begun(desk, "accept")
    for place in (3, 7):
        with apart(_run, folder, batch) as said:
            while said() < place:
                pass
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        waiting = letter_batches.unfinished(desk)
        assert waiting is not None
        assert 0 < waiting.waiting < 12
        job = letter_batches.run(desk, batch)
        assert letter_batches.numbers(desk, job.letters) == [f"牟信异受〔2026〕{n}号" for n in range(1, 13)]
        assert len(letters.ids(desk)) == 12
        assert states(desk, *cases) == ["已受理"] * 12
        assert complaints(desk, health.ADVICE) == []
