"""Letters: composed, numbered, drawn and kept in one transaction; an issued letter never changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.letters import LetterForm
from creditdesk.documents.letter import letter_pdf
from creditdesk.documents.wording import compose
from creditdesk.errors import Problem
from creditdesk.models import Case, Letter, LetterFile, Officer
from creditdesk.services import offices, registers
from creditdesk.services.acts import Act
from creditdesk.services.desk import Desk
from creditdesk.vault import search


@dataclass(frozen=True)
class LetterRow:
    """An issued letter as the register shows it."""

    id: str
    number: str
    title: str
    addressee: str
    case_id: str
    case_number: str
    issued_on: date
    officer: str
    sha256: str


def letter_number(prefix: str, code: str, year: int, serial: int) -> str:
    """Write a letter number as GB/T 9704 wants it: full year in 〔〕, no 第, no leading zero."""
    return f"{prefix}{code}〔{year}〕{serial}号"


def issue(a: Act, form: LetterForm, values: Mapping[str, Any], case_id: str | None) -> Letter:
    """Take the next number, draw the letter dated today and keep it; a Problem leaves the number untaken."""
    office = offices.office_of(a.session)
    serial = registers.take(a, form.name, a.today.year)
    number = letter_number(office.prefix, form.number_code, a.today.year, serial)
    content = compose(form, values, office=office.name, number=number, on=a.today)
    pdf = letter_pdf(content)
    letter = Letter(
        form=form.name,
        edition=form.edition,
        year=a.today.year,
        serial=serial,
        number=number,
        title=content.title,
        addressee=content.addressee,
        case_id=case_id,
        issued_on=a.today,
        issued_at=a.now,
        officer_id=a.officer.id,
        values=_plain(values),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    a.session.add(letter)
    a.session.flush()
    a.session.add(LetterFile(letter_id=letter.id, pdf=pdf))
    title = f"{number} {letter.addressee}"
    search.put(a.session.connection(), "letter", letter.id, title, [], [number])
    return letter


def preview(desk: Desk, session: Session, form: LetterForm, values: Mapping[str, Any]) -> tuple[bytes, str]:
    """Draw the letter with the number it would get now, taking none; returns the PDF and that number."""
    office = offices.office_of(session)
    today = desk.clock().date()
    serial = registers.upcoming(session, form.name, today.year)
    number = letter_number(office.prefix, form.number_code, today.year, serial)
    return letter_pdf(compose(form, values, office=office.name, number=number, on=today)), number


def _plain(value: Any) -> Any:
    """Return values as JSON can hold them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def ids(desk: Desk, text: str = "", form: str = "") -> list[str]:
    """Return the identities of the issued letters, the newest first."""
    with desk.read() as session:
        query = select(Letter.id)
        if form:
            query = query.where(Letter.form == form)
        if text.strip():
            part = f"%{text.strip()}%"
            query = query.where(Letter.number.like(part) | Letter.addressee.like(part) | Letter.title.like(part))
        return list(session.scalars(query.order_by(Letter.issued_on.desc(), Letter.id.desc())))


def rows(desk: Desk, wanted: list[str]) -> list[LetterRow]:
    """Return register rows for these identities, in the same order."""
    query = (
        select(Letter, Officer.name, Case.number)
        .join(Officer, Officer.id == Letter.officer_id)
        .outerjoin(Case, Case.id == Letter.case_id)
        .where(Letter.id.in_(wanted))
    )
    with desk.read() as session:
        found = {letter.id: _row(letter, officer, number or "") for letter, officer, number in session.execute(query)}
    return [found[one] for one in wanted if one in found]


def _row(letter: Letter, officer: str, case_number: str) -> LetterRow:
    return LetterRow(
        letter.id,
        letter.number,
        letter.title,
        letter.addressee,
        letter.case_id or "",
        case_number,
        letter.issued_on,
        officer,
        letter.sha256,
    )


def pdf_of(desk: Desk, letter_id: str) -> bytes:
    """Return the PDF of an issued letter; raises a Problem when it is no longer what was issued."""
    with desk.read() as session:
        letter, file = session.get_one(Letter, letter_id), session.get_one(LetterFile, letter_id)
        if hashlib.sha256(file.pdf).hexdigest() != letter.sha256:
            raise Problem(f"{letter.number}的存档文件与签发时不一致，请停止使用并运行“体检”。")
        return file.pdf
