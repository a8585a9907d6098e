"""The journal as the auditor reads it: who did what and when, without what the rows said before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creditdesk.models import JournalEntry
from creditdesk.rules.china_time import CHINA
from creditdesk.services.acts import ACTS
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class JournalRow:
    """One entry: its number, when (office time), who, which act, what it said, how many rows it changed, its hash."""

    seq: int
    at: datetime
    officer: str
    act: str
    sentence: str
    changes: int
    hash: str


def seqs(desk: Desk, text: str = "") -> list[int]:
    """Return the numbers of the entries whose sentence or officer holds the text, the newest first."""
    query = select(JournalEntry.seq).order_by(JournalEntry.seq.desc())
    if text.strip():
        told = JournalEntry.officer_name + " " + JournalEntry.sentence
        query = query.where(told.contains(text.strip(), autoescape=True))
    with desk.read(Power.JOURNAL) as session:
        return list(session.scalars(query))


def rows(desk: Desk, wanted: Sequence[int]) -> list[JournalRow]:
    """Return the entries of these numbers, in the same order."""
    with desk.read(Power.JOURNAL) as session:
        found = {
            one.seq: _row(one) for one in session.scalars(select(JournalEntry).where(JournalEntry.seq.in_(wanted)))
        }
    return [found[seq] for seq in wanted if seq in found]


def _row(entry: JournalEntry) -> JournalRow:
    declared = ACTS.get(entry.act)
    label = declared.label if declared else entry.act
    at, count = entry.at.astimezone(CHINA), len(entry.changes)
    return JournalRow(entry.seq, at, entry.officer_name, label, entry.sentence, count, entry.hash)
