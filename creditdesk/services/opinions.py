"""Opinions of units that come and go as signed files: a unit's desk makes one, an officer of the centre confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import OPINION, PackageHead, read_descriptor
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.opinions import Opinion, Signed, opinion_name, read_opinion, write_opinion
from creditdesk.exchange.sealed import ENVELOPED, SealedArchive
from creditdesk.exchange.whole_files import new_file
from creditdesk.models import Case, Referral, SourceUnit
from creditdesk.services import arrivals, journal, objections, office_keys, offices, packages, partners
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.arrivals import Plan
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class Answer:
    """A unit's opinion that was proved and fits a case of this desk; nothing of it is written yet."""

    case_id: str
    referral_id: str
    number: str
    unit: str
    on: date
    text: str
    digest: str
    fingerprint: str
    findings: tuple[str, ...]


@act("opinion.give", Power.EXCHANGE, "出具意见文件")
def give(a: Act, case_number: str, text: str, folder: Path, open_because: str = "") -> Result:
    """Sign this office's opinion on a case of the receiver and write it into a folder, enveloped for the receiver.

    Without the receiver's certificate it leaves readable, and `open_because` must say why.
    """
    office = offices.office_of(a.session)
    opinion = Opinion(case_number.strip(), a.today, text.strip())
    certificate = partners.certificate_for(a.session, office.receiver, a.now)
    if certificate is None and not open_because.strip():
        raise InputProblem(f"没有“{office.receiver}”的有效证书，核实意见将以明文交付：请先载入证书，或写明理由。")
    if not folder.is_dir():
        raise InputProblem(f"没有文件夹{folder}，请检查U盘是否插好后重新选择。")
    key, desk = office_keys.active(a.session), packages.identity(a.session)
    head = PackageHead(OPINION, office.name, desk, office.receiver, 1, None, a.now, journal.head_hash(a.session))
    buffer = BytesIO()
    digest = write_opinion(buffer, head, opinion, OfficeCertificate(key.key_pem, key.certificate_pem))
    path = folder / (opinion_name(head, opinion) + (ENVELOPED if certificate else ""))
    with new_file(path) as file:
        file.write(envelope(buffer.getvalue(), certificate) if certificate else buffer.getvalue())
    a.say(f"已向{office.receiver}出具{opinion.case}的核实意见")
    reason = None if certificate else open_because.strip()
    return {"file": str(path), "digest": digest, "text": opinion.text, "open_because": reason}


def opened(desk: Desk, path: Path, progress: Callable[[int, int], object] | None = None) -> Plan | Answer:
    """Prove what a unit handed over, a package or an opinion; InputProblem names the first thing wrong."""
    with desk.read() as session, SealedArchive(path, partial(office_keys.opened, session)) as archive:
        archive.require_sane()
        head = read_descriptor(archive.descriptor()).head
        if head.type == OPINION:
            return _fitting(session, read_opinion(archive, partners.signers(session, head.office)))
    return arrivals.inspect(desk, path, progress)


def _fitting(session: Session, signed: Signed) -> Answer:
    """Find the case and the unit's part of it that an opinion answers."""
    head, opinion, own = signed.head, signed.opinion, offices.office_of(session).name
    if head.to != own:
        raise InputProblem(f"这份核实意见是交给“{head.to}”的，不是交给本单位“{own}”的，请转交或退回。")
    if not session.scalar(select(Case.id).where(Case.number == opinion.case).limit(1)):
        raise InputProblem(f"本桌面没有{opinion.case}号异议，请与{head.office}核对案号。")
    query = (
        select(Referral)
        .join(Case, Case.id == Referral.case_id)
        .join(SourceUnit, SourceUnit.id == Referral.unit_id)
        .where(Case.number == opinion.case, SourceUnit.name == head.office)
    )
    referral = session.scalar(query.limit(1))
    if referral is None:
        raise InputProblem(f"{opinion.case}没有交“{head.office}”核实，请与对方核对案号。")
    if referral.opinion is not None:
        raise InputProblem(f"{opinion.case}已登记过{head.office}的核实意见，没有改动。")
    return Answer(
        referral.case_id,
        referral.id,
        opinion.case,
        head.office,
        opinion.on,
        opinion.text,
        signed.digest,
        signed.fingerprint,
        signed.findings,
    )


@act("opinion.take", Power.OBJECTION, "载入意见文件", undoable=True)
def take(a: Act, answer: Answer) -> Result:
    """Record a proved opinion in its case, received today; the journal keeps its digest and who signed it."""
    done = objections.opinion(a, answer.case_id, a.today, answer.text, answer.referral_id)
    a.say(f"已登记{answer.unit}对{answer.number}的核实意见")
    return {**done, "digest": answer.digest, "fingerprint": answer.fingerprint}
