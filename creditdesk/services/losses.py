"""What going back to a kept point would lose: the acts after it, who did them, on what, and the numbers given."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import few
from creditdesk.models import Case, JournalEntry, Letter, Package
from creditdesk.rules import china_time

NOUNS = {
    "subject": "信用主体",
    "record": "信用记录",
    "case": "异议",
    "letter": "文书",
    "package": "数据包",
    "receipt": "回执",
    "incoming_package": "收到的数据包",
    "tip": "举报线索",
    "officer": "工作人员",
    "setting": "设置",
}
"""Table → what an officer calls it; the tables that only follow from these are not told."""
_AT_ONCE = 100
_SHOWN = 12  # numbers in a line; more are counted


@dataclass(frozen=True)
class Loss:
    """What the desk has and the point has not. `entries` are the journal's, `counts` those that touched a noun."""

    entries: int
    first: datetime | None
    last: datetime | None
    officers: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]
    cases: tuple[str, ...]
    letters: tuple[str, ...]
    packages: tuple[str, ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Say it in lines, each with a label; what there is nothing of is left out."""
        if not self.entries:
            return (("之后的操作", "没有，恢复后内容不变"),)
        span = f"{china_time.words(self.first)} 至 {china_time.words(self.last)}" if self.first and self.last else ""
        told = (
            ("之后的操作", f"{self.entries} 条，{span}"),
            ("经办", "、".join(f"{name} {count} 条" for name, count in self.officers)),
            ("涉及", "、".join(f"{noun} {count} 次" for noun, count in self.counts)),
            ("异议案号", few(self.cases, "件", _SHOWN)),
            ("已发文书", few(self.letters, "件", _SHOWN)),
            ("已制数据包", few(self.packages, "件", _SHOWN)),
        )
        return tuple((label, words) for label, words in told if words)


def between(then: Session, now: Session) -> Loss:
    """Compare a point with the desk of today; both may have gone on differently since they last were the same."""
    columns = (JournalEntry.at, JournalEntry.officer_name, JournalEntry.nouns)
    query = select(*columns).where(JournalEntry.seq > common(then, now)).order_by(JournalEntry.seq)
    rows = now.execute(query).all()
    known = set(_packages(then))
    nouns = Counter(NOUNS[noun] for row in rows for noun in row.nouns if noun in NOUNS)
    return Loss(
        entries=len(rows),
        first=rows[0].at if rows else None,
        last=rows[-1].at if rows else None,
        officers=tuple(Counter(row.officer_name for row in rows).most_common()),
        counts=tuple(nouns.most_common()),
        cases=_new(then, now, Case),
        letters=_new(then, now, Letter),
        packages=tuple(
            f"{receiver}第{serial:04d}号" for receiver, serial in _packages(now) if (receiver, serial) not in known
        ),
    )


def common(then: Session, now: Session) -> int:
    """Return the last entry that both journals have: each hash seals all before it."""
    return fork(then, now)[0]


def fork(then: Session, now: Session, last: int | None = None) -> tuple[int, bool]:
    """Return the last entry that both journals have, and whether both went on from there, each its own way.

    From the top downwards, because either may have a hole; `last` is the last entry of `then` that is looked at.
    """
    top, forked = min(_length(then) if last is None else last, _length(now)), False
    query = select(JournalEntry.seq, JournalEntry.hash).where(JournalEntry.seq <= top)
    for seq, sealed in now.execute(query.order_by(JournalEntry.seq.desc()).execution_options(yield_per=_AT_ONCE)):
        known = _hash(then, seq)
        if known == sealed:
            return seq, forked
        forked = forked or known is not None
    return 0, forked


def _length(session: Session) -> int:
    return session.scalar(select(JournalEntry.seq).order_by(JournalEntry.seq.desc()).limit(1)) or 0


def _hash(session: Session, seq: int) -> str | None:
    return session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == seq))


def _new(then: Session, now: Session, model: type[Case | Letter]) -> tuple[str, ...]:
    """Return the numbers that the point has not, in the order in which they were given."""
    known = set(then.scalars(select(model.id)))
    return tuple(
        number for one, number in now.execute(select(model.id, model.number).order_by(model.id)) if one not in known
    )


def _packages(session: Session) -> list[tuple[str, int]]:
    query = select(Package.receiver, Package.serial).order_by(Package.receiver, Package.serial)
    return [(receiver, serial) for receiver, serial in session.execute(query)]
