"""What every file of forms/ opens with: its edition, its source and when a person last checked it."""

from dataclasses import dataclass
from datetime import date

from creditdesk.catalog.table import Table


@dataclass(frozen=True, slots=True)
class Head:
    """The entries common to all files; `source` is the text the file was made from."""

    name: str
    label: str
    edition: str
    source: str
    checked: date


def read_head(table: Table) -> Head:
    """Return the head of a file; every entry must be there."""
    table.subject = table.text("name")
    head = Head(
        name=table.subject,
        label=table.text("label"),
        edition=table.text("edition"),
        source=table.text("source"),
        checked=table.day("checked"),
    )
    table.subject = ""
    return head
