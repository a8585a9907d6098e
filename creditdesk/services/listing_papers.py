"""What a listing leaves on paper and in the files: the values of its letters, and the record it makes."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from creditdesk.documents.chinese import chinese_number
from creditdesk.errors import InputProblem
from creditdesk.models import Case, Letter, Listing, Record, SourceUnit, Subject
from creditdesk.rules import procedures
from creditdesk.rules.identifiers import mask
from creditdesk.rules.periods import MONTHS_A_YEAR
from creditdesk.services import cases, letters, listings, offices, records, subjects
from creditdesk.services.acts import Act
from creditdesk.services.promises import NO_CODE

KINDS = {listings.BLACK: "serious_breach", listings.RED: "red_listing"}
SHOWN, OVER = "公示中", "已公示"
TERM = "term"


def send(a: Act, case: Case, listing: Listing, act_name: str, on: date, **more: Any) -> Letter:
    """Draw and number the act's letter and move the listing."""
    cases.may(a, case, act_name)
    form = procedures.act_named(a.catalogue.procedure(case.procedure), act_name).letter or ""
    letter = letters.issue(a, a.catalogue.letter(form), values(a, case, listing) | more, case.id)
    cases.advance(a, case, act_name, on, note=str(more.get("reason", "")), letter=letter)
    return letter


def values(a: Act, case: Case, listing: Listing) -> dict[str, Any]:
    """Return every value that a letter of a listing may name."""
    office, subject = offices.office_of(a.session), a.session.get_one(Subject, case.subject_id)
    return {
        "subject": subject.name,
        "subject_code": subject.uscc or subject.org_code or mask(subject.document_number or ""),
        "you": "你" if subject.category == "person" else "你单位",
        "unit": listing.unit,
        "list": listing.list_name,
        "domain": listing.domain,
        "basis": listing.basis,
        "facts": listing.facts,
        "reason": listing.reason,
        "origin": listing.origin or "",
        "measures": listing.measures,
        "term": term(listing.term_months),
        "black": listing.colour == listings.BLACK,
        "answer_by": listing.answer_by,
        "decided_on": listing.decided_on,
        "decision_number": listing.decision_number or "",
        "effective_on": listing.force_on,
        "channel": listing.channel or "",
        "published_on": listing.published_on,
        "published_until": listing.published_until,
        "contact": office.contact or a.officer.name,
        "phone": office.phone,
        "address": office.address,
    }


def term(months: int | None) -> str:
    """Write a term as paper does: 二年, 18个月; empty where none was set."""
    if months is None:
        return ""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return f"{chinese_number(years)}年" if not rest else f"{months}个月"


def make_record(a: Act, case: Case, listing: Listing, representative: str = "") -> None:
    """Keep the record of a listing, which is published, reported and mirrored like every other.

    Where the same decision was recorded before, that record is the listing's. `representative` is the 法定代表人 where
    the desk does not know it.
    """
    subject, kind = a.session.get_one(Subject, case.subject_id), a.catalogue.kind(KINDS[listing.colour])
    content = subjects.brought(subject) | _common(a, listing) | _own(case, listing)
    if representative.strip():
        content["legal_representative"] = representative.strip()
    why = f"{a.catalogue.procedure(case.procedure).label}{case.number}"
    clean = records.checked(a, kind, content, why)
    there = records.same_decision(a.session, kind, subject.id, clean)
    if there is None:
        listing.record_id = records.make(a, kind, subject, clean, "listing", why).id
        return
    if a.session.scalar(select(Listing.id).where(Listing.record_id == there.id)):
        raise InputProblem(f"{kind.told_key(clean)}的决定已经用于另一件列入，请核对认定文号。")
    listing.record_id = there.id
    if clean != there.content:
        records.correct(a, there.id, clean, why, case_id=case.id, kept_because=why)


def _common(a: Act, listing: Listing) -> dict[str, str]:
    """Return what the kinds of both colours have; a red one was public as a proposal before it was decided."""
    code = a.session.scalar(select(SourceUnit.uscc).where(SourceUnit.name == listing.unit)) or NO_CODE
    return {
        "decision_number": listing.decision_number or "",
        "decided_on": _text(listing.decided_on),
        "authority": listing.unit,
        "authority_uscc": code,
        "publicity_on": _text(max(filter(None, (listing.published_on, listing.decided_on)))),
        "publicity_until": _text(listing.force_until),
        "usage_scope": "公示",
        "status": SHOWN,
        "source_unit": listing.unit,
        "source_unit_uscc": code,
    }


def _own(case: Case, listing: Listing) -> dict[str, str]:
    """Return what only the kind of one colour has."""
    if listing.colour == listings.RED:
        return {
            "red_source": listing.origin or "",
            "decision_title": listing.list_name,
            "decision_content": listing.facts,
            "proof": "、".join(listing.proofs),
        }
    return {
        "list_name": listing.list_name,
        "domain": listing.domain,
        "grounds": listing.basis,
        "notice_served_on": case.events.get("served", ""),
        "facts": listing.facts,
        "refusing_performance": "是" if listing.refusal_proof else "否",
        "grade": records.SEVERE,
        "grade_reason": listing.reason,
    }


def end_record(a: Act, case: Case, listing: Listing, why: str) -> None:
    """Let the record of a listing tell that it left; before its term, publicity ends the day before."""
    record = a.session.get(Record, listing.record_id) if listing.record_id else None
    if record is None or record.state == "revoked" or listing.exited_on is None:
        return
    news = {"removed_on": listing.exited_on.isoformat(), "status": OVER}
    if listing.exit_reason != TERM:
        # No record can end before it began.
        first = max(record.content["decided_on"], record.content["publicity_on"])
        news["publicity_until"] = max((listing.exited_on - timedelta(1)).isoformat(), first)
    if listing.colour == listings.RED:
        news["removal_reason"] = why
    records.correct(a, record.id, news, why, case_id=case.id, kept_because=why)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
