"""Who reported a tip (举报人, 实施方案五（五）): sealed when it is told, and each look told to everybody.

Only named officers can look (readers.py), with their passphrase each time; neither a role nor the key of the desk can.
"""

from dataclasses import asdict, dataclass
from unicodedata import normalize

from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import InformantReader, SealedInformant, Tip
from creditdesk.services import informant_keys, notices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.informant_keys import Keys
from creditdesk.services.powers import Power
from creditdesk.vault import informants


@dataclass(frozen=True, repr=False)
class Informant:
    """Who reported, as it was told; it is never shown by accident, so it has no repr."""

    name: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything of the informant is known."""
        return any(value.strip() for value in asdict(self).values())

    def refuse_in(self, text: str, what: str) -> None:
        """Raise InputProblem where a text names the informant: that text is for everybody."""
        said = _likeness(text)
        if any(len(word) > 1 and word in said for word in map(_likeness, (self.name, self.phone, self.address))):
            raise InputProblem(f"{what}里写有举报人的姓名或者联系方式，请删去；举报人只能填在封存的栏目里。")


def _likeness(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).lower()


def keep(a: Act, tip_id: str, informant: Informant) -> None:
    """Seal an informant within an act; a Problem while nobody could read it afterwards."""
    lock = informant_keys.active(a.session)
    if lock is None or not informant_keys.able(a.session):
        raise Problem("还没有可以查阅举报人的工作人员，举报人无法封存；请先申请并由负责人指定，或者登记为匿名举报。")
    told = {name: value.strip() for name, value in asdict(informant).items()}
    sealed = informants.seal(lock.public_key, informant_keys.about_tip(tip_id), told)
    a.session.add(SealedInformant(tip_id=tip_id, lock_id=lock.id, sealed=sealed))


def look(desk: Desk, tip_id: str, reason: str, phrase: str) -> Informant:
    """Return who reported a tip to a named officer, told first: in the journal, and to everybody for thirty days."""
    keys = keys_for(desk, phrase)
    with desk.read() as session:
        informant = _opened(session, keys, tip_id)
    informant.refuse_in(reason, "理由")
    desk.perform(looked, tip_id, reason)
    return informant


def _opened(session: Session, keys: Keys, tip_id: str) -> Informant:
    sealed = session.get(SealedInformant, tip_id)
    if sealed is None:
        raise InputProblem("这条线索没有封存的举报人。")
    if sealed.lock_id not in keys:
        raise Problem("封存这位举报人的锁您打不开；如果没有重新起用过封存，请立即报告负责人。")
    told = informants.opened(keys[sealed.lock_id], informant_keys.about_tip(tip_id), sealed.sealed)
    if told is None:
        raise Problem("封存的举报人被改动过或者属于另一条线索，已拒绝显示；请从备份恢复。")
    return Informant(**told)


@act("informant.look", Power.READ, "查看举报人")
def looked(a: Act, tip_id: str, reason: str) -> Result:
    """Write down that a named officer looks at who reported a tip, and why; see `look`."""
    reason = stated(reason, "查看举报人必须写明理由，请填写。")
    a.session.get_one(InformantReader, a.officer.id).lost_at = None
    sentence = f"{a.officer.name}查看了线索{a.session.get_one(Tip, tip_id).number}的举报人"
    notices.put_up(a, sentence, reason)
    a.say(f"{sentence}：{reason}")
    return {"tip": tip_id, "reason": reason}


def keys_for(desk: Desk, phrase: str) -> Keys:
    """Return the keys that the officer at the desk can open with the passphrase, which is asked for every time."""
    desk.require(Power.READ)
    with desk.read() as session:
        reader = session.get(InformantReader, desk.officer.id)
        kept = informant_keys.key_of(reader) if reader else None
    if kept is None:
        raise Problem("您不是可以查阅举报人的工作人员，请由可查阅的人员办理，或者先申请查阅。")
    own = desk.vault.with_passphrase(phrase, lambda given: kept.unwrap(given, desk.vault.cost))
    if own is None:
        raise Problem("查阅举报人的密钥还由更换前的口令保护，请先用“沿用原口令”，或者重新申请查阅。")
    with desk.read() as session:
        return informant_keys.opened(session, desk.officer.id, own)
