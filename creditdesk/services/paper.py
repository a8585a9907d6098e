"""What composing a letter needs, in an act and in a preview alike; and how a field's value reads on paper."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.fields.base import Field
from creditdesk.rules.workdays import Calendar
from creditdesk.services.acts import Act
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class Paper:
    """The open session, the office's paper and calendar, the day, and the officer who writes."""

    session: Session
    catalogue: Catalogue
    calendar: Calendar
    today: date
    officer_name: str

    @classmethod
    def of_act(cls, a: Act) -> "Paper":
        """Return what an act composes its letters with."""
        return cls(a.session, a.catalogue, a.calendar, a.today, a.officer.name)

    @classmethod
    def of_desk(cls, desk: Desk, session: Session) -> "Paper":
        """Return what a preview composes its letters with."""
        return cls(session, desk.catalogue, desk.calendar, desk.clock().date(), desk.officer.name)


def on_paper(field: Field, value: str) -> str:
    """Return a field's value as a letter writes it: dates as 2026年3月2日, sentences without their last full stop."""
    if field.type != "date" or not value:
        return value.rstrip("。")
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日"
