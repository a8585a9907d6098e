"""Credit subjects: found by their codes, made when they are new, with every name they were ever entered under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from creditdesk.errors import InputProblem
from creditdesk.models import Subject, SubjectMerge, SubjectName
from creditdesk.models.base import moment_text
from creditdesk.models.merges import STANDING
from creditdesk.rules.identifiers import mask
from creditdesk.services import plain_rows
from creditdesk.services.acts import Act
from creditdesk.services.desk import Desk
from creditdesk.services.identities import MOST_FOUND, Identities, among, identities, listed, packed
from creditdesk.vault import search

CATEGORIES = {"法人及非法人组织": "organisation", "个体工商户": "sole_trader", "自然人": "person"}
CATEGORY_LABELS = {value: label for label, value in CATEGORIES.items()}
CODES = ("uscc", "org_code", "reg_number", "tax_number", "institution_number", "social_number")
IDENTITY = (
    *CODES,
    "document_type",
    "document_number",
    "legal_representative",
    "representative_document_type",
    "representative_document_number",
)


@dataclass(frozen=True)
class SubjectRow:
    """A subject as the list shows one; `code` is masked for persons."""

    id: str
    name: str
    category: str
    code: str
    records: int
    adverse: int
    objections: int


@dataclass(frozen=True)
class Card:
    """A subject as its page shows it: identity in label and value, and the names it had."""

    row: SubjectRow
    identity: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


IDENTITY_LABELS = {
    "uscc": "统一社会信用代码",
    "org_code": "组织机构代码",
    "reg_number": "工商注册号",
    "tax_number": "税务登记号",
    "institution_number": "事业单位证书号",
    "social_number": "社会组织登记证号",
    "document_type": "证件类型",
    "document_number": "证件号码",
    "legal_representative": "法定代表人",
    "representative_document_type": "法定代表人证件类型",
    "representative_document_number": "法定代表人证件号码",
}
PRIVATE = frozenset({"document_number", "representative_document_number"})


def identity_of(content: Mapping[str, str]) -> dict[str, str]:
    """Return the identity a record states; the organisation code inside a USCC is added (存量代码转换)."""
    identity = {name: content[name] for name in IDENTITY if content.get(name)}
    if CATEGORIES.get(content.get("subject_category", "")) == "person":
        return {name: identity[name] for name in ("document_type", "document_number") if name in identity}
    if "uscc" in identity:
        identity.setdefault("org_code", identity["uscc"][8:17])
    return identity


def code_of(subject: Subject) -> str:
    """Return the code by which others know a subject; a person's number is masked."""
    code = next((getattr(subject, name) for name in CODES if getattr(subject, name)), "")
    return code or mask(subject.document_number or "")


def keys_of(identity: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return what finds a subject again, strongest first (省条例第16条)."""
    keys: list[tuple[str, ...]] = [(name, identity[name]) for name in CODES if identity.get(name)]
    if identity.get("document_number"):
        keys.append(("document", identity.get("document_type", ""), identity["document_number"]))
    return keys


def find_by_key(session: Session, key: tuple[str, ...]) -> Subject | None:
    """Return the subject with this code or document, if the desk has one."""
    columns = ("document_type", "document_number") if key[0] == "document" else key[:1]
    holds = " AND ".join(f"{column} = ?" for column in columns)
    # One of the columns above, so that its index is used.
    found = plain_rows.first(session, f"SELECT id FROM subject WHERE {holds} LIMIT 1", key[-len(columns) :])  # noqa: S608
    return session.get(Subject, found) if found else None


def settle(a: Act, content: Mapping[str, str]) -> Subject:
    """Return the subject a record is about, making it when it is new; what is newly known of it is added."""
    category = CATEGORIES.get(content.get("subject_category", ""))
    if category is None:
        raise InputProblem("行政相对人类别没有填写，请先选择类别。")
    identity = identity_of(content)
    keys = keys_of(identity)
    if not keys:
        raise InputProblem("没有可以辨认主体的代码或证件号码，请至少填写一个。")
    subject = next((found for key in keys if (found := find_by_key(a.session, key))), None)
    if subject is None:
        subject = Subject(
            category=category, name=content["subject_name"], **identity, created_at=a.now, changed_at=a.now, version=1
        )
        a.session.add(subject)
        a.session.flush()
    else:
        learn(a, subject, identity, content["subject_name"])
    index(a.session, subject)
    return subject


def learn(a: Act, subject: Subject, identity: Mapping[str, str], name: str) -> None:
    """Add codes and names that were not yet known; what is known is never overwritten by a record."""
    teach(a, subject, identity, name, [] if name == subject.name else _other_names(a.session, subject.id))
    a.session.flush()


def teach(a: Act, subject: Subject, identity: Mapping[str, str], name: str, others: list[str]) -> None:
    """Do the same without asking for the other names it had, to which a new one is added, and without a flush."""
    news = {key: value for key, value in identity.items() if getattr(subject, key) is None}
    for key, value in news.items():
        setattr(subject, key, value)
    if name != subject.name and name not in others:
        a.session.add(SubjectName(subject_id=subject.id, name=name, until=a.today))
        others.append(name)
        news["name"] = name
    if news:
        subject.version, subject.changed_at = subject.version + 1, a.now


_OTHER_NAMES = "SELECT name FROM subject_name WHERE subject_id = ?"


def _other_names(session: Session, subject_id: str) -> list[str]:
    return [name for (name,) in plain_rows.rows(session, _OTHER_NAMES, (subject_id,))]


def index(session: Session, subject: Subject) -> None:
    """Bring the search index up to a subject's present names and codes."""
    search.put(session.connection(), found_by(subject, _other_names(session, subject.id)))


def found_by(subject: Subject, others: Sequence[str]) -> search.Entry:
    """Return what the search index keeps of a subject that had these other names."""
    codes = [getattr(subject, name) for name in (*CODES, "document_number") if getattr(subject, name)]
    return search.Entry("subject", subject.id, subject.name, [subject.name, *others], codes)


def entry_of(subject_id: str, content: Mapping[str, str], identity: Mapping[str, str]) -> search.Entry:
    """Return what the search index keeps of a new subject, as a record tells of it."""
    name = content["subject_name"]
    codes = [identity[code] for code in (*CODES, "document_number") if identity.get(code)]
    return search.Entry("subject", subject_id, name, [name], codes)


STORED = ("id", "category", "name", *IDENTITY, "created_at", "changed_at", "version")
"""The columns of a subject that is written in bulk, in the order of `stored`."""


def stored(subject_id: str, content: Mapping[str, str], identity: Mapping[str, str], at: datetime) -> tuple[Any, ...]:
    """Return a new subject's row, as a record tells of it."""
    moment = moment_text(at)
    told = (subject_id, CATEGORIES[content["subject_category"]], content["subject_name"])
    return (*told, *map(identity.get, IDENTITY), moment, moment, 1)


def content_of(desk: Desk, subject_id: str) -> dict[str, str]:
    """Return what a new record about this subject starts with: its category, codes, name and representative."""
    with desk.read() as session:
        return brought(session.get_one(Subject, subject_id))


def brought(subject: Subject) -> dict[str, str]:
    """Return what a subject brings into a record about it."""
    named = {"subject_name": subject.name, "subject_category": CATEGORY_LABELS[subject.category]}
    return named | {name: getattr(subject, name) for name in IDENTITY if getattr(subject, name)}


_NAMED_MOST = 20


def ids(
    desk: Desk,
    text: str = "",
    category: str = "",
    sort: str = "changed_at",
    *,
    descending: bool = True,
    first: int = -1,
) -> Identities:
    """Return the identities of the subjects that a list shows, in its order; with `first` only so many of them."""
    with desk.read() as session:
        query: Select[Any] = select(Subject.id)
        cut = False
        if text.strip():
            hits = search.find(session.connection(), text, "subject", MOST_FOUND)
            cut = len(hits) == MOST_FOUND
            query = query.where(Subject.id.in_(among([hit.id for hit in hits])))
        else:
            # What stands for them is in the list itself.
            merged = select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)
            query = query.where(Subject.id.not_in(merged))
        if category:
            query = query.where(Subject.category == category)
        orders: dict[str, InstrumentedAttribute[Any]] = {"name": Subject.name, "category": Subject.category}
        order = orders.get(sort, Subject.changed_at)
        # Both columns run the same way, so that an index serves both directions.
        columns = (order.desc(), Subject.id.desc()) if descending else (order, Subject.id)
        return identities(session, packed(query.order_by(*columns), first), cut=cut)


class _Told(NamedTuple):
    """The columns of _ROWS."""

    id: str
    name: str
    category: str
    document_number: str | None
    uscc: str | None
    org_code: str | None
    reg_number: str | None
    tax_number: str | None
    institution_number: str | None
    social_number: str | None
    records: int
    adverse: int
    objections: int


_ROWS = """
    SELECT id, name, category, document_number,
           uscc, org_code, reg_number, tax_number, institution_number, social_number,
           (SELECT count(*) FROM record WHERE subject_id = subject.id),
           (SELECT count(*) FROM record
            WHERE subject_id = subject.id AND grade IS NOT NULL AND state != 'revoked'),
           (SELECT count(*) FROM "case" WHERE subject_id = subject.id AND open AND procedure = 'objection')
    FROM subject WHERE id IN (SELECT value FROM json_each(?))"""


def named(desk: Desk, text: str) -> str:
    """Return the one subject with this name, code or document number; InputProblem for none and for several."""
    found = rows(desk, ids(desk, text, first=_NAMED_MOST))
    exact = [row for row in found if text.strip() in (row.name, row.code)] or found
    if not exact:
        raise InputProblem(f"没有查到“{text}”，请核对代码、证件号码或名称。")
    if len(exact) > 1:
        raise InputProblem(f"“{text}”查到的主体不止一个，请用代码或证件号码指明。")
    return exact[0].id


def rows(desk: Desk, wanted: Sequence[str]) -> list[SubjectRow]:
    """Return list rows for these identities, in the same order."""
    found = {row[0]: row for row in desk.rows(_ROWS, (listed(wanted),))}
    return [_row(_Told._make(found[one])) for one in wanted if one in found]


def _row(told: _Told) -> SubjectRow:
    code = next((getattr(told, name) for name in CODES if getattr(told, name)), "")
    shown = code or mask(told.document_number or "")
    category = CATEGORY_LABELS[told.category]
    return SubjectRow(told.id, told.name, category, shown, told.records, told.adverse, told.objections)


def card(desk: Desk, subject_id: str) -> Card:
    """Return a subject's page."""
    row = rows(desk, [subject_id])[0]
    with desk.read() as session:
        subject = session.get_one(Subject, subject_id)
        shown = [(name, getattr(subject, name)) for name in IDENTITY if getattr(subject, name)]
        identity = tuple((IDENTITY_LABELS[name], mask(value) if name in PRIVATE else value) for name, value in shown)
        return Card(row, identity, tuple(_other_names(session, subject_id)))


def look_up(desk: Desk, text: str, limit: int = 12) -> tuple[search.Hit, ...]:
    """Search all nouns by name, code, document number or pinyin initials, best first."""
    with desk.read() as session:
        return search.find(session.connection(), text, None, limit)
