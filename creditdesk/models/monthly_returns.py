"""Monthly returns (双公示月报) that were made, each with the figures it had."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class MonthlyReturn(Base):
    """The return of a month ("2026-10") as it was last written: one row of figures for each unit."""

    __tablename__ = "monthly_return"

    month: Mapped[str] = mapped_column(primary_key=True)
    rows: Mapped[list[dict[str, Any]]]
    at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
