"""forms/layouts/*.toml: one column layout per file."""

import re
from collections.abc import Mapping

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Column, Layout, Supplied, Trap, header_key
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
        **head,
        kind=kind.name,
        date_format=table.text("date_format"),
        columns=tuple(_read_column(row, kind, code_sets, taken) for row in table.tables("columns", "列")),
        traps=tuple(_read_trap(row, taken) for row in table.tables("traps", "陷阱")),
        supplied=tuple(_read_supplied(row, kind) for row in table.tables("supplied", "补充规则")),
        reasons=table.texts("reasons", ()),
    )
    for word in layout.reasons:
        if header_key(word) in taken:
            table.refuse("reasons", f"“{word}”是本版的列名，不能同时作为退回原因的列名")
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
        asked=row.flag("asked"),
        words=tuple(row.pairs("words").items()),
        blank=row.text("blank", ""),
        prefix=row.text("prefix", ""),
    )
    if column.required and column.asked:
        row.refuse("asked", "必需的列不能同时为整份文件统一填写")
    for key in sorted(column.keys):
        if key in taken:
            row.refuse("header", f"列名写法“{key}”已用于“{taken[key]}”")
        taken[key] = column.header
    row.done()
    return column


def _read_supplied(row: Table, kind: RecordKind) -> Supplied:
    where = row.pairs("where")
    rule = Supplied(
        field=row.text("field"),
        value=row.text("value", ""),
        copied=row.text("copied", ""),
        where=tuple((name, _pattern(row, text)) for name, text in where.items()),
        note=row.text("note", ""),
    )
    for name in (rule.field, *where, *filter(None, [rule.copied])):
        if not kind.has(name):
            row.refuse("field", f"{kind.label}没有字段 {name}")
    if bool(rule.value) == bool(rule.copied):
        row.refuse("value", "value 和 copied 应当且只应写一项")
    row.done()
    return rule


def _pattern(row: Table, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error:
        row.refuse("where", f"“{text}”不是正则表达式")


def _read_trap(row: Table, taken: Mapping[str, str]) -> Trap:
    trap = Trap(row.texts("headers"), row.text("sentence"))
    for word in trap.headers:
        if header_key(word) in taken:
            row.refuse("headers", f"“{word}”是本版的列名，不能同时作为他版的标志")
    row.done()
    return trap
