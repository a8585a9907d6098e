"""Undo (撤销上一步): the newest act that still stands is taken back row by row, as the journal tells it.

Only the newest act can be undone, only by the officer who did it, and only when it declares itself undoable: whatever
left the office (a letter, a package) or came in bulk stays. Undoing is an act of its own and stays in the journal, so
repeated undoing walks back step by step.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Base, Case, JournalEntry, Record, Subject
from creditdesk.services import journal_rows, records, subjects
from creditdesk.services.acts import UNDOABLE, Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import search

UNDO = "undo"


def standing(session: Session) -> JournalEntry | None:
    """Return the newest act that changed something and has not been undone; acts that only looked are passed over."""
    undone: set[int] = set()
    newest = select(JournalEntry).order_by(JournalEntry.seq.desc()).execution_options(yield_per=20)
    for entry in session.scalars(newest):
        if entry.act == UNDO:
            undone.add(int(entry.result["of"]))
        elif entry.seq not in undone and entry.changes:
            return entry
    return None


def offered(desk: Desk) -> str:
    """Return the sentence of the act this officer could undo now, or an empty text."""
    if not desk.may(last.power):
        return ""
    with desk.read() as session:
        entry = standing(session)
        return entry.sentence if entry and _fault(entry, desk.officer.id) is None else ""


@act(UNDO, Power.RECORD, "撤销上一步")
def last(a: Act) -> Result:
    """Take back the newest act that still stands; InputProblem when it may not be undone."""
    entry = standing(a.session)
    if entry is None:
        raise InputProblem("没有可以撤销的操作。")
    if fault := _fault(entry, a.officer.id):
        raise InputProblem(fault)
    touched = [_take_back(a.session, change) for change in reversed(entry.changes)]
    a.session.flush()
    for row, gone in touched:
        _reindex(a.session, row, gone=gone)
    a.say(f"已撤销：{entry.sentence}")
    return {"of": entry.seq}


def _fault(entry: JournalEntry, officer_id: str) -> str | None:
    if entry.officer_id != officer_id:
        return f"上一步（{entry.sentence}）是{entry.officer_name}办理的，只能由本人撤销。"
    if entry.act not in UNDOABLE:
        return f"上一步（{entry.sentence}）不能撤销，请用更正或其他操作处理。"
    return None


def _take_back(session: Session, change: dict[str, Any]) -> tuple[Base, bool]:
    """Bring one row back to what it was before; returns it and whether it is gone."""
    kind = journal_rows.class_of(change["table"])
    before = journal_rows.typed(kind, change.get("before", {}))
    if "after" not in change:
        row = kind(**before)
        session.add(row)
        return row, False
    row = session.get_one(kind, tuple(change["id"].split("/")))
    if "before" not in change:
        session.delete(row)
        session.flush()
        return row, True
    for name, value in before.items():
        setattr(row, name, value)
    session.flush()
    return row, False


def _reindex(session: Session, row: Base, *, gone: bool) -> None:
    if isinstance(row, Case | Record | Subject) and gone:
        search.drop(session.connection(), row.__tablename__, row.id)
    elif isinstance(row, Record):
        records.index(session, row)
    elif isinstance(row, Subject):
        subjects.index(session, row)
