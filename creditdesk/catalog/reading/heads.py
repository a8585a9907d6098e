"""Reading what every file of forms/ opens with."""

from datetime import date
from typing import TypedDict

from creditdesk.catalog.table import Table


class HeadEntries(TypedDict):
    """The entries of a `Head` by name, ready to begin whatever the file is made into."""

    name: str
    label: str
    edition: str
    source: str
    checked: date


class PeriodEntries(TypedDict):
    """From when to when an edition holds, by name; no last day while it goes on."""

    valid_from: date
    valid_until: date | None


def read_head(table: Table) -> HeadEntries:
    """Return the head of a file; every entry must be there."""
    table.subject = table.text("name")
    head = HeadEntries(
        name=table.subject,
        label=table.text("label"),
        edition=table.text("edition"),
        source=table.text("source"),
        checked=table.day("checked"),
    )
    table.subject = ""
    return head


def read_period(table: Table) -> PeriodEntries:
    """Return from when to when an edition holds; the last day is never before the first."""
    first, last = table.day("valid_from"), table.day_or_none("valid_until")
    if last and last < first:
        table.refuse("valid_until", "早于 valid_from")
    return PeriodEntries(valid_from=first, valid_until=last)
