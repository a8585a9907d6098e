"""Partners (伙伴): whom packages are exchanged with, and the certificates that were compared with them."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Partner(Base):
    """A receiver or sender of packages: a platform, a unit or another desk; known by its name."""

    __tablename__ = "partner"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))


class PartnerCertificate(Base):
    """A certificate of a partner; several are valid together while one replaces another.

    `compared` says how its fingerprint was compared and with whom.
    """

    __tablename__ = "partner_certificate"
    __table_args__ = (UniqueConstraint("partner_id", "fingerprint"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id"))
    certificate_pem: Mapped[bytes]
    fingerprint: Mapped[str]
    holder: Mapped[str]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    compared: Mapped[str]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    stopped_because: Mapped[str | None]
