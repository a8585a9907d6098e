"""forms/site/*.toml: what the credit site shows in its public columns."""

from collections.abc import Mapping

from creditdesk.catalog.enquiries import EnquiryRule
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.site_columns import SiteColumn, SiteField, SiteRule
from creditdesk.catalog.table import Table


def read_site_rule(table: Table, kinds: Mapping[str, RecordKind], rules: Mapping[str, EnquiryRule]) -> SiteRule:
    """Return the rule of a file; no column shows a personal field."""
    head = read_head(table)
    named, authority = table.text("enquiry_rule"), table.text("authority")
    if named not in rules:
        table.refuse("enquiry_rule", f"没有查询规则 {named}")
    if rules[named].authority(authority) is None:
        table.refuse("authority", f"查询规则中没有权限 {authority}")
    columns = tuple(_read_column(row, kinds) for row in table.tables("columns", "栏目"))
    if not columns or len({each.name for each in columns}) < len(columns):
        table.refuse("columns", "至少列出一个栏目，名称不能重复")
    rule = SiteRule(**head, enquiry_rule=named, authority=authority, columns=columns)
    table.done()
    return rule


def _read_column(row: Table, kinds: Mapping[str, RecordKind]) -> SiteColumn:
    named = row.texts("kinds", tuple(kinds))
    for name in named:
        if name not in kinds:
            row.refuse("kinds", f"没有信息类别 {name}")
    some = [kinds[name] for name in named]
    stamp = row.text("stamp", "")
    if stamp and not all(kind.has(stamp) and kind.field(stamp).type == "date" for kind in some):
        row.refuse("stamp", f"不是每一类都有日期项 {stamp}")
    fields = tuple(_read_field(each, some) for each in row.tables("fields", "项"))
    column = SiteColumn(row.text("name"), row.text("label"), named, fields, stamp)
    row.done()
    return column


def _read_field(row: Table, kinds: list[RecordKind]) -> SiteField:
    name = row.text("name")
    known = [kind.field(name) for kind in kinds if kind.has(name)]
    if not known:
        row.refuse("name", f"没有一类信息有 {name}")
    if any(field.personal for field in known):
        row.refuse("name", f"{name} 是个人信息，不能公开")
    field = SiteField(name, row.text("label"), known[0].type)
    row.done()
    return field
