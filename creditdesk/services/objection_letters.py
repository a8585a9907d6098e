"""What the letters of an objection say: the values of its forms, gathered from the case."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from creditdesk.models import Case, CaseItem, Record, Referral, SourceUnit, Subject
from creditdesk.services import cases, joins, offices
from creditdesk.services.paper import Paper, on_paper

Rows = list[tuple[CaseItem, Record]]


def values(paper: Paper, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value that a letter of this case may name; `data` adds what the act at hand decides.

    With a `referral_id` in it the letter is for one unit, and tells of that unit's records alone.
    """
    office = offices.office_of(paper.session)
    subject = paper.session.get_one(Subject, case.subject_id)
    part = next((one for one in case.referrals if one.id == data.get("referral_id")), None)
    unit_id = part.unit_id if part else case.unit_id
    unit = paper.session.get(SourceUnit, unit_id) if unit_id else None
    rows = _rows(paper, case, part)
    return {
        "applicant": case.applicant["name"],
        "you": "你" if subject.category == "person" else "你单位",
        "unit": unit.name if unit else "",
        "case_number": case.number,
        "joined": joins.numbers(paper.session, case),
        "request": case.request,
        "materials": case.materials,
        "records": "、".join(f"“{title}”信息" for title in _titles(paper, rows)),
        "items": _items(paper, rows, data),
        "contact": office.contact or paper.officer_name,
        "phone": office.phone,
        "address": office.address,
        **_days(paper, case),
        **{f"{name}_on": day for name, day in cases.events_of(case).items()},
        **{name: value for name, value in data.items() if name in ("missing", "reason")},
    }


def _days(paper: Paper, case: Case) -> dict[str, Any]:
    """Return the days each stage has and the dates that follow, as they stand today."""
    rule = cases.rule_of(case, paper.catalogue)
    now = cases.clocks_of(case, paper.catalogue, paper.calendar, paper.today)
    verify = next((stage for stage in now.stages if stage.name == "verify"), None)
    known = {stage.name for one in paper.catalogue.procedure(case.procedure).rule_sets for stage in one.stages}
    return {
        # A stage that the case's rule does not limit has no days; the letters leave its sentence out.
        **dict.fromkeys((f"{name}_days" for name in known), None),
        **{f"{stage.name}_days": stage.days for stage in rule.stages},
        "overall_days": rule.overall_days,
        "overall_due": now.overall.due,
        "opinion_latest": verify.latest if verify else now.overall.due,
        "provisional": now.provisional,
    }


def _rows(paper: Paper, case: Case, part: Referral | None) -> Rows:
    query = select(CaseItem, Record).join(Record, Record.id == CaseItem.record_id)
    query = query.where(CaseItem.case_id == case.id).order_by(CaseItem.id)
    if part is not None:
        query = query.where(CaseItem.referral_id == part.id)
    return [(item, record) for item, record in paper.session.execute(query)]


def _titles(paper: Paper, rows: Rows) -> list[str]:
    return list(dict.fromkeys(_title(paper, record) for _, record in rows))


def _title(paper: Paper, record: Record) -> str:
    kind = paper.catalogue.kind(record.kind, record.edition)
    return f"{kind.label}{kind.title(record.content)}"


def _items(paper: Paper, rows: Rows, data: Mapping[str, Any]) -> list[dict[str, str]]:
    decided = {decision["item_id"]: decision for decision in data.get("decisions", ())}
    told = []
    for item, record in rows:
        field = paper.catalogue.kind(record.kind, record.edition).field(item.field)
        decision = decided.get(item.id, {})
        told.append(
            {
                "field": field.label,
                "record": _title(paper, record),
                "old": on_paper(field, item.old_value),
                "claimed": on_paper(field, item.claimed_value),
                "outcome": decision.get("outcome", ""),
                "new": on_paper(field, field.clean(decision.get("new_value", ""))),
                "reason": decision.get("reason", "").rstrip("。"),
            }
        )
    return told
