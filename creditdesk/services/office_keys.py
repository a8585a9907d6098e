"""The office's keys: the one that signs packages, and what others need to check packages and letters."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.exchange import letter_codes
from creditdesk.models import OfficeKey
from creditdesk.services.desk import Desk


def active(session: Session) -> OfficeKey:
    """Return the office's signing key; read once in a session, as a job of letters needs it a thousand times."""
    known = session.info.get(active)
    if known is None:
        known = session.info[active] = session.scalars(select(OfficeKey).where(OfficeKey.active)).one()
    return known


def letter_certificate(desk: Desk) -> bytes:
    """Return the certificate for the codes on the office's letters as PEM, to be handed to whoever checks them."""
    with desk.read() as session:
        key = active(session)
        return letter_codes.letter_certificate(key.key_pem, key.certificate_pem)
