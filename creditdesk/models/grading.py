"""Grading criteria (失信等级认定标准): what each unit wrote for its industry, in dated editions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class GradingCriterion(Base):
    """One edition of a unit's criteria; `grades` holds the words of each grade, `industry` is empty for all of them."""

    __tablename__ = "grading_criterion"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    unit: Mapped[str] = mapped_column(index=True)
    industry: Mapped[str]
    edition: Mapped[str]
    source: Mapped[str]
    grades: Mapped[dict[str, str]]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
