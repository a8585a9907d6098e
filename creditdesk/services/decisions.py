"""What two persons decided and one of them has yet to carry out, since the desk closes over it: it holds for a day."""

from datetime import timedelta

from sqlalchemy import select

from creditdesk.models import JournalEntry
from creditdesk.services.acts import ActFunction
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

LASTS = timedelta(days=1)


def standing(desk: Desk, decided: ActFunction[...], done: ActFunction[...]) -> JournalEntry | None:
    """Return the newest decision's entry in the journal, unless it was carried out since or is older than a day."""
    query = select(JournalEntry).where(JournalEntry.act.in_((decided.name, done.name)))
    with desk.read(Power.OWN) as session:
        entry = session.scalar(query.order_by(JournalEntry.seq.desc()).limit(1))
    if entry is None or entry.act != decided.name or not entry.at <= desk.clock() <= entry.at + LASTS:
        return None
    return entry
