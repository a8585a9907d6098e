"""Founding a desk: the office, its first officer, its signing key; and what the office says about itself."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from creditdesk.documents.bundles import merged
from creditdesk.documents.recovery_card import recovery_card_pdf
from creditdesk.errors import stated
from creditdesk.exchange.certificates import make_certificate
from creditdesk.models import OfficeKey, Officer, Setting
from creditdesk.services import backups, date_guard, free_texts, notices, office_forms
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import Clock, system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import PRINCIPAL, ROLE_LABELS, Power
from creditdesk.vault import DEFAULT_COST, Cost, RecoveryCard, Vault

OFFICE = "office"


@dataclass(frozen=True)
class Office:
    """What letters and packages say about the office.

    `prefix` opens its letter numbers (牟信), `receiver` is whom its packages tell of every change.
    """

    name: str
    prefix: str = "牟信"
    uscc: str = ""
    division: str = "410122"
    address: str = ""
    phone: str = ""
    contact: str = ""
    receiver: str = "郑州市公共信用信息平台"

    def __post_init__(self) -> None:
        stated(self.name, "单位名称不能为空，请填写信用中心的全称。")
        stated(self.prefix, "发文代字不能为空，请填写如“牟信”的代字。")
        stated(self.receiver, "数据包的接收单位不能为空，请填写市平台或上级信用中心的名称。")


def create_desk(
    folder: Path,
    office: Office,
    officer_name: str,
    passphrase: str,
    *,
    clock: Clock = system_clock,
    cost: Cost = DEFAULT_COST,
) -> tuple[Desk, RecoveryCard]:
    """Found a desk in a new folder; returns it open, with the recovery card that must be printed now."""
    free_texts.require(founded.name, {"office": office, "officer_name": officer_name})
    officer_name = stated(officer_name, "工作人员姓名不能为空，请填写姓名。")
    date_guard.require_possible(clock)
    first = partial(_found, office, officer_name, clock())
    vault, card = Vault.create(folder, officer_name, passphrase, role=ROLE_LABELS[PRINCIPAL], cost=cost, first=first)
    desk = Desk.enter(vault, clock)
    try:
        office_forms.make_folder(desk)
        desk.perform(founded, office.name)
        backups.make(desk, "建立")
    except BaseException:
        desk.close()
        raise
    return desk, card


def _found(office: Office, founder: str, now: datetime, connection: Connection, slot_id: str) -> None:
    """Write the office, its first officer and its signing key in the transaction that makes the tables."""
    certificate = make_certificate(office.name, now.date())
    connection.execute(
        insert(Officer), {"id": slot_id, "name": founder, "role": PRINCIPAL, "active": True, "joined_at": now}
    )
    connection.execute(insert(Setting), {"name": OFFICE, "value": asdict(office)})
    connection.execute(
        insert(OfficeKey),
        {
            "key_pem": certificate.key_pem,
            "certificate_pem": certificate.certificate_pem,
            "created_at": now,
            "active": True,
        },
    )


@act("office.found", Power.OFFICE, "建立桌面")
def founded(a: Act, name: str) -> Result:
    """Write down that the desk was founded."""
    a.say(f"已建立{name}的桌面")
    return {}


@act("office.keep_card", Power.OFFICE, "记下恢复卡保管人")
def keep_card(a: Act, keeper: str, place: str) -> Result:
    """Write down who keeps the printed recovery card, and where; neither stands on the card."""
    a.say(f"恢复卡由{keeper or '负责人'}保管，存放在{place or '未写明的地方'}")
    return {"keeper": keeper, "place": place}


@act("office.share_cards", Power.KEYS, "制作三张共管恢复卡")
def shared_the_key(a: Act) -> Result:
    """Write down that three cards were made of which any two open the desk; everybody hears of it."""
    sentence = f"{a.officer.name}制作了三张共管恢复卡，任意两张合用能打开桌面"
    notices.put_up(a, sentence, "请确认三张卡由三人分别封存")
    a.say(sentence)
    return {}


def shared_cards(desk: Desk) -> bytes:
    """Make three recovery cards of which any two open the desk, told first: one PDF, to be printed and kept nowhere."""
    desk.perform(shared_the_key)
    name, on = office(desk).name, desk.clock().date()
    cards = enumerate(desk.vault.shared_cards(), 1)
    return merged([recovery_card_pdf(name, card.groups, on, place, shared=True) for place, card in cards])


@act("office.describe", Power.OFFICE, "修改单位信息")
def describe(a: Act, office: Office) -> Result:
    """Change what the office says about itself; letters already issued keep what they said."""
    setting = a.session.get_one(Setting, OFFICE)
    setting.value = asdict(office)
    a.say("已保存单位信息")
    return {}


def office_of(session: Session) -> Office:
    """Return what the office says about itself."""
    return Office(**session.get_one(Setting, OFFICE).value)


def is_own(session: Session, unit: str, uscc: str) -> bool:
    """Tell whether a source unit is this office itself: by its code where both are known, else by its name."""
    own = office_of(session)
    return uscc == own.uscc if uscc and own.uscc else unit == own.name


def office(desk: Desk) -> Office:
    """Return what the office says about itself, for a page."""
    with desk.read(Power.OWN) as session:
        return office_of(session)


def card_pdf(desk: Desk, card: RecoveryCard, number: int = 1) -> bytes:
    """Draw the recovery card for printing; the caller must not leave it on a disk."""
    return recovery_card_pdf(office(desk).name, card.groups, desk.clock().date(), number)
