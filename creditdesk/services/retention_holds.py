"""What holds a record back whose time is over: something about it is still under way, or it is still published."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import Session

from creditdesk.models import (
    Case,
    HandOver,
    IncomingConflict,
    JointObject,
    JointRound,
    JointUpdate,
    Letter,
    LetterBatch,
    LetterBatchItem,
    LetterSeal,
    Listing,
    Package,
    PackageFile,
    PackageProposal,
    PackageProposalRow,
    PackageRow,
    Promise,
    Record,
    Subject,
)
from creditdesk.services import erasure_reach, erasure_tips, listings, round_objects
from creditdesk.services.identities import among

Held = Iterable[tuple[str, str]]
"""Records, each with a reason."""

LISTED_KIND = "serious_breach"
"""The kind whose records are lists: one that is still listed is kept until it is removed (省条例第十九条)."""


def of(session: Session, record_ids: Sequence[str], today: date) -> dict[str, tuple[str, ...]]:
    """Return for each record that something holds back every reason, as a sentence."""
    found: dict[str, list[str]] = defaultdict(list)
    everything = (_cases, _proposals, _packages, _conflicts, _promises, _letters, _rounds, _tips)
    told = (reasons(session, record_ids) for reasons in everything)
    for record_id, reason in chain(*told, _listed(session, record_ids, today)):
        if reason not in found[record_id]:
            found[record_id].append(reason)
    return {record_id: tuple(reasons) for record_id, reasons in found.items()}


def _about(session: Session, record_ids: Sequence[str], query: Select[Any, Any], word: str) -> Held:
    """Yield for each record what a query tells of its cases, which it gives as case and number."""
    told: dict[str, list[str]] = defaultdict(list)
    about = erasure_reach.cases_about(session, record_ids)
    for case_id, number in session.execute(query):
        told[case_id].append(number)
    return [(record_id, word.format(number)) for record_id, case_id in about for number in told[case_id]]


def _cases(session: Session, record_ids: Sequence[str]) -> Held:
    return _about(session, record_ids, select(Case.id, Case.number).where(Case.open), "{}还在办理，办结后再处理")


def _proposals(session: Session, record_ids: Sequence[str]) -> Held:
    query = select(PackageProposalRow.record_id).join(
        PackageProposal, PackageProposal.id == PackageProposalRow.proposal_id
    )
    query = query.where(PackageProposal.ended_at.is_(None), PackageProposalRow.record_id.in_(among(list(record_ids))))
    for (record_id,) in session.execute(query):
        yield record_id, "在待复核的数据包里，放行或退回后再处理"


def _packages(session: Session, record_ids: Sequence[str]) -> Held:
    """Yield the packages that were released and never handed over: their zips have to go with the record."""
    query = select(PackageRow.record_id, Package.serial).join(Package, Package.id == PackageRow.package_id)
    query = query.join(PackageFile, PackageFile.package_id == Package.id)
    query = query.outerjoin(HandOver, HandOver.package_id == Package.id).where(HandOver.id.is_(None))
    for record_id, serial in session.execute(query.where(PackageRow.record_id.in_(among(list(record_ids))))):
        yield record_id, f"第{serial:04d}号数据包还没有交付，交付后再处理"


def _conflicts(session: Session, record_ids: Sequence[str]) -> Held:
    query = select(IncomingConflict.record_id).where(IncomingConflict.chosen_at.is_(None))
    for (record_id,) in session.execute(query.where(IncomingConflict.record_id.in_(among(list(record_ids))))):
        yield record_id, "收到的数据包与本桌面不一致，选定版本后再处理"


def _promises(session: Session, record_ids: Sequence[str]) -> Held:
    query = select(Record.id, Promise.due).join(Promise, Promise.subject_id == Record.subject_id)
    for record_id, due in session.execute(query.where(Promise.kept.is_(None), Record.id.in_(among(list(record_ids))))):
        yield record_id, f"主体有{due}到期的容缺受理承诺，履行或登记后再处理"


def _letters(session: Session, record_ids: Sequence[str]) -> Held:
    """Return what waits for a letter: one of a job that is not through, or one that is to be sealed."""
    batch = select(LetterBatchItem.case_id, LetterBatch.label).join(
        LetterBatch, LetterBatch.id == LetterBatchItem.batch_id
    )
    batch = batch.where(LetterBatchItem.letter_id.is_(None), LetterBatch.ended_at.is_(None))
    sealing = select(Letter.case_id, Letter.number).join(LetterSeal, LetterSeal.letter_id == Letter.id)
    sealing = sealing.where(LetterSeal.answered_at.is_(None))
    return chain(
        _about(session, record_ids, batch, "批量文书“{}”还没有出完，出完或结束后再处理"),
        _about(session, record_ids, sealing, "{}等待用印，答复后再处理"),
    )


def _rounds(session: Session, record_ids: Sequence[str]) -> Held:
    """Yield the records of subjects on the list of a round that runs: units are told of the removal first."""
    query = select(Record.id, Record.subject_id, JointRound.id, JointRound.objects).distinct()
    query = query.join(JointObject, JointObject.subject_id == Record.subject_id)
    query = query.join(JointUpdate, JointUpdate.id == JointObject.update_id)
    query = query.join(JointRound, JointRound.id == JointUpdate.round_id).where(JointRound.ended_on.is_(None))
    for record_id, subject_id, one, objects in session.execute(query.where(Record.id.in_(among(list(record_ids))))):
        if subject_id in round_objects.current(session, one):
            yield record_id, f"主体还在对{objects}的联合奖惩名单上，移出后再处理"


def _tips(session: Session, record_ids: Sequence[str]) -> Held:
    """Yield the records of persons of whom a tip is told that is still looked into."""
    query = select(Record.id, Subject.name, Subject.document_number).join(Subject, Subject.id == Record.subject_id)
    persons = session.execute(query.where(Record.id.in_(among(list(record_ids)))))
    for record_id, number in erasure_tips.open_about(session, [(one, name, code) for one, name, code in persons]):
        yield record_id, f"线索{number}反映同名的人，办结后再处理"


def _listed(session: Session, record_ids: Sequence[str], today: date) -> Held:
    """Return the records of subjects that are still listed on their ground, 省条例第十九条: until they are removed."""
    removed, until = (func.json_extract(Record.content, f"$.{name}") for name in ("removed_on", "publicity_until"))
    wanted = among(list(record_ids))
    stated = select(Record.id).where(Record.kind == LISTED_KIND, Record.id.in_(wanted), Record.state != "revoked")
    stated = stated.where(removed.is_(None), or_(until.is_(None), until >= str(today)))
    kept = select(Record.id).join(Listing, or_(Listing.record_id == Record.id, Listing.source_record_id == Record.id))
    kept = kept.where(Record.id.in_(wanted), listings.standing(today))
    return [(one, "还在名单内，移出名单后再处理") for one in session.scalars(union(stated, kept))]
