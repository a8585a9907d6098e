"""Questions that need no desk: which days are worked, when a deadline falls, what a number is."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.errors import InputProblem
from creditdesk.rules import procedures
from creditdesk.rules.deadlines import Clocks, clocks, count_days
from creditdesk.rules.identifiers import identify
from creditdesk.rules.workdays import Calendar
from creditdesk.services import calendars

_FIRST_YEAR, _LAST_YEAR = 1950, 2200


def calendar_answer(year: int) -> dict[str, Any]:
    """Return every day of a year: worked or not, why, and the notice behind it."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InputProblem(f"年份{year}不在{_FIRST_YEAR}至{_LAST_YEAR}之间，请核对年份。")
    calendar = calendars.shipped_calendar()
    days = [
        {"date": day.date.isoformat(), "working": day.working, "reason": day.reason, "source": day.source}
        for day in calendar.year(year)
    ]
    return {"year": year, "known": calendar.known(date(year, 7, 1)), "days": days}


def deadline_answer(events: Mapping[str, date], today: date, rule_name: str | None = None) -> dict[str, Any]:
    """Return both clocks of an objection with these events, and every day of the whole case's clock."""
    calendar = calendars.shipped_calendar()
    procedure = load(paths.forms()).procedure("objection")
    names = [one.name for one in procedure.rule_sets]
    if rule_name and rule_name not in names:
        raise InputProblem(f"没有名为{rule_name}的规则集，可以写{'、'.join(names)}。")
    rule = procedures.rule_for(procedure, events["received"], rule_name)
    _check_order(events)
    now = clocks(rule, events, calendar, today)
    return {
        "rule": rule.name,
        **{f"{stage.name}_due": _text(stage.due) for stage in now.stages},
        "overall_due": _text(now.overall.due),
        "stage": now.stage,
        "effective_due": _text(now.effective_due),
        "slack_days": now.slack_days,
        "urgency": str(now.urgency),
        "provisional": now.provisional,
        "days": _days(calendar, now),
    }


def _days(calendar: Calendar, now: Clocks) -> list[dict[str, Any]]:
    if now.overall.start is None or now.overall.due is None:
        return []
    counted = count_days(calendar, now.overall.start, now.overall.due)
    return [
        {"date": day.date.isoformat(), "counted": bool(day.counted), "number": day.counted, "reason": day.reason}
        for day in counted
    ]


_EVENT_LABELS = {
    "received": "收到",
    "forwarded": "转办",
    "delivered": "送达",
    "opinion": "收到意见",
    "notified": "答复",
}


def _check_order(events: Mapping[str, date]) -> None:
    known = [(name, events[name]) for name in _EVENT_LABELS if name in events]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise InputProblem(
                f"{_EVENT_LABELS[later]}日期{second}早于{_EVENT_LABELS[earlier]}日期{first}，请核对日期。"
            )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def identity_answer(text: str) -> dict[str, Any]:
    """Return what kind of identifier a text is, whether it is valid, and why not."""
    told = identify(text)
    return {
        "text": told.text,
        "kind": str(told.kind),
        "label": told.kind.label,
        "valid": told.valid,
        "reason": told.reason,
        "parts": dict(told.parts),
    }
