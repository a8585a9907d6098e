"""How a listing leaves (省条例第三十七条): by itself at its term's end, by repair, or revoked; each is announced."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from creditdesk.errors import stated
from creditdesk.models import Case, Listing, Record
from creditdesk.rules import procedures
from creditdesk.services import cases, escalations, listing_papers, listings, records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.listing_papers import TERM
from creditdesk.services.listing_steps import done, opened
from creditdesk.services.powers import Power

REPAIR, REVOCATION = "repair", "revocation"
REASONS = {TERM: "列入期限届满", REPAIR: "依法修复", REVOCATION: "列入决定被撤销"}
_WAITING = ("published", "decided")


def due(desk: Desk) -> int:
    """Let listings come into force and leave on their day; returns how many. Called when a day begins."""
    if desk.vault.read_only or not desk.may(day.power):
        return 0
    with desk.read() as session:
        waiting = session.scalar(select(Listing.id).join(Case).where(_due(desk.clock().date())).limit(1))
    return int(desk.perform(day).result["moved"]) if waiting else 0


@act("listing.day", Power.OBJECTION, "名单到日生效和移出")
def day(a: Act) -> Result:
    """Write down what today brings: listings that come into force, whose term is over, whose record was revoked."""
    found = a.session.execute(select(Case, Listing).join(Listing, Listing.id == Case.id).where(_due(a.today)))
    moved = [_move(a, case, listing) for case, listing in found.all()]
    told = [f"{moved.count(what)}件{what}" for what in ("生效", "期满移出", "撤销移出") if what in moved]
    a.say(f"名单{'，'.join(told) or '没有变动'}")
    return {"moved": len(moved)}


def _due(today: date) -> ColumnElement[bool]:
    entering = and_(Case.state.in_(_WAITING), Listing.force_on <= today, Listing.published_on.is_not(None))
    over = and_(Case.state.in_(("in_force", "recorded")), Listing.force_until < today)
    gone = and_(Case.state == "in_force", Listing.record_id.in_(select(Record.id).where(Record.state == "revoked")))
    return and_(Case.open, Case.procedure.in_(listings.ALL_PROCEDURES), or_(entering, over, gone))


def _move(a: Act, case: Case, listing: Listing) -> str:
    record = a.session.get(Record, listing.record_id) if listing.record_id else None
    if case.state in _WAITING and listing.force_on is not None:
        cases.advance(a, case, "enter", listing.force_on)
        case.outcome = "列入"
        escalations.follow(a, listing.subject_id)
        return "生效"
    if record is not None and record.state == "revoked":
        _leave(a, case, listing, REVOCATION, a.today, "信用记录已撤销")
        cases.advance(a, case, "revoke", a.today, note="信用记录已撤销")
        return "撤销移出"
    on = (listing.force_until or a.today) + timedelta(1)
    _leave(a, case, listing, TERM, on, REASONS[TERM])
    cases.advance(a, case, "expire", on, note=REASONS[TERM])
    return "期满移出"


def _leave(a: Act, case: Case, listing: Listing, reason: str, on: date, because: str) -> None:
    listing.exit_reason, listing.exit_because, listing.exited_on = reason, because, on
    case.outcome = "移出"
    listing_papers.end_record(a, case, listing, f"移出名单{case.number}：{because}")
    escalations.follow(a, listing.subject_id)


@act("listing.repair", Power.OBJECTION, "修复移出黑名单")
def repair(a: Act, listing_id: str, on: date, reason: str) -> Result:
    """Let a black listing leave because its unit found it repaired; the subject is told in writing."""
    return _remove(a, listing_id, "repair", on, reason)


@act("listing.revoke", Power.OBJECTION, "撤销列入决定")
def revoke(a: Act, listing_id: str, on: date, reason: str) -> Result:
    """Let a listing leave because its decision was revoked; the record of a black one is revoked with it."""
    return _remove(a, listing_id, "revoke", on, reason)


def _remove(a: Act, listing_id: str, name: str, on: date, reason: str) -> Result:
    case, listing = opened(a, listing_id)
    cases.may(a, case, name)
    reason = stated(reason, "移出名单必须写明理由，请填写。")
    letter = None
    if procedures.act_named(a.catalogue.procedure(case.procedure), name).letter:
        telling = {"outcome": "移出", "entered": False, "decided_on": on, "effective_on": on, "reason": reason}
        letter = listing_papers.send(a, case, listing, name, on, **telling)
    else:
        cases.advance(a, case, name, on, note=reason)
    if name == "revoke" and listing.colour == listings.BLACK and listing.record_id:
        records.revoke(a, listing.record_id, f"列入决定被撤销：{reason}", case_id=case.id)
    _leave(a, case, listing, REPAIR if name == "repair" else REVOCATION, on, reason)
    a.say(f"{case.number} 已移出名单，请发布退出公告")
    return done(case, letter)


@act("listing.rescind", Power.OBJECTION, "公示前撤销列入决定")
def rescind(a: Act, listing_id: str, on: date, reason: str) -> Result:
    """Take a black decision back before it was published; the subject is told in writing and nothing is announced."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "rescind")
    reason = stated(reason, "撤销决定必须写明理由，请填写。")
    telling = {"outcome": "移出", "entered": False, "decided_on": on, "effective_on": on, "reason": reason}
    letter = listing_papers.send(a, case, listing, "rescind", on, **telling)
    case.outcome = "不列入"
    a.say(f"已在公示前撤销 {case.number} 的列入决定，{letter.number}")
    return done(case, letter)


@act("listing.remove", Power.OBJECTION, "移出供参考名单")
def remove(a: Act, listing_id: str, on: date, reason: str) -> Result:
    """Write down that an association or a bank took a subject off its list."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "remove")
    reason = stated(reason, "移出名单必须写明理由，请填写。")
    cases.advance(a, case, "remove", on, note=reason)
    _leave(a, case, listing, REVOCATION, on, reason)
    a.say(f"{case.number} 已移出供参考名单")
    return done(case)


@act("listing.announce", Power.OBJECTION, "发布退出公告")
def announce(a: Act, listing_id: str) -> Result:
    """Draw the 退出公告 for the channel in which the listing was published, and close it."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "announce")
    why = REASONS[listing.exit_reason or ""]
    if listing.exit_because and listing.exit_because != why:
        why = f"{why}（{listing.exit_because.rstrip('。')}）"
    letter = listing_papers.send(a, case, listing, "announce", a.today, why=why, exited_on=listing.exited_on)
    a.say(f"{case.number} 的退出公告请通过{listing.channel}发布，{letter.number}")
    return done(case, letter)


def repaired(a: Act, record_id: str, why: str) -> None:
    """Let the listing that made a record leave today, because a case of repair about the record was granted."""
    query = select(Listing).join(Case, Case.id == Listing.id)
    listing = a.session.scalar(query.where(Listing.record_id == record_id, Case.state == "in_force"))
    if listing is not None:
        case = a.session.get_one(Case, listing.id)
        cases.advance(a, case, "repair", a.today, note=why)
        _leave(a, case, listing, REPAIR, a.today, why)
