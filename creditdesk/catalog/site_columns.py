"""The public columns of the credit site: which kinds each shows, which of their fields, and on what authority."""

from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class SiteField:
    """One field of a column, under the head that the public reads; `type` is the field type of the kinds."""

    name: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class SiteColumn:
    """One column: the kinds it takes records from, what it shows of each, and the field that keeps the day of pushing.

    `stamp` is empty where no field keeps that day.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    fields: tuple[SiteField, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class SiteRule(Head):
    """The columns in their order; `authority` is the ground of an enquiry whose scopes the public may see."""

    enquiry_rule: str
    authority: str
    columns: tuple[SiteColumn, ...]
