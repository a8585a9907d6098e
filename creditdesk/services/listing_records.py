"""Lists that a unit decided and published itself, and reported as records: taken over as listings in force."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import Case, Listing, Record, Subject
from creditdesk.rules import measures
from creditdesk.services import cases, escalations, listings, records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.listing_papers import KINDS
from creditdesk.services.powers import Power

COLOUR_OF = {kind: colour for colour, kind in KINDS.items()}


@act("listing.adopt", Power.OBJECTION, "登记报送的红黑名单")
def adopt(a: Act, record_id: str, domain: str, channel: str) -> Result:
    """Take a record of a list over as a listing; InputProblem without a decision, publicity, domain or channel."""
    record = records.current(a.session, record_id)
    kind, content = a.catalogue.kind(record.kind, record.edition), record.content
    if record.kind not in COLOUR_OF:
        raise InputProblem(f"{kind.label}不是红黑名单，请打开名单记录再登记。")
    _check(a, record, domain, channel)
    subject = a.session.get_one(Subject, record.subject_id)
    title = kind.title(content)
    request = f"登记{subject.name}的{title}"
    opening = cases.Opening(subject.id, {"name": content["authority"]}, "报送", request, [title], a.today)
    case = cases.open_case(a, a.catalogue.procedure(listings.RECEIVED), opening)
    case.outcome = "列入"
    listing = _listing(a, case, record)
    listing.domain, listing.channel = domain.strip(), channel.strip()
    a.session.add(listing)
    a.session.flush()
    escalations.follow(a, listing.subject_id)
    a.say(f"已登记{subject.name}的{listing.list_name} {case.number}，{listing.force_on}起生效")
    return {"listing": listing.id, "case": case.id, "number": case.number, "subject": subject.id}


def _check(a: Act, record: Record, domain: str, channel: str) -> None:
    said = {
        "decision_number": "认定文号，没有决定的不能列入",
        "publicity_on": "公示日期，没有公示的不能生效",
    }
    for name, what in said.items():
        if not record.content.get(name):
            raise InputProblem(f"这条记录没有{what}，请先更正记录。")
    if not domain.strip() or not channel.strip():
        raise InputProblem("请写明所属领域和公示渠道；退出公告要通过原渠道发布。")
    if record.content.get("removed_on") or record.content.get("publicity_until", "9") < a.today.isoformat():
        raise InputProblem("这条名单已经移出或期满，不需要登记。")
    same = select(Case.number).join(Listing, Listing.id == Case.id).where(Listing.record_id == record.id)
    if there := a.session.scalar(same):
        raise InputProblem(f"这条记录的名单已有{there}，请继续办理该件，不要重复登记。")


def _listing(a: Act, case: Case, record: Record) -> Listing:
    content = record.content
    refusing = content.get("refusing_performance") == "是"
    more = a.catalogue.measure_list(a.today).proposed(measures.REFUSING) if refusing else ()
    published = date.fromisoformat(content["publicity_on"])
    return Listing(
        id=case.id, subject_id=record.subject_id, colour=COLOUR_OF[record.kind], for_reference=False,
        origin=content.get("red_source"), proofs=list(case.materials), measures=[each.label for each in more],
        refusal_proof=case.materials[0] if refusing else None, source_record_id=record.id, record_id=record.id,
        decision_number=content["decision_number"], decided_on=date.fromisoformat(content["decided_on"]),
        published_on=published, force_on=published, force_until=_until(content), unit=content["authority"],
        list_name=content.get("list_name") or content["decision_title"],
        basis=content.get("grounds") or f"{content['authority']}{content['decision_number']}",
        facts=content.get("facts") or content["decision_content"],
        reason=content.get("grade_reason") or content["decision_content"],
    )  # fmt: skip


def _until(content: Mapping[str, str]) -> date | None:
    last = content.get("publicity_until")
    return date.fromisoformat(last) if last else None
