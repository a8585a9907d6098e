"""The green channel (绿色通道), clause 四(三): three years without bad record, checked and proved on paper."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, case, func, or_, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem, few
from creditdesk.models import Record, Subject
from creditdesk.rules.green_channel import GreenChannel
from creditdesk.services import clean_records, enquiries, merges
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.identities import AMONG, listed
from creditdesk.services.powers import Power

RULE = "plan_2017"
FORM = "green_channel"


@dataclass(frozen=True)
class BadRecord:
    """A record that stands in the way of the green channel, and the last day on which it does."""

    id: str
    title: str
    grade: str
    on: date
    until: date


@dataclass(frozen=True)
class Standing:
    """How a subject stands on a day: what is in its way, what is so longest first; nothing where it is clean."""

    subject_id: str
    subject: str
    years: int
    bad: tuple[BadRecord, ...]

    @property
    def sentence(self) -> str:
        """Say it in one sentence."""
        if not self.bad:
            return f"{self.subject}连续{self.years}年没有不良信用记录。"
        told = few([each.title for each in self.bad], "条")
        return f"{self.subject}在{self.years}年内有不良信用记录（{told}），计算到{self.bad[0].until}为止。"


def rule_of(catalogue: Catalogue) -> GreenChannel:
    """Return the office's rule about the green channel."""
    return catalogue.green_channel(RULE)


def check(desk: Desk, subject_id: str) -> Standing:
    """Return how a subject stands today."""
    with desk.read() as session:
        return standing(session, desk.catalogue, subject_id, desk.clock().date())


def standing(session: Session, catalogue: Catalogue, subject_id: str, today: date) -> Standing:
    """Return how a subject, or the one it was merged into, stands on a day."""
    kept = merges.kept_of(session, subject_id)
    return standings(session, catalogue, [kept], today)[kept]


def standings(session: Session, catalogue: Catalogue, kept: Sequence[str], today: date) -> dict[str, Standing]:
    """Return how subjects stand on a day, by their identities, from one question about all of them.

    Revoked records, those that are no ground for measures (省条例第13条) and, unless the rule counts them, those whose
    publicity ended stand in nobody's way.
    """
    rule, asked = rule_of(catalogue), {"ids": listed(kept)}
    bad: dict[str, list[BadRecord]] = defaultdict(list)
    until = cache(rule.until)
    for subject_id, *told in session.execute(_in_the_way(rule, today), asked):
        one = _bad(catalogue, _Told(*told), until)
        if today <= one.until:
            bad[subject_id].append(one)
    names = session.execute(select(Subject.id, Subject.name).where(Subject.id.in_(AMONG)), asked)
    return {
        subject_id: Standing(subject_id, name, rule.years, _longest_first(bad[subject_id]))
        for subject_id, name in names
    }


def _longest_first(bad: list[BadRecord]) -> tuple[BadRecord, ...]:
    return tuple(sorted(bad, key=lambda each: (each.until, each.id), reverse=True))


class _Told(NamedTuple):
    """What is read of a record; `content` only where it has no number to be named by."""

    id: str
    kind: str
    edition: str
    grade: str
    start: str | None
    created_at: datetime
    number: str | None
    content: dict[str, str] | None


def _in_the_way(rule: GreenChannel, today: date) -> Select[Any]:
    """Return the question for the records that may stand in the way of AMONG the subjects."""
    start = func.json_extract(Record.content, f"$.{rule.starts}", type_=String)
    content = case((Record.decision_number.is_(None), Record.content))
    columns = (Record.kind, Record.edition, Record.grade, start, Record.created_at, Record.decision_number, content)
    graded = (and_(Record.kind == kind, Record.grade.in_(grades)) for kind, grades in sorted(rule.counted.items()))
    query = (
        select(Record.subject_id, Record.id, *columns)
        .where(Record.subject_id.in_(AMONG), Record.state != "revoked", Record.withheld.is_(None), or_(*graded))
        # Before the day by which even the latest record of so many years is over; the rule itself decides.
        .where(func.coalesce(start, "9") >= str(today - timedelta(366 * rule.years)))
    )
    if rule.ended_counts:
        return query
    ends = func.json_extract(Record.content, "$.publicity_until", type_=String)
    return query.where(func.coalesce(ends, "9") >= today.isoformat())


def refuse_bad(found: Standing, what: str) -> None:
    """Raise InputProblem for a subject with something in its way."""
    if found.bad:
        raise InputProblem(f"{found.sentence.rstrip('。')}，不能{what}。")


@act("subject.prove_clean_years", Power.ENQUIRY, "出具连续三年无不良信用记录证明")
def prove(a: Act, subject_id: str, asking: Asking) -> Result:
    """Issue the proof of the clean years as a numbered letter and keep the enquiry; InputProblem where none is due."""
    authority = enquiries.authority_of(enquiries.rule_of(a.catalogue), asking)
    found = standing(a.session, a.catalogue, subject_id, a.today)
    subject, rule = a.session.get_one(Subject, found.subject_id), rule_of(a.catalogue)
    enquiries.check_category(authority, subject)
    refuse_bad(found, f"出具连续{rule.years}年无不良信用记录证明")
    looked_through = clean_records.scope([a.catalogue.kind(name).label for name in rule.counted])
    more = {"years": rule.years, "ended_counts": rule.ended_counts}
    letter, kept = clean_records.issue(a, FORM, subject, asking, looked_through, more)
    a.say(f"已出具{subject.name}的连续{rule.years}年无不良信用记录证明{letter.number}")
    return {"letter": letter.id, "number": letter.number, "subject": subject.id, "enquiry": kept}


def _bad(catalogue: Catalogue, told: _Told, until: Callable[[date], date]) -> BadRecord:
    # A record that does not tell its day counts from when it came in.
    on = date.fromisoformat(told.start) if told.start else office_date(told.created_at)
    kind = catalogue.kind(told.kind, told.edition)
    title = f"{kind.label}{told.number or kind.title(told.content or {})}"
    return BadRecord(told.id, title, told.grade, on, until(on))
