"""Reading forms/ as a whole: every file checked, and every name one file uses of another."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Generic, TypeVar

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Layout
from creditdesk.catalog.reading.backup_rules import read_backup_rule
from creditdesk.catalog.reading.codes import read_code_set
from creditdesk.catalog.reading.enquiries import read_enquiry_rule
from creditdesk.catalog.reading.layouts import read_layout
from creditdesk.catalog.reading.letters import read_letter
from creditdesk.catalog.reading.measures import read_measure_list, refuse_overlaps
from creditdesk.catalog.reading.point_events import read_point_events
from creditdesk.catalog.reading.procedures import read_procedure
from creditdesk.catalog.reading.promises import read_green_channel
from creditdesk.catalog.reading.receipt_rules import read_receipt_rule
from creditdesk.catalog.reading.records import read_kind
from creditdesk.catalog.reading.repairs import read_regime
from creditdesk.catalog.reading.reporting import read_reporting
from creditdesk.catalog.reading.retention import read_retention
from creditdesk.catalog.reading.selections import read_selection_rule
from creditdesk.catalog.reading.site_columns import read_site_rule
from creditdesk.catalog.reading.supervision import read_supervision_rule
from creditdesk.catalog.source import Source
from creditdesk.catalog.table import Table
from creditdesk.errors import Problem
from creditdesk.rules.reporting import Reporting
from creditdesk.rules.retention import Retention

__all__ = ["Catalogue", "load"]

T = TypeVar("T")


def load(folder: Path) -> Catalogue:
    """Return the catalogue of a forms folder; a bad file is a Problem that names file, line and field.

    Reading costs half a second and a catalogue never changes, so one is read again only when a file has changed.
    """
    return _read(folder, tuple(sorted(_states(folder))) if folder.is_dir() else ())


def _states(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield each file with what shows a change of it; asked at every opening, so not by `Path`, which takes longer."""
    for shelf in filter(os.DirEntry.is_dir, os.scandir(folder)):
        for file in os.scandir(shelf):
            state = file.stat()
            yield file.path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read(folder: Path, _state: tuple[tuple[str, int, int], ...]) -> Catalogue:
    code_sets = _Shelf(folder / "codes", read_code_set, lambda code_set: code_set.reference)
    codes = code_sets.named
    kinds = _Shelf(folder / "records", lambda t: read_kind(t, codes), lambda kind: f"{kind.name} {kind.edition}")
    newest = {kind.name: kind for kind in sorted(kinds.things, key=lambda kind: kind.valid_from)}
    layouts = _Shelf(folder / "layouts", lambda t: read_layout(t, newest, codes))
    for table, kind in zip(kinds.tables, kinds.things, strict=True):
        _check_layouts(table, kind, layouts.named)
    letters = _Shelf(folder / "letters", read_letter)
    enquiries = _Shelf(folder / "enquiries", lambda t: read_enquiry_rule(t, codes))
    measures = _Shelf(folder / "measures", read_measure_list, lambda one: f"{one.name} {one.edition}")
    refuse_overlaps(measures.tables, measures.things)
    return Catalogue(
        kinds=tuple(sorted(kinds.things, key=lambda kind: (kind.order, -kind.valid_from.toordinal()))),
        letters=letters.things,
        procedures=_Shelf(folder / "procedures", lambda t: read_procedure(t, letters.named)).things,
        code_sets=code_sets.things,
        layouts=layouts.things,
        receipt_rules=_Shelf(folder / "receipts", read_receipt_rule).things,
        backup_rules=_Shelf(folder / "backups", read_backup_rule).things,
        reporting_rules=_Shelf(folder / "reporting", lambda t: _check_kinds(t, read_reporting(t), newest)).things,
        enquiry_rules=enquiries.things,
        regimes=_Shelf(folder / "repair", read_regime).things,
        green_channels=_Shelf(folder / "promises", lambda t: read_green_channel(t, newest, codes)).things,
        measure_lists=measures.things,
        site_rules=_Shelf(folder / "site", lambda t: read_site_rule(t, newest, enquiries.named)).things,
        retentions=_Shelf(folder / "retention", lambda t: _check_starts(t, read_retention(t), newest)).things,
        selection_rules=_Shelf(folder / "selections", lambda t: read_selection_rule(t, newest, codes)).things,
        supervision_rules=_Shelf(folder / "supervision", lambda t: read_supervision_rule(t, newest)).things,
        point_lists=_Shelf(folder / "points", lambda t: read_point_events(t, newest)).things,
    )


class _Shelf(Generic[T]):
    """The files of one folder: the things they hold in the order of their file names, and each by its name."""

    def __init__(
        self, folder: Path, read: Callable[[Table], T], name_of: Callable[[T], str] = attrgetter("name")
    ) -> None:
        self.tables = [Table(source, source.data) for source in map(Source.of, sorted(folder.glob("*.toml")))]
        self.named: dict[str, T] = {}
        for table in self.tables:
            thing = read(table)
            if name_of(thing) in self.named:
                table.refuse("name", f"“{name_of(thing)}”已在另一文件中定义")
            self.named[name_of(thing)] = thing
        self.things = tuple(self.named.values())
        if not self.things:
            raise Problem(f"没有找到目录文件 {folder}/*.toml，程序文件不完整，请重新安装。")


def _check_layouts(table: Table, kind: RecordKind, layouts: Mapping[str, Layout]) -> None:
    for name in kind.layouts:
        if name not in layouts:
            table.refuse("layouts", f"没有版式 {name}")
        if layouts[name].kind != kind.name:
            table.refuse("layouts", f"版式 {name} 属于另一信息类别")


def _check_kinds(table: Table, rules: Reporting, kinds: Mapping[str, RecordKind]) -> Reporting:
    for name in {*rules.monthly.kinds, *(name for schedule in rules.schedules for name in schedule.kinds)}:
        if name not in kinds:
            table.refuse("kinds", f"没有信息类别 {name}")
    return rules


def _check_starts(table: Table, rule: Retention, kinds: Mapping[str, RecordKind]) -> Retention:
    """Refuse a beginning that no adverse kind has: no record would ever fall due by it."""
    for name in rule.starts:
        if not any(kind.adverse and kind.has(name) for kind in kinds.values()):
            table.refuse("starts", f"失信信息没有字段 {name}")
    return rule
