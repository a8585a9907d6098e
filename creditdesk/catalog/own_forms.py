"""The office's own forms: editions of record kinds beside the shipped ones, held to the same checks and a few more."""

import re
from collections.abc import Iterable
from dataclasses import replace

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout, header_key
from creditdesk.catalog.reading.records import read_kind
from creditdesk.catalog.source import Source
from creditdesk.catalog.table import Table

_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Without these no record of the form could be put to its subject.
_SUBJECT = ("subject_category", "subject_name", "source_unit")
_CODES = ("uscc", "org_code", "reg_number", "document_number")
_DATES = "%Y-%m-%d"
_REASONS = ("退回原因",)


def read_own(catalogue: Catalogue, file_name: str, content: bytes) -> RecordKind:
    """Return the kind a file proposes; a Problem names file, line and entry of what the catalogue cannot take.

    A form that names no layout goes out and comes in by a plain one: its fields in their order, under their labels.
    """
    source = Source(file_name, content)
    table = Table(source, source.data)
    kind = read_kind(table, {code_set.reference: code_set for code_set in catalogue.code_sets})
    _check_words(table, kind)
    _check_subject(table, kind)
    _check_place(table, kind, catalogue)
    for name in kind.layouts:
        _check_layout(table, kind, name, catalogue)
    return kind if kind.layouts else replace(kind, layouts=(plain_layout(kind).name,))


def with_own(catalogue: Catalogue, kinds: Iterable[RecordKind]) -> Catalogue:
    """Return the catalogue with the office's own kinds in it, the newest edition of each name first."""
    own = tuple(kinds)
    known = {layout.name for layout in catalogue.layouts}
    plain = {layout.name: layout for layout in map(plain_layout, own) if layout.name not in known}
    used = tuple(layout for kind in own for name in kind.layouts if (layout := plain.get(name)))
    together = sorted((*catalogue.kinds, *own), key=lambda kind: -kind.valid_from.toordinal())
    orders = {kind.name: kind.order for kind in reversed(together)}
    in_order = sorted(together, key=lambda kind: (orders[kind.name], kind.name))
    return replace(catalogue, kinds=tuple(in_order), layouts=(*catalogue.layouts, *used))


def plain_layout(kind: RecordKind) -> Layout:
    """Return the layout of a form that brings none."""
    columns = tuple(Column(field.label, "", field.name, required=field.required) for field in kind.fields)
    return Layout(
        name=f"{kind.short}_{kind.valid_from:%Y%m%d}",
        label=f"{kind.label}（表单列序）",
        edition=kind.edition,
        source=kind.source,
        checked=kind.checked,
        kind=kind.name,
        date_format=_DATES,
        columns=columns,
        reasons=_REASONS,
    )


def _check_words(table: Table, kind: RecordKind) -> None:
    """Names become names of files and columns: letters, digits and underscores only."""
    for key, word in (("name", kind.name), ("short", kind.short), *(("fields", each.name) for each in kind.fields)):
        if not _WORD.fullmatch(word):
            table.refuse(key, f"“{word}”只能由小写字母、数字和下划线组成，以字母开头，不超过 40 个")
    labels = [header_key(field.label) for field in kind.fields]
    for field in kind.fields:
        if labels.count(header_key(field.label)) > 1:
            table.refuse("fields", f"有两个字段都叫“{field.label}”，导入导出时分不清")


def _check_subject(table: Table, kind: RecordKind) -> None:
    for name in _SUBJECT:
        if not kind.has(name):
            table.refuse("fields", f"缺少字段 {name}，记录无法归到主体和来源单位")
    if not any(kind.has(name) for name in _CODES):
        table.refuse("fields", f"至少要有一个辨认主体的字段（{'、'.join(_CODES)}）")


def _check_place(table: Table, kind: RecordKind, catalogue: Catalogue) -> None:
    editions = [each for each in catalogue.kinds if each.name == kind.name]
    for other in catalogue.current_kinds():
        if other.name != kind.name and {kind.name, kind.short, kind.label} & {other.name, other.short, other.label}:
            table.refuse("name", f"名称、简称或标题与“{other.label}”（{other.name}）相同，请另起一个")
    if editions and kind.short != editions[0].short:
        table.refuse("short", f"同一信息类别的简称应当不变，现为 {editions[0].short}")
    if any(each.edition == kind.edition for each in editions):
        table.refuse("edition", f"目录中已有“{kind.edition}”，内容有改动时请另起版本名")
    if editions and kind.valid_from <= editions[0].valid_from:
        newest = f"{editions[0].edition}，{editions[0].valid_from}起"
        table.refuse("valid_from", f"启用日期应晚于现行版（{newest}）")


def _check_layout(table: Table, kind: RecordKind, name: str, catalogue: Catalogue) -> None:
    layout = next((each for each in catalogue.layouts if each.name == name), None)
    if layout is None or layout.kind != kind.name:
        table.refuse("layouts", f"没有属于本类别的版式 {name}，不写 layouts 时按字段顺序导入导出")
    for column in layout.columns:
        if not kind.has(column.field):
            table.refuse("layouts", f"版式 {name} 的列“{column.header}”没有对应的字段 {column.field}")
