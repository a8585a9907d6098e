"""forms/receipts/*.toml: how long a receiver may take to answer."""

from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.receipt_rules import ReceiptRule
from creditdesk.catalog.table import Table


def read_receipt_rule(table: Table) -> ReceiptRule:
    """Return the rule of a file; its days are at least one."""
    rule = ReceiptRule(**read_head(table), working_days=table.count("working_days", "个工作日"))
    table.done()
    return rule
