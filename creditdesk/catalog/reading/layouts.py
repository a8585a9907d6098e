"""forms/layouts/*.toml: one column layout per file."""

from collections.abc import Mapping

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout, Trap, header_key
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table


def read_layout(table: Table, kinds: Mapping[str, RecordKind], code_sets: Mapping[str, CodeSet]) -> Layout:
    """Return the layout of a file; its kind, fields and code sets must exist, and no spelling may stand twice."""
    head = read_head(table)
    if table.text("kind") not in kinds:
        table.refuse("kind", f"没有信息类别 {table.text('kind')}")
    kind = kinds[table.text("kind")]
    taken: dict[str, str] = {}
    layout = Layout(
        name=head.name,
        label=head.label,
        kind=kind.name,
        edition=head.edition,
        source=head.source,
        checked=head.checked,
        date_format=table.text("date_format"),
        columns=tuple(_read_column(row, kind, code_sets, taken) for row in table.tables("columns", "列")),
        traps=tuple(_read_trap(row, taken) for row in table.tables("traps", "陷阱")),
    )
    if not layout.columns:
        table.refuse("columns", "没有任何列")
    table.done()
    return layout


def _read_column(row: Table, kind: RecordKind, code_sets: Mapping[str, CodeSet], taken: dict[str, str]) -> Column:
    if not kind.has(row.text("field")):
        row.refuse("field", f"{kind.label}没有字段 {row.text('field')}")
    reference = row.text("codes", "")
    if reference and reference not in code_sets:
        row.refuse("codes", f"没有代码集 {reference}")
    column = Column(
        header=row.text("header"),
        code=row.text("code", ""),
        field=row.text("field"),
        synonyms=row.texts("synonyms", ()),
        code_set=code_sets.get(reference),
        required=row.flag("required"),
        added=row.flag("added"),
    )
    for key in sorted(column.keys):
        if key in taken:
            row.refuse("header", f"列名写法“{key}”已用于“{taken[key]}”")
        taken[key] = column.header
    row.done()
    return column


def _read_trap(row: Table, taken: Mapping[str, str]) -> Trap:
    trap = Trap(row.texts("headers"), row.text("sentence"))
    for word in trap.headers:
        if header_key(word) in taken:
            row.refuse("headers", f"“{word}”是本版的列名，不能同时作为他版的标志")
    row.done()
    return trap
