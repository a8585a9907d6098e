"""Receipts this desk gives: what became of every row of a package that came in, signed by the office.

An answer is kept whole, so that handing it over again is harmless; the same answer is never given twice, another one
to the same package names the one before it.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import RECEIPT, Answered, PackageHead
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.receipts import Line, receipt_name, table_of, write_receipt
from creditdesk.exchange.whole_files import new_file, replace_file
from creditdesk.models import IssuedReceipt
from creditdesk.services import erased_rows, journal, office_keys, offices, packages, partners
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

ENVELOPED = ".p7m"


@act("receipt.issue", Power.EXCHANGE, "答复收到的数据包")
def answer(a: Act, about: Answered, lines: Sequence[Line]) -> Result:
    """Answer a package row by row; the same answer again gives the one that was given.

    May be called within the act that takes the package in, so that both happen or neither.
    """
    said = hashlib.sha256(table_of(lines)).hexdigest()
    last = newest(a.session, about.digest)
    issued = last if last is not None and last.lines_digest == said else _issue(a, about, lines, said, last)
    a.say(f"已向{about.office}出具第{about.serial:04d}号数据包的第{issued.number}次回执")
    return {"issued": issued.id, "number": issued.number, "file": issued.file_name}


def newest(session: Session, package_digest: str) -> IssuedReceipt | None:
    """Return the last answer to a package, None when there is none."""
    query = select(IssuedReceipt).where(IssuedReceipt.package_digest == package_digest)
    return session.scalar(query.order_by(IssuedReceipt.number.desc()).limit(1))


def _issue(a: Act, about: Answered, lines: Sequence[Line], said: str, last: IssuedReceipt | None) -> IssuedReceipt:
    number, previous = (last.number + 1, last.digest) if last else (1, None)
    office, key = offices.office_of(a.session).name, office_keys.active(a.session)
    desk, before = packages.identity(a.session), journal.head_hash(a.session)
    head = PackageHead(RECEIPT, office, desk, about.office, number, previous, a.now, before)
    buffer = BytesIO()
    digest = write_receipt(buffer, head, about, lines, OfficeCertificate(key.key_pem, key.certificate_pem))
    issued = IssuedReceipt(
        receiver=about.office,
        desk=about.desk,
        serial=about.serial,
        package_digest=about.digest,
        number=number,
        file_name=receipt_name(head, about),
        digest=digest,
        lines_digest=said,
        zip=buffer.getvalue(),
        at=a.now,
        officer_id=a.officer.id,
    )
    a.session.add(issued)
    a.session.flush()
    return issued


def hand_over(desk: Desk, issued_id: str, folder: Path) -> Path:
    """Write an answer into a folder, enveloped where the desk knows a certificate of its receiver; as often as wanted.

    InputProblem when the folder is not there, Problem when it has another file of that name, or when the answer is not
    what was signed.
    """
    if not folder.is_dir():
        raise InputProblem(f"没有文件夹{folder}，请检查U盘是否插好后重新选择。")
    with desk.read() as session:
        issued = session.get_one(IssuedReceipt, issued_id)
        certificate = partners.certificate_for(session, issued.receiver, desk.clock())
        erased_rows.refuse(session, "issued_receipt", issued_id, issued.file_name)
    if hashlib.sha256(issued.zip).hexdigest() != issued.digest:
        raise Problem(f"{issued.file_name}的存档与签名时不一致，请用最近的备份恢复。")
    path = folder / (issued.file_name + (ENVELOPED if certificate else ""))
    # Every envelope has other bytes around the same answer; anything else of that name is somebody's.
    if certificate:
        replace_file(path, envelope(issued.zip, certificate))
    elif not (path.is_file() and path.read_bytes() == issued.zip):
        with new_file(path) as file:
            file.write(issued.zip)
    return path
