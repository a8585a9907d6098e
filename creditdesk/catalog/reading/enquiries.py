"""forms/enquiries/*.toml: who may ask for what, and how many reports are free."""

from collections.abc import Mapping

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.enquiries import Authority, EnquiryRule
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table


def read_enquiry_rule(table: Table, code_sets: Mapping[str, CodeSet]) -> EnquiryRule:
    """Return the rule of a file; every scope that some authority does not see must say why."""
    head = read_head(table)
    reference = table.text("scopes")
    if reference not in code_sets:
        table.refuse("scopes", f"没有代码集 {reference}")
    scopes = code_sets[reference].labels
    authorities = tuple(_read_authority(row, scopes) for row in table.tables("authorities", "查询权限"))
    if not authorities or len({each.code for each in authorities}) < len(authorities):
        table.refuse("authorities", "至少列出一种查询权限，代码不能重复")
    hidden = dict(_read_hidden(row, scopes) for row in table.tables("hidden", "不列入的范围"))
    for scope in scopes:
        if scope not in hidden and any(scope not in each.sees for each in authorities):
            table.refuse("hidden", f"没有写明“{scope}”为什么不列入")
    rule = EnquiryRule(
        **head,
        free_reports=table.number("free_reports"),
        scopes=scopes,
        authorities=authorities,
        hidden=hidden,
        unstated=table.text("unstated"),
    )
    table.done()
    return rule


def _read_authority(row: Table, scopes: tuple[str, ...]) -> Authority:
    sees = row.texts("sees")
    for scope in sees:
        _check_scope(row, "sees", scope, scopes)
    authority = Authority(
        code=row.text("code"),
        label=row.text("label"),
        proof=row.text("proof", ""),
        sees=frozenset(sees),
        own=row.flag("own"),
        categories=row.texts("categories", ()),
    )
    row.done()
    return authority


def _read_hidden(row: Table, scopes: tuple[str, ...]) -> tuple[str, str]:
    told = row.text("scope"), row.text("why")
    _check_scope(row, "scope", told[0], scopes)
    row.done()
    return told


def _check_scope(row: Table, key: str, scope: str, scopes: tuple[str, ...]) -> None:
    if scope not in scopes:
        row.refuse(key, f"信息使用范围没有“{scope}”")
