"""forms/supervision/*.toml: what follows from evaluations and honours."""

from collections.abc import Mapping

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.supervision import PublicService, SupervisionClass, SupervisionRule
from creditdesk.catalog.table import Table

RESULT = "evaluation_result"


def read_supervision_rule(table: Table, kinds: Mapping[str, RecordKind]) -> SupervisionRule:
    """Return the rule of a file; every class is a result that the kind knows."""
    head = read_head(table)
    kind = table.text("kind")
    if kind not in kinds or not kinds[kind].has(RESULT):
        table.refuse("kind", f"没有评定结果的信息类别 {kind}")
    known, honours = kinds[kind].field(RESULT).choices, table.texts("honours")
    for name in honours:
        if name not in kinds or kinds[name].adverse:
            table.refuse("honours", f"没有荣誉信息类别 {name}")
    classes = tuple(_read_class(row, known) for row in table.tables("classes", "监管类别"))
    if len({each.result for each in classes}) < len(classes):
        table.refuse("classes", "评定结果有重复")
    services = tuple(_read_service(row) for row in table.tables("services", "公共服务"))
    rule = SupervisionRule(
        **head,
        kind=kind,
        serious=table.text("serious"),
        unstated=table.text("unstated"),
        honours=honours,
        classes=classes,
        services=services,
    )
    table.done()
    return rule


def _read_class(row: Table, known: tuple[str, ...]) -> SupervisionClass:
    told = SupervisionClass(row.text("result"), row.text("follows", ""))
    if told.result not in known:
        row.refuse("result", f"没有评定结果 {told.result}")
    row.done()
    return told


def _read_service(row: Table) -> PublicService:
    told = PublicService(row.text("label"), row.texts("categories"))
    row.done()
    return told
