"""Records on paper: one record's sheet, numbers masked unless the officer asked for them; each printing is told."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select

from creditdesk.catalog.kinds import Field
from creditdesk.documents.record_sheet import RecordSheet, record_sheet_pdf
from creditdesk.errors import InputProblem
from creditdesk.exchange.whole_files import replace_file
from creditdesk.models import Record
from creditdesk.rules.china_time import CHINA
from creditdesk.services import offices, record_lists
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.record_lists import Sheet, VersionRow


def sheet(desk: Desk, record_id: str, bare: Collection[str] = ()) -> RecordSheet:
    """Return what stands on a record's sheet; the personal numbers of the fields in `bare` are not masked."""
    told = record_lists.sheet(desk, record_id)
    kind = desk.catalogue.kind(told.kind, told.edition)
    sections = []
    for section in kind.sections:
        inside = [field for field in kind.visible(told.content) if field.section == section.name]
        rows = tuple((field.label, _value(field, told, bare)) for field in inside if told.content.get(field.name))
        if rows:
            sections.append((section.label, rows))
    personal = {field.name for field in kind.fields if field.personal and told.content.get(field.name)}
    return RecordSheet(
        office=offices.office(desk).name,
        officer=desk.officer.name,
        kind=kind.label,
        edition=kind.edition,
        number=told.content.get("decision_number", ""),
        subject=told.content.get("subject_name", ""),
        state=told.state,
        version=told.history[0].version,
        notices=tuple(_notices(told)),
        sections=tuple(sections),
        history=tuple(map(_version, told.history)),
        on=desk.clock().date(),
        masked=bool(personal - set(bare)),
    )


def _value(field: Field, told: Sheet, bare: Collection[str]) -> str:
    value = told.content[field.name]
    return value if field.name in bare else field.show(value)


def _notices(told: Sheet) -> list[str]:
    contested = [f"异议 {number} 涉及本记录" for _, number in told.cases]
    return [*([f"不对外公示：{told.withheld}"] if told.withheld else []), *contested]


def _version(version: VersionRow) -> tuple[str, str, str, str]:
    changes = [f"{change.label}：{change.old or '（空）'} → {change.new or '（空）'}" for change in version.changes]
    told = "\n".join([*([version.reason] if version.reason else []), *changes])
    when = f"{version.at.astimezone(CHINA):%Y-%m-%d %H:%M}\n{version.officer}"
    return str(version.version), version.origin, when, told


@act("record.print", Power.RECORD, "打印信用记录")
def printed(a: Act, record_id: str, bare: list[str]) -> Result:
    """Write down that a record went to paper, and which personal numbers stand on it unmasked."""
    record = a.session.get_one(Record, record_id)
    kind = a.catalogue.kind(record.kind, record.edition)
    labels = [kind.field(name).label for name in bare]
    unmasked = f"，未遮盖{'、'.join(labels)}" if labels else ""
    a.say(f"已打印{kind.label} {kind.title(record.content)}{unmasked}")
    return {"record": record.id, "version": record.version, "bare": list(bare)}


def pdf(desk: Desk, record_id: str, bare: Collection[str] = ()) -> bytes:
    """Draw a record's sheet and tell the journal of it; a name that cannot be drawn stops both."""
    drawn = record_sheet_pdf(sheet(desk, record_id, bare))
    desk.perform(printed, record_id, sorted(bare))
    return drawn


def save(desk: Desk, record_id: str, path: Path, *, bare: bool = False) -> Changes:
    """Write a record's sheet into a file, with `bare` without masks; the journal is told first."""
    told = record_lists.sheet(desk, record_id)
    fields = desk.catalogue.kind(told.kind, told.edition).fields
    shown = sorted(field.name for field in fields if bare and field.personal and told.content.get(field.name))
    drawn = record_sheet_pdf(sheet(desk, record_id, shown))
    changes = desk.perform(printed, record_id, shown)
    replace_file(path, drawn)
    return changes


def by_number(desk: Desk, number: str, kind_name: str = "") -> str:
    """Return the record with this document number; InputProblem when there is none, or several of different kinds."""
    kind = desk.catalogue.kind(kind_name).name if kind_name else ""
    query = select(Record.id, Record.kind).where(Record.decision_number == number.strip())
    with desk.read() as session:
        found = [row for row in session.execute(query) if kind in ("", row.kind)]
    if not found:
        raise InputProblem(f"没有文号为{number}的记录，请核对文号（括号用〔〕）。")
    if len(found) > 1:
        labels = "、".join(dict.fromkeys(desk.catalogue.kind(row.kind).label for row in found))
        raise InputProblem(f"文号{number}有{len(found)}条记录（{labels}），请用 --kind 指明类别，或在窗口里打印。")
    return str(found[0].id)
