"""Import of a unit's spreadsheet: checked as a whole first, then every valid row in, in one transaction.

Sending the same file again changes nothing: a row is recognised by its kind, its subject and its kind's key (mostly
the document number), and written only when its content differs.
"""

from pathlib import Path

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.exchange.rejected import write_rejected
from creditdesk.models import Record, Subject
from creditdesk.models.base import new_id
from creditdesk.services import additions, bulk, records, subject_news, subjects
from creditdesk.services.acts import Act, Result, Risk, act
from creditdesk.services.bulk import NewRecord
from creditdesk.services.import_plans import ImportPlan, Progress, contents_of, plan
from creditdesk.services.import_sorting import Change, Sorting
from creditdesk.services.powers import Power
from creditdesk.vault import search

__all__ = ["ImportPlan", "plan", "run", "write_back"]

_AT_ONCE = 1000
"""Rows written between two looks at whether the officer still wants them: some 50 milliseconds."""

_REPORT_EVERY = 100


@act("record.import", Power.RECORD, "导入信用记录", risk=Risk("导入前", lambda planned, **_: len(planned.good)))
def run(
    a: Act,
    planned: ImportPlan,
    *,
    whole: bool = False,
    late_because: str = "",
    progress: Progress | None = None,
) -> Result:
    """Write the valid rows of a checked file: all of them, or none when anything fails.

    With `whole` nothing is written unless every row of the file is valid; `late_because` makes the new records late
    ones (补录). `progress(done, total)` is told on the way; what it raises stops the import and leaves nothing behind.
    """
    kind = a.catalogue.kind(planned.kind)
    contents = contents_of(planned)
    _refuse_unfit(a, planned, whole)
    steps = _Steps(progress, len(contents))
    sorting = Sorting(a.session, kind, contents, steps.pulse)
    search.put_all(a.session.connection(), subject_news.learn(a, sorting))
    made = _add_subjects(a, sorting, steps)
    _add_records(a, kind, sorting, steps, late_because.strip())
    for change in sorting.changed:
        _renew(a, change, contents[change.place])
        steps.count(3)
    new, changed, same = len(sorting.new), len(sorting.changed), len(sorting.same)
    a.wrote("record", new, file=planned.sha256, kind=kind.name)
    a.wrote("subject", made)
    done = "补录" if late_because.strip() else "导入"
    a.say(f"已{done}{kind.label}：新增{new}条，变更{changed}条，相同{same}条，退回{planned.bad}条")
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

    def again(self) -> None:
        """Tell once more how far it is, so that the officer may stop."""
        self._tell()

    def _tell(self) -> None:
        self._told = self._done
        if self._progress is not None:
            self._progress(min(self._done, 4 * self._rows), 4 * self._rows)


def _add_subjects(a: Act, sorting: Sorting, steps: _Steps) -> int:
    """Insert the subjects that are new, and index them; returns how many."""
    made = additions.new_subjects(sorting)
    for some in bulk.chunks(made, _AT_ONCE):
        bulk.insert(a.session, Subject, subjects.STORED, (subjects.stored(*each, a.now) for each in some))
        search.put_all(a.session.connection(), [subjects.entry_of(*each) for each in some])
        steps.again()
    return len(made)


def _add_records(a: Act, kind: RecordKind, sorting: Sorting, steps: _Steps, late_because: str) -> None:
    """Insert the new records with their first version, and index those that have a number."""
    for places in bulk.chunks(sorting.new, _AT_ONCE):
        new = [NewRecord(new_id(), kind, sorting.owner(place), sorting.contents[place]) for place in places]
        origin = bulk.LATE if late_because else bulk.IMPORT
        bulk.insert_records(a.session, new, a.officer.id, a.now, origin, late_because)
        search.put_all(a.session.connection(), records.entries_of(new))
        steps.count(3 * len(new))


def _renew(a: Act, change: Change, content: dict[str, str]) -> None:
    """Replace a record's content by the unit's newer one, keeping the version before."""
    record = a.session.get_one(Record, change.record_id)
    # What is reported anew is reported on the form of today.
    record.edition = a.catalogue.kind(record.kind).edition
    records.advance(a, record, "import", "来源单位重新报送", content=content)
