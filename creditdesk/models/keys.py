"""The office's signing key and certificate; they exist nowhere but in this encrypted table."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class OfficeKey(Base):
    """A private key of the office with its certificate, both PEM."""

    __tablename__ = "office_key"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    key_pem: Mapped[bytes]
    certificate_pem: Mapped[bytes]
    created_at: Mapped[datetime]
    active: Mapped[bool]
