"""The picture of the office's seal, and the copies of letters that bear it with a second officer's consent."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class SealPicture(Base):
    """One scan of the seal; the newest is in use, older ones stay for the copies made with them."""

    __tablename__ = "seal_picture"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    png: Mapped[bytes]
    sha256: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class LetterSeal(Base):
    """The wish to print a letter with the seal's picture, and what another officer answered."""

    __tablename__ = "letter_seal"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    reason: Mapped[str]
    asked_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    answered_at: Mapped[datetime | None]
    refused_because: Mapped[str | None]
    picture_id: Mapped[str | None] = mapped_column(ForeignKey("seal_picture.id"))


class SealedFile(Base):
    """The sealed copy of a letter; the letter's own file stays as it was issued."""

    __tablename__ = "sealed_file"

    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes]
    sha256: Mapped[str]
