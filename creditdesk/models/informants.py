"""Who reported (举报人), sealed: the locks it is sealed to, the officers who may read it, and the sealed names."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class InformantLock(Base):
    """A lock: what is sealed goes to the public key of the active one.

    `earlier` is the private key of the lock it replaced, sealed to this one, so that names in an old backup can still
    be read. `exposed` tells who left with a share of it; empty while nobody did.
    """

    __tablename__ = "informant_lock"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    public_key: Mapped[bytes]
    earlier_id: Mapped[str | None] = mapped_column(ForeignKey("informant_lock.id"))
    earlier: Mapped[bytes | None]
    exposed: Mapped[str | None]
    active: Mapped[bool]
    made_at: Mapped[datetime]


class InformantReader(Base):
    """An officer's own key pair, the private half wrapped by his passphrase; `lost_at` when he can open it no more."""

    __tablename__ = "informant_reader"

    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    public_key: Mapped[bytes]
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]


class InformantShare(Base):
    """The private key of a lock, sealed to one reader; `vouch` is what only who had the key could write."""

    __tablename__ = "informant_share"

    lock_id: Mapped[str] = mapped_column(ForeignKey("informant_lock.id"), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    share: Mapped[bytes]
    vouch: Mapped[bytes]
    named_at: Mapped[datetime]


class SealedInformant(Base):
    """Who reported a tip, sealed to a lock and bound to the tip."""

    __tablename__ = "sealed_informant"

    tip_id: Mapped[str] = mapped_column(ForeignKey("tip.id"), primary_key=True)
    lock_id: Mapped[str] = mapped_column(ForeignKey("informant_lock.id"))
    sealed: Mapped[bytes]
