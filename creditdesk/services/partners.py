"""Partners (伙伴): whom packages go to and come from, and which certificates of theirs are believed.

A certificate is believed only after an officer has compared its fingerprint with the partner itself. While one
replaces another both are believed; one that is stopped is believed no more, whenever it signed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.exchange.certificates import FEWEST_BITS, fingerprint_of, holder_of, load_any
from creditdesk.models import Partner, PartnerCertificate
from creditdesk.rules.china_time import start_of, words
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

WARN_DAYS = 30
VALID, SOON, EXPIRED, EARLY, STOPPED = "有效", "即将到期", "已到期", "未生效", "已停用"
WAYS = ("电话", "当面", "书面")
"""How a fingerprint may be compared."""


@dataclass(frozen=True)
class Seen:
    """A certificate as an officer looks at it before it is believed."""

    holder: str
    fingerprint: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class CertificateRow:
    """A partner's certificate as the page shows it; `state` is one of the words above."""

    id: str
    holder: str
    fingerprint: str
    valid_from: date
    valid_until: date
    state: str
    compared: str


@dataclass(frozen=True)
class PartnerRow:
    """A partner with its certificates, the newest first."""

    id: str
    name: str
    certificates: tuple[CertificateRow, ...]

    @property
    def state(self) -> str:
        """Return the best state any of its certificates has, or that there is none."""
        states = [one.state for one in self.certificates]
        return next((state for state in (VALID, SOON, EARLY, EXPIRED, STOPPED) if state in states), "没有证书")


def look(data: bytes) -> Seen:
    """Return what a certificate file (PEM or DER) says; InputProblem for one that cannot be used here."""
    certificate = _usable(data)
    return Seen(
        holder_of(certificate),
        fingerprint_of(certificate),
        office_date(certificate.not_valid_before_utc),
        office_date(certificate.not_valid_after_utc),
    )


def _usable(data: bytes) -> x509.Certificate:
    """Return the certificate: only an RSA key can be enveloped for, and shorter ones are no longer safe."""
    certificate = load_any(data)
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise InputProblem(f"“{holder_of(certificate)}”的证书不是 RSA 证书，不能用来加密，请对方提供 RSA 证书。")
    if key.key_size < FEWEST_BITS:
        raise InputProblem(
            f"“{holder_of(certificate)}”的证书密钥只有 {key.key_size} 位，请对方提供不少于 {FEWEST_BITS} 位的证书。"
        )
    return certificate


@act("partner.trust", Power.EXCHANGE, "载入伙伴证书")
def trust(a: Act, name: str, data: bytes, way: str, with_whom: str) -> Result:
    """Believe a partner's certificate, whose fingerprint was compared in this way and with this person."""
    certificate = _usable(data)
    name = stated(name, "伙伴名称不能为空，请填写对方单位全称。")
    if way not in WAYS or not with_whom.strip():
        raise InputProblem("载入证书前须核对指纹，请写明核对方式（电话、当面或书面）和核对人。")
    if certificate.not_valid_after_utc < a.now:
        raise InputProblem(f"这张证书已于 {words(certificate.not_valid_after_utc)} 到期，请对方提供新证书。")
    partner = a.session.scalar(select(Partner).where(Partner.name == name))
    if partner is None:
        partner = Partner(name=name, at=a.now, officer_id=a.officer.id)
        a.session.add(partner)
        a.session.flush()
    fingerprint = fingerprint_of(certificate)
    for known in a.session.scalars(select(PartnerCertificate).where(PartnerCertificate.fingerprint == fingerprint)):
        owner = a.session.get_one(Partner, known.partner_id)
        raise InputProblem(f"这张证书已经登记在“{owner.name}”名下，不用再载入。")
    a.session.add(
        PartnerCertificate(
            partner_id=partner.id,
            certificate_pem=certificate.public_bytes(Encoding.PEM),
            fingerprint=fingerprint,
            holder=holder_of(certificate),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            compared=f"{way}与{with_whom.strip()}核对",
            at=a.now,
            officer_id=a.officer.id,
        )
    )
    a.say(f"已载入{partner.name}的证书，{way}与{with_whom.strip()}核对过指纹")
    return {"partner": partner.id, "fingerprint": fingerprint}


@act("partner.stop", Power.EXCHANGE, "停用伙伴证书")
def stop(a: Act, certificate_id: str, reason: str) -> Result:
    """Believe a certificate no more, for a reason such as a lost key."""
    row = a.session.get_one(PartnerCertificate, certificate_id)
    reason = stated(reason, "停用证书必须写明理由，请填写。")
    if row.stopped_at is not None:
        raise InputProblem("这张证书已经停用。")
    row.stopped_at, row.stopped_by, row.stopped_because = a.now, a.officer.id, reason
    a.say(f"已停用{a.session.get_one(Partner, row.partner_id).name}的证书")
    return {"certificate": row.id}


def certificate_for(session: Session, name: str, at: datetime) -> bytes | None:
    """Return the newest certificate of a partner that is valid at a moment, to envelope for; None without one."""
    query = _of(name).where(
        PartnerCertificate.stopped_at.is_(None),
        PartnerCertificate.valid_from <= at,
        PartnerCertificate.valid_until >= at,
    )
    row = session.scalar(query.order_by(PartnerCertificate.valid_from.desc(), PartnerCertificate.id.desc()).limit(1))
    return row.certificate_pem if row is not None else None


def signers(session: Session, name: str) -> list[bytes]:
    """Return the certificates with which a partner may have signed; InputProblem when there is none."""
    rows = session.scalars(_of(name).where(PartnerCertificate.stopped_at.is_(None)))
    found = [row.certificate_pem for row in rows]
    if not found:
        raise InputProblem(f"没有“{name}”可用的证书，不能核对签名：请先在“伙伴与证书”载入对方证书并核对指纹。")
    return found


def _of(name: str) -> Select[PartnerCertificate]:
    return (
        select(PartnerCertificate)
        .join(Partner, Partner.id == PartnerCertificate.partner_id)
        .where(Partner.name == name)
    )


def listing(desk: Desk) -> tuple[PartnerRow, ...]:
    """Return all partners by name."""
    now = desk.clock()
    with desk.read() as session:
        rows = list(session.scalars(select(PartnerCertificate).order_by(PartnerCertificate.valid_from.desc())))
        return tuple(
            PartnerRow(one.id, one.name, tuple(_row(row, now) for row in rows if row.partner_id == one.id))
            for one in session.scalars(select(Partner).order_by(Partner.name))
        )


def _row(row: PartnerCertificate, now: datetime) -> CertificateRow:
    because = f"；停用：{row.stopped_because}" if row.stopped_because else ""
    return CertificateRow(
        row.id,
        row.holder,
        row.fingerprint,
        office_date(row.valid_from),
        office_date(row.valid_until),
        STOPPED if row.stopped_at else state_at(row.valid_from, row.valid_until, now),
        row.compared + because,
    )


def state_at(valid_from: datetime, valid_until: datetime, now: datetime) -> str:
    """Return how a certificate stands at a moment; the last thirty days are a warning."""
    if now < valid_from:
        return EARLY
    if now > valid_until:
        return EXPIRED
    return SOON if valid_until - now < timedelta(WARN_DAYS) else VALID


def ending(session: Session, today: date) -> list[tuple[str, date]]:
    """Return the partners whose last certificate ends within thirty days or has ended, with that day."""
    limit = start_of(today + timedelta(WARN_DAYS))
    latest: dict[str, datetime] = {}
    query = select(Partner.name, PartnerCertificate.valid_until).join(
        PartnerCertificate, PartnerCertificate.partner_id == Partner.id
    )
    for name, until in session.execute(query.where(PartnerCertificate.stopped_at.is_(None))):
        latest[name] = max(until, latest.get(name, until))
    return sorted((name, office_date(until)) for name, until in latest.items() if until < limit)
