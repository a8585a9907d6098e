"""The journal loses the words about erased rows and keeps its hashes; each entry that lost some is vouched for.

What is taken out: the images of rows that go, the names and numbers in sentences and answers. Who did what, when, and
which rows (by their random identities) stays. An entry that tells of others too keeps their part.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from creditdesk.models import JournalEntry
from creditdesk.services import erasure_mentions, erasure_texts, journal
from creditdesk.services.erasure_scopes import GONE, Reach

Vouched = list[list[Any]]
Clean = Callable[[str], str]
_IMAGES = ("before", "after")
_AT_ONCE = 500
_LOOSE = re.compile(rf'"table": "(?:{"|".join(erasure_texts.LOOSE)})"')
"""An entry that wrote nobody's file: it may name a record without any identity of what goes."""


def empty(session: Session, reach: Reach) -> Vouched:
    """Take the words about what an erasure reaches out of the journal; returns what its own entry vouches for."""
    related = erasure_texts.pattern_of(reach.ids | reach.numbers)
    named, titled = erasure_texts.pattern_of(reach.names), erasure_texts.pattern_of(reach.titles)
    others = erasure_mentions.words_of(session, reach)
    vouched: Vouched = []
    for seq, text, sentence in _texts(session):
        loose = titled and _LOOSE.search(text) and titled.search(text)
        if loose or (related and related.search(text)) or (named and named.search(text + sentence)):
            entry = session.get_one(JournalEntry, seq)
            before = _said(entry)
            _redact(entry, reach, others)
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


def _redact(entry: JournalEntry, reach: Reach, others: erasure_mentions.Words | None) -> None:
    words, about = erasure_texts.pattern_of(reach.words), erasure_texts.pattern_of(reach.ids | reach.numbers)
    entry.changes = [_change(change, words, about, others) for change in entry.changes]
    if words:
        entry.sentence = words.sub(GONE, entry.sentence)
        entry.result = _without(entry.result, lambda text: words.sub(GONE, text))


def _change(
    change: dict[str, Any],
    words: re.Pattern[str] | None,
    about: re.Pattern[str] | None,
    others: erasure_mentions.Words | None,
) -> dict[str, Any]:
    """Return a change without what the row was, where it is about a row that goes or one that points to it.

    A row that is nobody's file, such as a proposal or a notice, only loses the words; one of another's file its
    mentions.
    """
    if words and change["table"] in erasure_texts.LOOSE:
        return dict(_without(change, lambda text: words.sub(GONE, text)))
    images = [name for name in _IMAGES if name in change] if "ids" not in change else []
    if about and images and about.search(json.dumps(change)):
        return {name: value for name, value in change.items() if name not in _IMAGES} | {"erased": True}
    if others and change["table"] in erasure_mentions.PLACES:
        return change | {name: _mended(change["table"], change[name], others.clean) for name in images}
    return change


def _mended(table: str, image: Any, clean: Clean) -> Any:
    """Return what a row of another's file was, without mentions where officers write freely."""
    free = erasure_mentions.PLACES[table][1]
    if not isinstance(image, dict):
        return image
    return {name: _without(value, clean) if name in free else value for name, value in image.items()}


def _without(value: Any, clean: Clean) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _without(each, clean) for name, each in value.items()}
    return [_without(each, clean) for each in value] if isinstance(value, list) else value
