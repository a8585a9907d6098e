"""The green channel (绿色通道), clause 四(三): three years without bad record, checked and proved on paper."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject
from creditdesk.rules.green_channel import GreenChannel
from creditdesk.services import clean_records, enquiries, merges
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.powers import Power

RULE = "plan_2017"
FORM = "green_channel"
_TOLD = 3


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
        told = "、".join(each.title for each in self.bad[:_TOLD])
        more = f"等{len(self.bad)}条" if len(self.bad) > _TOLD else ""
        return f"{self.subject}在{self.years}年内有不良信用记录（{told}{more}），计算到{self.bad[0].until}为止。"


def rule_of(catalogue: Catalogue) -> GreenChannel:
    """Return the office's rule about the green channel."""
    return catalogue.green_channel(RULE)


def check(desk: Desk, subject_id: str) -> Standing:
    """Return how a subject stands today."""
    with desk.read() as session:
        return standing(session, desk.catalogue, subject_id, desk.clock().date())


def standing(session: Session, catalogue: Catalogue, subject_id: str, today: date) -> Standing:
    """Return how a subject, or the one it was merged into, stands on a day.

    Revoked records, those that are no ground for measures (省条例第13条) and, unless the rule counts them, those whose
    publicity ended stand in nobody's way.
    """
    rule = rule_of(catalogue)
    subject = session.get_one(Subject, merges.kept_of(session, subject_id))
    query = select(Record).where(Record.subject_id == subject.id, Record.kind.in_(rule.counted))
    query = query.where(Record.state != "revoked", Record.withheld.is_(None), Record.grade.is_not(None))
    bad = [_bad(rule, catalogue, each) for each in session.scalars(query) if _counts(rule, each, today)]
    return Standing(
        subject.id,
        subject.name,
        rule.years,
        tuple(sorted((each for each in bad if today <= each.until), key=lambda each: (each.until, each.id))[::-1]),
    )


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


def _counts(rule: GreenChannel, record: Record, today: date) -> bool:
    ended = record.content.get("publicity_until", "9") < today.isoformat()
    return rule.counts(record.kind, record.grade or "") and (rule.ended_counts or not ended)


def _bad(rule: GreenChannel, catalogue: Catalogue, record: Record) -> BadRecord:
    told = record.content.get(rule.starts)
    # A record that does not tell its day counts from when it came in.
    on = date.fromisoformat(told) if told else office_date(record.created_at)
    kind = catalogue.kind(record.kind, record.edition)
    title = f"{kind.label}{record.decision_number or kind.title(record.content)}"
    return BadRecord(record.id, title, record.grade or "", on, rule.until(on))
