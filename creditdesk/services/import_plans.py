"""A unit's file read and checked, not yet written: every sheet of the kind, and what its rows would do."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Layout, recognise
from creditdesk.exchange.doubles import told_key
from creditdesk.exchange.importing import BadRow, GoodRow, Preview, check_rows
from creditdesk.exchange.pulse import Pulse, part_of, patiently, still
from creditdesk.exchange.sheets import Sheet, find_sheets, read_grids
from creditdesk.exchange.workbooks import Grid
from creditdesk.rules.exclusions import withheld_reason
from creditdesk.services.desk import Desk
from creditdesk.services.import_sorting import Change, Content, Sorting, doubled

Progress = Callable[[int, int], object]
_PARTS = 100


@dataclass(frozen=True)
class Part:
    """One sheet of the file and what was found in it."""

    sheet: Sheet
    preview: Preview


@dataclass(frozen=True)
class ImportPlan:
    """A file that was read and checked, not yet written: what it would add, change, leave and send back.

    `news`, `changes` and `sames` are places among the good rows; `passed_over` names sheets of the file that are not of
    this kind; `given` are the answers for the whole file.
    """

    kind: str
    file_name: str
    sha256: str
    parts: tuple[Part, ...]
    passed_over: tuple[str, ...]
    news: tuple[int, ...]
    changes: tuple[Change, ...]
    sames: tuple[int, ...]
    withheld: int
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """How many rows are new to the desk."""
        return len(self.news)

    @property
    def changed(self) -> int:
        """How many rows would change a record."""
        return len(self.changes)

    @property
    def same(self) -> int:
        """How many rows the desk has already."""
        return len(self.sames)

    @property
    def sheet(self) -> Sheet:
        """The sheet whose header is known best."""
        return self.parts[0].sheet

    @property
    def preview(self) -> Preview:
        """What was found in the first sheet: its layout and columns speak for the file."""
        return self.parts[0].preview

    @property
    def good(self) -> list[GoodRow]:
        """The rows that may come in, of all sheets."""
        return [row for part in self.parts for row in part.preview.good]

    @property
    def bad(self) -> int:
        """How many rows go back."""
        return sum(len(part.preview.bad) for part in self.parts)

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields an officer must answer once for the whole file before its rows can be judged."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.preview.asked))


def plan(
    desk: Desk,
    path: Path,
    kind_name: str,
    given: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read and check a file without writing anything; a file that cannot be read is an InputProblem.

    `given` answers what a layout of an older edition cannot tell. What `progress` raises stops the reading.
    """
    pulse = pulse_of(progress)
    return plan_of(desk, path, read_grids(path, part_of(pulse, 0, 0.6)), kind_name, given, part_of(pulse, 0.6, 1))


def plan_of(
    desk: Desk,
    path: Path,
    grids: Sequence[Grid],
    kind_name: str,
    given: Mapping[str, str] | None = None,
    pulse: Pulse = still,
) -> ImportPlan:
    """Check a file that was read, as `plan` does."""
    kind = desk.catalogue.kind(kind_name)
    layouts = desk.catalogue.layouts_of(kind)
    sheets = [sheet for _, sheet in sorted(find_sheets(path, grids, layouts), key=lambda found: -found[0])]
    usable, passed_over = _of_this_kind(layouts, sheets)
    today = desk.clock().date()
    parts = []
    for at, sheet in enumerate(usable):
        checking = part_of(pulse, 0.75 * at / len(usable), 0.75 * (at + 1) / len(usable))
        parts.append(Part(sheet, check_rows(kind, layouts, sheet, today, given, checking)))
    contents = [row.content for part in parts for row in part.preview.good]
    with desk.read() as session:
        sorting = Sorting(session, kind, contents, part_of(pulse, 0.75, 0.95))
    reasons = _doubled(kind, parts, sorting, part_of(pulse, 0.95, 1))
    stays = [(at, row.number) not in reasons for at, part in enumerate(parts) for row in part.preview.good]
    place_of = [after - 1 for after in accumulate(stays)]
    return ImportPlan(
        kind=kind.name,
        file_name=path.name,
        sha256=patiently(partial(_digest, path), pulse),
        parts=tuple(_sent_back(part, dict(_of_part(reasons, at))) for at, part in enumerate(parts)),
        passed_over=passed_over,
        news=tuple(place_of[place] for place in sorting.new if stays[place]),
        changes=tuple(replace(each, place=place_of[each.place]) for each in sorting.changed if stays[each.place]),
        sames=tuple(place_of[place] for place in sorting.same if stays[place]),
        withheld=sum(
            stays[place] and withheld_reason(kind.name, content) is not None for place, content in enumerate(contents)
        ),
        given=dict(given or {}),
    )


def pulse_of(progress: Progress | None) -> Pulse:
    """Return a pulse that tells progress in hundredths."""
    return still if progress is None else lambda part: progress(int(part * _PARTS), _PARTS)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _of_this_kind(layouts: tuple[Layout, ...], sheets: list[Sheet]) -> tuple[list[Sheet], tuple[str, ...]]:
    """Return the sheets to import, the best known first, and the names of others that lack required columns."""
    first, *others = sheets
    readings = {id(sheet): recognise(layouts, sheet.header) for sheet in others}
    usable = [sheet for sheet in others if (reading := readings[id(sheet)]) and not reading.missing]
    kept = {id(sheet) for sheet in usable}
    return [first, *usable], tuple(sheet.name for sheet in others if id(sheet) not in kept and sheet.rows)


def _doubled(kind: RecordKind, parts: list[Part], sorting: Sorting, pulse: Pulse) -> dict[tuple[int, int], str]:
    """Return which rows (part and row number) go back because another row is about the same decision, and why.

    Of rows that are equal the first stays; when they differ nobody can tell which is right, and all go back.
    """
    rows = [(at, row) for at, part in enumerate(parts) for row in part.preview.good]
    contents = sorting.contents
    reasons: dict[tuple[int, int], str] = {}
    for place, before in doubled(kind, contents, sorting.keys, pulse):
        (at, row), (there, first) = rows[place], rows[before]
        where = f"工作表“{parts[there].sheet.name}”第 {first.number} 行"
        if contents[place] == contents[before]:
            reasons[at, row.number] = f"与{where}重复（同一相对人、同一{told_key(kind)}）"
        else:
            reasons[at, row.number] = f"与{where}是同一相对人、同一{told_key(kind)}，内容却不同，请核对"
            other = f"与工作表“{parts[at].sheet.name}”第 {row.number} 行"
            reasons.setdefault((there, first.number), f"{other}是同一相对人、同一{told_key(kind)}，内容却不同，请核对")
    return reasons


def _of_part(reasons: Mapping[tuple[int, int], str], wanted: int) -> Iterator[tuple[int, str]]:
    for (at, number), reason in reasons.items():
        if at == wanted:
            yield number, reason


def _sent_back(part: Part, reasons: Mapping[int, str]) -> Part:
    if not reasons:
        return part
    good = tuple(row for row in part.preview.good if row.number not in reasons)
    more = tuple(BadRow(number, {None: reason}) for number, reason in reasons.items())
    bad = tuple(sorted((*part.preview.bad, *more), key=lambda row: row.number))
    return Part(part.sheet, replace(part.preview, good=good, bad=bad))


def contents_of(planned: ImportPlan) -> list[Content]:
    """Return the contents a plan would write, in the order of its rows."""
    return [row.content for row in planned.good]
