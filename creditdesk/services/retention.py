"""保存期限: which records fall due by the dated rules of forms/retention, since when, and what holds them back.

The sweep is one question to SQLite for each rule: it compares the day on which a clock began with the latest day whose
years have run out (`Retention.latest_start`), so that no date is counted row by row. A record of a person whose breach
has no known end has no clock; it is shown as such and never erased silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.models import Record, Subject
from creditdesk.rules.retention import ARCHIVE, Retention
from creditdesk.services import retention_holds
from creditdesk.services.desk import Desk
from creditdesk.services.identities import among, listed
from creditdesk.services.records import ARCHIVED

Question = tuple[str, list[str]]
"""A statement about records and its values."""


@dataclass(frozen=True)
class DueRow:
    """A record whose time is over: by which rule, kept from and to which day, and what holds it back, if anything."""

    record_id: str
    subject_id: str
    subject: str
    kind: str
    title: str
    rule: str
    outcome: str
    start: date
    until: date
    holds: tuple[str, ...]

    @property
    def since(self) -> date:
        """Return the first day on which it should be gone."""
        return self.until + timedelta(days=1)


@dataclass(frozen=True)
class Unclocked:
    """A record of a person whose end of conduct nobody wrote down: its five years have not begun."""

    record_id: str
    subject_id: str
    subject: str
    kind: str
    title: str


def due(desk: Desk) -> tuple[DueRow, ...]:
    """Return every record that is due today, the longest overdue first."""
    with desk.read() as session:
        return due_in(session, desk.catalogue, desk.clock().date())


def due_in(
    session: Session, catalogue: Catalogue, today: date, only: Sequence[str] | None = None
) -> tuple[DueRow, ...]:
    """Return the same within a transaction, of all records or `only` of some."""
    found: list[DueRow] = []
    for rule in rules_on(catalogue, today):
        starts = dict(_asked(session, question(catalogue, rule, today), only))
        found += _described(session, catalogue, rule, starts, today)
    return tuple(sorted(found, key=lambda row: (row.until, row.record_id)))


def rules_on(catalogue: Catalogue, day: date) -> tuple[Retention, ...]:
    """Return the rules in force on a day."""
    return tuple(rule for rule in catalogue.retentions if rule.valid_from <= day)


def sweep(desk: Desk, rule: Retention) -> list[tuple[str, str]]:
    """Return every record that is due today by a rule, with the day on which its clock began."""
    statement, values = question(desk.catalogue, rule, desk.clock().date())
    return [(record_id, start) for record_id, start in desk.rows(statement, values)]


def _asked(session: Session, asked: Question, only: Sequence[str] | None) -> list[tuple[str, str]]:
    """Return the records that a question finds, with the day on which their clock began."""
    statement, values = asked
    if only is not None:
        statement += " AND r.id IN (SELECT value FROM json_each(?))"
        values = [*values, listed(only)]
    return [(row[0], row[1]) for row in session.connection().exec_driver_sql(statement, tuple(values))]


def question(catalogue: Catalogue, rule: Retention, today: date) -> Question:
    """Return the question for what is due by a rule, and its values."""
    statement = f"{_from(catalogue, rule)} AND {_start(rule)} <= ?"
    values = [*rule.categories, *_adverse(catalogue), str(rule.latest_start(today))]
    if rule.outcome == ARCHIVE:
        statement += " AND r.state != 'revoked' AND r.withheld IS NOT ?"
        values.append(ARCHIVED)
    return statement, values


def _from(catalogue: Catalogue, rule: Retention) -> str:
    categories, kinds = _marks(rule.categories), _marks(_adverse(catalogue))
    return (
        f"SELECT r.id, {_start(rule)} FROM record r JOIN subject s ON s.id = r.subject_id "  # noqa: S608 -- our names
        f"WHERE s.category IN ({categories}) AND r.kind IN ({kinds})"
    )


def _start(rule: Retention) -> str:
    """Return the day on which a record's clock began, in SQL."""
    fields = [f"json_extract(r.content, '$.{name}')" for name in rule.starts]
    return f"coalesce({', '.join(fields)})" if len(fields) > 1 else fields[0]


def _adverse(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind.name for kind in catalogue.kinds if kind.adverse))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _described(
    session: Session, catalogue: Catalogue, rule: Retention, starts: dict[str, str], today: date
) -> list[DueRow]:
    """Return what a list shows of records that a rule found due."""
    held = retention_holds.of(session, list(starts), today)
    query = select(Record, Subject.name).join(Subject, Subject.id == Record.subject_id)
    rows = []
    for record, name in session.execute(query.where(Record.id.in_(among(list(starts))))):
        start = date.fromisoformat(starts[record.id])
        kind = catalogue.kind(record.kind, record.edition)
        rows.append(
            DueRow(
                record.id, record.subject_id, name, kind.label, kind.title(record.content), rule.name, rule.outcome,
                start, rule.until(start), held.get(record.id, ()),
            )
        )  # fmt: skip
    return rows


def unclocked(desk: Desk, only: Sequence[str] | None = None) -> tuple[Unclocked, ...]:
    """Return the records of persons that have no clock, because no end of their conduct is known."""
    catalogue, today = desk.catalogue, desk.clock().date()
    with desk.read() as session:
        ids = _without_start(session, catalogue, today, only)
        query = select(Record, Subject.name).join(Subject, Subject.id == Record.subject_id)
        query = query.where(Record.id.in_(among(ids))).order_by(Record.id)
        return tuple(_unclocked(catalogue, record, name) for record, name in session.execute(query))


def is_unclocked(session: Session, catalogue: Catalogue, today: date, record_id: str) -> bool:
    """Tell whether a record has no clock."""
    return bool(_without_start(session, catalogue, today, [record_id]))


def _without_start(session: Session, catalogue: Catalogue, today: date, only: Sequence[str] | None) -> list[str]:
    found: list[str] = []
    for rule in rules_on(catalogue, today):
        statement = f"{_from(catalogue, rule)} AND {_start(rule)} IS NULL"
        found += [one for one, _ in _asked(session, (statement, [*rule.categories, *_adverse(catalogue)]), only)]
    return found


def _unclocked(catalogue: Catalogue, record: Record, name: str) -> Unclocked:
    kind = catalogue.kind(record.kind, record.edition)
    return Unclocked(record.id, record.subject_id, name, kind.label, kind.title(record.content))
