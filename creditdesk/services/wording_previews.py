"""A wording before it is saved: the very PDF with sample values, and everything that keeps it from being used."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from creditdesk.catalog.letters import LetterForm, LetterValue
from creditdesk.catalog.rewording import LINE_END, PARTS, Fault, Rewording, faults, reworded
from creditdesk.documents import glyphs
from creditdesk.documents.letter import letter_pdf
from creditdesk.errors import Problem
from creditdesk.services import letters, offices
from creditdesk.services.desk import Desk

MANY_ROWS = 20
_LONG = "示例国际供应链管理与信用服务股份有限公司中牟县第一分公司"
_RARE = "示例𬭛𠅤䶮㛃商贸有限公司"  # rare characters of real names: GB 18030-2022, beyond the base fonts


class Sample(StrEnum):
    """With which values a wording is looked at."""

    USUAL = "示例"
    LONG = "很长"
    RARE = "生僻字"


@dataclass(frozen=True)
class Look:
    """A wording as it would print; `pdf` is empty when it cannot be drawn."""

    pdf: bytes
    faults: tuple[Fault, ...]


def look(desk: Desk, form_name: str, text: Rewording, sample: Sample = Sample.USUAL) -> Look:
    """Draw a form with these texts and say what is wrong with them; takes no number and keeps nothing."""
    form = desk.catalogue.letter(form_name)
    found = faults(form, text)
    found += [fault for part in fields(text) for fault in _unprintable(part.name, getattr(text, part.name))]
    try:
        return Look(_drawn(desk, reworded(form, text), sample) if not _undrawable(found) else b"", tuple(found))
    except Problem as problem:
        return Look(b"", (*found, Fault("body", 0, 0, problem.sentence)))


def _undrawable(found: list[Fault]) -> bool:
    """Say whether a fault keeps the text from being drawn; what is merely lacking (length 0) does not."""
    return any(fault.length for fault in found)


def _drawn(desk: Desk, form: LetterForm, sample: Sample) -> bytes:
    today = desk.clock().date()
    with desk.read() as session:
        series = letters.series_of(offices.office_of(session), form)
        number = letters.letter_number(series, today.year, 1)
        return letter_pdf(letters.drafted(session, form, values(form, sample), number, today))


def values(form: LetterForm, sample: Sample) -> dict[str, Any]:
    """Return sample values of a form: as in its file, or long ones with many rows, or names with rare characters."""
    usual: Mapping[str, Any] = form.sample()
    if sample is Sample.USUAL:
        return dict(usual)
    return {value.name: _changed(value, usual[value.name], sample) for value in form.values}


def _changed(value: LetterValue, usual: Any, sample: Sample) -> Any:
    if sample is Sample.LONG and isinstance(usual, list) and usual:
        return [usual[at % len(usual)] for at in range(MANY_ROWS)]
    if value.kind != "text" or isinstance(usual, date) or not usual:
        return usual
    names = "公司" in str(usual) or value.name in ("applicant", "subject")
    if sample is Sample.RARE:
        return _RARE if names else usual
    return _LONG * 2 if names else str(usual) * 3 if len(str(usual)) > 8 else usual


def _unprintable(part: str, text: str) -> list[Fault]:
    return [
        Fault(
            part,
            text.index(char),
            1,
            f"{PARTS[part]}里的“{char if char.isprintable() else '□'}”现有字体印不出，请改字。",
        )
        for char in glyphs.missing(text.replace(LINE_END, "\n"))
    ]
