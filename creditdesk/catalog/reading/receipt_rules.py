"""forms/receipts/*.toml: how long a receiver may take to answer."""

from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.receipt_rules import ReceiptRule
from creditdesk.catalog.table import Table


def read_receipt_rule(table: Table) -> ReceiptRule:
    """Return the rule of a file; its days are at least one."""
    head = read_head(table)
    days = table.number("working_days")
    if days < 1:
        table.refuse("working_days", "至少是 1 个工作日")
    table.done()
    return ReceiptRule(head.name, head.label, head.edition, head.source, head.checked, days)
