"""Receipts taken: a package counts as delivered by its receipt alone; what was rejected comes back to a work list.

A receipt may be taken as often as wanted, only the first time changes anything. A later signed answer takes the place
of the former ones; a workbook, which nobody signed, never takes the place of a signed answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.exchange.receipts import Answer
from creditdesk.models import Receipt, ReceiptRow, Record
from creditdesk.models.base import new_id
from creditdesk.services import bulk
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.receipt_files import Taking

_ROW = ("id", "receipt_id", "record_id", "version", "answer", "field", "reason")


@dataclass(frozen=True)
class Trial:
    """What taking a receipt would do, in a sentence; `repeated` when it was taken already and nothing would change."""

    sentence: str
    repeated: bool


def trial(desk: Desk, taking: Taking) -> Trial:
    """Tell what taking it would do, changing nothing; InputProblem when it may not be taken."""
    with desk.read() as session:
        again = _judged(session, taking)
    if again:
        return Trial(f"这份回执已于{office_date(again.taken_at)}登记，再次登记不会有任何变化。", repeated=True)
    return Trial(_told(taking), repeated=False)


def take(desk: Desk, taking: Taking, reason: str = "") -> Changes:
    """Take a receipt once, however often it is asked for; a workbook needs the officer's reason for believing it."""
    return desk.perform_once(f"receipt:{taking.package_id}:{taking.digest}", taken, taking, reason)


@act("receipt.take", Power.EXCHANGE, "载入回执")
def taken(a: Act, taking: Taking, reason: str = "") -> Result:
    """Write down what was answered for a package; InputProblem when it contradicts what was answered before."""
    if not taking.signed and not reason.strip():
        raise InputProblem("平台退回的表格没有签名，须由工作人员确认并写明理由后才能登记。")
    if _judged(a.session, taking):
        raise InputProblem("这份回执已经登记过，不必再登记。")
    receipt = _receipt(a, taking, reason)
    a.session.add(receipt)
    a.session.flush()
    _end_former(a.session, receipt)
    rows = [
        (new_id(), receipt.id, line.record_id, line.version, str(line.answer), line.field, line.reason)
        for line in taking.lines
    ]
    bulk.insert(a.session, ReceiptRow, _ROW, rows)
    a.wrote("receipt_row", len(rows), receipt=receipt.id)
    a.say(f"已登记{_told(taking)}".rstrip("。"))
    return {"receipt": receipt.id, "package": taking.package_id, "rejected": receipt.rejected}


def _receipt(a: Act, taking: Taking, reason: str) -> Receipt:
    return Receipt(
        id=new_id(),
        package_id=taking.package_id,
        number=taking.number,
        kind=taking.kind,
        file_name=taking.file_name,
        digest=taking.digest,
        fingerprint=taking.fingerprint,
        accepted=taking.count(Answer.ACCEPTED),
        rejected=taking.count(Answer.REJECTED),
        replaced=taking.count(Answer.REPLACED),
        made_at=taking.made_at,
        taken_at=a.now,
        officer_id=a.officer.id,
        reason=reason.strip() or None,
    )


def _told(taking: Taking) -> str:
    counts = (("接收", Answer.ACCEPTED), ("退回", Answer.REJECTED), ("已有更新版本", Answer.REPLACED))
    told = "、".join(f"{word}{taking.count(answer)}条" for word, answer in counts if taking.count(answer))
    source = "的回执" if taking.signed else "的退回表格（未签名）"
    return f"{taking.receiver}对第{taking.serial:04d}号数据包{source}：{told or '没有记录'}。"


def _judged(session: Session, taking: Taking) -> Receipt | None:
    """Return the receipt where this very file was taken already; InputProblem when it goes against a former one."""
    former = session.scalars(select(Receipt).where(Receipt.package_id == taking.package_id)).all()
    for receipt in former:
        if receipt.digest == taking.digest:
            return receipt
    signed = {receipt.number: receipt for receipt in former if receipt.number is not None}
    if taking.number is None:
        if signed:
            raise InputProblem(
                f"第{taking.serial:04d}号数据包已有对方签名的回执，不能再用没有签名的表格改写，请对方另出回执。"
            )
        return None
    _require_next(taking, taking.number, signed)
    return None


def _require_next(taking: Taking, number: int, signed: dict[int, Receipt]) -> None:
    name = f"第{taking.serial:04d}号数据包"
    if number in signed:
        day = office_date(signed[number].taken_at)
        raise InputProblem(f"{name}的第{number}次回执已于{day}登记，与这一份不同，互相矛盾：请向对方核实。")
    if number > 1 and number - 1 not in signed:
        raise InputProblem(f"这是{name}的第{number}次回执，第{number - 1}次还没有登记，请先登记前一次。")
    if number > 1 and taking.previous != signed[number - 1].digest:
        raise InputProblem(f"这份{name}的第{number}次回执不接在已登记的第{number - 1}次之后，请向对方核实。")


def _end_former(session: Session, receipt: Receipt) -> None:
    """Let a receipt take the place of the former ones for the same rows."""
    former = update(Receipt).where(
        Receipt.package_id == receipt.package_id, Receipt.id != receipt.id, Receipt.ended_by.is_(None)
    )
    if receipt.kind is not None:
        former = former.where(Receipt.kind == receipt.kind)
    session.execute(former.values(ended_by=receipt.id))


@act("receipt.settle", Power.EXCHANGE, "处理退回的行", undoable=True)
def settle(a: Act, row_ids: Sequence[str], reason: str) -> Result:
    """Take rejected rows off the work list that need no correction, for a reason; they do not leave again."""
    rows = [_open_row(a, row_id, reason) for row_id in row_ids]
    a.say(f"{len(rows)}条退回已销号，不需更正")
    return {"rows": [row.id for row in rows]}


@act("receipt.resend", Power.EXCHANGE, "重新报送退回的行")
def resend(a: Act, row_ids: Sequence[str], reason: str) -> Result:
    """Let rejected records leave again unchanged in the next package, for a reason: the receiver was wrong."""
    rows = [_open_row(a, row_id, reason) for row_id in row_ids]
    for record_id in {row.record_id for row in rows}:
        record = a.session.get_one(Record, record_id)
        if record.left_version == record.version:
            record.left_version = record.version - 1
    a.say(f"{len(rows)}条退回将原样列入下一个数据包")
    return {"rows": [row.id for row in rows]}


def _open_row(a: Act, row_id: str, reason: str) -> ReceiptRow:
    reason = stated(reason, "不更正而处理退回的记录，必须写明理由。")
    row = a.session.get_one(ReceiptRow, row_id)
    if row.settled_at is not None or row.answer != Answer.REJECTED:
        raise InputProblem("这条退回已经处理过，请重新查看。")
    row.settled_at, row.settled_by, row.settled_because = a.now, a.officer.id, reason
    return row
