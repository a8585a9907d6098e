"""Supervision by grade (信用分类监管) and priority lists for public services, clauses 四(四) and 四(五).

Each evaluation that is valid today says what supervision follows from it; a severe record makes its subject a
重点监管对象 (五（二）) whatever the evaluation. A priority list holds whoever has an honour and neither adverse record
nor black listing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.supervision import SupervisionRule
from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject
from creditdesk.rules.identifiers import mask
from creditdesk.services import clean_records, listings, printed_lists, subjects
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.printed_lists import PrintedList
from creditdesk.services.records import SEVERE

RULE = "plan_2017"
CLASSES, PRIORITY = "信用分类监管名单", "公共服务优先名单"
_CLASS_COLUMNS = (
    *(("主体名称", 2.6), ("代码", 2.0), ("评定名称", 2.2), ("评定机构", 2.2)),
    *(("评定日期", 1.2), ("结果", 0.8), ("监管方式", 2.6)),
)
_PRIORITY_COLUMNS = (("主体名称", 2.4), ("代码或证件号码", 2.0), ("类别", 1.4), ("依据", 4.0))


@dataclass(frozen=True)
class Supervised:
    """One evaluation that is valid, and the supervision that follows."""

    record_id: str
    subject_id: str
    subject: str
    code: str
    title: str
    authority: str
    decided_on: str
    result: str
    follows: str

    def cells(self) -> tuple[str, ...]:
        """Return it as a row of texts."""
        told = self.title, self.authority, self.decided_on, self.result, self.follows
        return (self.subject, self.code, *told)


def rule_of(catalogue: Catalogue) -> SupervisionRule:
    """Return the rule about supervision."""
    return catalogue.supervision_rule(RULE)


def rows(desk: Desk, result: str = "") -> tuple[Supervised, ...]:
    """Return the newest valid evaluation of each subject under each title, of one result or all, by subject."""
    today, rule = desk.clock().date(), rule_of(desk.catalogue)
    with desk.read() as session:
        severe = _severe(session, today)
        found = [_supervised(rule, severe, one) for one in _newest(session, rule, today)]
    kept = [each for each in found if result in ("", each.result)]
    return tuple(sorted(kept, key=lambda each: (each.result, each.subject, each.title)))


def _newest(session: Session, rule: SupervisionRule, today: date) -> Iterator[Record]:
    query = select(Record).where(Record.kind == rule.kind, Record.state != "revoked")
    newest: dict[tuple[str, str, str], Record] = {}
    for record in session.scalars(query.order_by(Record.decided_on, Record.id)):
        about = record.subject_id, record.content["decision_title"], record.content["authority"]
        newest[about] = record
    return (each for each in newest.values() if each.content.get("valid_until", "9") >= today.isoformat())


def _severe(session: Session, today: date) -> set[str]:
    """Return who has a severe record in use."""
    query = select(Record.subject_id, Record.content["publicity_until"].as_string())
    query = query.where(Record.grade == SEVERE, Record.state != "revoked", Record.withheld.is_(None))
    return {one for one, until in session.execute(query) if (until or "9") >= today.isoformat()}


def _supervised(rule: SupervisionRule, severe: set[str], record: Record) -> Supervised:
    content = record.content
    code = next((content[name] for name in subjects.CODES if content.get(name)), "")
    result = content["evaluation_result"]
    follows = rule.serious if record.subject_id in severe else rule.follows(result)
    return Supervised(
        record.id, record.subject_id, content["subject_name"], code, content["decision_title"],
        content["authority"], content["decided_on"], result, follows,
    )  # fmt: skip


def save(desk: Desk, path: Path, result: str = "") -> Changes:
    """Write the list by grade as PDF or workbook."""
    rule = rule_of(desk.catalogue)
    known = [each.result for each in rule.classes]
    if result and result not in known:
        raise InputProblem(f"没有评定结果“{result}”，可选的有：{'、'.join(known)}。")
    cells = [each.cells() for each in rows(desk, result)]
    wanted = PrintedList(CLASSES, result, _CLASS_COLUMNS, cells, f"共{len(cells):,}条", "没有有效的评定结果。")
    return printed_lists.save(desk, wanted, path)


def priority(desk: Desk, service: str) -> tuple[tuple[str, ...], ...]:
    """Return who has priority in a public service, each with what it rests on; InputProblem for an unknown service."""
    rule, today = rule_of(desk.catalogue), desk.clock().date()
    wanted = rule.service(service)
    if wanted is None:
        raise InputProblem(f"没有公共服务“{service}”，可选的有：{'、'.join(each.label for each in rule.services)}。")
    with desk.read() as session:
        grounds = _grounds(session, rule, today)
        found = [session.get_one(Subject, one) for one in grounds]
        return tuple(
            _prior(each, grounds[each.id])
            for each in sorted(found, key=lambda each: (each.name, each.id))
            if subjects.CATEGORY_LABELS[each.category] in wanted.categories
            and not clean_records.adverse(session, desk.catalogue, each.id, today)
            and not listings.in_force(session, today, subject_id=each.id)
        )


def _grounds(session: Session, rule: SupervisionRule, today: date) -> dict[str, list[str]]:
    """Return the honours and red listings that stand, by subject."""
    grounds: dict[str, list[str]] = {}
    query = select(Record).where(Record.kind.in_(rule.honours), Record.state != "revoked")
    for record in session.scalars(query.order_by(Record.decided_on, Record.id)):
        content = record.content
        if not content.get("removed_on") and content.get("publicity_until", "9") >= today.isoformat():
            grounds.setdefault(record.subject_id, []).append(f"{content['decision_title']}（{content['decided_on']}）")
    for listing in listings.in_force(session, today, colour=listings.RED):
        grounds.setdefault(listing.subject_id, []).append(f"{listing.list_name}（{listing.force_on}）")
    return grounds


def _prior(subject: Subject, grounds: list[str]) -> tuple[str, ...]:
    code = next((getattr(subject, name) for name in subjects.CODES if getattr(subject, name)), "")
    shown = code or mask(subject.document_number or "")
    return subject.name, shown, subjects.CATEGORY_LABELS[subject.category], "；".join(grounds)


def save_priority(desk: Desk, service: str, path: Path) -> Changes:
    """Write the priority list of a public service as PDF or workbook."""
    found = priority(desk, service)
    wanted = PrintedList(PRIORITY, service, _PRIORITY_COLUMNS, found, f"共{len(found):,}个", "没有可以优先的守信主体。")
    return printed_lists.save(desk, wanted, path)
