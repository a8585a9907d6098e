"""Notes on a case: who wrote what and when; notes are added and never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creditdesk.errors import stated
from creditdesk.models import CaseNote, Officer
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.plain_rows import first
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class NoteRow:
    """One note as a case shows it."""

    id: str
    text: str
    officer: str
    at: datetime


@act("case_note.add", Power.OBJECTION, "写案件备注")
def add(a: Act, case_id: str, text: str) -> Result:
    """Write something down about a case."""
    # Its number alone: the whole case would bring its referrals and pauses along.
    number = first(a.session, 'SELECT number FROM "case" WHERE id = ?', (case_id,))
    text = stated(text, "备注不能为空，请写明内容。")
    note = CaseNote(case_id=case_id, text=text, officer_id=a.officer.id, at=a.now)
    a.session.add(note)
    a.session.flush()
    a.say(f"已在 {number} 写下备注")
    return {"note": note.id, "case": case_id}


def listing(desk: Desk, case_id: str) -> tuple[NoteRow, ...]:
    """Return the notes of a case, the newest first."""
    query = select(CaseNote, Officer.name).join(Officer, Officer.id == CaseNote.officer_id)
    query = query.where(CaseNote.case_id == case_id).order_by(CaseNote.id.desc())
    with desk.read() as session:
        return tuple(NoteRow(note.id, note.text, officer, note.at) for note, officer in session.execute(query))
