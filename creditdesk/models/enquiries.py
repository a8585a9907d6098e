"""Enquiries (查询): who asked, on what authority, for what, and about whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Enquiry(Base):
    """One question that was answered: `form` tells a report from a batch check, `authority` is its code in forms/.

    `asked` is how many names a batch check asked for. `free` tells whether a subject's own report was one of the free
    ones of its year; it is empty for everything else.
    """

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_at", "at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    form: Mapped[str]
    applicant: Mapped[str]
    authority: Mapped[str]
    proof: Mapped[str]
    purpose: Mapped[str]
    asked: Mapped[int]
    free: Mapped[bool | None]
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class EnquirySubject(Base):
    """A subject that an enquiry was about, or found."""

    __tablename__ = "enquiry_subject"

    enquiry_id: Mapped[str] = mapped_column(ForeignKey("enquiry.id"), primary_key=True)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), primary_key=True, index=True)
