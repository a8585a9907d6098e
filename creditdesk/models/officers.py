"""The officers of the desk; each has a key slot of the same identity in `keys.json`."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class Officer(Base):
    """A person who works at this desk (工作人员); `must_change` while the passphrase is a one-time one."""

    __tablename__ = "officer"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    joined_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    left_at: Mapped[datetime | None]
