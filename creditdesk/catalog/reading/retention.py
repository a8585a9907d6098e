"""forms/retention/*.toml: one dated rule about how long adverse records are kept per file."""

from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table
from creditdesk.rules.retention import ARCHIVE, ERASE, Retention

_CATEGORIES = ("person", "organisation", "sole_trader")


def read_retention(table: Table) -> Retention:
    """Return the rule of a file; it says whose records are kept for how long and what follows."""
    rule = Retention(
        **read_head(table),
        valid_from=table.day("valid_from"),
        basis=table.text("basis"),
        outcome=table.text("outcome"),
        categories=table.texts("categories"),
        years=table.count("years", "年"),
        starts=table.texts("starts"),
    )
    if rule.outcome not in (ERASE, ARCHIVE):
        table.refuse("outcome", f"只能是 {ERASE} 或 {ARCHIVE}")
    for category in rule.categories:
        if category not in _CATEGORIES:
            table.refuse("categories", f"没有主体类别 {category}")
    if not rule.starts:
        table.refuse("starts", "没有写明从哪一天起算")
    table.done()
    return rule
