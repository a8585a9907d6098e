"""The rows of the record list: its columns, what its filters leave, their cells, and the list as a workbook."""

from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path

from creditdesk.services import entries, list_exports, record_lists
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.entries import DraftRow
from creditdesk.services.list_exports import ListExport
from creditdesk.services.record_lists import Filter, RecordRow
from creditdesk.ui.pages.records.paper import DRAFT, STATES, TONES, DraftId
from creditdesk.ui.widgets.table_model import CHUNK, Cell, Column, Row, as_cell

LIST = "records"
COLUMNS = (
    Column("number", "文号", 176, "code", sort="decision_number"),
    Column("subject", "主体", sort="subject"),
    Column("kind", "信息类别", 118, "second"),
    Column("grade", "等级", 52, sort="grade", hide_below=400),
    Column("decided_on", "决定日期", 100, sort="decided_on"),
    Column("unit", "来源单位", kind="second"),
    Column("state", "状态", 70),
)
USUALLY_HIDDEN = ("kind", "decided_on", "unit")
_GRAVE = ("较重", "严重")


def find(desk: Desk, wanted: Filter) -> Sequence[Hashable]:
    """Return this officer's drafts and the records that `wanted` leaves, as the list shows them."""
    drafts = [DraftId(draft.kind) for draft in _drafts(desk, wanted)]
    return drafts if wanted.state == "draft" else drafts + record_lists.ids(desk, wanted)


def begin(desk: Desk, wanted: Filter) -> tuple[Sequence[Hashable], Sequence[Row]]:
    """Return the first CHUNK of what `find` does, with their cells."""
    drafts = _drafts(desk, wanted)
    found = [] if wanted.state == "draft" else record_lists.page(desk, wanted, CHUNK)
    labels = {kind.name: kind.label for kind in desk.catalogue.current_kinds()}
    ids = [*(DraftId(draft.kind) for draft in drafts), *(row.id for row in found)]
    shown = [_draft(each.content, labels[each.kind]) for each in drafts]
    shown += [_record(row, labels[row.kind]) for row in found]
    return ids[:CHUNK], shown[:CHUNK]


def _drafts(desk: Desk, wanted: Filter) -> Sequence[DraftRow]:
    narrowed = wanted.text.strip() or wanted.grade or wanted.state not in ("", "draft")
    return () if narrowed else entries.drafts(desk, wanted.kind)


def cells(desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
    """Return the cells of drafts and records, in the same order."""
    drafts = {DraftId(draft.kind): draft.content for draft in entries.drafts(desk)}
    found = record_lists.rows(desk, [one for one in wanted if isinstance(one, str)])
    records = {row.id: _record(row, desk.catalogue.kind(row.kind).label) for row in found}
    rows: list[Row] = []
    for one in wanted:
        if isinstance(one, DraftId):
            rows.append(_draft(drafts.get(one, {}), desk.catalogue.kind(one.kind).label))
        else:
            rows.append(records.get(str(one), {}))
    return rows


def _draft(content: dict[str, str], label: str) -> Row:
    number = content.get("decision_number", "")
    return {
        "number": number or Cell(f"新{label}", tone="text2"),
        "subject": content.get("subject_name", ""),
        "kind": label,
        "grade": _grade(content.get("grade", "")),
        "decided_on": content.get("decided_on", ""),
        "unit": content.get("source_unit", ""),
        "state": Cell(DRAFT, tone=TONES[DRAFT]),
    }


def _record(row: RecordRow, label: str) -> Row:
    gone = "text3" if row.state == STATES["revoked"] else ""
    return {
        "number": Cell(row.decision_number, tone=gone) if row.decision_number else Cell(label, tone="text2"),
        "subject": Cell(row.subject, tone=gone),
        "kind": label,
        "grade": _grade(row.grade),
        "decided_on": Cell(row.decided_on, tone=gone),
        "unit": row.source_unit,
        "state": Cell(row.state, tone=TONES.get(row.state, "")),
    }


def _grade(grade: str) -> Cell:
    grave = grade in _GRAVE
    return Cell(grade, tone="" if grave else "text2", medium=grave)


def export(desk: Desk, wanted: Filter, put_away: Iterable[str], path: Path) -> Changes:
    """Write the records of the list, drafts left out, with the columns in sight, and tell the journal."""
    columns = [column for column in COLUMNS if column.name not in put_away]

    def texts(desk: Desk, some: Sequence[Hashable]) -> list[list[str]]:
        return [[as_cell(row.get(column.name)).text for column in columns] for row in cells(desk, some)]

    found = record_lists.ids(desk, wanted) if wanted.state != "draft" else []
    header = tuple(column.label for column in columns)
    return list_exports.save(desk, ListExport("信用记录", _in_words(desk, wanted), header, found, texts), path)


def _in_words(desk: Desk, wanted: Filter) -> tuple[str, ...]:
    kind = desk.catalogue.kind(wanted.kind).label if wanted.kind else ""
    text = f"关键词“{wanted.text.strip()}”" if wanted.text.strip() else ""
    return tuple(word for word in (kind, text, wanted.grade, STATES.get(wanted.state, "")) if word)
