"""Notices (公告): what one person did alone stands on everybody's first page for thirty days."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from creditdesk.models import Notice, Officer
from creditdesk.services.acts import Act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

LASTS = timedelta(days=30)


@dataclass(frozen=True)
class NoticeRow:
    """A notice that still stands: what was done, why, by whom, and until when it is shown."""

    sentence: str
    reason: str
    officer: str
    on: date
    until: date


def put_up(a: Act, sentence: str, reason: str) -> None:
    """Put up a notice within an act."""
    a.session.add(Notice(sentence=sentence, reason=reason, officer_id=a.officer.id, at=a.now, until=a.now + LASTS))


def standing(desk: Desk) -> tuple[NoticeRow, ...]:
    """Return the notices that still stand, the newest first; nobody can take one down."""
    query = select(Notice, Officer.name).join(Officer, Officer.id == Notice.officer_id).order_by(Notice.id.desc())
    with desk.read(Power.OWN) as session:
        rows = session.execute(query.where(Notice.until > desk.clock())).all()
    return tuple(
        NoticeRow(row.sentence, row.reason, name, office_date(row.at), office_date(row.until)) for row, name in rows
    )
