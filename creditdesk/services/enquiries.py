"""Enquiries (查询): who asked about whom, on what authority, for what; each is kept and shown to the subject.

实施方案六（七）; 省条例第22–25、39、40条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.enquiries import Authority, EnquiryRule
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Enquiry, EnquirySubject, Letter, LetterVoid, Officer, Subject
from creditdesk.services import merges, subjects
from creditdesk.services.acts import Act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk

RULE = "plan_2017"
REPORT, BATCH, CERTIFICATE = "report", "batch", "certificate"
FORM_LABELS = {REPORT: "信用报告", BATCH: "批量核查", CERTIFICATE: "无不良记录证明"}


@dataclass(frozen=True)
class Asking:
    """Who asks, on what authority (code or word), with what proof of it, for what purpose."""

    applicant: str
    authority: str
    proof: str
    purpose: str


@dataclass(frozen=True)
class EnquiryRow:
    """An enquiry as lists and the subject's page show it; `subject` is empty for a batch check."""

    id: str
    form: str
    applicant: str
    authority: str
    proof: str
    purpose: str
    at: datetime
    officer: str
    subject_id: str
    subject: str
    asked: int
    found: int
    free: bool | None
    letter_id: str
    number: str
    void: bool


def rule_of(catalogue: Catalogue) -> EnquiryRule:
    """Return the rule in force about who may ask for what."""
    return catalogue.enquiry_rule(RULE)


def authority_of(rule: EnquiryRule, asking: Asking) -> Authority:
    """Return the authority of an enquiry; InputProblem unless applicant, authority, proof and purpose are all told."""
    stated(asking.applicant, "没有写明查询人，请填写后再查询。")
    authority = rule.authority(asking.authority)
    if authority is None:
        raise InputProblem(f"没有写明查询权限，请在“{'”“'.join(rule.labels)}”中选一种。")
    if authority.proof and not asking.proof.strip():
        raise InputProblem(f"凭“{authority.label}”查询必须写明{authority.proof}，请填写。")
    stated(asking.purpose, "没有写明查询用途，请填写后再查询。")
    return authority


def check_category(authority: Authority, subject: Subject) -> None:
    """Raise InputProblem when the authority does not open subjects of this category."""
    category = subjects.CATEGORY_LABELS[subject.category]
    if not authority.opens(category):
        raise InputProblem(
            f"{subject.name}是{category}，不能凭“{authority.label}”查询，请取得本人授权，或由本人、依法履职的单位查询。"
        )


def keep(
    a: Act,
    form: str,
    asking: Asking,
    subject_ids: Sequence[str],
    *,
    asked: int = 1,
    free: bool | None = None,
    letter_id: str | None = None,
) -> str:
    """Keep an enquiry and whom it was about, in the act that answers it; returns its identity."""
    made = Enquiry(
        form=form,
        applicant=asking.applicant.strip(),
        authority=authority_of(rule_of(a.catalogue), asking).code,
        proof=asking.proof.strip(),
        purpose=asking.purpose.strip(),
        asked=asked,
        free=free,
        letter_id=letter_id,
        officer_id=a.officer.id,
        at=a.now,
    )
    a.session.add(made)
    a.session.flush()
    if subject_ids:
        # A batch check may find thousands: the journal's own answer names them.
        a.session.execute(insert(EnquirySubject), [{"enquiry_id": made.id, "subject_id": one} for one in subject_ids])
        a.wrote("enquiry_subject", len(subject_ids), enquiry=made.id)
    return made.id


def own_reports(session: Session, catalogue: Catalogue, subject_id: str, year: int) -> int:
    """Return how many reports a subject got about itself in a calendar year; void ones do not count."""
    own = [each.code for each in rule_of(catalogue).authorities if each.own]
    query = select(Enquiry.at).where(_about(session, subject_id), Enquiry.form == REPORT, Enquiry.authority.in_(own))
    query = query.where(Enquiry.letter_id.not_in(select(LetterVoid.letter_id)))
    return sum(office_date(at).year == year for at in session.scalars(query))


def _about(session: Session, subject_id: str) -> ColumnElement[bool]:
    """Return the condition for enquiries about a subject, under every identity that was merged into it."""
    known = merges.identities_of(session, subject_id)
    return Enquiry.id.in_(select(EnquirySubject.enquiry_id).where(EnquirySubject.subject_id.in_(known)))


def about(session: Session, subject_id: str) -> list[tuple[str, datetime]]:
    """Return every enquiry about a subject with its moment, the newest first."""
    query = select(Enquiry.id, Enquiry.at).where(_about(session, subject_id))
    return [(row.id, row.at) for row in session.execute(query.order_by(Enquiry.at.desc(), Enquiry.id.desc()))]


def log_of(session: Session, catalogue: Catalogue, subject_id: str) -> list[EnquiryRow]:
    """Return every enquiry about a subject, the newest first."""
    return _rows(session, catalogue, [one for one, _ in about(session, subject_id)])


def ids(desk: Desk, text: str = "", form: str = "") -> list[str]:
    """Return the identities of the enquiries a list shows, the newest first."""
    query = select(Enquiry.id).order_by(Enquiry.at.desc(), Enquiry.id.desc())
    if form:
        query = query.where(Enquiry.form == form)
    if said := text.strip():
        named = select(EnquirySubject.enquiry_id).join(Subject, Subject.id == EnquirySubject.subject_id)
        named = named.where(Subject.name.contains(said, autoescape=True))
        told = [column.contains(said, autoescape=True) for column in (Enquiry.applicant, Enquiry.purpose)]
        query = query.where(or_(*told, Enquiry.id.in_(named)))
    with desk.read() as session:
        return list(session.scalars(query))


def rows(desk: Desk, wanted: Sequence[str]) -> list[EnquiryRow]:
    """Return list rows for these identities, in the same order."""
    with desk.read() as session:
        return _rows(session, desk.catalogue, wanted)


def _rows(session: Session, catalogue: Catalogue, wanted: Sequence[str]) -> list[EnquiryRow]:
    found = select(func.count()).where(EnquirySubject.enquiry_id == Enquiry.id).correlate(Enquiry).scalar_subquery()
    query = (
        select(Enquiry, Officer.name, found, Letter.number, LetterVoid.letter_id)
        .join(Officer, Officer.id == Enquiry.officer_id)
        .outerjoin(Letter, Letter.id == Enquiry.letter_id)
        .outerjoin(LetterVoid, LetterVoid.letter_id == Enquiry.letter_id)
        .where(Enquiry.id.in_(wanted))
    )
    known = _subjects(session, wanted)
    rule = rule_of(catalogue)
    told = {each.id: _row(rule, each, known.get(each.id), *more) for each, *more in session.execute(query)}
    return [told[one] for one in wanted if one in told]


def _subjects(session: Session, wanted: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the one subject of each enquiry but batch checks."""
    query = select(EnquirySubject.enquiry_id, Subject.id, Subject.name)
    query = query.join(Subject, Subject.id == EnquirySubject.subject_id)
    query = query.join(Enquiry, Enquiry.id == EnquirySubject.enquiry_id)
    found = session.execute(query.where(Enquiry.form != BATCH, Enquiry.id.in_(wanted)))
    return {enquiry_id: (subject_id, name) for enquiry_id, subject_id, name in found}


def _row(
    rule: EnquiryRule,
    each: Enquiry,
    subject: tuple[str, str] | None,
    officer: str,
    found: int,
    number: str | None,
    void: str | None,
) -> EnquiryRow:
    authority = rule.authority(each.authority)
    return EnquiryRow(
        each.id,
        FORM_LABELS[each.form],
        each.applicant,
        authority.label if authority else each.authority,
        each.proof,
        each.purpose,
        each.at,
        officer,
        *(subject or ("", "")),
        each.asked,
        found,
        each.free,
        each.letter_id or "",
        number or "",
        void is not None,
    )
