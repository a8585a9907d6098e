"""The office's keys: the one that signs, those that still open what was sealed for them, and their certificates."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.exchange import letter_codes
from creditdesk.exchange.certificates import (
    OfficeCertificate,
    fingerprint_of,
    from_pkcs12,
    holder_of,
    load_certificate,
    make_certificate,
)
from creditdesk.exchange.envelopes import open_envelope
from creditdesk.models import OfficeKey
from creditdesk.services import offices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


def active(session: Session) -> OfficeKey:
    """Return the office's signing key; read once in a session, as a job of letters needs it a thousand times."""
    known = session.info.get(active)
    if known is None:
        known = session.info[active] = session.scalars(select(OfficeKey).where(OfficeKey.active)).one()
    return known


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate of the office as the page shows it; `active` is the one that signs now."""

    holder: str
    fingerprint: str
    valid_from: date
    valid_until: date
    active: bool


@act("office_key.renew", Power.OFFICE, "更新本中心证书")
def renew(a: Act) -> Result:
    """Make a new key with its own certificate; the old one signs no more but still opens what was sealed for it."""
    made = make_certificate(offices.office_of(a.session).name, a.today)
    return _replace(a, made, "已更新本中心密钥")


@act("office_key.load", Power.OFFICE, "载入本中心证书")
def load(a: Act, pkcs12: bytes, password: str) -> Result:
    """Take the key and certificate that an authority issued (PKCS#12) in place of the present ones."""
    return _replace(a, from_pkcs12(pkcs12, password, a.now), "已载入本中心证书")


def _replace(a: Act, made: OfficeCertificate, done: str) -> Result:
    fingerprint = fingerprint_of(load_certificate(made.certificate_pem))
    for key in a.session.scalars(select(OfficeKey)):
        if fingerprint_of(load_certificate(key.certificate_pem)) == fingerprint:
            raise InputProblem("这张证书已经载入过，不用再载入。")
        key.active = False
    a.session.flush()
    a.session.add(OfficeKey(key_pem=made.key_pem, certificate_pem=made.certificate_pem, created_at=a.now, active=True))
    a.session.info.pop(active, None)
    a.say(f"{done}，请把新证书交给各伙伴并核对指纹")
    return {"fingerprint": fingerprint}


def opened(session: Session, sealed: bytes) -> bytes:
    """Return what was sealed for any of the office's keys, the newest first; InputProblem when it was for none."""
    refused: InputProblem | None = None
    for key in session.scalars(select(OfficeKey).order_by(OfficeKey.id.desc())):
        try:
            return open_envelope(sealed, key.key_pem, key.certificate_pem)
        except InputProblem as problem:
            refused = refused or problem
    raise refused or InputProblem("本中心还没有密钥，打不开加密文件。")


def own(desk: Desk) -> tuple[OwnCertificate, ...]:
    """Return the office's certificates, the newest first."""
    with desk.read() as session:
        return tuple(map(_told, session.scalars(select(OfficeKey).order_by(OfficeKey.id.desc()))))


def _told(key: OfficeKey) -> OwnCertificate:
    certificate = load_certificate(key.certificate_pem)
    return OwnCertificate(
        holder_of(certificate),
        fingerprint_of(certificate),
        office_date(certificate.not_valid_before_utc),
        office_date(certificate.not_valid_after_utc),
        key.active,
    )


def valid_until(session: Session) -> datetime:
    """Return the moment until which the office's certificate is valid."""
    return load_certificate(active(session).certificate_pem).not_valid_after_utc


def letter_certificate(desk: Desk) -> bytes:
    """Return the certificate for the codes on the office's letters as PEM, to be handed to whoever checks them."""
    with desk.read() as session:
        key = active(session)
        return letter_codes.letter_certificate(key.key_pem, key.certificate_pem)
