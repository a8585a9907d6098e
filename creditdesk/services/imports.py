"""Import of a unit's spreadsheet: checked as a whole first, then every valid row in, in one transaction.

Sending the same file again changes nothing: a row is recognised by its kind, its subject and its kind's key (mostly
the document number), and written only when its content differs.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.rejected import write_rejected
from creditdesk.models import Record, RecordVersion, Subject
from creditdesk.models.base import new_id
from creditdesk.rules.exclusions import withheld_reason
from creditdesk.services import records, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.bulk import chunks
from creditdesk.services.import_plans import ImportPlan, Progress, contents_of, plan
from creditdesk.services.import_sorting import Change, Sorting
from creditdesk.services.powers import Power
from creditdesk.vault import search

__all__ = ["ImportPlan", "plan", "run", "write_back"]

_AT_ONCE = 200
_REPORT_EVERY = 100


@act("record.import", Power.RECORD)
def run(a: Act, planned: ImportPlan, *, whole: bool = False, progress: Progress | None = None) -> Result:
    """Write the valid rows of a checked file: all of them, or none when anything fails.

    With `whole` nothing is written unless every row of the file is valid. `progress(done, total)` is told on the way;
    what it raises stops the import and leaves nothing behind.
    """
    kind = a.catalogue.kind(planned.kind)
    contents = contents_of(planned)
    _refuse_unfit(a, planned, whole)
    steps = _Steps(progress, len(contents))
    sorting = Sorting(a.session, kind, contents, steps.pulse)
    made = _add_subjects(a, sorting, steps)
    _add_records(a, kind, sorting, steps)
    for change in sorting.changed:
        _renew(a, change, contents[change.place])
        steps.count(3)
    new, changed, same = len(sorting.new), len(sorting.changed), len(sorting.same)
    a.wrote("record", new, file=planned.sha256, kind=kind.name)
    a.wrote("subject", made)
    a.say(f"已导入{kind.label}：新增{new}条，变更{changed}条，相同{same}条，退回{planned.bad}条")
    return {"new": new, "changed": changed, "same": same, "rejected": planned.bad}


def write_back(planned: ImportPlan, path: Path) -> None:
    """Write the faulty rows back as the workbook they came in, the reason in each cell, for the unit to mend."""
    write_rejected(path, [(part.sheet, part.preview.bad) for part in planned.parts])


def _refuse_unfit(a: Act, planned: ImportPlan, whole: bool) -> None:
    """Raise InputProblem when nothing may be written."""
    if planned.asked:
        kind = a.catalogue.kind(planned.kind)
        names = "、".join(kind.field(name).label for name in planned.asked)
        raise InputProblem(f"{planned.file_name}没有下列各项，请先为整份文件填写一次：{names}。")
    if whole and planned.bad:
        raise InputProblem(
            f"{planned.file_name}有{planned.bad}行不能入库，按“全部有效才入库”的选择，没有写入任何一行。"
        )
    if not planned.good:
        raise InputProblem(f"{planned.file_name}里没有可以入库的行，请按退回原因修改后重新导入。")


class _Steps:
    """Counts what an import has done and tells it now and then: four steps for each row, one of them the sorting."""

    def __init__(self, progress: Progress | None, rows: int) -> None:
        self._progress, self._rows, self._done, self._told = progress, rows, 0, 0

    def pulse(self, part: float) -> None:
        """Tell how far the sorting is."""
        self._done = int(part * self._rows)
        self._tell()

    def count(self, steps: int = 1) -> None:
        """Count steps that were done."""
        self._done += steps
        if self._done - self._told >= _REPORT_EVERY:
            self._tell()

    def counted(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Pass rows on, counting a step for each."""
        for row in rows:
            self.count()
            yield row

    def again(self) -> None:
        """Tell once more how far it is, so that the officer may stop."""
        self._tell()

    def _tell(self) -> None:
        self._told = self._done
        if self._progress is not None:
            self._progress(min(self._done, 4 * self._rows), 4 * self._rows)


def _add_subjects(a: Act, sorting: Sorting, steps: _Steps) -> int:
    """Insert the subjects that are new, and index them; returns how many."""
    rows: list[dict[str, Any]] = []
    for place in sorting.new:
        if sorting.subject(place) is None:
            content, identity = sorting.contents[place], sorting.identities[place]
            row = {"id": new_id(), "category": subjects.CATEGORIES[content["subject_category"]]}
            row |= {"name": content["subject_name"]} | identity
            rows.append(row)
            sorting.known |= dict.fromkeys(sorting.keys[place], row["id"])
    blank = dict.fromkeys(subjects.IDENTITY)
    stamp = {"created_at": a.now, "changed_at": a.now, "version": 1}
    _insert(a.session, insert(Subject), (blank | row | stamp for row in rows), steps)
    _index(a.session, map(_subject_entry, rows), steps)
    return len(rows)


def _subject_entry(row: Mapping[str, Any]) -> search.Entry:
    codes = [row[name] for name in (*subjects.CODES, "document_number") if row.get(name)]
    return search.Entry("subject", row["id"], row["name"], [row["name"]], codes)


def _add_records(a: Act, kind: RecordKind, sorting: Sorting, steps: _Steps) -> None:
    """Insert the new records with their first version, and index them."""
    entries = [(new_id(), sorting.subject(place), sorting.contents[place]) for place in sorting.new]
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
        steps,
    )
    versions = (
        {**stamp, "id": new_id(), "record_id": one, "content": content, "at": a.now} for one, _, content in entries
    )
    _insert(a.session, insert(RecordVersion), versions, steps)
    numbered = ((one, content) for one, _, content in entries if content.get("decision_number"))
    _index(a.session, (_record_entry(one, content) for one, content in numbered), steps)


def _record_entry(record_id: str, content: Mapping[str, str]) -> search.Entry:
    number = content["decision_number"]
    return search.Entry("record", record_id, f"{number} {content['subject_name']}", [], [number])


def _renew(a: Act, change: Change, content: dict[str, str]) -> None:
    """Replace a record's content by the unit's newer one, keeping the version before."""
    record = a.session.get_one(Record, change.record_id)
    record.content, record.version, record.changed_at = content, record.version + 1, a.now
    record.withheld = withheld_reason(record.kind, content)
    a.session.flush()
    records.keep_version(a, record, "import", "来源单位重新报送")


def _insert(session: Session, statement: Insert, rows: Iterable[dict[str, Any]], steps: _Steps) -> None:
    for some in chunks(rows, _AT_ONCE):
        session.execute(statement, some)
        steps.count(len(some))


def _index(session: Session, entries: Iterable[search.Entry], steps: _Steps) -> None:
    search.put_all(session.connection(), steps.counted(entries), steps.again)
