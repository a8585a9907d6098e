"""Joined cases (并案): which case goes along with which."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class CaseJoin(Base):
    """A case that is handled with a leading one; each keeps its number, its applicant, its clock and its answer."""

    __tablename__ = "case_join"

    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    reason: Mapped[str]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
