"""无不良信用记录证明: that a subject has no adverse record in force today, for the purpose its applicant names."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem, few
from creditdesk.models import Letter, Record, Subject
from creditdesk.services import enquiries, letters, merges, offices, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.enquiries import CERTIFICATE, Asking
from creditdesk.services.powers import Power

FORM = "clean_record"
VALID_DAYS = 28
"""How long a certificate speaks: four weeks, within which packages of a month come in; the office's own term."""

_TOLD = 3


@act("subject.certify_clean", Power.ENQUIRY, "出具无不良记录证明")
def certify(a: Act, subject_id: str, asking: Asking) -> Result:
    """Issue the certificate and keep the enquiry: number, PDF and journal entry in one transaction.

    InputProblem for an enquiry that is not complete (省条例第22条), and for a subject with an adverse record in force.
    """
    authority = enquiries.authority_of(enquiries.rule_of(a.catalogue), asking)
    subject = a.session.get_one(Subject, merges.kept_of(a.session, subject_id))
    enquiries.check_category(authority, subject)
    standing = adverse(a.session, a.catalogue, subject.id, a.today)
    if standing:
        told = few(standing, "条")
        raise InputProblem(f"{subject.name}有有效的失信记录（{told}），不能出具无不良信用记录证明。")
    labels = [kind.label for kind in a.catalogue.current_kinds() if kind.adverse]
    letter, kept = issue(a, FORM, subject, asking, scope(labels), {})
    a.say(f"已出具{subject.name}的无不良信用记录证明{letter.number}")
    return {"letter": letter.id, "number": letter.number, "subject": subject.id, "enquiry": kept}


def scope(labels: Sequence[str]) -> str:
    """Return in words which kinds of records were looked through."""
    return f"{'、'.join(labels[:_TOLD])}等{len(labels)}类失信信息"


def issue(
    a: Act, form: str, subject: Subject, asking: Asking, looked_through: str, more: Mapping[str, Any]
) -> tuple[Letter, str]:
    """Number and keep a certificate about a subject, and the enquiry it answers; returns the letter and the enquiry."""
    office = offices.office_of(a.session)
    values = {
        "applicant": asking.applicant.strip(),
        "subject": subject.name,
        "subject_code": subjects.code_of(subject),
        "on": a.today,
        "scope": looked_through,
        "purpose": asking.purpose.strip(),
        "valid_until": a.today + timedelta(days=VALID_DAYS),
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }
    letter = letters.issue(a, a.catalogue.letter(form), values | dict(more), None)
    return letter, enquiries.keep(a, CERTIFICATE, asking, [subject.id], letter_id=letter.id)


def adverse(session: Session, catalogue: Catalogue, subject_id: str, today: date, *, grade: str = "") -> list[str]:
    """Return what a subject's adverse records in force are called, the newest decision first; of one grade, or all.

    Revoked ones, those that are no ground for measures (省条例第13条), those whose publicity ended, and those that tell
    of no breach (a commitment that is kept) do not count.
    """
    kinds = [kind.name for kind in catalogue.current_kinds() if kind.adverse]
    query = select(Record).where(Record.subject_id == subject_id, Record.state != "revoked", Record.kind.in_(kinds))
    query = query.where(Record.withheld.is_(None)).order_by(Record.decided_on.desc(), Record.id)
    if grade:
        query = query.where(Record.grade == grade)
    found = []
    for record in session.scalars(query):
        kind = catalogue.kind(record.kind, record.edition)
        if kind.speaks_against(record.grade) and record.content.get("publicity_until", "9") >= today.isoformat():
            found.append(f"{kind.label}{record.decision_number or ''}")
    return found
