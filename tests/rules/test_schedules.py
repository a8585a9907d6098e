"""Schedule files: the shipped ones hold the announced days, and damaged ones end in one sentence."""

import json
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import YearSchedule

DAY = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}


def text_with(**changed: object) -> str:
    """A sound file with one thing changed."""
    return json.dumps({"year": 2027, "papers": ["https://example.invalid/notice"], "days": [DAY]} | changed)


def test_every_year_from_2007_to_2026_is_there_with_its_notice(schedules: tuple[YearSchedule, ...]) -> None:
    assert [schedule.year for schedule in schedules] == list(range(2007, 2027))
    assert all(paper.startswith(("http://www.gov.cn/", "https://www.gov.cn/")) for s in schedules for paper in s.papers)
    assert all(schedule.days and schedule.papers for schedule in schedules)


def test_a_working_special_day_is_always_a_weekend_day(schedules: tuple[YearSchedule, ...]) -> None:
    worked = [day for schedule in schedules for day, special in schedule.days.items() if not special.off]
    assert {day.weekday() for day in worked} == {5, 6}


def test_weekend_work_pays_for_weekdays_off(schedules: tuple[YearSchedule, ...]) -> None:
    """A year has 10, 11 or 13 statutory days; those on weekdays are the only ones not worked for elsewhere."""
    for schedule in schedules:
        worked = sum(not special.off for special in schedule.days.values())
        off = sum(special.off and day.weekday() < 5 for day, special in schedule.days.items())
        assert 6 <= off - worked <= 14, schedule.year


def test_2026_is_as_announced(schedules: tuple[YearSchedule, ...]) -> None:
    days = schedules[-1].days
    spans = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)]
    starts = [(date.fromisoformat(f"2026-{first}"), length) for first, length in spans]
    off = {start + timedelta(step) for start, length in starts for step in range(length)}
    worked = {date.fromisoformat(f"2026-{day}") for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")}
    assert {day for day, special in days.items() if special.off} == off
    assert {day for day, special in days.items() if not special.off} == worked


def test_a_sound_file_is_read() -> None:
    schedule = parse_schedule("\ufeff" + text_with(), "2027.json")
    assert schedule.year == 2027
    assert schedule.papers == ("https://example.invalid/notice",)
    assert schedule.days[date(2027, 1, 1)].name == "元旦"
    assert parse_schedule(text_with(days=[]), "2027.json").days == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "不是有效的 JSON"),
        ("[" * 100_000, "不是有效的 JSON"),
        ("[]", "最外层"),
        (text_with(year="2027"), "year"),
        (text_with(year=True), "year"),
        (text_with(year=0), "year"),
        (text_with(papers="https://example.invalid"), "papers"),
        (text_with(papers=[1]), "papers"),
        (text_with(days={}), "days"),
        (text_with(days=[1]), "第 1 项"),
        (text_with(days=[DAY, DAY]), "出现两次"),
        (text_with(days=[DAY | {"name": " "}]), "name"),
        (text_with(days=[DAY | {"isOffDay": 1}]), "isOffDay"),
        (text_with(days=[DAY | {"date": "2027-02-30"}]), "date"),
        (text_with(days=[DAY | {"date": "20270101"}]), "date"),
        (text_with(days=[DAY | {"date": "2027-W01-1"}]), "date"),
        (text_with(days=[DAY | {"date": None}]), "date"),
        (text_with(days=[DAY | {"date": "2030-01-01"}]), "不属于 2027 年"),
    ],
)
def test_a_faulty_file_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(InputProblem, match=told) as caught:
        parse_schedule(text, "坏文件.json")
    assert "坏文件.json" in caught.value.sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["year", "papers", "days", "name"]), inner),
)


@given(JSON)
def test_any_json_ends_in_a_schedule_or_a_sentence(data: object) -> None:
    with suppress(InputProblem):
        assert parse_schedule(json.dumps(data), "x.json").papers is not None
