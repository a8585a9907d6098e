"""What the page of retention reads: what may go today, what is held back, and what has no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.rules.retention import ERASE
from creditdesk.services import erasure_previews, retention
from creditdesk.services.desk import Desk
from creditdesk.services.erasure_previews import Preview
from creditdesk.services.retention import DueRow

READY, HELD, UNCLOCKED = "ready", "held", "unclocked"
OUTCOMES = {ERASE: "消除"}
ARCHIVING = "转为档案"


@dataclass(frozen=True)
class RetentionRow:
    """A record as the page shows one; the days are empty for one that has no clock."""

    id: str
    subject_id: str
    subject: str
    kind: str
    title: str
    state: str
    outcome: str
    rule: str
    basis: str
    start: date | None
    until: date | None
    holds: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say what is to be done with it, or why nothing is."""
        return {READY: f"待{self.outcome}", HELD: "暂缓", UNCLOCKED: "不起算"}[self.state]


@dataclass(frozen=True)
class RetentionSheet:
    """One record whole: its row, and what erasing it would take away, for one that is to be erased."""

    row: RetentionRow
    preview: Preview | None


@dataclass(frozen=True)
class Ready:
    """All that may go today, by outcome, and what erasing takes away."""

    erase: tuple[str, ...]
    archive: tuple[str, ...]
    preview: Preview | None


def ids(desk: Desk, text: str, state: str) -> list[str]:
    """Return the records of one state that a list shows, the longest overdue first."""
    found = _without_clock(desk) if state == UNCLOCKED else _due(desk)
    rows = (row for row in found if row.state == state)
    return [row.id for row in rows if text.strip() in f"{row.subject}{row.kind}{row.title}"]


def rows(desk: Desk, wanted: Sequence[str]) -> list[RetentionRow]:
    """Return the rows of these records, in the same order; one that is not due any more is left out."""
    found = {row.id: row for row in (*_due(desk, wanted), *_without_clock(desk, wanted))}
    return [found[one] for one in wanted if one in found]


def sheet(desk: Desk, record_id: str) -> RetentionSheet | None:
    """Return one record with what erasing it would take away."""
    row = next(iter(rows(desk, [record_id])), None)
    if row is None:
        return None
    erased = row.state != UNCLOCKED and row.outcome == OUTCOMES[ERASE]
    return RetentionSheet(row, erasure_previews.of(desk, [record_id]) if erased else None)


def ready(desk: Desk, only: str = "") -> Ready:
    """Return what may go today, or of one record whether it may."""
    found = [row for row in _due(desk, [only] if only else None) if row.state == READY]
    erase = tuple(row.id for row in found if row.outcome == OUTCOMES[ERASE])
    archive = tuple(row.id for row in found if row.outcome != OUTCOMES[ERASE])
    return Ready(erase, archive, erasure_previews.of(desk, erase) if erase else None)


def _due(desk: Desk, only: Sequence[str] | None = None) -> list[RetentionRow]:
    with desk.read() as session:
        due = retention.due_in(session, desk.catalogue, desk.clock().date(), only)
    return [_row(desk, row) for row in due]


def _row(desk: Desk, row: DueRow) -> RetentionRow:
    rule = desk.catalogue.retention(row.rule)
    return RetentionRow(
        row.record_id, row.subject_id, row.subject, row.kind, row.title, HELD if row.holds else READY,
        OUTCOMES.get(row.outcome, ARCHIVING), rule.label, rule.basis, row.start, row.until, row.holds,
    )  # fmt: skip


def _without_clock(desk: Desk, only: Sequence[str] | None = None) -> list[RetentionRow]:
    why = ("没有填写失信行为终止之日，五年没有起算；请向来源单位查明后在记录上更正",)
    return [
        RetentionRow(
            one.record_id, one.subject_id, one.subject, one.kind, one.title, UNCLOCKED, "", "", "", None, None, why
        )
        for one in retention.unclocked(desk, only)
    ]
