"""Words about an erased person in what is nobody's file: drafts, proposals, notices, jobs, saved filters, rounds.

Another subject's record may name the same person, as an organisation's 法定代表人 does; that is its file, and stays.
"""

import json
import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import String, delete, select, type_coerce, update
from sqlalchemy.orm import Session

from creditdesk.models import Draft, IssuedReceipt
from creditdesk.services.erasure_scopes import GONE, Reach, table_of

LOOSE: dict[str, tuple[str, ...]] = {
    "confirmation": ("arguments", "told", "reason"),
    "notice": ("sentence", "reason"),
    "queue_filter": ("name", "wanted"),
    "letter_void": ("reason",),
    "lost_act": ("about", "outcome"),
    "letter_seal": ("reason", "refused_because"),
    "letter_batch": ("label",),
    "letter_batch_item": ("values", "fault"),
    "package_proposal": ("reason",),
    "joint_round": ("objects", "ended_because"),
    "joint_update": ("reason",),
    "joint_response": ("waived",),
}
"""Table → the columns with words of officers."""


def spellings(words: Iterable[str]) -> frozenset[str]:
    """Return words as texts have them and as JSON that escapes Chinese has them."""
    told = frozenset(word for word in words if word)
    return told | {json.dumps(word)[1:-1] for word in told}


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of these words, the longest first; None where there are none."""
    known = sorted(spellings(words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known))) if known else None


def take_out(session: Session, reach: Reach) -> None:
    """Take the words out of everything loose; drafts that have one go, and answers about an erased record."""
    words = pattern_of(reach.words)
    if words is not None:
        for name, columns in LOOSE.items():
            for column in columns:
                _replace(session, name, column, words)
        _drop_drafts(session, words)
    _empty_receipts(session, reach)


def _replace(session: Session, table_name: str, column_name: str, words: re.Pattern[str]) -> None:
    table = table_of(table_name)
    column, key = table.c[column_name], next(iter(table.primary_key))
    text = type_coerce(column, String)
    for identity, told in session.execute(select(key, text).where(column.is_not(None))).all():
        if words.search(told):
            clean = type_coerce(words.sub(GONE, told), String)
            session.execute(update(table).where(key == identity).values({column_name: clean}))


def _drop_drafts(session: Session, words: re.Pattern[str]) -> None:
    drafts = table_of("draft")
    for identity, told in session.execute(select(Draft.id, type_coerce(Draft.content, String))).all():
        if words.search(told):
            session.execute(delete(drafts).where(drafts.c.id == identity))


def _empty_receipts(session: Session, reach: Reach) -> None:
    """Empty the kept answers to other desks' packages that are about an erased record: digest and number stay."""
    ids = pattern_of(reach.records)
    for identity, data in session.execute(select(IssuedReceipt.id, IssuedReceipt.zip)).all():
        if ids and data and any(ids.search(text) for text in _members(data)):
            table = table_of("issued_receipt")
            session.execute(update(table).where(table.c.id == identity).values(zip=b""))
            reach.receipts.add(identity)


def _members(data: bytes) -> Iterable[str]:
    with ZipFile(BytesIO(data)) as archive:
        return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
