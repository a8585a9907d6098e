"""Heavier joint punishment, clause 六(五): a subject on current black lists of two or more domains, found at once.

`follow` looks at one subject within the act that changed its listings; `settle` looks at all of them with one question,
on the days when a listing begins or runs out by itself. What the plan means by heavier it does not say: the letter asks
for measures within the law and the list of measures, and adds none. It sets no term either, so that the task stands on
the day on which it came up.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Escalation, Letter, Listing, Subject
from creditdesk.services import letters, listings, offices, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

FORM, END_FORM = "escalation", "escalation_end"
TELL, TELL_END = "tell", "tell_end"
FEWEST = 2
NO_TERM = "未定期限"
_OPEN = Escalation.ended_on.is_(None)


def found(on: date) -> Select[Any]:
    """Return a query for every subject on current black lists of two or more domains on a day."""
    query = select(Listing.subject_id).where(listings.standing(on), Listing.colour == listings.BLACK)
    return query.group_by(Listing.subject_id).having(func.count(Listing.domain.distinct()) >= FEWEST)


def follow(a: Act, subject_id: str) -> Escalation | None:
    """Bring a subject up to its listings of today; returns what is open for it, or was until now."""
    domains = _domains(a.session, a.today, subject_id)
    row = _open_one(a, subject_id)
    if len(domains) >= FEWEST:
        return _goes_on(a, row, subject_id, domains)
    if row is not None:
        row.ended_on, row.domains = a.today, domains
        row.task, row.task_on = (TELL_END if row.letters else None), a.today
    return row


def _domains(session: Session, on: date, subject_id: str) -> list[str]:
    """Return the domains in which a subject is on a black list on a day."""
    query = select(Listing.domain).where(listings.standing(on), Listing.colour == listings.BLACK)
    return sorted(session.scalars(query.where(Listing.subject_id == subject_id).distinct()))


def _open_one(a: Act, subject_id: str) -> Escalation | None:
    """Return what is open for a subject; two that were merged may have had one each, and go on with the first."""
    query = select(Escalation).where(_OPEN, Escalation.subject_id == subject_id).order_by(Escalation.id)
    rows = list(a.session.scalars(query))
    for each in rows[1:]:
        each.ended_on, each.task = a.today, None
    return rows[0] if rows else None


def _goes_on(a: Act, row: Escalation | None, subject_id: str, domains: list[str]) -> Escalation:
    if row is None:
        row = Escalation(subject_id=subject_id, found_on=a.today, domains=[], told=[], letters=[], task_on=a.today)
        a.session.add(row)
    if row.domains != domains:
        row.domains = domains
        row.task, row.task_on = (None if set(domains) <= set(row.told) else TELL), a.today
    a.session.flush()
    return row


def due(desk: Desk) -> int:
    """Bring every subject up to today; returns how many changed. Called when a desk opens and when a day begins."""
    if desk.vault.read_only or not desk.may(settle.power):
        return 0
    with desk.read() as session:
        changed = any(True for _ in _changed(session, desk.clock().date()))
    return int(desk.perform(settle).result["changed"]) if changed else 0


@act("escalation.settle", Power.OBJECTION, "核对多领域黑名单")
def settle(a: Act) -> Result:
    """Look at all subjects: who came onto two or more domains, and who no longer is on them."""
    changed = sorted(set(_changed(a.session, a.today)))
    for subject_id in changed:
        follow(a, subject_id)
    a.say(f"已核对多领域黑名单，{len(changed)}个主体有变化")
    return {"changed": len(changed)}


def _changed(session: Session, today: date) -> Iterable[str]:
    now = set(session.scalars(found(today)))
    known = {row.subject_id: row.domains for row in session.scalars(select(Escalation).where(_OPEN))}
    yield from now ^ known.keys()
    for subject_id in now & known.keys():
        if known[subject_id] != _domains(session, today, subject_id):
            yield subject_id


@act("escalation.tell", Power.OBJECTION, "签发多领域加重惩戒函")
def tell(a: Act, escalation_id: str) -> Result:
    """Issue the letter that waits, about the domains or about the end, to the units of the listings."""
    row = a.session.get(Escalation, escalation_id)
    if row is None or row.task is None:
        raise InputProblem("没有需要签发的函，请先列出多领域加重惩戒再核对编号。")
    subject, ended = a.session.get_one(Subject, row.subject_id), row.task == TELL_END
    values = _end_values(a, row, subject) if ended else _values(a, row, subject)
    letter = letters.issue(a, a.catalogue.letter(END_FORM if ended else FORM), values, None)
    row.letters, row.task = [*row.letters, letter.id], None
    row.told = list(row.domains) if not ended else row.told
    a.say(f"已签发{subject.name}的{'停止加重惩戒函' if ended else '多领域加重惩戒提示函'}{letter.number}")
    return {"letter": letter.id, "number": letter.number, "escalation": row.id, "subject": subject.id}


def _values(a: Act, row: Escalation, subject: Subject) -> dict[str, Any]:
    rows = listings.in_force(a.session, a.today, subject_id=subject.id)
    told = [_named(each) | {"until": str(each.force_until or NO_TERM)} for each in rows]
    return _common(a, subject, rows) | {"on": a.today, "count": len(row.domains), "listings": told}


def _end_values(a: Act, row: Escalation, subject: Subject) -> dict[str, Any]:
    """Return what the letter about the end says: of every listing that was told of, what became of it."""
    query = select(Listing).where(Listing.subject_id == subject.id, Listing.colour == listings.BLACK)
    query = query.where(Listing.domain.in_(row.told), Listing.force_on.is_not(None), Listing.for_reference.is_(False))
    rows = list(a.session.scalars(query.order_by(Listing.force_on, Listing.id)))
    told = [_named(each) | {"state": _became(each, a.today)} for each in rows]
    numbers = a.session.scalars(select(Letter.number).where(Letter.id.in_(row.letters)).order_by(Letter.id))
    return _common(a, subject, rows) | {"on": row.ended_on, "earlier": "、".join(numbers), "listings": told}


def _common(a: Act, subject: Subject, rows: Sequence[Listing]) -> dict[str, Any]:
    office = offices.office_of(a.session)
    return {
        "receiver": "、".join(dict.fromkeys(each.unit for each in rows)),
        "subject": subject.name,
        "code": subjects.code_of(subject),
        "contact": office.contact,
        "phone": office.phone,
        "address": office.address,
    }


def _named(row: Listing) -> dict[str, str]:
    return {"domain": row.domain, "list": row.list_name, "unit": row.unit}


def _became(row: Listing, today: date) -> str:
    if row.exited_on is not None:
        return f"{row.exited_on}移出"
    if row.force_until is not None and row.force_until < today:
        return f"{row.force_until}期满"
    return f"有效至{row.force_until}" if row.force_until else f"有效，{NO_TERM}"
