"""The desk's settings: one row per name, the value as JSON."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base


class Setting(Base):
    """One thing the office decided about its desk."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
