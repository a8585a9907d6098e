"""Dated editions: which of them are in force on a day, and which overlap."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from creditdesk.errors import InputProblem


class Dated(Protocol):
    """Something that holds from one day to another, both included; no last day while it goes on."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_until(self) -> date | None:
        """The last day."""


D = TypeVar("D", bound=Dated)


def holds(edition: Dated, day: date) -> bool:
    """Tell whether an edition holds on a day."""
    return edition.valid_from <= day <= (edition.valid_until or date.max)


def in_force(editions: Iterable[D], day: date) -> list[D]:
    """Return the editions that hold on a day."""
    return [each for each in editions if holds(each, day)]


def last_day(edition: Dated, until: date, what: str) -> date:
    """Return a day as the last one of an edition that goes on; InputProblem where it is over or had not begun."""
    if edition.valid_until is not None:
        raise InputProblem(f"{what}已经登记到{edition.valid_until}为止，没有改动。")
    if until < edition.valid_from:
        raise InputProblem(f"失效日期{until}早于施行日期{edition.valid_from}，请核对。")
    return until


def overlapping(editions: Iterable[D], start: date, end: date | None) -> D | None:
    """Return an edition that shares a day with a period, or None."""
    last = end or date.max
    return next((one for one in editions if one.valid_from <= last and start <= (one.valid_until or date.max)), None)
