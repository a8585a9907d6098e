"""Every kind of the catalogue goes all the way: entered, read back, corrected, sent as a sheet, imported, packed."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from frictionless import Package

from creditdesk import paths
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout, recognise
from creditdesk.catalog.load import load
from creditdesk.errors import InputProblem
from creditdesk.exchange.resources import name_of
from creditdesk.exchange.verifying import verify_package
from creditdesk.services import import_previews, imports, packages, record_lists, record_papers, records
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.leaving import send
from tests.made_records import CATEGORY, Content, contents_of
from tests.sound import complaints

CATALOGUE = load(paths.forms())
KINDS = CATALOGUE.current_kinds()
VALUES_FROM = 20 + 170 * 1.35 / 5.35  # millimetres: where the values of a record's sheet begin


# ------------------------------------------------------------------------------------------------ invented contents


def carries(layout: Layout, kind: RecordKind) -> bool:
    """Return whether a sheet of this layout can hold whole records: layouts of older editions cannot."""
    needed = {field.name for field in kind.fields if field.required or field.required_when}
    return needed <= {column.field for column in layout.columns}


LAYOUTS = [layout for kind in KINDS for layout in CATALOGUE.layouts_of(kind) if carries(layout, kind)]
FIRST_LAYOUTS = {layout.kind: layout.name for layout in reversed(LAYOUTS)}
Known = Callable[[RecordKind], dict[str, Content]]


# ------------------------------------------------------------------------------------------------ desks and sheets


@pytest.fixture(scope="module")
def first(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all kinds: their records are about subjects of their own and do not meet."""
    with opened(founded, tmp_path_factory.mktemp("first")) as desk:
        yield desk


@pytest.fixture(scope="module")
def second(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Another office's desk, to which sheets are sent."""
    with opened(founded, tmp_path_factory.mktemp("second")) as desk:
        yield desk


@pytest.fixture(scope="module")
def known(first: Desk) -> Known:
    """What gives the records of a kind on the first desk; they are entered when they are first asked for."""
    there: dict[str, dict[str, Content]] = {}
    return lambda kind: there.get(kind.name) or there.setdefault(kind.name, entered(first, kind))


def opened(founded: Path, folder: Path) -> Desk:
    """Open a copy of the founded desk."""
    shutil.copytree(founded, folder, dirs_exist_ok=True)
    return Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


def entered(desk: Desk, kind: RecordKind) -> dict[str, Content]:
    """Enter every content of a kind; returns them by the record's identity."""
    return {
        str(desk.perform(records.enter, kind.name, content).result["record"]): content for content in contents_of(kind)
    }


def kept(desk: Desk, kind: RecordKind, names: Iterable[str]) -> dict[str, Content]:
    """Return the content of the records about these subjects, by the subject's name."""
    found = {name: record_lists.ids(desk, Filter(kind=kind.name, text=name)) for name in names}
    return {name: record_lists.sheet(desk, one).content for name, ids in found.items() for one in ids}


def cell(column: Column, layout: Layout, field: Field, content: Content) -> str | float:
    """Return what a unit's spreadsheet would hold for a field: its own codes and dates, amounts as numbers."""
    value = content.get(column.field, "")
    if not value or field.type == "date":
        return f"{date.fromisoformat(value):{layout.date_format}}" if value else ""
    return float(Decimal(value)) if field.type == "money" else column.write(value)


def write_sheet(
    path: Path, layout: Layout, kind: RecordKind, contents: Iterable[Content], catalogue: Catalogue = CATALOGUE
) -> Path:
    """Write contents as a workbook with a layout's header, in the codes of the layout an import takes it for."""
    header = [column.header for column in layout.columns]
    taken_for = recognise(catalogue.layouts_of(kind), header)
    assert taken_for
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for row, content in enumerate(contents, start=1):
            columns = [column for column in taken_for.columns if column]
            sheet.write_row(row, 0, [cell(each, layout, kind.field(each.field), content) for each in columns])
    return path


# ----------------------------------------------------------------------------------------------------------- tests


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)
def test_every_field_is_filled_for_some_record(kind: RecordKind) -> None:
    used = {name for content in contents_of(kind) for name in content}
    assert used == {field.name for field in kind.fields}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)
def test_a_record_is_read_back_as_it_was_entered(first: Desk, known: Known, kind: RecordKind) -> None:
    wanted = known(kind)
    sheets = {one: record_lists.sheet(first, one) for one in wanted}
    assert {one: sheet.content for one, sheet in sheets.items()} == wanted
    rows = {row.id: row for row in record_lists.rows(first, list(wanted))}
    for one, content in wanted.items():
        assert sheets[one].edition == kind.edition
        assert (rows[one].subject, rows[one].decided_on) == (content["subject_name"], content["decided_on"])
        assert (rows[one].decision_number, rows[one].grade) == tuple(
            content.get(name, "") for name in ("decision_number", "grade")
        )
        assert record_lists.ids(first, Filter(kind=kind.name, text=content["subject_name"])) == [one]
        assert all(kind.field(name).show(value) for name, value in content.items())
        assert kind.title(content) in content.values()
    numbered = next(content for content in wanted.values() if "decision_number" in content)
    with pytest.raises(InputProblem, match="不要重复录入"):
        first.perform(records.enter, kind.name, numbered)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)
def test_a_record_goes_to_paper_with_all_it_says(first: Desk, known: Known, kind: RecordKind) -> None:
    one, content = max(known(kind).items(), key=lambda item: (sum(map(len, item[1].values())), item[0]))
    personal = {field.name for field in kind.fields if field.personal and field.name in content}
    for bare in (set(), personal):
        told = values_on(record_papers.pdf(first, one, bare))
        for field in kind.visible(content):
            if value := content.get(field.name):
                shown = value if field.name in bare else field.show(value)
                assert "".join(shown.split()) in told, field.name
        assert all(content[name] not in told for name in personal - bare)


def values_on(pdf: bytes) -> str:
    """Return what stands in the right column of a record's sheet, line by line without blanks."""
    right = [glyph for glyph in Pdf(pdf).glyphs if glyph.x > VALUES_FROM]
    in_order = sorted(right, key=lambda glyph: (glyph.page, round(glyph.baseline, 1), glyph.x))
    return "".join("".join(glyph.text for glyph in in_order).split())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)
def test_a_correction_may_make_fields_appear_and_vanish(first: Desk, kind: RecordKind) -> None:
    """One record becomes, one correction after the other, like each of its fellows about the same kind of subject."""
    before, *others = list(contents_of(kind))
    subject = {field.name for field in kind.fields if field.section == "subject"}
    one = str(first.perform(records.enter, kind.name, before).result["record"])
    for other in (content for content in others if content[CATEGORY] == before[CATEGORY]):
        present = record_lists.sheet(first, one).content
        wanted = {name: present[name] for name in subject & present.keys()} | {
            name: value for name, value in other.items() if name not in subject
        }
        news = dict.fromkeys(present.keys() - wanted.keys(), "") | wanted
        first.perform(records.correct, one, news, "来源单位来函更正（示例）")
        assert record_lists.sheet(first, one).content == wanted
    history = record_lists.sheet(first, one).history
    assert [version.origin for version in history[:-1]] == ["更正"] * (len(history) - 1)
    assert all(version.changes for version in history[:-1])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_sheet_of_one_desk_comes_into_another(
    first: Desk, second: Desk, known: Known, tmp_path: Path, layout: Layout
) -> None:
    kind = CATALOGUE.kind(layout.kind)
    # What came by another layout is there already.
    leaving = known(kind) if layout.name == FIRST_LAYOUTS[kind.name] else entered(first, kind)
    sent = {content["subject_name"]: content for content in leaving.values()}
    told = [record_lists.sheet(first, one).content for one in leaving]
    path = write_sheet(tmp_path / "报送.xlsx", layout, kind, told)
    assert import_previews.kind_of(second, path) == kind.name
    planned = imports.plan(second, path, kind.name)
    assert planned.preview.bad == ()
    assert (planned.new, planned.changed, planned.same) == (len(sent), 0, 0)
    second.perform(imports.run, planned)
    carried = {column.field for column in layout.columns}
    assert kept(second, kind, sent) == {
        name: {field: value for field, value in content.items() if field in carried} for name, content in sent.items()
    }
    assert complaints(second) == []
    again = imports.plan(second, path, kind.name)
    numbered = [content for content in sent.values() if "decision_number" in content]
    assert again.changed == 0
    assert again.same >= len(numbered) > 0


def test_all_kinds_leave_in_one_package_that_others_can_check(desk: Desk, tmp_path: Path) -> None:
    leaving = {kind.name: reported(desk, entered(desk, kind)) for kind in KINDS}
    assert {count.kind: count.leaving for count in packages.prepare(desk).counts} == {
        name: len(contents) for name, contents in leaving.items()
    }
    path = send(desk, tmp_path)
    report = verify_package(path, packages.certificate(desk))
    assert report.ok, report.findings
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    assert Package(str(unpacked / "datapackage.json")).validate().valid
    for kind in KINDS:
        table = (unpacked / "data" / f"{kind.name}.csv").read_text("utf-8")
        assert read_table(kind, table) == leaving[kind.name]


def reported(desk: Desk, contents: Mapping[str, Content]) -> dict[str, Content]:
    """Return what should leave: all but what the law keeps back."""
    withheld = {one for (one,) in desk.rows("SELECT id FROM record WHERE withheld != ''")}
    return {one: content for one, content in contents.items() if one not in withheld}


def read_table(kind: RecordKind, text: str) -> dict[str, Content]:
    """Return the contents in a package's table, as its receiver would understand them."""
    reported_in = {name_of(column): column for column in CATALOGUE.layouts_of(kind)[-1].columns}
    more = {field.code or field.name: Column(field.label, field.code, field.name) for field in kind.fields}
    columns = more | reported_in
    return {
        row["uuid"]: {
            column.field: kind.field(column.field).clean(column.read(row[name]))
            for name, column in columns.items()
            if row.get(name)
        }
        for row in csv.DictReader(io.StringIO(text))
    }
