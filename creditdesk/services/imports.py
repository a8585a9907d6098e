"""Import of a unit's spreadsheet: checked as a whole first, then every valid row in, in one transaction.

Sending the same file again changes nothing: a row is recognised by its kind, its subject and its document number, and
written only when its content differs.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, insert, select
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.importing import Preview, check_rows
from creditdesk.exchange.rejected import write_rejected
from creditdesk.exchange.sheets import Sheet, read_sheet
from creditdesk.models import Record, RecordVersion, Subject
from creditdesk.models.base import new_id
from creditdesk.rules.exclusions import withheld_reason
from creditdesk.services import records, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import search

Key = tuple[str, ...]
Progress = Callable[[int, int], object]
_CHUNK = 500
_REPORT_EVERY = 100


@dataclass(frozen=True)
class ImportPlan:
    """A file that was read and checked, not yet written: what it would add, change, leave and send back."""

    kind: str
    file_name: str
    sha256: str
    sheet: Sheet
    preview: Preview
    new: int
    changed: int
    same: int


def plan(desk: Desk, path: Path, kind_name: str) -> ImportPlan:
    """Read and check a file without writing anything; a file that cannot be read is an InputProblem."""
    kind = desk.catalogue.kind(kind_name)
    layouts = desk.catalogue.layouts_of(kind)
    sheet = read_sheet(path, layouts)
    preview = check_rows(kind, layouts, sheet, desk.clock().date())
    with desk.read() as session:
        sorted_out = _Sorting(session, kind, [row.content for row in preview.good])
        new, changed, same = sorted_out.counts()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ImportPlan(kind.name, path.name, digest, sheet, preview, new, changed, same)


@act("record.import", Power.RECORD)
def run(a: Act, planned: ImportPlan, *, progress: Progress | None = None) -> Result:
    """Write the valid rows of a checked file: all of them, or none when anything fails.

    `progress(done, total)` is told on the way; what it raises stops the import and leaves nothing behind.
    """
    kind = a.catalogue.kind(planned.kind)
    contents = [row.content for row in planned.preview.good]
    if not contents:
        raise InputProblem(f"{planned.file_name}里没有可以入库的行，请按退回原因修改后重新导入。")
    sorting = _Sorting(a.session, kind, contents)
    steps = _Steps(progress, 2 * len(sorting.new) + len(sorting.changed))
    made = _add_subjects(a, sorting, steps)
    _add_records(a, kind, sorting, steps)
    for record_id, content in sorting.changed:
        _renew(a, record_id, content)
        steps.one()
    new, changed, same = sorting.counts()
    a.wrote("record", new, file=planned.sha256, kind=kind.name)
    a.wrote("subject", made)
    rejected = len(planned.preview.bad)
    a.say(f"已导入{kind.label}：新增{new}条，变更{changed}条，相同{same}条，退回{rejected}条")
    return {"new": new, "changed": changed, "same": same, "rejected": rejected}


def write_back(planned: ImportPlan, path: Path) -> None:
    """Write the faulty rows back as a workbook with the reason in each cell, for the unit to mend and resend."""
    write_rejected(path, planned.sheet, planned.preview.bad)


class _Steps:
    """Counts what an import has done and tells it now and then."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._done, self._total = progress, 0, total

    def one(self) -> None:
        """Count one more."""
        self._done += 1
        if self._progress is not None and self._done % _REPORT_EVERY == 0:
            self._progress(min(self._done, self._total), self._total)

    def counted(self, entries: Iterable[search.Entry]) -> Iterator[search.Entry]:
        """Pass entries on, counting each."""
        for entry in entries:
            self.one()
            yield entry


class _Sorting:
    """Which contents are new, which change a record, which are there already; subjects are found in bulk."""

    def __init__(self, session: Session, kind: RecordKind, contents: list[dict[str, str]]) -> None:
        self.identities = [subjects.identity_of(content) for content in contents]
        self.known = _known_subjects(session, self.identities)
        self.new: list[tuple[int, dict[str, str]]] = []
        self.changed: list[tuple[str, dict[str, str]]] = []
        self.same = 0
        there = _known_records(session, kind.name, contents)
        for place, content in enumerate(contents):
            subject_id = self.subject(place)
            found = there.get((subject_id, content.get("decision_number", ""))) if subject_id else None
            if found is None:
                self.new.append((place, content))
            elif found[1] == content:
                self.same += 1
            else:
                self.changed.append((found[0], content))

    def subject(self, place: int) -> str | None:
        """Return the known subject of one content."""
        keys = subjects.keys_of(self.identities[place])
        return next((self.known[key] for key in keys if key in self.known), None)

    def counts(self) -> tuple[int, int, int]:
        """Return how many are new, changed, the same."""
        return len(self.new), len(self.changed), self.same


def _known_subjects(session: Session, identities: Iterable[Mapping[str, str]]) -> dict[Key, str]:
    """Return the identity of every subject of the desk that one of the keys finds."""
    wanted: dict[str, set[str]] = {}
    for identity in identities:
        for key in subjects.keys_of(identity):
            wanted.setdefault(key[0], set()).add(key[-1])
    known: dict[Key, str] = {}
    for name, values in wanted.items():
        column = Subject.document_number if name == "document" else getattr(Subject, name)
        for chunk in _chunks(sorted(values)):
            for row in session.execute(select(Subject.id, Subject.document_type, column).where(column.in_(chunk))):
                known[("document", row[1], row[2]) if name == "document" else (name, row[2])] = row[0]
    return known


def _known_records(
    session: Session, kind: str, contents: Iterable[Mapping[str, str]]
) -> dict[tuple[str, str], tuple[str, dict[str, str]]]:
    """Return the standing records with one of the document numbers, by subject and number."""
    numbers = sorted({content["decision_number"] for content in contents if content.get("decision_number")})
    there: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    for chunk in _chunks(numbers):
        query = select(Record.id, Record.subject_id, Record.decision_number, Record.content).where(
            Record.kind == kind, Record.decision_number.in_(chunk), Record.state != "revoked"
        )
        for record_id, subject_id, number, content in session.execute(query):
            there[(subject_id, number or "")] = (record_id, content)
    return there


def _add_subjects(a: Act, sorting: _Sorting, steps: _Steps) -> int:
    """Insert the subjects that are new, and index them; returns how many."""
    rows: list[dict[str, Any]] = []
    for place, content in sorting.new:
        if sorting.subject(place) is None:
            identity = sorting.identities[place]
            row = {"id": new_id(), "category": subjects.CATEGORIES[content["subject_category"]]}
            row |= {"name": content["subject_name"]} | identity
            rows.append(row)
            sorting.known |= dict.fromkeys(subjects.keys_of(identity), row["id"])
    blank = dict.fromkeys(subjects.IDENTITY)
    stamp = {"created_at": a.now, "changed_at": a.now, "version": 1}
    _insert(a.session, insert(Subject), (blank | row | stamp for row in rows))
    search.put_all(a.session.connection(), steps.counted(map(_subject_entry, rows)))
    return len(rows)


def _subject_entry(row: Mapping[str, Any]) -> search.Entry:
    codes = [row[name] for name in (*subjects.CODES, "document_number") if row.get(name)]
    return search.Entry("subject", row["id"], row["name"], [row["name"]], codes)


def _add_records(a: Act, kind: RecordKind, sorting: _Sorting, steps: _Steps) -> None:
    """Insert the new records with their first version, and index them."""
    entries = [(new_id(), sorting.subject(place), content) for place, content in sorting.new]
    stamp = {"state": "recorded", "origin": "import", "version": 1, "officer_id": a.officer.id}
    record = {"kind": kind.name, "edition": kind.edition, "objection_mark": False, **stamp}
    moments = {"created_at": a.now, "changed_at": a.now}
    _insert(
        a.session,
        insert(Record),
        (
            {**record, **moments, "id": one, "subject_id": subject, "content": content}
            | {"withheld": withheld_reason(kind.name, content)}
            for one, subject, content in entries
        ),
    )
    _insert(
        a.session,
        insert(RecordVersion),
        ({**stamp, "id": new_id(), "record_id": one, "content": content, "at": a.now} for one, _, content in entries),
    )
    numbered = ((one, content) for one, _, content in entries if content.get("decision_number"))
    search.put_all(a.session.connection(), steps.counted(_record_entry(one, content) for one, content in numbered))


def _record_entry(record_id: str, content: Mapping[str, str]) -> search.Entry:
    number = content["decision_number"]
    return search.Entry("record", record_id, f"{number} {content['subject_name']}", [], [number])


def _renew(a: Act, record_id: str, content: dict[str, str]) -> None:
    """Replace a record's content by the unit's newer one, keeping the version before."""
    record = a.session.get_one(Record, record_id)
    record.content, record.version, record.changed_at = content, record.version + 1, a.now
    record.withheld = withheld_reason(record.kind, content)
    a.session.flush()
    records.keep_version(a, record, "import", "来源单位重新报送")


def _insert(session: Session, statement: Insert, rows: Iterable[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        session.execute(statement, list(chunk))


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut anything iterable into lists that fit into one statement."""
    chunk: list[Any] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
