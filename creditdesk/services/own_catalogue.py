"""The catalogue a desk works by: the shipped one, and the office's own forms that are in force."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.own_forms import read_own, with_own
from creditdesk.errors import Problem
from creditdesk.models import OfficeForm


def build(session: Session, shipped: Catalogue, today: date) -> Catalogue:
    """Return the shipped catalogue with every accepted form whose day has come.

    A form that the present program cannot read is left out, and told by `unreadable`: the desk opens all the same.
    """
    catalogue = shipped
    for _, told in _read(session, shipped, today):
        catalogue = told if isinstance(told, Catalogue) else catalogue
    return catalogue


def unreadable(session: Session, shipped: Catalogue) -> tuple[str, ...]:
    """Return a sentence for every accepted form that the present program cannot read."""
    return tuple(told.sentence for _, told in _read(session, shipped, date.max) if isinstance(told, Problem))


def _read(session: Session, shipped: Catalogue, today: date) -> Iterator[tuple[OfficeForm, Catalogue | Problem]]:
    """Yield each accepted form in the order of acceptance, with the catalogue up to it or what is wrong with it."""
    catalogue = shipped
    query = select(OfficeForm).where(OfficeForm.valid_from <= today).order_by(OfficeForm.valid_from, OfficeForm.id)
    for form in session.scalars(query):
        try:
            catalogue = with_own(catalogue, [read_own(catalogue, form.file_name, form.text.encode())])
        except Problem as problem:
            yield form, problem
        else:
            yield form, catalogue
