"""The calendar that ships with the program, read once, and the county plan's rule."""

from datetime import date

import pytest

from creditdesk import paths
from creditdesk.rules.deadlines import RuleSet, StageRule
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.workdays import Calendar, YearSchedule


@pytest.fixture(scope="session")
def schedules() -> tuple[YearSchedule, ...]:
    """Every year's schedule in resources/calendar."""
    files = sorted((paths.resources() / "calendar").glob("*.json"))
    return tuple(parse_schedule(file.read_text(encoding="utf-8"), file.name) for file in files)


@pytest.fixture(scope="session")
def calendar(schedules: tuple[YearSchedule, ...]) -> Calendar:
    """The shipped calendar."""
    return Calendar(schedules, "2026-1")


@pytest.fixture(scope="session")
def plan_2017() -> RuleSet:
    """Clause 六(三) of the county plan: 5 + 5 + 2 within 12."""
    stages = (
        StageRule("forward", "转办", 5, "received", "forwarded"),
        StageRule("verify", "核实", 5, "delivered", "opinion"),
        StageRule("notify", "答复", 2, "opinion", "notified"),
    )
    return RuleSet("plan_2017", "县实施方案六（三）", "", date(2017, 12, 5), None, 12, "received", "notified", stages)
