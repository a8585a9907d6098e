"""Working-day questions beside chinesecalendar's own functions, and the clocks of a case beside the bare sums."""

import random
from datetime import date, timedelta

import chinese_calendar

from benchmarks import Row, medians, row
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import clocks
from creditdesk.services.calendars import shipped_calendar

_QUESTIONS = 2000
_CASES = 2000


def rows() -> list[Row]:
    """Measure both pieces of work."""
    return [_questions(), _clocks()]


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
