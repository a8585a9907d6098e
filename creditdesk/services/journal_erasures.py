"""The journal loses the words about erased rows and keeps its hashes; each entry that lost some is vouched for.

What is taken out: the images of rows that go, the names and numbers in sentences and answers. Who did what, when, and
which rows (by their random identities) stays. An entry that tells of others too keeps their part.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from creditdesk.models import JournalEntry
from creditdesk.services import erasure_texts, journal
from creditdesk.services.erasure_scopes import GONE, Reach

Vouched = list[list[Any]]
Words = re.Pattern[str] | None
_IMAGES = ("before", "after")
_AT_ONCE = 500
_LOOSE = re.compile(rf'"table": "(?:{"|".join(erasure_texts.LOOSE)})"')
"""An entry that wrote nobody's file: it may name a record without any identity of what goes."""


def empty(session: Session, reach: Reach) -> Vouched:
    """Take the words about what an erasure reaches out of the journal; returns what its own entry vouches for."""
    related = erasure_texts.pattern_of(reach.ids | reach.numbers)
    named, titled = erasure_texts.pattern_of(reach.names), erasure_texts.pattern_of(reach.titles)
    vouched: Vouched = []
    for seq, text, sentence in _texts(session):
        loose = titled and _LOOSE.search(text) and titled.search(text)
        if loose or (related and related.search(text)) or (named and named.search(text + sentence)):
            entry = session.get_one(JournalEntry, seq)
            before = _said(entry)
            _redact(entry, reach)
            if _said(entry) != before:
                entry.salt = None
                vouched.append([entry.seq, entry.hash, journal.seal(entry)])
    return vouched


def _texts(session: Session) -> Iterable[tuple[int, str, str]]:
    result, changes = (type_coerce(each, String) for each in (JournalEntry.result, JournalEntry.changes))
    query = select(JournalEntry.seq, result + changes, JournalEntry.sentence).order_by(JournalEntry.seq)
    return [
        (seq, text, sentence)
        for seq, text, sentence in session.execute(query.execution_options(yield_per=_AT_ONCE))
        if text is not None
    ]


def _said(entry: JournalEntry) -> tuple[str, str]:
    return entry.sentence, json.dumps([entry.result, entry.changes])


def _redact(entry: JournalEntry, reach: Reach) -> None:
    words, about = erasure_texts.pattern_of(reach.words), erasure_texts.pattern_of(reach.ids | reach.numbers)
    entry.changes = [_change(change, words, about) for change in entry.changes]
    if words:
        entry.sentence = words.sub(GONE, entry.sentence)
        entry.result = _without(entry.result, words)


def _change(change: dict[str, Any], words: Words, about: Words) -> dict[str, Any]:
    """Return a change without what the row was, where it is about a row that goes or one that points to it.

    A row that is nobody's file, such as a proposal or a notice, only loses the words.
    """
    if words and change["table"] in erasure_texts.LOOSE:
        return dict(_without(change, words))
    images = "ids" not in change and any(name in change for name in _IMAGES)
    if about and images and about.search(json.dumps(change)):
        return {name: value for name, value in change.items() if name not in _IMAGES} | {"erased": True}
    return change


def _without(value: Any, words: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return words.sub(GONE, value)
    if isinstance(value, dict):
        return {name: _without(each, words) for name, each in value.items()}
    return [_without(each, words) for each in value] if isinstance(value, list) else value
