"""信封标签 for letters: to whom each goes, and where, as far as the desk knows an address."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.documents.labels import Label, labels_pdf
from creditdesk.errors import InputProblem
from creditdesk.models import Case, Letter, Record, SourceUnit
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, listed

_ADDRESS = "registered_address"


def labels(desk: Desk, letter_ids: Sequence[str]) -> tuple[Label, ...]:
    """Return a label for each letter, in the same order; InputProblem when none is chosen."""
    if not letter_ids:
        raise InputProblem("没有选择文书，请先选择要寄送的文书。")
    with desk.read() as session:
        query = select(Letter).where(Letter.id.in_(AMONG))
        found = {letter.id: letter for letter in session.scalars(query, {"ids": listed(letter_ids)})}
        return tuple(_label(session, found[one]) for one in letter_ids)


def pdf(desk: Desk, letter_ids: Sequence[str]) -> bytes:
    """Draw the labels of letters."""
    return labels_pdf(labels(desk, letter_ids), desk.clock().date())


def _label(session: Session, letter: Letter) -> Label:
    return Label(address_of(session, letter), letter.addressee, letter.number, letter.issuer)


def address_of(session: Session, letter: Letter) -> str:
    """Return the unit's address, or the one that the newest record of the case's subject states."""
    unit = session.scalar(select(SourceUnit.address).where(SourceUnit.name == letter.addressee))
    if unit or letter.case_id is None:
        return unit or ""
    case = session.get_one(Case, letter.case_id)
    if case.applicant.get("name") != letter.addressee:
        return ""
    told = Record.content[_ADDRESS].as_string()
    query = select(told).where(Record.subject_id == case.subject_id, told.is_not(None), Record.state != "revoked")
    return session.scalar(query.order_by(Record.changed_at.desc(), Record.id.desc()).limit(1)) or ""
