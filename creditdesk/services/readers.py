"""The officers who may read who reported a tip: applying, being named, and sealing anew for those who stay.

An officer applies with a key pair of his own (`apply`). The head of the office names the first readers (`start`), and
cannot read by that. From then on only who can read names another (`name`) or takes the right away (`dismiss`).

A new passphrase of one's own keeps the key. One issued by somebody else does not: the officer goes on with the old
passphrase (`renew`), or applies anew and is named again. Who leaves loses his share (reader_losses.py), and the others
seal everything anew (`reseal`). What the last reader cannot open any more, nobody can.
"""

from collections.abc import Sequence

from sqlalchemy import Select, select

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import InformantLock, InformantReader, InformantShare, Officer, SealedInformant
from creditdesk.services import informant_keys, notices
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.informant_keys import Key, Keys
from creditdesk.services.informants import keys_for
from creditdesk.services.powers import Power, holds
from creditdesk.vault import Cost, informants
from creditdesk.vault.informants import ReaderKey

ALONE = "现在只有一人可以查阅，他的口令一旦遗忘，封存的举报人就再也打不开，请尽快再指定一人"


def apply(desk: Desk, phrase: str, *, give_up: bool = False) -> Changes:
    """Apply as a reader with a new key pair under one's own passphrase; `give_up` what only the old key opens."""
    desk.require(applied.power)
    desk.vault.with_passphrase(phrase, lambda _given: None)
    return desk.perform(applied, informants.new_reader(desk.officer.id, phrase, desk.vault.cost), give_up=give_up)


@act("informant.apply", Power.READ, "申请查阅举报人")
def applied(a: Act, made: ReaderKey, *, give_up: bool) -> Result:
    """Write down an officer's key pair; nothing opens with it until the officer is named."""
    reader = a.session.get(InformantReader, a.officer.id)
    if reader is not None:
        _refuse_again(a, reader, give_up=give_up)
        informant_keys.forget(a.session, a.officer.id)
    row = InformantReader(
        officer_id=a.officer.id, public_key=made.public, wrapped=made.wrapped, made_at=a.now, lost_at=None
    )
    a.session.add(row)
    a.say(f"{a.officer.name}申请查阅举报人，公钥指纹 {informants.fingerprint(made.public)}")
    return {"officer": a.officer.id}


def _refuse_again(a: Act, reader: InformantReader, *, give_up: bool) -> None:
    if a.officer.id in informant_keys.able(a.session):
        raise InputProblem("您已经可以查阅举报人，不用再申请。")
    has_share = a.session.scalar(select(InformantShare.lock_id).where(InformantShare.officer_id == reader.officer_id))
    count = informant_keys.sealed_count(a.session)
    if has_share and count and not informant_keys.able(a.session) and not give_up:
        raise InputProblem(
            f"没有别人能打开封存的{count}位举报人，请先用“沿用原口令”；确实想不起原口令的，写明放弃后再重新申请。"
        )


def renew(desk: Desk, old: str, phrase: str) -> Changes:
    """Go on as a reader under today's passphrase, by the one from before it was issued anew or restored.

    Who came back under the same name with a new slot, because keys.json was lost, goes on with the key of before too.
    """
    with desk.read(Power.OWN) as session:
        kept = [informant_keys.key_of(reader) for reader in session.scalars(_own_readers(desk))]
    if not kept:
        raise InputProblem("您没有申请过查阅举报人，没有可以沿用的密钥。")
    desk.vault.with_passphrase(phrase, lambda _given: None)
    opened = desk.vault.with_passphrase(old, lambda given: _first_opened(kept, given, desk.vault.cost))
    if opened is None:
        raise InputProblem("查阅举报人的密钥不由这个口令保护，请填写更换以前的口令。")
    before_id, private = opened
    with desk.read(Power.OWN) as session:
        keys = informant_keys.opened(session, before_id, private)
    fresh = informants.wrapped(desk.officer.id, private, phrase, desk.vault.cost)
    return desk.perform(renewed, fresh, before_id, keys)


def _first_opened(kept: Sequence[ReaderKey], phrase: str, cost: Cost) -> tuple[str, Key] | None:
    found = ((one.officer_id, one.unwrap(phrase, cost)) for one in kept)
    return next(((officer_id, private) for officer_id, private in found if private is not None), None)


def _own_readers(desk: Desk) -> Select[InformantReader]:
    """Return a query for the officer's own key, then those of who left under the same name."""
    own = Officer.id == desk.officer.id
    before = (Officer.name == desk.officer.name) & ~Officer.active
    query = select(InformantReader).join(Officer, Officer.id == InformantReader.officer_id)
    return query.where(own | before).order_by(Officer.active.desc(), InformantReader.made_at.desc())


@act("informant.renew", Power.OWN, "沿用原口令查阅举报人")
def renewed(a: Act, fresh: ReaderKey, before_id: str, keys: Keys) -> Result:
    """Keep a reader's key under today's passphrase, with its shares where it was another identity's."""
    if before_id == a.officer.id:
        row = a.session.get_one(InformantReader, a.officer.id)
        row.wrapped, row.lost_at = fresh.wrapped, None
    else:
        _take_over(a, fresh, before_id, keys)
    a.say(f"{a.officer.name}查阅举报人的密钥已改由现在的口令保护")
    return {"officer": a.officer.id}


def _take_over(a: Act, fresh: ReaderKey, before_id: str, keys: Keys) -> None:
    """Move a key and its shares from who left under the same name to who proved to have its passphrase."""
    shared = a.session.scalars(select(InformantShare.lock_id).where(InformantShare.officer_id == before_id)).all()
    for officer_id in (before_id, a.officer.id):
        informant_keys.forget(a.session, officer_id)
    row = InformantReader(
        officer_id=a.officer.id, public_key=fresh.public, wrapped=fresh.wrapped, made_at=a.now, lost_at=None
    )
    a.session.add(row)
    a.session.flush()
    for lock_id in shared:
        _give(a, a.session.get_one(InformantLock, lock_id), keys[lock_id], a.officer.id)


@act("informant.start", Power.OFFICE, "起用举报人封存")
def start(a: Act, officer_ids: Sequence[str], reason: str) -> Result:
    """Make a lock and name its first readers out of those who applied; the one who does it cannot read by that.

    Refused while anybody can read: then a reader names the next one. What was sealed before stays as it is.
    """
    if informant_keys.able(a.session):
        raise Problem("已有可以查阅举报人的工作人员，请由他指定其他人。")
    if not officer_ids:
        raise InputProblem("请至少指定一位已申请的工作人员，最好两位：只有一位时，他的口令遗忘就再也打不开。")
    reason = stated(reason, "起用举报人封存必须写明理由，请填写。")
    before = informant_keys.active(a.session)
    if before is not None:
        before.active = False
        a.session.flush()
    key = informants.new_lock()
    lock = InformantLock(public_key=informants.public_of(key), active=True, made_at=a.now)
    a.session.add(lock)
    a.session.flush()
    names = [_give(a, lock, key, officer_id) for officer_id in dict.fromkeys(officer_ids)]
    again = "重新起用举报人封存，原来封存的仍只有原可查阅人员能打开；" if before is not None else ""
    return _told(a, f"{a.officer.name}{again}指定{'、'.join(names)}可查阅举报人", reason)


def name(desk: Desk, officer_id: str, phrase: str, reason: str) -> Changes:
    """Let another officer who applied read informants, by one who can."""
    return desk.perform(named, keys_for(desk, phrase), officer_id, reason)


@act("informant.name", Power.READ, "指定可查阅举报人的人员")
def named(a: Act, keys: Keys, officer_id: str, reason: str) -> Result:
    """Give another officer a share of the lock; see `name`."""
    lock, key = _in_use(a, keys)
    reason = stated(reason, "指定可查阅举报人的人员必须写明理由，请填写。")
    told = _give(a, lock, key, officer_id)
    return _told(a, f"{a.officer.name}指定{told}可查阅举报人", reason)


def dismiss(desk: Desk, officer_id: str, phrase: str, reason: str) -> Changes:
    """Take the right to read away from another officer, and seal everything anew for the others."""
    if officer_id == desk.officer.id:
        raise InputProblem("不能取消自己，请由另一位可查阅举报人的人员办理。")
    return desk.perform(resealed, keys_for(desk, phrase), reason, without=officer_id)


def reseal(desk: Desk, phrase: str, reason: str) -> Changes:
    """Seal every informant anew for those who may read today: after somebody left, or after an old backup came back."""
    return desk.perform(resealed, keys_for(desk, phrase), reason)


@act("informant.reseal", Power.READ, "重新封存举报人")
def resealed(a: Act, keys: Keys, reason: str, *, without: str = "") -> Result:
    """Make a new lock for the readers that stay and seal to it what the old ones hold; see `reseal`."""
    lock, key = _in_use(a, keys)
    reason = stated(reason, "重新封存举报人必须写明理由，请填写。")
    dismissed = f"，取消{a.session.get_one(Officer, without).name}的查阅" if without else ""
    fresh = _turned(a, lock, key, without)
    count, left = 0, 0
    for row in a.session.scalars(select(SealedInformant)):
        told = _words(row, keys)
        if told is None:
            left += 1
            continue
        row.sealed = informants.seal(fresh.public_key, informant_keys.about_tip(row.tip_id), told)
        row.lock_id, count = fresh.id, count + 1
    unopened = f"，另有{left}位打不开，仍是原样" if left else ""
    return _told(a, f"{a.officer.name}重新封存了{count}位举报人{dismissed}{unopened}", reason)


def _words(row: SealedInformant, keys: Keys) -> dict[str, str] | None:
    key = keys.get(row.lock_id)
    return None if key is None else informants.opened(key, informant_keys.about_tip(row.tip_id), row.sealed)


def _turned(a: Act, lock: InformantLock, key: Key, without: str) -> InformantLock:
    """Put a new lock in the place of one, with the same readers except those who left."""
    shares = list(a.session.scalars(select(InformantShare).where(InformantShare.lock_id == lock.id)))
    kept = [one for one in shares if one.officer_id != without and a.session.get_one(Officer, one.officer_id).active]
    fresh = informants.new_lock()
    lock.active = False
    a.session.flush()
    made = InformantLock(
        public_key=informants.public_of(fresh), earlier_id=lock.id, active=True, made_at=a.now,
        earlier=informant_keys.earlier(key, lock, fresh),
    )  # fmt: skip
    a.session.add(made)
    a.session.flush()
    for one in kept:
        informant_keys.require_vouched(key, one, a.session.get_one(InformantReader, one.officer_id))
        _give(a, made, fresh, one.officer_id)
    for one in shares:
        a.session.delete(one)
    if without:
        informant_keys.forget(a.session, without)
    return made


def _in_use(a: Act, keys: Keys) -> tuple[InformantLock, Key]:
    lock = informant_keys.active(a.session)
    if lock is None or lock.id not in keys:
        raise Problem("现用的封存锁您打不开；如果没有重新起用过封存，请立即报告负责人。")
    return lock, keys[lock.id]


def _give(a: Act, lock: InformantLock, key: Key, officer_id: str) -> str:
    """Give an officer who applied a share of a lock; returns the name."""
    officer, reader = a.session.get(Officer, officer_id), a.session.get(InformantReader, officer_id)
    if officer is None or not officer.active or reader is None:
        raise InputProblem("指定的人员还没有申请查阅举报人，请他先登录申请。")
    if not holds(officer.role, Power.READ):
        raise InputProblem(f"{officer.name}的岗位不能查阅信用记录和案件，不能指定为可查阅举报人的人员。")
    if a.session.get(InformantShare, (lock.id, officer_id)) is not None:
        raise InputProblem(f"{officer.name}已经可以查阅举报人，不用再指定。")
    share, vouch = informant_keys.share(lock.id, key, reader)
    a.session.add(InformantShare(lock_id=lock.id, officer_id=officer_id, share=share, vouch=vouch, named_at=a.now))
    a.session.flush()
    return officer.name


def _told(a: Act, sentence: str, reason: str) -> Result:
    """Say what was done, to everybody; and that one reader is too few."""
    whole = f"{sentence}；{ALONE}" if len(informant_keys.able(a.session)) == 1 else sentence
    notices.put_up(a, whole, reason.strip())
    a.say(f"{whole}（理由：{reason.strip()}）")
    return {"reason": reason.strip()}
