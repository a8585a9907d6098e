"""Letters: composed, numbered, drawn and kept in one transaction; an issued letter never changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.letters import LetterForm
from creditdesk.documents.chinese import chinese_number
from creditdesk.documents.letter import LetterContent, letter_pdf
from creditdesk.documents.letter_text import read_text
from creditdesk.documents.wording import compose
from creditdesk.errors import Problem
from creditdesk.exchange import letter_codes
from creditdesk.models import Case, Letter, LetterFile, LetterPrint, LetterSeal, LetterVoid, Officer
from creditdesk.services import erased_rows, journal_heads, office_keys, offices, registers, skips, wordings
from creditdesk.services.acts import Act
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.vault import search


@dataclass(frozen=True)
class LetterRow:
    """An issued letter as the register shows it; `void_reason` is empty for one in force, `seal` unless asked for."""

    id: str
    number: str
    title: str
    addressee: str
    case_id: str
    case_number: str
    issued_on: date
    officer: str
    sha256: str
    prints: int
    void_reason: str
    code: str
    seal: str


SEAL_ASKED, SEALED, SEAL_REFUSED = "待用印", "已用印", "未准用印"


def seal_state(row: LetterSeal | None) -> str:
    """Return how far the wish for the seal's picture is, in words; empty where nobody asked."""
    if row is None:
        return ""
    return SEAL_REFUSED if row.refused_because else SEALED if row.answered_at else SEAL_ASKED


def series_of(office: Office, form: LetterForm) -> str:
    """Return the series a form is numbered in: the office's prefix and the form's code (牟信异受)."""
    return f"{office.prefix}{form.number_code}"


def letter_number(series: str, year: int, serial: int, sub: int = 0) -> str:
    """Write a letter number as GB/T 9704 wants it: full year in 〔〕, no 第, no leading zero; a supplement is 之一."""
    return f"{series}〔{year}〕{serial}号" + (f"之{chinese_number(sub)}" if sub else "")


def issue(a: Act, form: LetterForm, values: Mapping[str, Any], case_id: str | None) -> Letter:
    """Take the next number, draw the letter dated today and keep it; a Problem leaves the number untaken."""
    office = offices.office_of(a.session)
    series = series_of(office, form)
    serial = registers.take(a, series, a.today.year)
    return _keep(a, form, values, case_id, (series, a.today.year, serial, 0))


def supplement(a: Act, main: Letter, form: LetterForm, values: Mapping[str, Any]) -> Letter:
    """Issue a supplement to a letter under its number (12号之一); a number that is void gets none."""
    if a.session.get(LetterVoid, main.id) is not None:
        raise Problem(f"{main.number}已作废，不能再发补充文书，请另行取号。")
    place = (Letter.series == main.series, Letter.year == main.year, Letter.serial == main.serial)
    last = a.session.scalar(select(func.max(Letter.sub)).where(*place)) or 0
    skipped = skips.last(a.session, skips.supplement_register(main.series, main.serial), main.year)
    sub = max(last, skipped.last if skipped else 0) + 1
    return _keep(a, form, values, main.case_id, (main.series, main.year, main.serial, sub))


def _keep(
    a: Act, form: LetterForm, values: Mapping[str, Any], case_id: str | None, place: tuple[str, int, int, int]
) -> Letter:
    """Draw a letter under its number and keep row and file."""
    series, year, serial, sub = place
    office, wording = offices.office_of(a.session), wordings.used(a, form)
    content = drafted(a.session, wordings.form_of(wording), values, letter_number(*place), a.today)
    head = journal_heads.present(a.session)
    pdf = letter_pdf(content)
    letter = Letter(
        form=form.name,
        edition=wording.edition,
        wording_id=wording.id,
        series=series,
        year=year,
        serial=serial,
        sub=sub,
        number=content.number,
        issuer=office.name,
        title=content.title,
        addressee=content.addressee,
        case_id=case_id,
        issued_on=a.today,
        issued_at=a.now,
        officer_id=a.officer.id,
        values=_plain(values),
        code=content.code,
        sha256=hashlib.sha256(pdf).hexdigest(),
        journal_seq=head.seq,
        journal_head=head.digits,
    )
    a.session.add(letter)
    a.session.flush()
    a.session.add(LetterFile(letter_id=letter.id, pdf=pdf))
    search.put(a.session.connection(), entry_of(letter))
    return letter


def entry_of(letter: Letter) -> search.Entry:
    """Return what the search index keeps of a letter."""
    title = f"{letter.number} {letter.addressee}"
    return search.Entry("letter", letter.id, title, [letter.addressee], [letter.number], named=False)


def drafted(session: Session, form: LetterForm, values: Mapping[str, Any], number: str, on: date) -> LetterContent:
    """Return a letter's content under a number, with code and journal head, for a preview and for the letter."""
    office = offices.office_of(session)
    content = compose(form, values, office=office.name, number=number, on=on)
    facts = letter_codes.LetterFacts(office.uscc or office.division, number, on, content.addressee, read_text(content))
    code = letter_codes.sign(facts, office_keys.active(session).key_pem)
    return replace(content, code=code, foot=journal_heads.present(session).words)


def content_of(session: Session, letter: Letter) -> LetterContent:
    """Return the content of an issued letter again, from its values, its wording, its code and its head."""
    erased_rows.refuse(session, "letter", letter.id, letter.number)
    wording = wordings.of_letter(session, letter)
    form = wordings.form_of(wording)
    content = compose(
        form, revived(form, letter.values), office=letter.issuer, number=letter.number, on=letter.issued_on
    )
    head = journal_heads.of_letter(letter)
    return replace(content, code=letter.code, foot=head.words if head else "")


def preview(desk: Desk, session: Session, form: LetterForm, values: Mapping[str, Any]) -> tuple[bytes, str]:
    """Draw the letter with the number it would get now, taking none; returns the PDF and that number."""
    today = desk.clock().date()
    series = series_of(offices.office_of(session), form)
    number = letter_number(series, today.year, registers.upcoming(session, series, today.year))
    return letter_pdf(drafted(session, wordings.current(session, form, today), values, number, today)), number


def _plain(value: Any) -> Any:
    """Return values as JSON can hold them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def revived(form: LetterForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept values as the form's templates expect them: dates are dates again."""
    dates = {value.name for value in form.values if value.kind == "date"}
    return {
        name: date.fromisoformat(value) if name in dates and isinstance(value, str) and value else value
        for name, value in values.items()
    }


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
    prints = select(func.count()).where(LetterPrint.letter_id == Letter.id).correlate(Letter).scalar_subquery()
    query = (
        select(Letter, Officer.name, Case.number, prints, LetterVoid.reason, LetterSeal)
        .join(Officer, Officer.id == Letter.officer_id)
        .outerjoin(Case, Case.id == Letter.case_id)
        .outerjoin(LetterVoid, LetterVoid.letter_id == Letter.id)
        .outerjoin(LetterSeal, LetterSeal.letter_id == Letter.id)
        .where(Letter.id.in_(wanted))
    )
    with desk.read() as session:
        found = {letter.id: _row(letter, *told) for letter, *told in session.execute(query)}
    return [found[one] for one in wanted if one in found]


def _row(
    letter: Letter, officer: str, case_number: str | None, prints: int, void_reason: str | None, seal: LetterSeal | None
) -> LetterRow:
    return LetterRow(
        letter.id,
        letter.number,
        letter.title,
        letter.addressee,
        letter.case_id or "",
        case_number or "",
        letter.issued_on,
        officer,
        letter.sha256,
        prints,
        void_reason or "",
        letter.code,
        seal_state(seal),
    )


def file_of(session: Session, letter_id: str) -> bytes:
    """Return the stored file of a letter; raises a Problem when it is no longer what was issued."""
    letter = session.get_one(Letter, letter_id)
    erased_rows.refuse(session, "letter", letter_id, letter.number)
    file = session.get_one(LetterFile, letter_id)
    if hashlib.sha256(file.pdf).hexdigest() != letter.sha256:
        raise Problem(f"{letter.number}的存档文件与签发时不一致，请停止使用并运行“体检”。")
    return file.pdf


def pdf_of(desk: Desk, letter_id: str) -> bytes:
    """Return the PDF of an issued letter; raises a Problem when it is no longer what was issued."""
    with desk.read() as session:
        return file_of(session, letter_id)
