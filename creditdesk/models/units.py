"""The source units (信息提供单位) that decide, report and verify."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class SourceUnit(Base):
    """A unit that reports records to the centre and verifies them when they are contested."""

    __tablename__ = "source_unit"
    __table_args__ = (Index("uq_source_unit_name", "name", unique=True),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    uscc: Mapped[str | None] = mapped_column(index=True)
    contact: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
