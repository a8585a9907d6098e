"""Working-day questions, the clocks of a case, and a calendar that moves every open case."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import chinese_calendar

from benchmarks import Row, medians, row
from benchmarks.counties import FULL, county
from benchmarks.open_cases import TODAY, write_open_cases
from benchmarks.queue import queue_rows
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import clocks
from creditdesk.services import calendars, confirmations
from creditdesk.services.calendars import shipped_calendar
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk

_QUESTIONS = 2000
_CASES = 2000
_MOVED = 100_000 if FULL else 5_000
_BUDGET = 5 * _MOVED / 100_000  # seconds: 5 for 100,000 cases


def rows() -> list[Row]:
    """Measure the questions, the clocks, the loading, and the queue."""
    return [_questions(), _clocks(), _loading(), *queue_rows()]


def _questions() -> Row:
    calendar = shipped_calendar()
    chance = random.Random(20260212)
    spans = [_span(chance) for _ in range(_QUESTIONS)]

    def ours() -> list[int]:
        return [calendar.between(start - timedelta(1), end) for start, end in spans]

    def peer() -> list[int]:
        return [len(chinese_calendar.get_workdays(start, end)) for start, end in spans]

    if ours() != peer():
        raise AssertionError("our calendar and chinesecalendar count differently")
    ours_s, peer_s = medians(ours, peer)
    work = f"count the working days of {_QUESTIONS} random spans of up to 60 days, 0 differences; ratio to the peer"
    return row(work, ours_s, goal=0.02, against="peer", peer="chinesecalendar", peer_s=peer_s)


def _span(chance: random.Random) -> tuple[date, date]:
    start = date(2007, 1, 1) + timedelta(chance.randrange(19 * 365))
    return start, start + timedelta(chance.randrange(1, 60))


def _clocks() -> Row:
    calendar = shipped_calendar()
    procedure = load(paths.forms()).procedure("objection")
    chance = random.Random(20260213)
    starts = [_span(chance)[0] + timedelta(365 * 11) for _ in range(_CASES)]
    starts = [start if start.year in range(2018, 2026) else date(2026, 2, 2) for start in starts]

    def ours() -> None:
        for start in starts:
            events = {"received": start, "forwarded": start + timedelta(2), "delivered": start + timedelta(3)}
            clocks(procedures.rule_for(procedure, start), events, calendar, start + timedelta(4))

    def floor() -> None:
        # The bare sums: three stages, the whole case, what the later stages are owed, and the slack.
        for start in starts:
            calendar.add(start, 5)
            calendar.add(start + timedelta(3), 5)
            overall = calendar.add(start, 12)
            for owed in (7, 2, 0):
                calendar.latest_start(overall, owed)
            calendar.between(start + timedelta(4), overall)

    ours_s, floor_s = medians(ours, floor)
    return row(f"both clocks of {_CASES} cases; ratio to the bare sums", ours_s, goal=10, floor_s=floor_s)


def _loading() -> Row:
    """Load notices of 2027 as proposed, each of which moves every open case again; the progress is asked for."""
    reports: list[int] = []

    def load(desk: Desk, waiting: Iterator[str]) -> None:
        def tell(done: int, _total: int) -> None:
            reports.append(done)

        told = confirmations.perform_alone(desk, next(waiting), "测速（示例）", progress=tell)
        if told.result["moved"] != _MOVED:
            raise AssertionError("the notice does not move every case")

    with county(0) as desk:
        desk.clock = fixed_clock(TODAY)
        desk.perform(write_open_cases, _MOVED, TODAY)
        proposed = [confirmations.propose(desk, calendars.load_year, _notice(off), "2027.json") for off in (1, 2, 3)]
        waiting = iter([str(one.result["confirmation"]) for one in proposed])
        (ours_s,) = medians(partial(load, desk, waiting), rounds=3)
    if not reports:
        raise AssertionError("no progress was told")
    work = f"load a calendar that moves {_MOVED:,} open cases, journalled, one transaction; floor: 5 s for 100,000"
    return row(work, ours_s, goal=1, floor_s=_BUDGET)


def _notice(off: int) -> str:
    """Return an invented notice of 2027 with so many days off from 4 January on."""
    days = [{"name": "示例节", "date": f"2027-01-{4 + day:02d}", "isOffDay": True} for day in range(off)]
    return json.dumps({"year": 2027, "papers": ["https://www.gov.cn/shili.htm"], "days": days})
