"""forms/repair/*.toml: one dated regime of credit repair per file."""

from creditdesk.catalog.reading.heads import read_head, read_period
from creditdesk.catalog.table import Table
from creditdesk.rules.repairs import Regime, RepairClass


def read_regime(table: Table) -> Regime:
    """Return the regime of a file; a class's longest publicity is never shorter than its shortest."""
    regime = Regime(
        **read_head(table),
        **read_period(table),
        starts=table.text("starts"),
        authorities=table.texts("authorities", ()),
        classes=tuple(_read_class(row) for row in table.tables("classes", "分类")),
        conditions=table.texts("conditions"),
    )
    if not regime.classes:
        table.refuse("classes", "没有列出任何分类")
    table.done()
    return regime


def _read_class(row: Table) -> RepairClass:
    found = RepairClass(
        label=row.text("label"),
        minimum=row.number("minimum_months") if row.has("minimum_months") else None,
        maximum=row.number("maximum_months") if row.has("maximum_months") else None,
        early=row.flag("early", default=True),
    )
    if None not in (found.minimum, found.maximum) and (found.minimum or 0) > (found.maximum or 0):
        row.refuse("maximum_months", "短于 minimum_months")
    row.done()
    return found
