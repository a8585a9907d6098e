"""Packages leave by two officers: one proposes what is due, another looks at it and releases it.

A released package lies whole inside the desk, in the transaction that keeps its ledger; only then is it written to a
stick, as often as wanted and always with the same bytes inside. A kill at any moment leaves all of it or nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.exchange.certificates import fingerprint_of, load_certificate
from creditdesk.exchange.descriptor import REPORT
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.whole_files import forget_unfinished, new_file
from creditdesk.models import (
    HandOver,
    Officer,
    Package,
    PackageFile,
    PackageProposal,
    PackageProposalRow,
    PackageRow,
    Record,
    Subject,
)
from creditdesk.services import erased_rows, free_texts, offices, package_making, packages, partners
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.package_making import Progress
from creditdesk.services.powers import Power

PART_BYTES = 96 * 2**20
"""How much content one package holds at most; more becomes several packages, one after the other."""


@dataclass(frozen=True)
class Proposal:
    """What waits for a second officer: who proposed it, when, how many rows, and how many of them changed since."""

    id: str
    receiver: str
    rows: int
    maker: str
    maker_id: str
    on: date
    changed: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Handing:
    """What handing a package over would mean: whom it is for, and what would leave readable without a certificate."""

    receiver: str
    certificate: str
    rows: int
    persons: int


@act("package.propose", Power.EXCHANGE, "提请报送数据包")
def propose(a: Act) -> Result:
    """Propose that everything due leaves, in the versions of this moment; nothing leaves before another releases it."""
    receiver = offices.office_of(a.session).receiver
    if _open(a.session, receiver) is not None:
        raise InputProblem(f"已有一个报送“{receiver}”的数据包等待核对签发，请先签发或撤回。")
    proposal = PackageProposal(
        type=REPORT, receiver=receiver, rows=0, counts={}, at=a.now, officer_id=a.officer.id, released=False
    )
    a.session.add(proposal)
    a.session.flush()
    due = packages.due(literal(proposal.id))
    names = ["proposal_id", "record_id", "version", "action", "marked"]
    a.session.execute(insert(PackageProposalRow).from_select(names, due))
    proposal.counts = packages.due_counts(a.session)
    proposal.rows = sum(proposal.counts.values())
    if not proposal.rows:
        raise InputProblem("自上一个数据包以来没有要报送的变化，无需制作数据包。")
    a.wrote("package_proposal_row", proposal.rows)
    a.say(f"已提请报送{proposal.rows}条，等待另一位工作人员核对签发")
    return {"proposal": proposal.id, "rows": proposal.rows}


@act("package.take_back", Power.EXCHANGE, "退回或撤回数据包")
def take_back(a: Act, proposal_id: str, reason: str) -> Result:
    """Take a proposal back or return it to its maker, for a reason; its rows are due again."""
    proposal = _waiting(a.session, proposal_id)
    reason = stated(reason, "退回或撤回必须写明理由，请填写。")
    _end(a, proposal, released=False, reason=reason)
    a.say(f"已退回提请报送的{proposal.rows}条")
    return {"proposal": proposal.id}


@act("package.release", Power.EXCHANGE, "签发他人提请的数据包")
def release(a: Act, proposal_id: str, *, part_bytes: int = PART_BYTES, progress: Progress | None = None) -> Result:
    """Make and keep the packages of a proposal, as another officer than its maker.

    Rows that changed since they were proposed stay back. `progress(done, total)` is told on the way; what it raises
    stops the work and leaves nothing behind.
    """
    proposal = _waiting(a.session, proposal_id)
    if proposal.officer_id == a.officer.id:
        raise InputProblem("数据包须由提请人以外的工作人员核对签发，请另一位工作人员登录后办理。")
    parts = package_making.parts(a.session, proposal.id, part_bytes)
    total = sum(map(len, parts))
    if not total:
        raise InputProblem("提请后这些记录都有变动，请退回后重新提请。")
    made = package_making.make(a, proposal, parts, progress)
    _end(a, proposal, released=True, reason=None)
    left = proposal.rows - total
    told = "、".join(f"第{one.serial:04d}号" for one in made)
    a.say(f"已签发{told}数据包，{total}条" + (f"；{left}条提请后有变动，留待下一包" if left else ""))
    return {
        "packages": [one.id for one in made],
        "serials": [one.serial for one in made],
        "rows": total,
        "left": left,
    }


def _open(session: Session, receiver: str) -> PackageProposal | None:
    return session.scalar(
        select(PackageProposal).where(PackageProposal.receiver == receiver, PackageProposal.ended_at.is_(None))
    )


def _waiting(session: Session, proposal_id: str) -> PackageProposal:
    proposal = session.get_one(PackageProposal, proposal_id)
    if proposal.ended_at is not None:
        raise InputProblem("这次提请已经签发或退回，请重新查看。")
    return proposal


def _end(a: Act, proposal: PackageProposal, *, released: bool, reason: str | None) -> None:
    proposal.ended_at, proposal.released, proposal.reason = a.now, released, reason
    a.session.execute(delete(PackageProposalRow).where(PackageProposalRow.proposal_id == proposal.id))


@act("package.hand_over", Power.EXCHANGE, "交付数据包")
def handed(a: Act, package_ids: Sequence[str], fingerprint: str | None, open_because: str) -> Result:
    """Write down that packages were written to a folder, for which certificate or why readable."""
    for package_id in package_ids:
        a.session.add(
            HandOver(
                package_id=package_id,
                fingerprint=fingerprint,
                open_because=open_because or None,
                at=a.now,
                officer_id=a.officer.id,
            )
        )
    serials = [a.session.get_one(Package, one).serial for one in package_ids]
    a.say(f"已交付{'、'.join(f'第{serial:04d}号' for serial in serials)}数据包")
    return {"packages": list(package_ids)}


def hand_over(desk: Desk, package_ids: Sequence[str], folder: Path, open_because: str = "") -> Changes:
    """Write packages into a folder, enveloped for the receiver's certificate where the desk has one.

    Without a certificate everything in them leaves readable, and `open_because` must say why. A file of the same name
    with other contents is never touched; the same package may be written again. Returns the Changes, whose result
    names the files.
    """
    free_texts.require(handed.name, {"open_because": open_because})
    if not folder.is_dir():
        raise InputProblem(f"没有文件夹{folder}，请检查U盘是否插好后重新选择。")
    with desk.read() as session:
        found = [session.get_one(Package, one) for one in package_ids]
        certificate = partners.certificate_for(session, found[0].receiver, desk.clock())
        if certificate is None and not open_because.strip():
            raise InputProblem(
                f"没有“{found[0].receiver}”可用的证书，数据包将以明文交付，必须写明理由；或先载入对方证书。"
            )
        files = [_write(session, package, folder, certificate) for package in found]
    fingerprint = fingerprint_of(load_certificate(certificate)) if certificate else None
    changes = desk.perform(handed, package_ids, fingerprint, "" if certificate else open_because.strip())
    return Changes(changes.nouns, changes.result | {"files": [str(path) for path in files]}, changes.sentence)


def _write(session: Session, package: Package, folder: Path, certificate: bytes | None) -> Path:
    data = file_of(session, package)
    path = folder / (package.file_name + (".p7m" if certificate else ""))
    if certificate is None and path.is_file() and path.read_bytes() == data:
        forget_unfinished(path)
        return path
    if certificate is not None:
        path.unlink(missing_ok=True)
    with new_file(path) as file:
        file.write(envelope(data, certificate) if certificate else data)
    return path


def file_of(session: Session, package: Package) -> bytes:
    """Return the zip of a package as it was released; a Problem when it changed or is no longer kept."""
    erased_rows.refuse(session, "package", package.id, f"第{package.serial:04d}号数据包")
    file = session.get(PackageFile, package.id)
    if file is None:
        raise Problem(f"第{package.serial:04d}号数据包由旧版程序直接写到U盘，桌面里没有存档，不能再次交付。")
    if hashlib.sha256(file.zip).hexdigest() != package.digest:
        raise Problem(f"第{package.serial:04d}号数据包的存档与签发时不一致，请用最近的备份恢复。")
    return file.zip


def waiting(desk: Desk) -> Proposal | None:
    """Return what waits for a second officer."""
    with desk.read() as session:
        proposal = _open(session, offices.office_of(session).receiver)
        if proposal is None:
            return None
        same = (
            select(func.count()).select_from(PackageProposalRow).join(Record, Record.id == PackageProposalRow.record_id)
        )
        same = same.where(PackageProposalRow.proposal_id == proposal.id, Record.version == PackageProposalRow.version)
        return Proposal(
            proposal.id,
            proposal.receiver,
            proposal.rows,
            session.get_one(Officer, proposal.officer_id).name,
            proposal.officer_id,
            office_date(proposal.at),
            proposal.rows - (session.scalar(same) or 0),
            dict(proposal.counts),
        )


def handing(desk: Desk, package_ids: Sequence[str]) -> Handing:
    """Return what handing these packages over would mean."""
    with desk.read() as session:
        receiver = session.get_one(Package, package_ids[0]).receiver
        certificate = partners.certificate_for(session, receiver, desk.clock())
        rows = select(func.count()).select_from(PackageRow).where(PackageRow.package_id.in_(package_ids))
        about = rows.join(Record, Record.id == PackageRow.record_id).join(Subject, Subject.id == Record.subject_id)
        return Handing(
            receiver,
            fingerprint_of(load_certificate(certificate)) if certificate else "",
            session.scalar(rows) or 0,
            session.scalar(about.where(Subject.category == "person")) or 0,
        )


def not_handed(desk: Desk) -> tuple[str, ...]:
    """Return the packages that were released and never written to a folder, the oldest first."""
    query = select(Package.id).join(PackageFile, PackageFile.package_id == Package.id)
    query = query.outerjoin(HandOver, HandOver.package_id == Package.id).where(HandOver.id.is_(None))
    with desk.read() as session:
        return tuple(session.scalars(query.order_by(Package.receiver, Package.serial)))
