"""The points ledger of persons (个人信用积分), clause 四(七): off by default, by rules with a basis, only with consent.

The plan explores points and gives no figures: how many an event is worth is written down by the office with the text
that says so. A record counts once, by the rule in force on the day of its decision.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.point_events import PointEvents
from creditdesk.errors import InputProblem, stated
from creditdesk.models import PointConsent, PointEntry, PointRule, Record, Subject
from creditdesk.rules import editions
from creditdesk.services import merges, records, settings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

EVENTS = "plan_2017"
SETTING = "person_points"
OFF = "个人信用积分没有开启，须由负责人凭本县的积分办法开启。"


@dataclass(frozen=True)
class LedgerLine:
    """One entry of a person's ledger."""

    on: date
    event: str
    title: str
    points: int
    basis: str


@dataclass(frozen=True)
class Ledger:
    """A person's points: since when they consented (None: no consent), the sum, and every entry."""

    consented_on: date | None
    total: int
    lines: tuple[LedgerLine, ...]


@act("points.switch", Power.OFFICE, "开启或停用个人信用积分")
def switch(a: Act, on: bool, basis: str) -> Result:
    """Switch the ledger on, naming the county's own scheme, or off, naming why."""
    basis = stated(basis, "没有写明依据的文件或停用的理由，请填写。")
    settings.keep(a, SETTING, {"on": on, "basis": basis})
    a.say(f"已{'开启' if on else '停用'}个人信用积分（{basis}）")
    return {"on": on}


@act("points.rule", Power.OFFICE, "登记积分规则")
def rule(a: Act, event: str, points: int, basis: str, start: date, until: date | None = None) -> Result:
    """Write down how many points an event is worth from a day on; InputProblem when editions overlap."""
    _require_on(a.session)
    known = _events(a).event(event)
    if known is None:
        raise InputProblem(f"没有计分情形“{event}”，可选的有：{'、'.join(each.label for each in _events(a).events)}。")
    basis = stated(basis, "没有写明分值的依据，来源没有给出分值，请填写本县积分办法的条款。")
    if points == 0 or (until is not None and until < start):
        raise InputProblem("分值不能为0，失效日期不能早于施行日期，请核对。")
    other = editions.overlapping(_rules(a.session, known.name), start, until)
    if other is not None:
        raise InputProblem(f"{known.label}从{other.valid_from}起已有积分规则（{other.basis}），施行期间不能重叠。")
    row = PointRule(
        event=known.name, points=points, basis=basis, valid_from=start, valid_until=until,
        at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    a.say(f"已登记{known.label}的积分规则：{points:+d}分")
    return {"rule": row.id}


@act("points.end", Power.OFFICE, "登记积分规则的失效日期", undoable=True)
def end(a: Act, rule_id: str, until: date) -> Result:
    """Write down the last day of a rule that goes on, so that the next one can begin."""
    row = a.session.get(PointRule, rule_id)
    if row is None:
        raise InputProblem("没有这条积分规则，请先列出再核对。")
    row.valid_until = editions.last_day(row, until, "这条积分规则")
    event = _events(a).event(row.event)
    a.say(f"已登记{event.label if event else row.event}的积分规则施行到{until}")
    return {"rule": row.id}


@act("points.consent", Power.RECORD, "登记个人同意积分", undoable=True)
def consent(a: Act, person_id: str, on: date, proof: str) -> Result:
    """Write down that a person agreed, with the proof of it."""
    _require_on(a.session)
    person = _person(a.session, person_id)
    proof = stated(proof, "没有写明同意书的日期和编号，没有本人同意的不能积分。")
    if on > a.today:
        raise InputProblem(f"同意日期{on}晚于今天{a.today}，请核对。")
    if _consent(a.session, person.id) is not None:
        raise InputProblem(f"{person.name}已经同意积分，不必再登记。")
    a.session.add(PointConsent(person_id=person.id, given_on=on, proof=proof, at=a.now, officer_id=a.officer.id))
    a.say(f"已登记{person.name}同意积分")
    return {"subject": person.id}


@act("points.withdraw", Power.RECORD, "登记个人撤回同意")
def withdraw(a: Act, person_id: str, on: date) -> Result:
    """Write down that a person took the consent back: the ledger is emptied and nothing is added any more."""
    person = _person(a.session, person_id)
    given = _consent(a.session, person.id)
    if given is None:
        raise InputProblem(f"{person.name}没有同意过积分，没有可以撤回的。")
    if not given.given_on <= on <= a.today:
        raise InputProblem(f"撤回日期{on}应在同意日期{given.given_on}以后、今天{a.today}以前，请核对。")
    given.withdrawn_on = on
    entries = a.session.scalars(select(PointEntry).where(PointEntry.person_id == person.id)).all()
    for entry in entries:
        a.session.delete(entry)
    a.say(f"已登记{person.name}撤回同意，{len(entries)}条积分已清除")
    return {"subject": person.id, "entries": len(entries)}


@act("points.count", Power.RECORD, "按规则计个人信用积分", undoable=True)
def count(a: Act, record_id: str) -> Result:
    """Enter what a record is worth by the rule of its day; InputProblem without consent, rule, or a second time."""
    _require_on(a.session)
    record = records.current(a.session, record_id)
    person = _person(a.session, record.subject_id)
    given, event = _consent(a.session, person.id), _events(a).of_kind(record.kind)
    if given is None:
        raise InputProblem(f"{person.name}没有同意积分，请先取得本人同意并登记。")
    day = date.fromisoformat(record.content["decided_on"])
    found = editions.in_force(_rules(a.session, event.name), day) if event else []
    if event is None or not found:
        raise InputProblem(f"{day}没有这类信息的积分规则，来源没有给出分值，不能计分。")
    if a.session.scalar(select(PointEntry.id).where(PointEntry.record_id == record.id)):
        raise InputProblem("这条记录已经计过积分，没有重复计。")
    entry = PointEntry(
        person_id=person.id, rule_id=found[0].id, record_id=record.id, points=found[0].points, on=day,
        at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(entry)
    a.session.flush()
    a.say(f"已为{person.name}的{event.label}计{entry.points:+d}分")
    return {"entry": entry.id, "subject": person.id}


def ledger(desk: Desk, person_id: str) -> Ledger:
    """Return a person's points; entries of revoked records do not count."""
    query = select(PointEntry, PointRule, Record).join(PointRule, PointRule.id == PointEntry.rule_id)
    query = query.join(Record, Record.id == PointEntry.record_id).where(Record.state != "revoked")
    events = desk.catalogue.point_events(EVENTS)
    with desk.read() as session:
        person = merges.kept_of(session, person_id)
        given = _consent(session, person)
        found = session.execute(query.where(PointEntry.person_id == person).order_by(PointEntry.on, PointEntry.id))
        lines = tuple(
            LedgerLine(
                entry.on, told.label if (told := events.event(by.event)) else by.event,
                desk.catalogue.kind(record.kind, record.edition).title(record.content), entry.points, by.basis,
            )
            for entry, by, record in found
        )  # fmt: skip
    return Ledger(given.given_on if given else None, sum(line.points for line in lines), lines)


def _on(session: Session) -> bool:
    return bool(settings.value_of(session, SETTING).get("on"))


def _require_on(session: Session) -> None:
    if not _on(session):
        raise InputProblem(OFF)


def _events(a: Act) -> PointEvents:
    return a.catalogue.point_events(EVENTS)


def _rules(session: Session, event: str) -> list[PointRule]:
    return list(session.scalars(select(PointRule).where(PointRule.event == event)))


def _person(session: Session, subject_id: str) -> Subject:
    person = session.get_one(Subject, merges.kept_of(session, subject_id))
    if person.category != "person":
        raise InputProblem(f"{person.name}不是自然人，没有个人信用积分。")
    return person


def _consent(session: Session, person_id: str) -> PointConsent | None:
    query = select(PointConsent).where(PointConsent.person_id == person_id, PointConsent.withdrawn_on.is_(None))
    return session.scalar(query)
