"""信用报告: a subject's records as far as the enquiry's authority opens them, numbered and kept like every letter.

实施方案六（七）; 省条例第18、40条: sources, use and, for the subject itself, the queries stand in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.enquiries import Authority, EnquiryRule
from creditdesk.errors import InputProblem
from creditdesk.exchange.asked_lists import asked_in
from creditdesk.exchange.whole_files import replace_file
from creditdesk.models import Record, Subject, SubjectName
from creditdesk.rules.identifiers import mask
from creditdesk.services import batch_matches, enquiries, letters, merges, offices, subjects
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import REPORT, Asking
from creditdesk.services.powers import Power
from creditdesk.services.records import ARCHIVED

FORM = "credit_report"
CONTESTED, ENDED, WITHHELD, STANDING = "异议中", "已停止公示", "依法不公示", "有效"
UNSTATED = "未注明"
# The representative's own papers are no part of what is asked about the organisation.
_OF_ANOTHER = ("representative_document_type", "representative_document_number")


@dataclass(frozen=True)
class Line:
    """One record as a report shows it."""

    kind: str
    adverse: bool
    title: str
    unit: str
    on: str
    grade: str
    state: str


@dataclass(frozen=True)
class Extract:
    """What an authority opens of a subject: the lines by kind, and how many records each closed scope holds."""

    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, int], ...]

    @property
    def contested(self) -> int:
        """How many of the lines are contested."""
        return sum(line.state == CONTESTED for line in self.lines)


@dataclass(frozen=True)
class Outlook:
    """What a report would hold, told before it is issued; `free` is None where that is no question."""

    listed: int
    left_out: int
    own_reports: int
    free: bool | None


@act("subject.report", Power.ENQUIRY, "出具信用报告")
def issue(a: Act, subject_id: str, asking: Asking) -> Result:
    """Issue a report and keep the enquiry: number, PDF, query log and journal entry in one transaction.

    InputProblem when the enquiry is not complete, or its authority does not open subjects of this category.
    """
    rule = enquiries.rule_of(a.catalogue)
    authority = enquiries.authority_of(rule, asking)
    subject = a.session.get_one(Subject, merges.kept_of(a.session, subject_id))
    enquiries.check_category(authority, subject)
    extract = extracted(a.session, a.catalogue, subject.id, authority, a.today)
    earlier = enquiries.own_reports(a.session, a.catalogue, subject.id, a.today.year)
    values = _values(a, subject, asking, authority, extract) | {
        "free_note": _free_note(rule, authority, a.today, earlier)
    }
    letter = letters.issue(a, a.catalogue.letter(FORM), values, None)
    free = earlier < rule.free_reports if authority.own else None
    enquiry = enquiries.keep(a, REPORT, asking, [subject.id], free=free, letter_id=letter.id)
    a.say(f"已出具{subject.name}的信用报告{letter.number}，列入{len(extract.lines)}条")
    return {"letter": letter.id, "number": letter.number, "subject": subject.id, "enquiry": enquiry}


def outlook(desk: Desk, subject_id: str, authority_code: str) -> Outlook | None:
    """Return what a report on this authority would hold; None when the authority does not open the subject."""
    rule = enquiries.rule_of(desk.catalogue)
    authority = rule.authority(authority_code)
    with desk.read() as session:
        subject = session.get_one(Subject, merges.kept_of(session, subject_id))
        if authority is None or not authority.opens(subjects.CATEGORY_LABELS[subject.category]):
            return None
        today = desk.clock().date()
        extract = extracted(session, desk.catalogue, subject.id, authority, today)
        earlier = enquiries.own_reports(session, desk.catalogue, subject.id, today.year)
    free = earlier < rule.free_reports if authority.own else None
    return Outlook(len(extract.lines), sum(count for _, count in extract.left_out), earlier, free)


def save(desk: Desk, named: str, asking: Asking, path: Path) -> Changes:
    """Issue a report about the subject with this code, document number or name, and write it into a file."""
    if not path.parent.is_dir():
        raise InputProblem(f"文件夹{path.parent}不存在，请先建立，或另选一个。")
    changes = desk.perform(issue, _named(desk, named, asking), asking)
    replace_file(path, letters.pdf_of(desk, changes.result["letter"]))
    return changes


def _named(desk: Desk, named: str, asking: Asking) -> str:
    authority = enquiries.authority_of(enquiries.rule_of(desk.catalogue), asking)
    with desk.read() as session:
        (answer,) = batch_matches.answers(session, desk.catalogue, asked_in(named)[:1], authority, desk.clock().date())
    if not answer.matches:
        raise InputProblem(f"没有查到“{answer.shown(bare=False)}”，请核对代码、证件号码或名称。")
    if len(answer.matches) > 1:
        raise InputProblem(f"名称为“{named}”的主体有{len(answer.matches)}个，请用代码或证件号码查询。")
    return answer.matches[0].id


def extracted(session: Session, catalogue: Catalogue, subject_id: str, authority: Authority, today: date) -> Extract:
    """Return a subject's records as an authority sees them, kind by kind, the newest decision first.

    Revoked and archived ones are out, as the certificate of archiving says; those whose publicity ended, or that are
    not published by law, are for the subject alone.
    """
    query = select(Record).where(Record.subject_id == subject_id, Record.state != "revoked")
    query = query.where(or_(Record.withheld.is_(None), Record.withheld != ARCHIVED))
    places = {kind.name: place for place, kind in enumerate(catalogue.current_kinds())}
    found = session.scalars(query.order_by(Record.decided_on.desc(), Record.id.desc())).all()
    lines, left_out = [], Counter[str]()
    for record in sorted(found, key=lambda record: places[record.kind]):
        state, scope = _state(record, today), record.content.get("usage_scope", "")
        if authority.own or (state in (STANDING, CONTESTED) and scope in authority.sees):
            lines.append(_line(catalogue, record, state))
        elif state in (STANDING, CONTESTED):
            left_out[scope or UNSTATED] += 1
    return Extract(tuple(lines), tuple(left_out.items()))


def _state(record: Record, today: date) -> str:
    if record.withheld:
        return WITHHELD
    if record.content.get("publicity_until", "9") < today.isoformat():
        return ENDED
    return CONTESTED if record.objection_mark else STANDING


def _line(catalogue: Catalogue, record: Record, state: str) -> Line:
    kind = catalogue.kind(record.kind, record.edition)
    title, unit = kind.title(record.content), record.source_unit or ""
    against = kind.speaks_against(record.grade)
    return Line(kind.label, against, title, unit, record.decided_on or "", record.grade or "", state)


def _free_note(rule: EnquiryRule, authority: Authority, today: date, earlier: int) -> str:
    if not authority.own:
        return ""
    within = "在" if earlier < rule.free_reports else "不在"
    return f"本报告是{today.year}年第{earlier + 1}份本人信用报告，{within}每年{rule.free_reports}份免费之内。"


def _values(a: Act, subject: Subject, asking: Asking, authority: Authority, extract: Extract) -> dict[str, Any]:
    office, rule = offices.office_of(a.session), enquiries.rule_of(a.catalogue)
    return {
        "applicant": asking.applicant.strip(),
        "subject": subject.name,
        "category": subjects.CATEGORY_LABELS[subject.category],
        "identity": _identity(a.session, subject),
        "on": a.today,
        "authority": authority.label,
        "proof": asking.proof.strip(),
        "purpose": asking.purpose.strip(),
        "own": authority.own,
        "sees": "、".join(scope for scope in rule.scopes if scope in authority.sees),
        "listed": len(extract.lines),
        "adverse": sum(line.adverse for line in extract.lines),
        "contested": extract.contested,
        "left": sum(count for _, count in extract.left_out),
        "kinds": _kinds(extract.lines),
        "records": [_row(line) for line in extract.lines],
        "left_out": [_hidden(rule, scope, count) for scope, count in extract.left_out],
        "log": _log(a.session, a.catalogue, subject.id) if authority.own else [],
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }


def _identity(session: Session, subject: Subject) -> list[str]:
    """Return the codes, a person's masked number, the representative's name, and the former names."""
    labels = {name: label for name, label in subjects.IDENTITY_LABELS.items() if name not in _OF_ANOTHER}
    told = [(name, label, getattr(subject, name)) for name, label in labels.items()]
    shown = [f"{label}{mask(value) if name in subjects.PRIVATE else value}" for name, label, value in told if value]
    former = session.scalars(select(SubjectName.name).where(SubjectName.subject_id == subject.id)).all()
    return [*shown, *([f"曾用名{'、'.join(former)}"] if former else [])]


def _kinds(lines: Sequence[Line]) -> list[dict[str, str]]:
    rows = []
    for kind in dict.fromkeys(line.kind for line in lines):
        some = [line for line in lines if line.kind == kind]
        counts = len(some), sum(line.adverse for line in some), sum(line.state == CONTESTED for line in some)
        rows.append({"kind": kind} | dict(zip(("count", "adverse", "contested"), map(str, counts), strict=True)))
    return rows


def _row(line: Line) -> dict[str, str]:
    what = f"{line.kind}\n{line.title}" if line.title != line.kind else line.kind
    return {"what": what, "unit": line.unit, "on": line.on, "grade": line.grade, "state": line.state}


def _hidden(rule: EnquiryRule, scope: str, count: int) -> dict[str, str]:
    return {"scope": scope, "count": str(count), "why": rule.hidden.get(scope, rule.unstated)}


def _log(session: Session, catalogue: Catalogue, subject_id: str) -> list[dict[str, str]]:
    return [
        {
            "on": office_date(row.at).isoformat(),
            "applicant": row.applicant,
            "authority": row.authority,
            "purpose": row.purpose,
            "form": row.form,
        }
        for row in enquiries.log_of(session, catalogue, subject_id)
    ]
