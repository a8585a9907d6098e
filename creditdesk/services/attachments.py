"""Attachments of a case (附件): kept inside the encrypted desk, shown from memory, withdrawn but never deleted."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import aliased

from creditdesk import files
from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.exchange import papers
from creditdesk.exchange.whole_files import replace_file
from creditdesk.models import Attachment, AttachmentFile, Case, Officer
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

_SMALLER = "请压缩或分成几份后再添加"


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment as a case shows one; the last two are empty unless it was withdrawn."""

    id: str
    name: str
    kind: str
    label: str
    size: int
    sha256: str
    part_of: str
    officer: str
    at: datetime
    withdrawn_by: str
    withdrawn_because: str


def add_file(desk: Desk, case_id: str, path: Path, part_of: str = "") -> Changes:
    """Read a file and keep it with a case; InputProblem for one that cannot be read or is not taken."""
    desk.require(add.power)
    name = papers.clean_name(path.name)
    return desk.perform(add, case_id, name, files.read(path, _limit(desk, case_id), _SMALLER), part_of)


def _limit(desk: Desk, case_id: str) -> int:
    with desk.read() as session:
        return desk.catalogue.procedure(session.get_one(Case, case_id).procedure).attachment_mib * files.MIB


@act("attachment.add", Power.OBJECTION, "添加案卷材料")
def add(a: Act, case_id: str, name: str, content: bytes, part_of: str = "") -> Result:
    """Keep a paper with a case; `part_of` is the step or referral it belongs to."""
    case, name = a.session.get_one(Case, case_id), papers.clean_name(name)
    most = a.catalogue.procedure(case.procedure).attachment_mib * files.MIB
    if len(content) > most:
        raise files.too_large(name, len(content), most, _SMALLER)
    kind, digest = papers.recognised(name, content), hashlib.sha256(content).hexdigest()
    same = select(Attachment.name).where(
        Attachment.case_id == case_id, Attachment.sha256 == digest, Attachment.withdrawn_at.is_(None)
    )
    if there := a.session.scalar(same):
        raise InputProblem(f"这份文件已在{case.number}的附件中（{there}），不必重复添加。")
    kept = Attachment(
        case_id=case_id,
        part_of=part_of or None,
        name=name,
        kind=kind.name,
        size=len(content),
        sha256=digest,
        officer_id=a.officer.id,
        at=a.now,
    )
    a.session.add(kept)
    a.session.flush()
    a.session.add(AttachmentFile(attachment_id=kept.id, content=content))
    a.say(f"已添加附件 {name} 到 {case.number}")
    return {"attachment": kept.id, "case": case_id}


@act("attachment.withdraw", Power.OBJECTION, "撤下案卷材料")
def withdraw(a: Act, attachment_id: str, reason: str) -> Result:
    """Take a paper out of use with a reason; the paper and its reason stay in the case for ever."""
    kept = a.session.get_one(Attachment, attachment_id)
    reason = stated(reason, "撤下附件必须写明理由，请填写。")
    if kept.withdrawn_at is not None:
        raise InputProblem(f"附件{kept.name}已经撤下，不必再撤。")
    kept.withdrawn_at, kept.withdrawn_by, kept.withdrawn_because = a.now, a.officer.id, reason
    a.say(f"已撤下附件 {kept.name}")
    return {"attachment": kept.id, "case": kept.case_id}


@act("attachment.copy", Power.OBJECTION, "取出案卷材料")
def copy(a: Act, attachment_id: str) -> Result:
    """Write down that a copy of a paper leaves the encrypted desk."""
    kept = a.session.get_one(Attachment, attachment_id)
    number = a.session.get_one(Case, kept.case_id).number
    a.say(f"已另存 {number} 的附件 {kept.name}；离开本机的文件不再加密，请妥善保管")
    return {"attachment": kept.id, "sha256": kept.sha256}


def save_copy(desk: Desk, attachment_id: str, path: Path) -> Changes:
    """Write a copy outside the desk, the journal first: no paper leaves untold."""
    told = content(desk, attachment_id)
    changes = desk.perform(copy, attachment_id)
    replace_file(path, told)
    return changes


def content(desk: Desk, attachment_id: str) -> bytes:
    """Return the bytes of a paper; a Problem when they are no longer what came in."""
    with desk.read() as session:
        kept, file = session.get_one(Attachment, attachment_id), session.get_one(AttachmentFile, attachment_id)
    if hashlib.sha256(file.content).hexdigest() != kept.sha256:
        raise Problem(f"附件{kept.name}与收到时不一致，请停止使用并运行“体检”。")
    return file.content


def listing(desk: Desk, case_id: str, text: str = "") -> tuple[AttachmentRow, ...]:
    """Return the papers of a case whose name holds the text, withdrawn ones last, each group as they came in."""
    by = aliased(Officer)
    query = (
        select(Attachment, Officer.name, by.name)
        .join(Officer, Officer.id == Attachment.officer_id)
        .outerjoin(by, by.id == Attachment.withdrawn_by)
        .where(Attachment.case_id == case_id, Attachment.name.contains(text.strip(), autoescape=True))
        .order_by(Attachment.withdrawn_at.is_not(None), Attachment.id)
    )
    with desk.read() as session:
        return tuple(_row(kept, officer, gone or "") for kept, officer, gone in session.execute(query))


def _row(kept: Attachment, officer: str, withdrawn_by: str) -> AttachmentRow:
    return AttachmentRow(
        kept.id,
        kept.name,
        kept.kind,
        papers.KINDS[kept.kind].label,
        kept.size,
        kept.sha256,
        kept.part_of or "",
        officer,
        kept.at,
        withdrawn_by,
        kept.withdrawn_because or "",
    )
