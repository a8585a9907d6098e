"""Holiday schedules (节假日安排) that the office loaded beside those shipped with the program."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class CalendarYear(Base):
    """One version of one year's schedule; the newest version counts, the older ones stay readable.

    `load` counts the office's loadings of all years, so that the calendar of any version can be built again.
    """

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    loaded_at: Mapped[datetime]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    load: Mapped[int] = mapped_column(server_default=sql("0"))
