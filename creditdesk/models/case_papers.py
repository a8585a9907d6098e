"""What lies with a case beside its own steps: attachments, notes, reminders, and the officers' saved filters."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Attachment(Base):
    """A paper of a case (附件), withdrawn with a reason, never deleted; `part_of` names its step or referral."""

    __tablename__ = "attachment"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    part_of: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    withdrawn_because: Mapped[str | None]


class AttachmentFile(Base):
    """The bytes of an attachment, apart from its row so that lists never read them."""

    __tablename__ = "attachment_file"

    attachment_id: Mapped[str] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    content: Mapped[bytes]


class CaseNote(Base):
    """What an officer wrote down about a case; notes are only added."""

    __tablename__ = "case_note"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    text: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class Reminder(Base):
    """That a stage of a case came to a threshold (verify:soon): told once, whatever happens to the dates later."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("case_id", "threshold"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"))
    threshold: Mapped[str]
    due: Mapped[date]
    on: Mapped[date]
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
    seen_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))


class QueueFilter(Base):
    """A filter of the queue under a name its officer gave it; the first nine by `place` have a key."""

    __tablename__ = "queue_filter"
    __table_args__ = (UniqueConstraint("officer_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str]
    place: Mapped[int]
    wanted: Mapped[dict[str, str]]
