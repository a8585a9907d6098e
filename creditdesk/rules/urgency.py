"""How pressing a due date is, as one of six names; which colour a name has is decided in the window's theme."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from creditdesk.rules.workdays import Calendar


class Urgency(StrEnum):
    """How pressing a due date is; a provisional one lies in a year whose days off are not announced yet."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    AMPLE = "ample"
    DONE = "done"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many working days before its end a deadline counts as soon."""

    soon_days: int = 2


_WORDS = {
    Urgency.OVERDUE: "逾期",
    Urgency.TODAY: "今日到期",
    Urgency.SOON: "临近",
    Urgency.AMPLE: "充裕",
    Urgency.DONE: "已办结",
    Urgency.PROVISIONAL: "暂定",
}


def urgency_of(
    due: date | None,
    today: date,
    calendar: Calendar,
    thresholds: Thresholds = Thresholds(),
    done: bool = False,
    provisional: bool = False,
) -> Urgency:
    """Name the urgency of a due date; being overdue shows even when the date is provisional."""
    if done:
        return Urgency.DONE
    if due is not None and due < today:
        return Urgency.OVERDUE
    if provisional:
        return Urgency.PROVISIONAL
    if due == today:
        return Urgency.TODAY
    near = due is not None and calendar.between(today, due) <= thresholds.soon_days
    return Urgency.SOON if near else Urgency.AMPLE


def words(urgency: Urgency, slack: int | None) -> str:
    """Say the urgency in words, with the working days by which a deadline was missed (`slack` is negative then)."""
    if urgency is Urgency.OVERDUE and slack:
        return f"逾期 {abs(slack)} 个工作日"
    return _WORDS[urgency]
