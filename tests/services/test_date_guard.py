"""A workstation clock that went back or jumped dates and numbers nothing until an officer confirms the day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import JournalEntry, Letter
from creditdesk.services import date_guard, date_questions, journal, objections, offices, records
from creditdesk.services.clock import fixed_clock, system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import PENALTY, objection, penalty

Clock = Callable[[], datetime]


def workstation(*moment: int, zone: timezone = timezone(timedelta(hours=8))) -> Clock:
    """A workstation's clock standing at a moment; unlike a fixed clock it does not vouch for itself."""
    return lambda: datetime(*moment, tzinfo=zone).astimezone(timezone(timedelta(hours=8)))  # type: ignore[misc, arg-type]


def entries(desk: Desk) -> int:
    """Return how many acts the journal tells of."""
    with desk.read() as session:
        newest = journal.head(session)
        return newest.seq if newest else 0


@pytest.fixture
def case(desk: Desk) -> str:
    """A case received on Thursday, 12 February 2026; the last act of the desk."""
    return objection(desk, penalty(desk), date(2026, 2, 12))


@pytest.mark.parametrize(
    "moment",
    [
        (2026, 2, 12, 10, 39),
        (2026, 2, 12, 18, 0),
        (2026, 2, 13, 17, 59),
    ],
    ids=["a correction of a minute", "the same day", "the next working day"],
)
def test_ordinary_hours_are_not_asked_about(desk: Desk, case: str, moment: tuple[int, ...]) -> None:
    desk.clock = workstation(*moment)
    assert date_questions.doubted(desk) is None
    desk.perform(objections.accept, case)


@pytest.mark.parametrize(
    ("first", "then"), [((2026, 3, 6, 17, 0), (2026, 3, 9, 8, 30)), ((2026, 4, 3, 17, 0), (2026, 4, 7, 8, 30))]
)
def test_a_weekend_and_a_holiday_are_no_jump(desk: Desk, first: tuple[int, ...], then: tuple[int, ...]) -> None:
    desk.clock = fixed_clock(date(*first[:3]), *first[3:])
    record = penalty(desk)
    desk.clock = workstation(*then)
    assert date_questions.doubted(desk) is None
    desk.perform(records.correct, record, {"facts": "改正后的事实（示例）"}, "核对原件（示例）")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 2, 12, 10, 0), "可能被调回"),
        ((2026, 2, 11, 23, 59), "早于上一次操作的2026-02-12"),
        ((2026, 2, 24, 8, 30), "一个以上工作日"),
        ((2025, 2, 13, 10, 0), "可能被调回"),
        ((1970, 1, 1, 8, 0), "不可能正确"),
        ((2100, 1, 1, 8, 0), "不可能正确"),
    ],
)
def test_nothing_is_dated_or_numbered_while_the_date_is_doubted(
    desk: Desk, case: str, moment: tuple[int, ...], words: str
) -> None:
    before = entries(desk)
    desk.clock = workstation(*moment)
    for function, arguments in ((objections.accept, (case,)), (records.enter, ("penalty", PENALTY))):
        with pytest.raises(Problem, match=words):
            desk.perform(function, *arguments)  # type: ignore[arg-type]
    assert entries(desk) == before
    with desk.read() as session:
        assert session.query(Letter).count() == 0


def test_one_confirmation_is_enough_and_stands_in_the_journal(desk: Desk, case: str) -> None:
    desk.clock = workstation(2026, 2, 25, 8, 30)
    told = date_questions.doubted(desk)
    assert told is not None
    assert told.last == date(2026, 2, 12)
    changes = desk.perform(date_guard.confirm, told.today, "春节后上班，已核对（示例）")
    assert date_questions.doubted(desk) is None
    desk.perform(objections.accept, case)
    with desk.read() as session:
        entry = session.get_one(JournalEntry, changes.seq)
        assert (entry.act, entry.result) == ("date.confirm", {"today": "2026-02-25", "last": "2026-02-12"})
        assert "王示例确认今天是2026-02-25：春节后上班" in entry.sentence
        assert journal.broken_at(session) is None


def test_a_date_set_right_after_a_wrong_one_was_believed(desk: Desk, case: str) -> None:
    desk.clock = workstation(2026, 5, 12, 8, 30)
    desk.perform(date_guard.confirm, date(2026, 5, 12), "误认（示例）")
    desk.clock = workstation(2026, 2, 13, 8, 30)
    with pytest.raises(Problem, match="可能被调回"):
        desk.perform(objections.accept, case)
    desk.perform(date_guard.confirm, date(2026, 2, 13), "电脑时钟昨天错了，已校正（示例）")
    desk.perform(objections.accept, case)


@pytest.mark.parametrize(
    ("moment", "today", "sentence", "words"),
    [
        ((2026, 2, 25, 8, 30), date(2026, 2, 25), " ", "一句说明"),
        ((2026, 2, 25, 8, 30), date(2026, 2, 24), "示例", "与所确认的2026-02-24不符"),
        ((1970, 1, 1, 8, 0), date(1970, 1, 1), "示例", "校正电脑日期"),
        ((2100, 1, 1, 8, 0), date(2100, 1, 1), "示例", "校正电脑日期"),
        ((2026, 2, 11, 8, 0), date(2026, 2, 11), "示例", "早于桌面建立"),
    ],
)
def test_what_cannot_be_confirmed(
    desk: Desk, case: str, moment: tuple[int, ...], today: date, sentence: str, words: str
) -> None:
    before = entries(desk)
    desk.clock = workstation(*moment)
    with pytest.raises(InputProblem, match=words):
        desk.perform(date_guard.confirm, today, sentence)
    assert entries(desk) == before


@pytest.mark.parametrize("hours", [-11, 0, 5, 13])
def test_the_zone_of_the_workstation_changes_no_date(desk: Desk, case: str, hours: int) -> None:
    """Half past four in the afternoon of the 12th in China, told in whatever zone."""
    moment = datetime(2026, 2, 12, 8, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    desk.clock = workstation(*moment.timetuple()[:5], zone=timezone(timedelta(hours=hours)))
    desk.perform(objections.accept, case)
    with desk.read() as session:
        newest = journal.head(session)
        assert newest is not None
        assert newest.at == datetime(2026, 2, 12, 8, 30, tzinfo=UTC)
        assert session.query(Letter).one().issued_on == date(2026, 2, 12)


def test_no_desk_is_founded_in_an_impossible_year(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with pytest.raises(Problem, match="不可能正确"):
        offices.create_desk(
            folder, Office("示例县信用中心"), OFFICER, PASSPHRASE, clock=workstation(1970, 1, 1), cost=CHEAP
        )
    assert not folder.exists()


def test_the_system_clock_vouches_for_nothing(desk: Desk, case: str) -> None:
    desk.clock = system_clock
    assert date_questions.doubted(desk) is not None
