"""催办回执: a receiver that did not answer a package is asked to, by a text or on paper; the journal is told."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.urging_note import UrgingNote, urging_note_pdf
from creditdesk.errors import InputProblem
from creditdesk.models import Package, PackageRow, Record
from creditdesk.services import offices, receipt_lists
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.receipt_lists import PackageState

_ASKED = "请核收并出具回执；如未收到，请告知，我单位即再次交付同一文件。"


def note(desk: Desk, package_id: str) -> UrgingNote:
    """Return what a receiver is asked; InputProblem when it has answered."""
    state = next(one for one in receipt_lists.states(desk) if one.id == package_id)
    if state.state != receipt_lists.WAITING:
        raise InputProblem(f"第{state.serial:04d}号数据包已有回执（{state.state}），不用催办。")
    with desk.read() as session:
        package, office = session.get_one(Package, package_id), offices.office_of(session)
        sent = _sent(desk.catalogue, session, package, state)
    told = f"仅答复{state.answered}条" if state.answered else "尚未收到回执"
    asked = f"{sent}，至今已{state.waited}个工作日，{told}。{_ASKED}"
    contact = "，".join(
        part
        for part in (office.contact and f"联系人：{office.contact}", office.phone and f"电话：{office.phone}")
        if part
    )
    return UrgingNote(package.receiver, (asked,), office.name, contact, desk.clock().date())


def pdf(desk: Desk, package_id: str) -> bytes:
    """Draw the note."""
    return urging_note_pdf(note(desk, package_id))


@act("receipt.urge", Power.EXCHANGE, "催办回执")
def urge(a: Act, package_id: str, way: str) -> Result:
    """Write down that a receiver was asked, and in which way."""
    package = a.session.get_one(Package, package_id)
    a.say(f"已催办{package.receiver}答复第{package.serial:04d}号数据包（{way}）")
    return {"package": package.id, "way": way}


def _sent(catalogue: Catalogue, session: Session, package: Package, state: PackageState) -> str:
    query = select(Record.kind, func.count()).join(PackageRow, PackageRow.record_id == Record.id)
    query = query.where(PackageRow.package_id == package.id).group_by(Record.kind).order_by(Record.kind)
    kinds = "、".join(f"{catalogue.kind(kind).label}{count}条" for kind, count in session.execute(query))
    about = f"文件名 {package.file_name}，{kinds}，共{package.rows}条，文件摘要 SHA-256 {package.digest[:16]}…"
    return f"我单位于{chinese_date(state.created)}报送的第{state.serial:04d}号数据包（{about}）"
