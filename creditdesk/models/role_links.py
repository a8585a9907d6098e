"""Who answers for an organisation (关联), and which of its severe records also stand against those persons."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class RoleLink(Base):
    """A person's office in an organisation from one day to another, both included; no last day while it goes on."""

    __tablename__ = "role_link"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    role: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    state: Mapped[str]
    origin: Mapped[str]
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    reason: Mapped[str | None]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    created_at: Mapped[datetime]


class Mirror(Base):
    """What became of one proposal of clause 五(六): a record of the person with its parent, or a refusal with a reason.

    `settled_version` is the version of the parent up to which the person's record was brought.
    """

    __tablename__ = "mirror"
    __table_args__ = (UniqueConstraint("parent_id", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    role_link_id: Mapped[str] = mapped_column(ForeignKey("role_link.id"))
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"), index=True)
    reason: Mapped[str | None]
    settled_version: Mapped[int]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
