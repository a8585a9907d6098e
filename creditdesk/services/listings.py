"""Red and black lists (红黑名单), clauses 四(二) and 六(四): how a listing begins, and which are in force on a day.

Each list is a procedure of its own: a black listing is decided after a written notice, a red one after publicity, and
what associations and banks list is kept for reference and triggers nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Case, Listing, Record, Subject
from creditdesk.rules.measures import PUNISHMENT, REFUSING, REWARD
from creditdesk.rules.periods import last_day
from creditdesk.services import cases, merges
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power

BLACK, RED = "black", "red"
COLOURS = {BLACK: "黑名单", RED: "红名单"}
PROCEDURES = {BLACK: "listing_black", RED: "listing_red"}
REFERENCE = "listing_reference"
RECEIVED = "listing_received"
ALL_PROCEDURES = (*PROCEDURES.values(), REFERENCE, RECEIVED)
ORIGINS = "red_source/plan_2017"
REFERENCE_ORIGINS = "reference_source/plan_2017"
_LONGEST = 600
_SAID = {
    "domain": "所属领域",
    "list_name": "名单名称",
    "unit": "认定单位",
    "basis": "列入依据",
    "facts": "主要事实",
    "reason": "列入理由",
}


@dataclass(frozen=True)
class Proposed:
    """What a proposal says; `origin` is the source of a red listing or of one for reference.

    With `refusing` the subject is able to perform and refuses (有履行能力拒不履行), which needs its `refusal_proof`.
    """

    colour: str
    domain: str
    list_name: str
    unit: str
    basis: str
    facts: str
    reason: str
    proofs: Sequence[str]
    measures: Sequence[str] = ()
    term_months: int | None = None
    origin: str = ""
    refusing: bool = False
    refusal_proof: str = ""
    source_record_id: str = ""


@act("listing.propose", Power.OBJECTION, "提出列入红黑名单")
def propose(a: Act, subject_id: str, told: Proposed, on: date) -> Result:
    """Open a listing with its proof; InputProblem where something is not told or the listing is already there."""
    if told.colour not in PROCEDURES:
        raise InputProblem("名单只有红名单和黑名单，请选择。")
    _check(a, told, ORIGINS if told.colour == RED else "")
    if told.colour == BLACK:
        _check_black(told)
    return _open(a, subject_id, told, on, PROCEDURES[told.colour])


@act("listing.record", Power.OBJECTION, "登记供参考名单")
def record(a: Act, subject_id: str, told: Proposed, on: date) -> Result:
    """Keep what an association or a bank lists, for reference only; it is decided, published and announced by them."""
    _check(a, told, REFERENCE_ORIGINS)
    if told.measures or told.refusing:
        raise InputProblem("群团、协会商会和金融机构的名单只供参考，不产生措施，请去掉措施。")
    return _open(a, subject_id, told, on, REFERENCE)


def _check(a: Act, told: Proposed, origins: str) -> None:
    for name, what in _SAID.items():
        stated(getattr(told, name), f"没有写明{what}，请填写。")
    if not _said(told.proofs):
        raise InputProblem("没有写明证明材料，请逐项填写；没有证明的不能列入。")
    if told.term_months is not None and not 0 < told.term_months <= _LONGEST:
        raise InputProblem(f"列入期限应在1到{_LONGEST}个月之间，请核对。")
    if origins and a.catalogue.code_set(origins).find(told.origin.split("-")[0]) is None:
        known = "、".join(a.catalogue.code_set(origins).labels)
        raise InputProblem(f"名单来源“{told.origin}”不在目录中，可选的有：{known}。")


def _check_black(told: Proposed) -> None:
    if not _said(told.measures):
        raise InputProblem("没有写明惩戒措施，请填写；事前告知必须写明措施（省条例第二十八条）。")
    if told.term_months is None:
        raise InputProblem("没有写明列入期限，请填写；期限由认定单位确定（省条例第三十七条）。")
    if told.refusing and not told.refusal_proof.strip():
        raise InputProblem("没有写明有履行能力的证明，请填写；没有证明的不能认定有履行能力拒不履行。")


def _open(a: Act, subject_id: str, told: Proposed, on: date, procedure: str) -> Result:
    subject = a.session.get_one(Subject, merges.kept_of(a.session, subject_id))
    _refuse_double(a, subject, told, procedure)
    if told.source_record_id and a.session.get_one(Record, told.source_record_id).subject_id != subject.id:
        raise InputProblem(f"所依据的记录不是{subject.name}的，请核对。")
    measures = [] if procedure == REFERENCE else _measures(a, told, on)
    request = f"将{subject.name}列入{told.list_name.strip()}"
    opening = cases.Opening(subject.id, {"name": told.unit.strip()}, "认定单位", request, _said(told.proofs), on)
    case = cases.open_case(a, a.catalogue.procedure(procedure), opening)
    listing = _listing(case, told, measures)
    if procedure == REFERENCE:
        listing.force_on, listing.force_until = on, last_day(on, told.term_months) if told.term_months else None
    a.session.add(listing)
    a.session.flush()
    what = "登记供参考名单" if procedure == REFERENCE else f"提出列入{COLOURS[told.colour]}"
    a.say(f"已{what} {case.number}：{subject.name}，{told.list_name.strip()}")
    return {"listing": listing.id, "case": case.id, "number": case.number, "subject": subject.id}


def _listing(case: Case, told: Proposed, measures: list[str]) -> Listing:
    return Listing(
        id=case.id,
        subject_id=case.subject_id,
        colour=told.colour,
        for_reference=case.procedure == REFERENCE,
        origin=told.origin.strip() or None,
        proofs=_said(told.proofs),
        measures=measures,
        refusal_proof=told.refusal_proof.strip() if told.refusing else None,
        term_months=told.term_months,
        source_record_id=told.source_record_id or None,
        **{name: getattr(told, name).strip() for name in _SAID},
    )


def _measures(a: Act, told: Proposed, on: date) -> list[str]:
    """Return the measures as the list in force names them; who refuses to perform has those of 五（三） besides."""
    known = a.catalogue.measure_list(on)
    chosen = known.chosen(_said(told.measures), PUNISHMENT if told.colour == BLACK else REWARD)
    more = known.proposed(REFUSING) if told.refusing else ()
    return list(dict.fromkeys(each.label for each in (*chosen, *more)))


def _said(lines: Sequence[str]) -> list[str]:
    return [each.strip() for each in lines if each.strip()]


def _refuse_double(a: Act, subject: Subject, told: Proposed, procedure: str) -> None:
    same = (Listing.subject_id == subject.id, Listing.domain == told.domain.strip(), Listing.exited_on.is_(None))
    query = select(Case).join(Listing, Listing.id == Case.id).where(Case.procedure == procedure, Case.open, *same)
    found = a.session.scalars(query.where(Listing.list_name == told.list_name.strip()).limit(1)).first()
    if found is not None:
        state = a.catalogue.procedure(procedure).states[found.state]
        raise InputProblem(
            f"{subject.name}的{told.list_name.strip()}已有{found.number}（{state}），请继续办理该件，不要重复登记。"
        )


def standing(on: date) -> ColumnElement[bool]:
    """Hold for a listing that is in force on a day and triggers measures: one kept for reference never does.

    A listing that was not published is not in force, nor one whose term has run out before its exit is written down.
    """
    return and_(
        Listing.published_on.is_not(None),
        Listing.exited_on.is_(None),
        Listing.for_reference.is_(False),
        Listing.force_on <= on,
        or_(Listing.force_until.is_(None), Listing.force_until >= on),
    )


def in_force(session: Session, on: date, *, colour: str = BLACK, subject_id: str = "") -> list[Listing]:
    """Return the listings of a colour that are in force on a day, of one subject or of all, the oldest first."""
    query = select(Listing).where(standing(on), Listing.colour == colour)
    if subject_id:
        query = query.where(Listing.subject_id == subject_id)
    return list(session.scalars(query.order_by(Listing.force_on, Listing.id)))
