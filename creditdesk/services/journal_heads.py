"""The journal's head as letters and packages carry it out of the office, so that a cut or replaced tail shows.

A letter bears number and first digits of the newest entry before its own. The entry after that one is the letter's own
act: where it is missing, or follows another hash, the journal is not the one the letter was issued from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true, union
from sqlalchemy.orm import Session

from creditdesk.models import JournalEntry, Letter, Package
from creditdesk.services import journal

DIGITS = 16
"""How much of the hash a letter bears: 64 bits, enough to tell entries apart, few enough to compare by eye."""
_ADVICE = "日志的末尾可能被截去或换过，请停止办理业务，用最近的备份恢复并报告负责人。"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: its number, and the first digits of its hash."""

    seq: int
    digits: str

    @property
    def words(self) -> str:
        """Say it as it is printed at the foot of a letter."""
        return f"操作日志第{self.seq}条 {self.digits}"


def present(session: Session) -> Head:
    """Return the head as a letter that is issued now bears it."""
    seq, sealed = journal.end(session)
    return Head(seq, sealed[:DIGITS])


def of_letter(letter: Letter) -> Head | None:
    """Return the head that stands on an issued letter; letters of before bear none."""
    return Head(letter.journal_seq, letter.journal_head) if letter.journal_seq and letter.journal_head else None


def contradiction(session: Session, gaps: Sequence[journal.Gap]) -> str:
    """Say which letter or package tells of another journal than the present one; empty where all agree.

    `gaps` are the entries that a salvage vouches to be lost: nobody expects them.
    """
    if (number := session.scalar(_letters_that_differ(gaps))) is not None:
        return f"{number}上印的日志编号与现在的操作日志不符，{_ADVICE}"
    known = union(select(JournalEntry.previous_hash), select(JournalEntry.hash))
    query = select(Package.serial).where(Package.journal_head.not_in(known), *_outside(session, gaps))
    query = query.order_by(Package.created_at).limit(1)
    if (serial := session.scalar(query)) is not None:
        return f"第{serial:04d}号数据包记下的日志与现在的操作日志不符，{_ADVICE}"
    return ""


def _letters_that_differ(gaps: Sequence[journal.Gap]) -> Select[str]:
    """Letters whose own entry is missing though no salvage vouches for that, or follows another one."""
    own, begins = JournalEntry, func.substr(JournalEntry.previous_hash, 1, DIGITS)
    query = select(Letter.number).outerjoin(own, own.seq == Letter.journal_seq + 1)
    in_gap = (Letter.journal_seq + 1).between
    lost = or_(false(), *(in_gap(first, last) for first, last in gaps))
    differs = or_(and_(own.seq.is_(None), not_(lost)), begins != Letter.journal_head)
    return query.where(Letter.journal_seq.is_not(None), differs).order_by(Letter.journal_seq).limit(1)


def _outside(session: Session, gaps: Sequence[journal.Gap]) -> Iterator[ColumnElement[bool]]:
    """Yield that a package was not made while the entries were that a salvage vouches to be lost."""
    for first, last in gaps:
        before, after = _at(session, first - 1), _at(session, last + 1)
        began = Package.created_at >= before if before else true()
        yield not_(and_(began, Package.created_at <= after))


def _at(session: Session, seq: int) -> datetime | None:
    return session.scalar(select(JournalEntry.at).where(JournalEntry.seq == seq))
