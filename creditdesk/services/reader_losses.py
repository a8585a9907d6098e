"""When an officer who may read informants leaves, loses the passphrase, or changes it; and how sealing stands."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import InformantReader, InformantShare, Officer
from creditdesk.services import informant_keys, notices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.readers import ALONE
from creditdesk.vault import informants
from creditdesk.vault.informants import ReaderKey

ABLE, APPLIED, LOST = "可查阅", "待指定", "无法查阅"


@dataclass(frozen=True)
class ReaderRow:
    """An officer who may read informants or applied for it; two people compare `fingerprint` before one is named."""

    officer_id: str
    name: str
    state: str
    since: date
    fingerprint: str


@dataclass(frozen=True)
class Standing:
    """How sealing stands: who can read, how much is sealed, and the sentences that ask for something.

    `mine` is the state of the officer at the desk, empty for one who never applied.
    """

    readers: tuple[ReaderRow, ...]
    able: int
    sealed: int
    warnings: tuple[str, ...]
    mine: str


def standing(desk: Desk) -> Standing:
    """Return how the sealing of informants stands; everybody may know who can read them."""
    query = select(InformantReader, Officer.name).join(Officer, Officer.id == InformantReader.officer_id)
    with desk.read(Power.OWN) as session:
        able, lock = informant_keys.able(session), informant_keys.active(session)
        rows = session.execute(query.where(Officer.active).order_by(InformantReader.made_at, Officer.name)).all()
        readers = tuple(_row(row, name, row.officer_id in able) for row, name in rows)
        sealed, outdated = informant_keys.sealed_count(session), informant_keys.outdated_count(session)
    warnings = []
    if lock is None or not able:
        warnings.append("还没有人可以查阅举报人：请先申请，再由负责人指定，最好两人以上")
    elif len(able) == 1:
        warnings.append(ALONE)
    if lock is not None and lock.exposed:
        warnings.append(f"{lock.exposed}已不再查阅举报人，请可查阅的人员重新封存")
    elif outdated:
        warnings.append(f"有{outdated}位举报人还封存在旧锁里，请可查阅的人员重新封存")
    mine = next((row.state for row in readers if row.officer_id == desk.officer.id), "")
    return Standing(readers, len(able), sealed, tuple(warnings), mine)


def _row(row: InformantReader, name: str, able: bool) -> ReaderRow:
    state = ABLE if able else LOST if row.lost_at else APPLIED
    return ReaderRow(row.officer_id, name, state, office_date(row.made_at), informants.fingerprint(row.public_key))


def left(a: Act, officer: Officer, does: str) -> None:
    """Take an officer's share away within the act that lets him go; InputProblem when nobody else could read."""
    able, sealed = informant_keys.able(a.session), informant_keys.sealed_count(a.session)
    if able == [officer.id] and sealed:
        raise InputProblem(
            f"{officer.name}是唯一可以查阅举报人的人员，{does}后封存的{sealed}位举报人再也打不开；请他先指定另一人，"
            "他已经无法办理的，先登记他无法查阅举报人。"
        )
    lock = informant_keys.active(a.session)
    if lock is None or a.session.get(InformantShare, (lock.id, officer.id)) is None:
        return
    # Where nobody else can read, his share is the last one: it is kept, for him who may remember the passphrase.
    if any(one != officer.id for one in able):
        informant_keys.forget(a.session, officer.id)
    lock.exposed = "、".join(filter(None, (lock.exposed, officer.name)))
    notices.put_up(a, f"{officer.name}不再查阅举报人", "请其他可查阅举报人的人员重新封存")


def lost(a: Act, officer_id: str) -> None:
    """Remember that an officer's passphrase was issued anew: the key under the old one does not open with it."""
    reader = a.session.get(InformantReader, officer_id)
    if reader is not None and reader.lost_at is None:
        reader.lost_at = a.now


@act("informant.lost", Power.KEYS, "登记无法查阅举报人")
def declare_lost(a: Act, officer_id: str, reason: str) -> Result:
    """Write down that a reader cannot read any more, such as after a death; a look, or the old passphrase, ends it."""
    officer = a.session.get_one(Officer, officer_id)
    if officer_id not in informant_keys.able(a.session):
        raise InputProblem(f"{officer.name}本来就不能查阅举报人，不用登记。")
    reason = stated(reason, "登记无法查阅举报人必须写明理由，请填写。")
    lost(a, officer_id)
    sentence = f"{officer.name}已无法查阅举报人"
    notices.put_up(a, sentence, reason)
    a.say(f"{sentence}：{reason}")
    return {"officer": officer_id, "reason": reason}


def rewrapped(desk: Desk, old: str, new: str) -> ReaderKey | None:
    """Return the officer's key under a new passphrase, or None where there is none or another passphrase wraps it."""
    with desk.read(Power.OWN) as session:
        reader = session.get(InformantReader, desk.officer.id)
        kept = informant_keys.key_of(reader) if reader else None
    return kept.rewrapped(old, new, desk.vault.cost) if kept else None


def rewrap(a: Act, fresh: ReaderKey | None) -> None:
    """Keep the officer's key under the new passphrase, within the act that changes it."""
    if fresh is not None:
        a.session.get_one(InformantReader, a.officer.id).wrapped = fresh.wrapped
