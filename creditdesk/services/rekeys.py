"""更换密钥: the whole database is encrypted anew under a new random key, and the old key opens nothing of it any more.

What it is for: whoever left may have kept a copy of keys.json, and a lost recovery card may be found. Both open the
desk as long as its key stays. The officers' passphrases stay; recovery cards must be printed anew. Backups made before
stay under the old key, which the desk remembers, so that it can still go back to them.

Two persons: one proposes, another confirms (services/confirmations.py), and either then carries the decision out.
"""

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import JournalEntry
from creditdesk.services import backups, decisions, notices, offices
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import replacing
from creditdesk.vault.backup import Progress

MAY_CARRY_OUT = (Power.KEYS, Power.OFFICE, Power.DESK)
_ADVICE = "原有的恢复卡全部作废，请在“设置”重新打印；更换前的备份请妥善保管或销毁"


@act("rekey.decide", Power.KEYS, "决定更换密钥", confirmed_by=MAY_CARRY_OUT)
def decide(a: Act, reason: str) -> Result:
    """Decide to give the desk a new key."""
    reason = stated(reason, "更换密钥须写明理由，请填写。")
    a.say(f"决定更换桌面的密钥：{reason}")
    return {"reason": reason}


@act(backups.KEY_CHANGED, Power.OWN, "记下已更换密钥", dated=False)
def done(a: Act, reason: str) -> Result:
    """Write into the desk under its new key that it has one; everybody hears of it."""
    sentence = f"{a.officer.name}更换了桌面的密钥，各人口令不变"
    notices.put_up(a, sentence, f"{reason}；{_ADVICE}")
    a.say(f"{sentence}：{reason}")
    return {"reason": reason}


def decision(desk: Desk) -> str:
    """Return how the journal says the decision that is to be carried out, or an empty text."""
    entry = decisions.standing(desk, decide, done)
    return entry.sentence if entry else ""


def carry_out(desk: Desk, progress: Progress | None = None) -> Changes:
    """Encrypt the desk under a new key; it must be closed then, and has that key when it is opened again.

    Belongs on the writing thread. A kill leaves the desk under its old key or under the new one, each whole, with the
    keys.json that fits. `progress(done, total)` counts pages; what it raises stops the work and leaves nothing behind.
    """
    desk.require(*MAY_CARRY_OUT)
    entry = decisions.standing(desk, decide, done)
    if entry is None:
        raise InputProblem("没有待执行的换钥决定，请先提请更换密钥，由另一位工作人员确认后再执行。")
    with replacing.building(desk.folder) as place:
        with Desk.enter(desk.vault.rekeyed(place, progress), desk.clock, desk.shipped) as then:
            changes = then.perform(done, str(entry.result["reason"]))
        desk.vault.decide("", with_keys=True)
    return changes


def cards_missing(desk: Desk) -> bool:
    """Tell whether no recovery cards were printed since the key was changed: the older ones open nothing."""
    acts = (backups.KEY_CHANGED, offices.shared_the_key.name)
    query = select(JournalEntry.act).where(JournalEntry.act.in_(acts)).order_by(JournalEntry.seq.desc()).limit(1)
    with desk.read(Power.OWN) as session:
        return session.scalar(query) == backups.KEY_CHANGED
