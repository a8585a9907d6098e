"""Printing letters with the picture of the seal (用印): one officer asks, another consents, both stay on record.

The sealed copy lies beside the letter, whose own file never changes; its QR code therefore stays true.
"""

import hashlib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk import files
from creditdesk.documents.letter import letter_pdf, seal_place
from creditdesk.documents.seals import MOST_BYTES, prepared, sealed
from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import Letter, LetterSeal, LetterVoid, Officer, SealedFile, SealPicture
from creditdesk.services import letters
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@act("seal.load", Power.OFFICE, "载入印章图片")
def load(a: Act, picture: bytes) -> Result:
    """Keep a scan of the seal inside the desk; from now on it is the one in use."""
    png = prepared(picture)
    digest = hashlib.sha256(png).hexdigest()
    now = _in_use(a.session)
    if now is not None and now.sha256 == digest:
        raise InputProblem("这就是正在使用的印章图片，不用再载入。")
    a.session.add(SealPicture(png=png, sha256=digest, officer_id=a.officer.id, at=a.now))
    a.say("已载入印章图片")
    return {"sha256": digest}


def load_file(desk: Desk, path: Path) -> Changes:
    """Read a scan of the seal from a file and keep it; InputProblem for one that cannot be read."""
    desk.require(load.power)
    return desk.perform(load, files.read(path, MOST_BYTES, "请缩小后再载入"))


@act("seal.ask", Power.OBJECTION, "申请用印")
def ask(a: Act, letter_id: str, reason: str) -> Result:
    """Ask that a letter be printed with the seal; another officer has to consent."""
    letter = _in_force(a.session, letter_id)
    reason = stated(reason, "申请用印必须写明用途，请填写。")
    if _in_use(a.session) is None:
        raise InputProblem("还没有载入印章图片，请负责人先在“设置”中载入。")
    row = a.session.get(LetterSeal, letter_id)
    if row is not None and not row.refused_because:
        raise InputProblem(f"{letter.number}{letters.seal_state(row)}，不用再申请。")
    if row is None:
        row = LetterSeal(letter_id=letter_id)
        a.session.add(row)
    row.reason, row.asked_by, row.asked_at = reason, a.officer.id, a.now
    row.answered_by = row.answered_at = row.refused_because = None
    a.say(f"已申请 {letter.number} 用印，等待另一位工作人员同意")
    return {"letter": letter.id}


@act("seal.consent", Power.WORDING, "同意用印")
def consent(a: Act, letter_id: str) -> Result:
    """Consent as another officer than the one who asked; the sealed copy is made and kept."""
    letter, row = _waiting(a, letter_id)
    picture = _in_use(a.session)
    pdf = letters.file_of(a.session, letter_id)
    content = letters.content_of(a.session, letter)
    if picture is None or letter_pdf(content) != pdf:
        raise Problem(f"{letter.number}由旧版程序排版，印章位置不能确定，请打印后手工盖章。")
    copy = sealed(pdf, seal_place(content), picture.png, letter.issued_on)
    a.session.add(SealedFile(letter_id=letter_id, pdf=copy, sha256=hashlib.sha256(copy).hexdigest()))
    row.answered_by, row.answered_at, row.picture_id = a.officer.id, a.now, picture.id
    a.say(f"已同意 {letter.number} 用印")
    return {"letter": letter.id}


@act("seal.refuse", Power.WORDING, "不同意用印")
def refuse(a: Act, letter_id: str, reason: str) -> Result:
    """Refuse the seal with a reason; the letter stays as it is and may be asked for again."""
    letter, row = _waiting(a, letter_id)
    reason = stated(reason, "不同意用印必须写明理由，请填写。")
    row.answered_by, row.answered_at, row.refused_because = a.officer.id, a.now, reason
    a.say(f"不同意 {letter.number} 用印")
    return {"letter": letter.id}


def _waiting(a: Act, letter_id: str) -> tuple[Letter, LetterSeal]:
    letter, row = _in_force(a.session, letter_id), a.session.get(LetterSeal, letter_id)
    if row is None or row.answered_at is not None:
        raise InputProblem(f"{letter.number}没有等待同意的用印申请。")
    if row.asked_by == a.officer.id:
        raise InputProblem("用印须由申请人以外的工作人员同意，请另一位工作人员登录后办理。")
    return letter, row


def _in_force(session: Session, letter_id: str) -> Letter:
    letter = session.get_one(Letter, letter_id)
    if session.get(LetterVoid, letter_id) is not None:
        raise InputProblem(f"{letter.number}已经作废，不能用印。")
    return letter


def _in_use(session: Session) -> SealPicture | None:
    return session.scalar(select(SealPicture).order_by(SealPicture.id.desc()).limit(1))


def told(desk: Desk, letter_id: str) -> tuple[str, str]:
    """Return how far a letter's seal is, and who asked or answered, for the eye."""
    with desk.read() as session:
        row = session.get(LetterSeal, letter_id)
        if row is None:
            return "", ""
        asked = session.get_one(Officer, row.asked_by).name
        answered = session.get_one(Officer, row.answered_by).name if row.answered_by else ""
        because = f"：{row.refused_because}" if row.refused_because else ""
        by = f"{answered}{because}" if answered else f"{asked}申请，{row.reason}"
        return letters.seal_state(row), by


def loaded(desk: Desk) -> bool:
    """Tell whether the desk has a picture of the seal."""
    with desk.read(Power.OWN) as session:
        return _in_use(session) is not None


def file_of(session: Session, letter_id: str) -> bytes:
    """Return what is shown and printed of a letter: its sealed copy where there is one; a Problem when it changed."""
    file = session.get(SealedFile, letter_id)
    if file is None:
        return letters.file_of(session, letter_id)
    if hashlib.sha256(file.pdf).hexdigest() != file.sha256:
        number = session.get_one(Letter, letter_id).number
        raise Problem(f"{number}的用印件与存档时不一致，请用最近的备份恢复该文书。")
    return file.pdf
