"""Likely doubles: two rows that may be one subject, by code, by name or by one slip of the hand; they are only offered.

Nothing here merges anything. What an officer found to be two is not offered again, and what is merged is one already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Record, Subject
from creditdesk.rules.identifiers import eighteen_digits, mask
from creditdesk.rules.resemblance import one_slip
from creditdesk.services import merges, separations, subjects
from creditdesk.services.desk import Desk
from creditdesk.vault import search

_FEW = 60
"""Rows looked at for each thing two doubles may share."""
_OLD_TAX = 15
_CITIZEN_CARD = "身份证"
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class Double:
    """Another subject that may be this one, and every reason to think so."""

    id: str
    name: str
    code: str
    why: tuple[str, ...]


def of_subject(desk: Desk, subject_id: str) -> tuple[Double, ...]:
    """Return the subjects that may be this one, those with the most reasons first."""
    with desk.read() as session:
        one = session.get_one(Subject, subject_id)
        others = _candidates(session, one)
        apart = separations.apart(session, [one.id])
        addresses = addresses_of(session, [one.id, *(other.id for other in others)])
        found = [
            Double(other.id, other.name, _code(other), why)
            for other in others
            if frozenset((one.id, other.id)) not in apart
            and merges.kept_of(session, other.id) == other.id
            and (why := reasons(one, other, addresses))
        ]
    return tuple(sorted(found, key=lambda double: (-len(double.why), double.name, double.id)))


def _code(subject: Subject) -> str:
    code = next((getattr(subject, name) for name in subjects.CODES if getattr(subject, name)), "")
    return code or mask(subject.document_number or "")


def reasons(one: Subject, other: Subject, addresses: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return why two rows may be one subject; nothing when there is no reason, or when both are the same row."""
    if one.id == other.id or (one.category == "person") != (other.category == "person"):
        return ()
    told = _persons(one, other) if one.category == "person" else _organisations(one, other, addresses)
    return tuple(told)


def _organisations(one: Subject, other: Subject, addresses: Mapping[str, set[str]]) -> Iterable[str]:
    if shared := codes_of(one) & codes_of(other):
        yield f"代码相同：{'、'.join(sorted(shared))}"
    same_head = bool(one.legal_representative) and one.legal_representative == other.legal_representative
    same_place = bool(addresses.get(one.id, set()) & addresses.get(other.id, set()))
    if one.name == other.name and (same_head or same_place):
        yield f"名称和{'法定代表人' if same_head else '地址'}都相同"
    near_code = one_slip(one.uscc or "", other.uscc or "") and bool(one.uscc and other.uscc)
    if near_code and (one.name == other.name or one_slip(one.name, other.name)):
        yield "统一社会信用代码只差一处，名称相同或只差一处"
    # Two sound codes that merely begin alike are two firms of one county, however near their names are.
    if one_slip(one.name, other.name) and not near_code and (same_head or same_place):
        yield f"名称只差一处，{'法定代表人' if same_head else '地址'}相同"


def _persons(one: Subject, other: Subject) -> Iterable[str]:
    mine, theirs = _number(one), _number(other)
    if mine and mine == theirs:
        yield "15位和18位身份证号码是同一号码"
    elif mine and theirs and one.name == other.name and one_slip(mine, theirs):
        yield "姓名相同，证件号码只差一处"


def _number(person: Subject) -> str:
    number = person.document_number or ""
    is_old = person.document_type == _CITIZEN_CARD and len(number) == _OLD_TAX and number.isdigit()
    return eighteen_digits(number) if is_old else number


def codes_of(subject: Subject) -> set[str]:
    """Return every code a row states or contains: a USCC and a 15-digit tax number hold an organisation code."""
    codes = {getattr(subject, name) for name in subjects.CODES if getattr(subject, name)}
    if subject.uscc:
        codes.add(subject.uscc[8:17])
    if subject.tax_number and len(subject.tax_number) == _OLD_TAX:
        codes.add(subject.tax_number[6:])
    return codes


def _candidates(session: Session, one: Subject) -> list[Subject]:
    """Return the rows that share a code, a name, or half of either with this one: a few look-ups in indexes."""
    found = set(session.scalars(select(Subject.id).where(Subject.name == one.name).limit(_FEW)))
    for half in _halves(one.name):
        found |= set(_beginning(session, half))
    number = one.document_number or ""
    parts = [*codes_of(one), *_halves(one.name), *_halves(one.uscc or ""), *_halves(number)]
    if one.category == "person" and number:
        # An old number is the new one without the century and the check character.
        parts += [number[6:], f"{number[:6]}{number[8:17]}"]
    for part in parts:
        found |= {hit.id for hit in search.find(session.connection(), part, "subject", _FEW)}
    found.discard(one.id)
    return list(session.scalars(select(Subject).where(Subject.id.in_(found)))) if found else []


def _halves(text: str) -> tuple[str, ...]:
    """Return both halves: who slipped once has left one of them whole."""
    middle = len(text) // 2
    return (text[:middle], text[middle:]) if middle > 1 else ()


def _beginning(session: Session, start: str) -> Iterable[str]:
    query = select(Subject.id).where(Subject.name >= start, Subject.name < start + _HIGHEST)
    return session.scalars(query.order_by(Subject.name).limit(_FEW))


def addresses_of(session: Session, wanted: Iterable[str]) -> dict[str, set[str]]:
    """Return the registered addresses that records state of subjects."""
    address = Record.content["registered_address"].as_string()
    query = select(Record.subject_id, address).where(Record.subject_id.in_(list(wanted)), address.is_not(None))
    addresses: dict[str, set[str]] = {}
    for subject_id, text in session.execute(query):
        addresses.setdefault(subject_id, set()).add(text)
    return addresses
