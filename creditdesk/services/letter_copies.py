"""Copies of letters for eyes and printers: counted, and marked where they are not the first or no longer in force.

The stored file never changes. A reprint says at its head which one it is, a void letter bears 作废 on every page.
Behind the first printing comes the 送达回证, where the letter has one.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.documents import bundles, stamps
from creditdesk.errors import InputProblem
from creditdesk.models import Letter, LetterPrint, LetterVoid
from creditdesk.services import delivery_slips, seals
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@act("letter.print", Power.OBJECTION, "打印文书")
def count(a: Act, letter_ids: Sequence[str], copies: int = 1) -> Result:
    """Write down that letters are printed now, one by one or as one job."""
    if not letter_ids or copies < 1:
        raise InputProblem("没有选择要打印的文书，请先选择。")
    numbers, serials = [], {}
    for letter_id in letter_ids:
        letter = a.session.get_one(Letter, letter_id)
        serials[letter_id] = serial = _prints(a.session, letter_id) + 1
        a.session.add(LetterPrint(letter_id=letter_id, serial=serial, copies=copies, officer_id=a.officer.id, at=a.now))
        numbers.append(letter.number + (f"（重印第 {serial - 1} 次）" if serial > 1 else ""))
    a.session.flush()
    more = f"等 {len(numbers)} 件" if len(numbers) > 1 else ""
    a.say(f"已打印 {numbers[0]}{more}")
    return {"prints": serials}


def shown(desk: Desk, letter_id: str) -> bytes:
    """Return a letter for the screen or a file: the very bytes kept, or a copy that says the letter is void."""
    with desk.read() as session:
        return _marked(session, letter_id)


def printed(desk: Desk, prints: dict[str, int]) -> bytes:
    """Return the copies for the printer, each with the number of its printing, as one file for one job."""
    with desk.read() as session:
        files = [pdf for letter_id, serial in prints.items() for pdf in _copy(desk, session, letter_id, serial)]
    return files[0] if len(files) == 1 else bundles.merged(files)


def _copy(desk: Desk, session: Session, letter_id: str, serial: int) -> Iterator[bytes]:
    pdf = _marked(session, letter_id)
    if serial > 1:
        yield stamps.reprint_copy(pdf, serial - 1, desk.clock().date())
        return
    yield pdf
    if slip := delivery_slips.of(session, desk.catalogue, letter_id):
        yield slip


def _marked(session: Session, letter_id: str) -> bytes:
    pdf = seals.file_of(session, letter_id)
    row = session.get(LetterVoid, letter_id)
    if row is None:
        return pdf
    new = session.get(Letter, row.replaced_by) if row.replaced_by else None
    return stamps.void_copy(pdf, row.reason, office_date(row.at), new.number if new else "")


def _prints(session: Session, letter_id: str) -> int:
    return session.scalar(select(func.count()).where(LetterPrint.letter_id == letter_id)) or 0
