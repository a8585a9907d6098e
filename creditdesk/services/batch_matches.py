"""A list of names or codes found among all subjects: by every code, by the name they have and by those they had.

The search index finds everybody in one walk over its keys; what it finds is compared again with the subjects
themselves, so that a name in pinyin or a longer name is never taken for another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.enquiries import Authority
from creditdesk.exchange.asked_lists import Asked
from creditdesk.models import Record, Subject, SubjectMerge, SubjectName
from creditdesk.models.merges import STANDING
from creditdesk.rules.identifiers import Kind, eighteen_digits, identify, mask
from creditdesk.services import records
from creditdesk.services.bulk import chunks
from creditdesk.services.merges import kept_of
from creditdesk.services.subjects import CATEGORY_LABELS, CODES, IDENTITY_LABELS
from creditdesk.vault import exact_keys

_AT_ONCE = 2000
_COLUMNS = (*CODES, "document_number")
_JUDGED = (
    *("id", "subject_id", "kind", "state", "withheld", "objection_mark", "version", "left_version"),
    *("decision_number", "grade", "decided_on", "source_unit"),
)
_OLD_NUMBER = 15


@dataclass(frozen=True)
class Adverse:
    """One adverse record that stands: what kind, its number, grade, date, unit and state."""

    kind: str
    number: str
    grade: str
    decided_on: str
    unit: str
    state: str


@dataclass
class Match:
    """A subject that answers to what was asked; `private` when its code is a person's document number."""

    id: str
    name: str
    category: str
    code: str
    private: bool
    by: str = ""
    records: int = 0
    adverse: list[Adverse] = field(default_factory=list)

    def shown(self, *, bare: bool) -> str:
        """Return the code as a list may show it."""
        return self.code if bare or not self.private else mask(self.code)


@dataclass(frozen=True)
class Answer:
    """What became of one line of the list; `note` says what the officer must look at."""

    asked: Asked
    matches: tuple[Match, ...]
    note: str = ""

    @property
    def adverse(self) -> bool:
        """Tell whether somebody found has an adverse record that stands."""
        return any(match.adverse for match in self.matches)

    def shown(self, *, bare: bool) -> str:
        """Return what was asked as a list may show it: a person's number masked."""
        code = self.asked.code
        if code and not bare and (any(match.by == _PERSONAL for match in self.matches) or _looks_personal(code)):
            code = mask(code)
        return "　".join(text for text in (self.asked.name, code) if text)


_PERSONAL = IDENTITY_LABELS["document_number"]


def _looks_personal(code: str) -> bool:
    return identify(code).kind is Kind.CITIZEN_NUMBER


def answers(
    session: Session, catalogue: Catalogue, wanted: Sequence[Asked], authority: Authority, today: date
) -> tuple[Answer, ...]:
    """Find every line of a list, with the records the authority opens; the order stays."""
    known = _Known(session, _texts(wanted))
    found = [_answer(known, asked) for asked in wanted]
    _judge(session, catalogue, authority, today, [match for answer in found for match in answer.matches])
    return tuple(found)


def _texts(wanted: Iterable[Asked]) -> set[str]:
    texts = {form for asked in wanted for form in _forms(asked.code)}
    return texts | {exact_keys.comparable(asked.name) for asked in wanted}


def _forms(code: str) -> list[str]:
    """Return a code as it may be kept: an old citizen number also with 18 digits."""
    forms = [exact_keys.comparable(code)] if code else []
    if len(code) == _OLD_NUMBER and code.isdigit():
        forms.append(exact_keys.comparable(eighteen_digits(code)))
    return forms


class _Known:
    """The subjects the index names, under each of their names and codes as compared."""

    def __init__(self, session: Session, texts: set[str]) -> None:
        held = exact_keys.holders(session.connection(), "subject", texts)
        self._under: dict[str, list[tuple[str, str]]] = {}
        self._subjects: dict[str, Row[Any]] = {}
        ids = {one for some in held.values() for one in some}
        # What was merged keeps its row and its names, but its records stand under the kept subject.
        standing = select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)
        self._stands = {merged: kept_of(session, merged) for merged in session.scalars(standing) if merged in ids}
        for some in chunks(sorted(ids | set(self._stands.values())), _AT_ONCE):
            self._take(session, some)

    def _take(self, session: Session, ids: list[str]) -> None:
        columns = [getattr(Subject, name) for name in ("id", "name", "category", *_COLUMNS)]
        for row in session.execute(select(*columns).where(Subject.id.in_(ids))):
            self._subjects[row.id] = row
            self._put(row.name, row.id, "名称")
            for name in _COLUMNS:
                if code := getattr(row, name):
                    self._put(code, row.id, IDENTITY_LABELS[name])
        before = select(SubjectName.subject_id, SubjectName.name).where(SubjectName.subject_id.in_(ids))
        for subject_id, name in session.execute(before):
            self._put(name, subject_id, "曾用名")

    def _put(self, text: str, subject_id: str, by: str) -> None:
        self._under.setdefault(exact_keys.comparable(text), []).append((self._stands.get(subject_id, subject_id), by))

    def matches(self, forms: Iterable[str], *, named: bool) -> tuple[Match, ...]:
        """Return who has one of these names, or one of these codes."""
        found: dict[str, Match] = {}
        for form in forms:
            for subject_id, by in self._under.get(form, ()):
                if (by in ("名称", "曾用名")) == named and subject_id not in found:
                    found[subject_id] = self._match(self._subjects[subject_id], by)
        return tuple(found.values())

    @staticmethod
    def _match(row: Row[Any], by: str) -> Match:
        code = next((getattr(row, name) for name in CODES if getattr(row, name)), "")
        shown = code or row.document_number or ""
        return Match(row.id, row.name, CATEGORY_LABELS[row.category], shown, not code, by)


def _answer(known: _Known, asked: Asked) -> Answer:
    by_code = known.matches(_forms(asked.code), named=False)
    by_name = known.matches([exact_keys.comparable(asked.name)], named=True) if asked.name else ()
    if by_code:
        same = {match.id for match in by_code} & {match.id for match in by_name}
        return Answer(asked, by_code, "" if same or not asked.name else "代码相符，名称不符，请核对")
    if by_name:
        told = ["代码未查到，按名称查到"] if asked.code else []
        told += [f"同名主体{len(by_name)}个，请用代码核对"] if len(by_name) > 1 else []
        return Answer(asked, by_name, "；".join(told))
    return Answer(asked, (), _doubt(asked))


def _doubt(asked: Asked) -> str:
    """Return why a code may not have been found: its digits are lost, or its check character does not hold."""
    if asked.lost:
        return "表格软件已把号码变成科学计数，后几位丢失，请核对原件"
    identity = identify(asked.code)
    return "" if not asked.code or identity.valid else f"{identity.kind.label}：{identity.reason}"


def _judge(session: Session, catalogue: Catalogue, authority: Authority, today: date, matches: Sequence[Match]) -> None:
    """Count each match's records and gather the adverse ones that stand.

    Records of a scope that the authority does not open are out, revoked ones too, and so are those whose publicity
    ended, that are no ground for punishment (省条例第13条, `withheld`) or that tell of no breach.
    """
    under: dict[str, list[Match]] = {}
    for match in matches:
        under.setdefault(match.id, []).append(match)
    kinds = {kind.name: kind for kind in catalogue.current_kinds()}
    labels = {name: kind.label for name, kind in kinds.items()}
    ends = Record.content["publicity_until"].as_string()
    in_scope = Record.content["usage_scope"].as_string().in_(sorted(authority.sees))
    for ids in chunks(sorted(under), _AT_ONCE):
        columns = [*(getattr(Record, name) for name in _JUDGED), ends.label("ends")]
        query = select(*columns).where(Record.subject_id.in_(ids), Record.state != "revoked", in_scope)
        found = session.execute(query).all()
        for row in found:
            for match in under[row.subject_id]:
                match.records += 1
        against = [row for row in found if row.kind in kinds and kinds[row.kind].speaks_against(row.grade)]
        _gather(under, labels, [row for row in against if not _out_of_use(row, today)])


def _out_of_use(row: Row[Any], today: date) -> bool:
    return bool(row.withheld) or (row.ends or "9") < today.isoformat()


def _gather(under: Mapping[str, list[Match]], labels: Mapping[str, str], standing: Sequence[Row[Any]]) -> None:
    for row in sorted(standing, key=lambda row: (row.decided_on or "", row.id)):
        state = records.STATE_LABELS[records.state_of(row)]
        number, grade, on = row.decision_number or "", row.grade or "", row.decided_on or ""
        told = Adverse(labels[row.kind], number, grade, on, row.source_unit or "", state)
        for match in under[row.subject_id]:
            match.adverse.append(told)
