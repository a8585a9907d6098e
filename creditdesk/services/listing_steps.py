"""How a listing comes into force: told before, objected to, decided, published (省条例第二十八条)."""

from datetime import date

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, Letter, Listing
from creditdesk.rules.periods import last_day
from creditdesk.services import cases, escalations, listing_papers, listings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power


@act("listing.notice", Power.OBJECTION, "事前告知拟列入黑名单")
def notice(a: Act, listing_id: str, answer_by: date) -> Result:
    """Tell the subject today what is meant to be decided and until when it may object; again where it came too late."""
    case, listing = opened(a, listing_id)
    name = "renotice" if case.state == "noticed" else "notice"
    cases.may(a, case, name)
    if answer_by <= a.today:
        raise InputProblem(f"提出异议的截止日{answer_by}应晚于今天{a.today}，请核对。")
    listing.answer_by = answer_by
    letter = listing_papers.send(a, case, listing, name, a.today)
    a.say(f"已事前告知 {case.number}，{answer_by}前可以提出异议，{letter.number}")
    return done(case, letter)


@act("listing.serve", Power.OBJECTION, "登记事前告知送达")
def serve(a: Act, listing_id: str, on: date, note: str = "") -> Result:
    """Write down when the notice reached the subject; too late for an objection, it must be told again."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "serve")
    if listing.answer_by is not None and on >= listing.answer_by:
        raise InputProblem(f"告知于{on}送达，提出异议的截止日{listing.answer_by}已到，请重新告知并另定截止日。")
    cases.advance(a, case, "serve", on, note=note)
    a.say(f"已登记 {case.number} 的告知于{on}送达")
    return done(case)


@act("listing.object", Power.OBJECTION, "登记对列入的异议")
def object_to(a: Act, listing_id: str, on: date, text: str) -> Result:
    """Take in what the subject objects, within the limit that the notice set."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "object")
    text = stated(text, "没有写明异议的内容，请填写。")
    if listing.answer_by is not None and on > listing.answer_by:
        raise InputProblem(f"异议于{on}提出，已过告知的截止日{listing.answer_by}，请告知申请人依法申请复核。")
    cases.advance(a, case, "object", on, note=text)
    a.say(f"已登记对 {case.number} 的异议，请认定单位核查")
    return done(case)


@act("listing.review", Power.OBJECTION, "登记列入异议不成立")
def review(a: Act, listing_id: str, on: date, text: str) -> Result:
    """Write down that the deciding unit found an objection unfounded, and why; one that is founded is dropped."""
    case, _ = opened(a, listing_id)
    cases.may(a, case, "review")
    text = stated(text, "没有写明核查意见和理由，请填写。")
    cases.advance(a, case, "review", on, note=text)
    a.say(f"已登记 {case.number} 的异议不成立")
    return done(case)


@act("listing.drop", Power.OBJECTION, "不列入名单")
def drop(a: Act, listing_id: str, on: date, reason: str) -> Result:
    """Give a proposal up before it was decided, with the reason."""
    case, _ = opened(a, listing_id)
    cases.may(a, case, "drop")
    reason = stated(reason, "不列入必须写明理由，请填写。")
    cases.advance(a, case, "drop", on, note=reason)
    case.outcome = "不列入"
    a.say(f"{case.number} 不列入名单")
    return done(case)


@act("listing.decide", Power.OBJECTION, "登记列入决定并告知")
def decide(a: Act, listing_id: str, number: str, decided_on: date, effective_on: date) -> Result:
    """Take the deciding unit's decision in; not before the notice's limit, or the red list's publicity, is over."""
    case, listing = opened(a, listing_id)
    cases.may(a, case, "decide")
    _check_decision(listing, number, decided_on, effective_on)
    listing.decision_number, listing.decided_on = number.strip(), decided_on
    _force(listing, effective_on)
    letter = listing_papers.send(a, case, listing, "decide", decided_on, **_entry(listing))
    if listing.colour == listings.RED:
        listing_papers.make_record(a, case, listing)
    a.say(f"已登记 {case.number} 的列入决定，{effective_on}起生效，{letter.number}")
    return done(case, letter)


def _check_decision(listing: Listing, number: str, decided_on: date, effective_on: date) -> None:
    stated(number, "没有写明认定文号，请填写；没有决定的不能列入。")
    if listing.answer_by is not None and decided_on <= listing.answer_by:
        raise InputProblem(f"告知的异议期到{listing.answer_by}为止，在{decided_on}还没有过，不能作出列入决定。")
    if listing.published_until is not None and decided_on <= listing.published_until:
        raise InputProblem(f"公示期到{listing.published_until}为止，在{decided_on}还没有过，不能作出列入决定。")
    if effective_on < decided_on:
        raise InputProblem(f"生效日期{effective_on}早于决定日期{decided_on}，请核对。")


def _entry(listing: Listing) -> dict[str, object]:
    """Return what only a decision to list says."""
    return {"outcome": "列入", "entered": True} if listing.colour == listings.BLACK else {}


def _force(listing: Listing, on: date) -> None:
    listing.force_on = on
    listing.force_until = last_day(on, listing.term_months) if listing.term_months else None


@act("listing.publish", Power.OBJECTION, "登记名单公示")
def publish(
    a: Act, listing_id: str, on: date, channel: str, *, until: date | None = None, representative: str = ""
) -> Result:
    """Write down where and from when a listing is published: a red one before it is decided, a black one after.

    `until` is the last day of a red list's publicity. `representative` is the 法定代表人 where the desk knows none.
    """
    case, listing = opened(a, listing_id)
    cases.may(a, case, "publish")
    channel = stated(channel, "没有写明公示渠道，请填写；退出公告要通过原渠道发布。")
    listing.channel, listing.published_on = channel, on
    if listing.colour == listings.RED:
        listing.published_until = _end_of(on, until)
    elif listing.force_on is not None and listing.force_on < on:
        # Nothing is in force before it was made public.
        _force(listing, on)
    letter = listing_papers.send(a, case, listing, "publish", on)
    if listing.colour == listings.BLACK:
        listing_papers.make_record(a, case, listing, representative)
        escalations.follow(a, listing.subject_id)
    a.say(f"已登记 {case.number} 于{on}在{listing.channel}公示，{letter.number}")
    return done(case, letter)


def _end_of(on: date, until: date | None) -> date:
    if until is None or until < on:
        raise InputProblem("红名单先公示再列入，请填写公示截止日，不早于公示首日。")
    return until


def opened(a: Act, listing_id: str) -> tuple[Case, Listing]:
    """Return an open listing with its case."""
    listing = a.session.get(Listing, listing_id)
    if listing is None:
        raise InputProblem("没有这个编号的名单，请先列出名单再核对编号。")
    return cases.case_of(a.session, listing_id), listing


def done(case: Case, letter: Letter | None = None) -> Result:
    """Return what an act on a listing tells."""
    return {"listing": case.id, **cases.told(case, letter)}
