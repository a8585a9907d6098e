"""The keys behind sealed informants, as the tables keep them: which lock is in use, who can open it, what it holds."""

from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.models import Base, InformantLock, InformantReader, InformantShare, Officer, SealedInformant
from creditdesk.vault import informants
from creditdesk.vault.informants import ReaderKey

Key = X25519PrivateKey
Keys = Mapping[str, Key]
"""The private keys of locks, by the locks' identities."""


def active(session: Session) -> InformantLock | None:
    """Return the lock that is in use, or None while nobody was named."""
    return session.scalar(select(InformantLock).where(InformantLock.active))


def able(session: Session) -> list[str]:
    """Return the officers who can open what is sealed now."""
    query = (
        select(InformantShare.officer_id)
        .join(InformantLock, InformantLock.id == InformantShare.lock_id)
        .join(Officer, Officer.id == InformantShare.officer_id)
        .join(InformantReader, InformantReader.officer_id == InformantShare.officer_id)
        .where(InformantLock.active, Officer.active, InformantReader.lost_at.is_(None))
    )
    return list(session.scalars(query.order_by(InformantShare.named_at, Officer.id)))


def sealed_count(session: Session) -> int:
    """Return how many informants are sealed at this desk."""
    return session.scalar(select(func.count()).select_from(SealedInformant)) or 0


def wanting(session: Session) -> str:
    """Say what to do where too few can open what is sealed; empty where two or more can, or nothing was ever sealed."""
    count, readers = sealed_count(session), len(able(session))
    if readers > 1 or not (count or active(session)):
        return ""
    if readers:
        return (
            f"只有一人可以查阅举报人，他的口令一旦遗忘，封存的{count}位就再也打不开，请他在“举报线索”尽快再指定一人。"
        )
    before = f"封存的{count}位现在打不开：请原来可查阅的人员先试“沿用原口令”，不行的" if count else "请工作人员"
    return f"没有人可以查阅举报人。{before}在“举报线索”重新申请，由负责人指定至少两人。"


def outdated_count(session: Session) -> int:
    """Return how many informants are still sealed to a lock that is in use no more."""
    query = select(func.count()).select_from(SealedInformant)
    return session.scalar(query.join(InformantLock).where(~InformantLock.active)) or 0


def key_of(reader: InformantReader) -> ReaderKey:
    """Return a reader's key pair."""
    return ReaderKey(reader.officer_id, reader.public_key, reader.wrapped)


def about_tip(tip_id: str) -> str:
    """Return what a sealed informant is bound to."""
    return f"tip {tip_id}"


def opened(session: Session, officer_id: str, own: Key) -> Keys:
    """Return the keys of all locks that a reader can open: those he has a share of, and those they replaced."""
    found: dict[str, Key] = {}
    for share in session.scalars(select(InformantShare).where(InformantShare.officer_id == officer_id)):
        lock = session.get_one(InformantLock, share.lock_id)
        found[lock.id] = _key(own, _about_share(lock.id, officer_id), share.share, lock)
    for lock_id in list(found):
        lock = session.get_one(InformantLock, lock_id)
        while lock.earlier_id and lock.earlier and lock.earlier_id not in found:
            replaced = session.get_one(InformantLock, lock.earlier_id)
            found[replaced.id] = _key(found[lock.id], _about_lock(replaced.id), lock.earlier, replaced)
            lock = replaced
    return found


def _key(private: Key, about: str, sealed: bytes, lock: InformantLock) -> X25519PrivateKey:
    raw = informants.opened_bytes(private, about, sealed)
    if raw is None or informants.public_of(informants.key_of(raw)) != lock.public_key:
        raise Problem("举报人封存的锁或您的一份钥匙被改动过，已拒绝使用；请立即报告负责人，并从备份恢复。")
    return informants.key_of(raw)


def share(lock_id: str, key: Key, reader: InformantReader) -> tuple[bytes, bytes]:
    """Return a lock's key sealed to a reader, and the word of whoever does it for the reader's public key."""
    about = _about_share(lock_id, reader.officer_id)
    sealed = informants.seal_bytes(reader.public_key, about, key.private_bytes_raw())
    return sealed, informants.vouch(key, about, reader.public_key)


def require_vouched(key: Key, given: InformantShare, reader: InformantReader) -> None:
    """Refuse to seal anything for a reader whose public key is not the one another reader vouched for (Problem)."""
    if not informants.vouched(key, _about_share(given.lock_id, given.officer_id), reader.public_key, given.vouch):
        raise Problem("有可查阅人员的公钥被人更换过，没有重新封存；请立即报告负责人，并从备份恢复。")


def earlier(key: Key, replaced: InformantLock, fresh: Key) -> bytes:
    """Return the key of a replaced lock, sealed to the one that replaces it."""
    return informants.seal_bytes(informants.public_of(fresh), _about_lock(replaced.id), key.private_bytes_raw())


def forget(session: Session, officer_id: str) -> None:
    """Take an officer's shares and key pair away."""
    for one in session.scalars(select(InformantShare).where(InformantShare.officer_id == officer_id)):
        session.delete(one)
    reader = session.get(InformantReader, officer_id)
    if reader is not None:
        session.delete(reader)
    session.flush()


def _about_share(lock_id: str, officer_id: str) -> str:
    return f"share {lock_id} {officer_id}"


def _about_lock(lock_id: str) -> str:
    return f"lock {lock_id}"


def carried(session: Session) -> Sequence[Base]:
    """Return copies of all locks, readers and shares, for another database of this desk."""
    tables: tuple[type[Base], ...] = (InformantLock, InformantReader, InformantShare)
    return [row.copied() for table in tables for row in session.scalars(select(table))]


def carry(session: Session, rows: Sequence[Base]) -> None:
    """Put today's locks, readers and shares in place of those of an older database; its locks stay, but none in use."""
    session.execute(delete(InformantShare))
    session.execute(delete(InformantReader))
    session.execute(update(InformantLock).values(active=False))
    for row in rows:
        session.merge(row)
