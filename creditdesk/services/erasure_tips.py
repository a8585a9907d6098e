"""Tips about an erased person: a claim that proved nothing must not be what is left of somebody.

A tip has no subject, only a name as it was told. It is about the person where the accused has that name, brackets and
spaces aside, or the document number is written beside it. Who has the same name cannot be told apart by a name; an open
tip therefore holds the erasure back (`open_about`), and a closed one is emptied. A tip about an organisation that
names the person is the organisation's, and stays without the name (`erasure_mentions`).

Of a tip stay number, dates, source and what was found, for the figures; the sealed informant goes with the words.
"""

import re
from collections.abc import Collection, Iterable
from unicodedata import normalize

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from creditdesk.models import SealedInformant, Tip, TipReferral
from creditdesk.services.erasure_scopes import GONE, Reach, table_of
from creditdesk.services.identities import among

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GAPS = re.compile(r"[\W_]+")


def about(session: Session, reach: Reach) -> set[str]:
    """Return the tips about the persons who go as a whole."""
    return {tip.id for tip in _told(session) if _tells(tip, reach.names, reach.numbers)}


def open_about(session: Session, persons: Iterable[tuple[str, str, str | None]]) -> Iterable[tuple[str, str]]:
    """Yield records, each told with its person's name and document number, with each open tip about the person."""
    tips = [tip for tip in _told(session) if tip.closed_on is None]
    for record_id, name, number in persons if tips else ():
        yield from ((record_id, tip.number) for tip in tips if _tells(tip, [name], [number] if number else []))


def _told(session: Session) -> list[Tip]:
    return list(session.scalars(select(Tip).where(Tip.accused_code.is_(None))))


def _tells(tip: Tip, names: Collection[str], numbers: Collection[str]) -> bool:
    return _bare(tip.accused) in {_bare(name) for name in names} or any(number in tip.accused for number in numbers)


def _bare(name: str) -> str:
    """Return a name without brackets, spaces and signs."""
    return _GAPS.sub("", _BRACKETS.sub("", normalize("NFKC", name)))


def empty(session: Session, reach: Reach) -> None:
    """Take the words of the tips in reach away, of their referrals too, and the sealed informants."""
    tips = among(list(reach.tips))
    told, referrals = table_of(Tip.__tablename__), table_of(TipReferral.__tablename__)
    session.execute(delete(SealedInformant).where(SealedInformant.tip_id.in_(tips)))
    session.execute(update(told).where(told.c.id.in_(tips)).values(accused=GONE, matter=GONE, named=False))
    for column in (told.c.reason, referrals.c.answer):
        key = told.c.id if column.table is told else referrals.c.tip_id
        session.execute(update(column.table).where(key.in_(tips), column.is_not(None)).values({column.name: GONE}))
