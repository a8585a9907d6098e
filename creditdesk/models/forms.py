"""The office's own forms: what was accepted into the catalogue, word for word."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class OfficeForm(Base):
    """One edition of a record kind that the office accepted; its text never changes, whatever becomes of the file."""

    __tablename__ = "office_form"
    __table_args__ = (UniqueConstraint("kind", "edition"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    edition: Mapped[str]
    valid_from: Mapped[date]
    file_name: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str]
    reason: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    accepted_at: Mapped[datetime]
