"""恢复卡: the way in when passphrases or keys.json are lost, by two persons or, told to everybody, by one.

Two shared cards are kept by two persons, so their use is the act of two. The card that opens alone needs another
officer beside, who gives a passphrase of his own. Where nobody can, one person comes in by the emergency path, for a
reason. Every use is in the journal and stands on everybody's first page for thirty days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import Officer
from creditdesk.services import date_guard, free_texts, notices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import Clock, system_clock
from creditdesk.services.desk import Desk, require_no_backup
from creditdesk.services.powers import PRINCIPAL, Power
from creditdesk.vault import DEFAULT_COST, Cost, Vault, recovery, rescuing
from creditdesk.vault.faults import Damaged

_RENEWED = (
    "桌面的数据库已损坏，打不开；密钥文件已用恢复卡重新写好，请返回选择{name}、输入新口令，用“抢救损坏的桌面”修复。"
)
_ADVICE = "如非本单位安排，请立即报告负责人"


@dataclass(frozen=True)
class CardUse:
    """Who comes in with the card and under which new passphrase, why, and which other officer is there."""

    officer: str
    passphrase: str
    reason: str
    witness: str = ""
    witness_passphrase: str = ""

    def __post_init__(self) -> None:
        free_texts.require(recovered.name, {"officer": self.officer, "reason": self.reason, "witness": self.witness})
        stated(self.officer, "请填写工作人员姓名。")
        stated(self.reason, "用恢复卡打开桌面必须写明理由，请填写。")
        if self.witness.strip() == self.officer.strip():
            raise InputProblem("在场的须是另一位工作人员，请改填；没有时留空，按应急办理。")
        if bool(self.witness.strip()) != bool(self.witness_passphrase):
            raise InputProblem("在场的工作人员须填写姓名并输入本人的口令；没有时两项都留空，按应急办理。")


def recover(
    folder: Path, groups: Sequence[str], use: CardUse, *, clock: Clock = system_clock, cost: Cost = DEFAULT_COST
) -> Desk:
    """Open a desk with its recovery card; the officer comes in as its head, in place of whoever had that name.

    Where the database is too damaged to be opened, keys.json is written anew, so that the desk can be salvaged.
    """
    require_no_backup(folder)
    date_guard.require_possible(clock)
    name, witness = use.officer.strip(), use.witness.strip()
    beside = (witness, use.witness_passphrase) if witness else None
    try:
        vault = Vault.recover(folder, tuple(groups), name, use.passphrase, cost=cost, witness=beside)
    except Problem as fault:
        if not rescuing.renew_keys(folder, tuple(groups), name, use.passphrase, cost=cost, witness=beside):
            raise
        raise Problem(_RENEWED.format(name=name)) from fault
    try:
        with Session(vault.writer, expire_on_commit=False) as session, session.begin():
            for before in session.scalars(select(Officer).where(Officer.name == name, Officer.active)):
                before.active, before.left_at = False, clock()
            session.add(Officer(id=vault.slot_id, name=name, role=PRINCIPAL, active=True, joined_at=clock()))
        desk = Desk.enter(vault, clock)
        desk.perform(recovered, use.reason.strip(), witness, two_cards=recovery.of_two_cards(groups))
    except BaseException as fault:
        vault.close()
        if isinstance(fault, Damaged):
            raise Problem(_RENEWED.format(name=name)) from fault
        raise
    return desk


@act("office.recover", Power.OFFICE, "用恢复卡打开桌面", dated=False)
def recovered(a: Act, reason: str, witness: str, *, two_cards: bool) -> Result:
    """Write down that the recovery card was used, by whom and why; everybody hears of it."""
    beside = f"，{witness}在场并输入了本人口令" if witness else ""
    sentence = f"{a.officer.name}用两张共管恢复卡打开了桌面{beside}"
    if not two_cards:
        alone = "" if witness else "一人应急"
        sentence = f"{a.officer.name}{alone}用恢复卡打开了桌面{beside}"
    notices.put_up(a, sentence, f"{reason}；{_ADVICE}")
    a.say(f"{sentence}：{reason}")
    return {"reason": reason, "witness": witness, "two_cards": two_cards}
