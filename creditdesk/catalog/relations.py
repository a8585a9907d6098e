"""What holds between the fields of a form: headings, groups of which one is filled, orders of dates, limits."""

from dataclasses import dataclass

from creditdesk.catalog.conditions import ALWAYS, Condition


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the form."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of which at least one must be filled (三证选一)."""

    fields: tuple[str, ...]
    sentence: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Order:
    """Two dates: `later` must not lie before `earlier`; `advice` only asks to look again."""

    earlier: str
    later: str
    advice: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Limit:
    """A shorter length of one field under a condition (a person's facts: 500 characters)."""

    field: str
    length: int
    when: Condition
