"""Credit subjects (信用主体): who the records are about, and the names they had."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class Subject(Base):
    """An organisation, a sole trader or a person; found by its codes, 省条例第16条."""

    __tablename__ = "subject"
    __table_args__ = (
        Index("ix_subject_changed", "changed_at", "id", "category"),
        Index("ix_subject_name", "name", "id", "category"),
        Index("uq_subject_uscc", "uscc", unique=True, sqlite_where=text("uscc IS NOT NULL")),
        Index(
            "uq_subject_document",
            "document_type",
            "document_number",
            unique=True,
            sqlite_where=text("document_number IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    category: Mapped[str]
    name: Mapped[str]
    uscc: Mapped[str | None]
    org_code: Mapped[str | None] = mapped_column(index=True)
    reg_number: Mapped[str | None] = mapped_column(index=True)
    tax_number: Mapped[str | None]
    institution_number: Mapped[str | None]
    social_number: Mapped[str | None]
    document_type: Mapped[str | None]
    document_number: Mapped[str | None]
    legal_representative: Mapped[str | None]
    representative_document_type: Mapped[str | None]
    representative_document_number: Mapped[str | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int]


class SubjectName(Base):
    """A name that a subject had before."""

    __tablename__ = "subject_name"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    name: Mapped[str]
    until: Mapped[date]
