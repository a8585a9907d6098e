"""Many names and codes looked up at once: who was indexed under exactly these, in one walk over the index's keys."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from creditdesk.vault import words
from creditdesk.vault.index_row import LONGEST_KEY

_HOLDERS = """
    SELECT k.key, e.id FROM search_key k JOIN search_entry e ON e.number = k.entry
    WHERE k.noun = (SELECT number FROM search_noun WHERE noun = ?) AND k.key IN (SELECT value FROM json_each(?))"""


def comparable(text: str) -> str:
    """Return a name or code as two writings of it are compared: width, case, spaces and punctuation do not count."""
    return words.normalised(text)


def holders(connection: Connection, noun: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """Return who is kept under each comparable text, by its first 40 characters; the caller looks at the rest.

    Keys in pinyin look like names in Latin letters: of those the caller must look at the names themselves, too.
    """
    wanted = sorted({text[:LONGEST_KEY] for text in texts if text})
    found: dict[str, list[str]] = {}
    for key, thing in connection.exec_driver_sql(_HOLDERS, (noun, json.dumps(wanted))):
        found.setdefault(str(key), []).append(str(thing))
    return found
