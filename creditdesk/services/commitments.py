"""信用承诺, clause 四(一): kept with their text, pushed to the site (site_columns), their performance checked by date.

A check finds a commitment running, performed or broken. One that runs is looked at again on its next day or when it
ends; a broken one gets its facts, grade and reason (实施方案三（三）) and is an adverse record from then on.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import CommitmentCheck, Officer, Record
from creditdesk.services import records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

KIND = "commitment"
RUNNING, PERFORMED, BROKEN = FINDINGS = ("履约中", "已履约", "未履约")


@dataclass(frozen=True)
class Found:
    """What a check found: on which day, by which unit, with what words, and when it looks again.

    `breach` holds what a broken commitment needs: `facts`, `grade`, `grade_reason`, for a person `breach_ended_on`.
    """

    on: date
    unit: str
    finding: str
    note: str
    next_on: date | None = None
    breach: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckRow:
    """A check as a page shows one."""

    on: date
    unit: str
    finding: str
    note: str
    next_on: date | None
    officer: str


@dataclass(frozen=True)
class DueRow:
    """A commitment that runs and the day by which its performance is looked at."""

    id: str
    number: str
    subject: str
    unit: str
    due: date


@act("commitment.check", Power.RECORD, "登记信用承诺履约核查", undoable=True)
def check(a: Act, record_id: str, found: Found) -> Result:
    """Write down what a check found; the record says so in its next version. InputProblem when something is missing."""
    record = records.current(a.session, record_id)
    kind = a.catalogue.kind(record.kind, record.edition)
    _refuse(a, record, found)
    if record.content["performance"] != found.finding:
        news = {"performance": found.finding, **_follows(found)}
        clean = records.checked(a, kind, dict(record.content) | news, found.note)
        records.advance(a, record, "performance", found.note.strip(), content=clean)
    a.session.add(
        CommitmentCheck(
            record_id=record.id, checked_on=found.on, unit=found.unit.strip(), finding=found.finding,
            note=found.note.strip(), next_on=found.next_on, at=a.now, officer_id=a.officer.id,
        )
    )  # fmt: skip
    again = f"，{found.next_on}再核查" if found.next_on else ""
    a.say(f"已登记{record.subject_name}{kind.title(record.content)}{found.on}核查{found.finding}{again}")
    return {"record": record.id, "finding": found.finding}


def _follows(found: Found) -> dict[str, str]:
    if found.finding == PERFORMED:
        return {"performed_on": found.on.isoformat()}
    return dict(found.breach) if found.finding == BROKEN else {}


def _refuse(a: Act, record: Record, found: Found) -> None:
    """Raise InputProblem unless the check may be written down as it is told."""
    if record.kind != KIND:
        raise InputProblem("这条记录不是信用承诺，没有履约可以核查。")
    if record.content["performance"] != RUNNING:
        raise InputProblem(f"这项承诺已认定为{record.content['performance']}，确有变化的请更正记录。")
    if found.finding not in FINDINGS:
        raise InputProblem("没有写明核查结果，请选择履约中、已履约或未履约。")
    for value, what in ((found.unit, "核查单位"), (found.note, "核查情况")):
        stated(value, f"没有写明{what}，请填写。")
    first = max([date.fromisoformat(record.content["decided_on"]), *_days(a.session, record.id)])
    if not first <= found.on <= a.today:
        raise InputProblem(f"核查日期{found.on}应在{first}（承诺或上次核查之日）以后、今天{a.today}以前，请核对。")
    _refuse_next(record, found)


def _refuse_next(record: Record, found: Found) -> None:
    if found.finding != RUNNING:
        if found.next_on:
            raise InputProblem(f"已认定为{found.finding}的承诺不再核查，请不要填写下次核查日期。")
    elif found.next_on is None and not record.content.get("due_on"):
        raise InputProblem("这项承诺没有期限，继续履约的请填写下次核查日期。")
    elif found.next_on is not None and found.next_on <= found.on:
        raise InputProblem(f"下次核查日期{found.next_on}应晚于本次核查日期{found.on}，请核对。")


def runs(kind: str, content: Mapping[str, str]) -> bool:
    """Tell whether a record is a commitment whose performance is still looked at."""
    return kind == KIND and content.get("performance") == RUNNING


def _days(session: Session, record_id: str) -> Sequence[date]:
    return session.scalars(select(CommitmentCheck.checked_on).where(CommitmentCheck.record_id == record_id)).all()


def checks(desk: Desk, record_id: str) -> tuple[CheckRow, ...]:
    """Return the checks of a commitment, the newest first."""
    query = select(CommitmentCheck, Officer.name).join(Officer, Officer.id == CommitmentCheck.officer_id)
    query = query.where(CommitmentCheck.record_id == record_id)
    with desk.read() as session:
        found = session.execute(query.order_by(CommitmentCheck.checked_on.desc(), CommitmentCheck.id.desc()))
        return tuple(
            CheckRow(row.checked_on, row.unit, row.finding, row.note, row.next_on, officer) for row, officer in found
        )


_RUNS = (
    Record.kind == KIND,
    Record.state != "revoked",
    Record.content["performance"].as_string() == RUNNING,
)
_NEXT = (
    select(CommitmentCheck.next_on)
    .where(CommitmentCheck.record_id == Record.id)
    .order_by(CommitmentCheck.checked_on.desc(), CommitmentCheck.id.desc())
    .limit(1)
    .correlate(Record)
    .scalar_subquery()
)
_DUE: ColumnElement[Any] = func.coalesce(func.cast(_NEXT, String), Record.content["due_on"].as_string())


def counts(session: Session) -> Counter[date]:
    """Return how many commitments are to be looked at by which day."""
    query = select(_DUE, func.count()).where(*_RUNS, _DUE.is_not(None)).group_by(_DUE)
    return Counter({date.fromisoformat(day): count for day, count in session.execute(query)})


def by_day() -> Select[Any]:
    """Return a query for the commitments to be looked at, as identity, day and noun."""
    columns: tuple[Any, ...] = (Record.id, _DUE, literal(5))
    return select(*columns).where(*_RUNS, _DUE.is_not(None))


def open_ones(session: Session, wanted: Sequence[str]) -> tuple[DueRow, ...]:
    """Return those of these commitments that are to be looked at."""
    columns = (Record.id, Record.decision_number, Record.subject_name, Record.source_unit, _DUE)
    found = session.execute(select(*columns).where(*_RUNS, _DUE.is_not(None), Record.id.in_(wanted)))
    return tuple(
        DueRow(one, number or "", name or "", unit or "", date.fromisoformat(due))
        for one, number, name, unit, due in found
    )
