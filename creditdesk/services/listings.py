"""Red and black lists (红黑名单), clauses 四(二) and 六(四): which listings are in force on a day."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from creditdesk.models import Listing

BLACK, RED = "black", "red"
COLOURS = {BLACK: "黑名单", RED: "红名单"}


def standing(on: date) -> ColumnElement[bool]:
    """Hold for a listing that is in force on a day and triggers measures: one kept for reference never does.

    A listing whose term has run out is in force no longer, also before its exit is written down.
    """
    return and_(
        Listing.force_on <= on,
        Listing.force_on.is_not(None),
        Listing.exited_on.is_(None),
        Listing.for_reference.is_(False),
        or_(Listing.force_until.is_(None), Listing.force_until >= on),
    )


def in_force(session: Session, on: date, *, colour: str = BLACK, subject_id: str = "") -> list[Listing]:
    """Return the listings of a colour that are in force on a day, of one subject or of all, the oldest first."""
    query = select(Listing).where(standing(on), Listing.colour == colour)
    if subject_id:
        query = query.where(Listing.subject_id == subject_id)
    return list(session.scalars(query.order_by(Listing.force_on, Listing.id)))
