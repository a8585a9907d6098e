"""Days as a layout's files write them (2026/03/02), and as the desk keeps them (2026-03-02)."""

import re
from collections.abc import Callable
from datetime import date, datetime

from creditdesk.rules.china_time import CHINA

DASHED = "%Y-%m-%d"
_SEPARATED = re.compile(r"%Y(\W)%m\1%d")
_LENGTH = len("2026-03-02")


def writer(form: str) -> Callable[[str], str]:
    """Return what turns a kept day into this form (strftime); ValueError for a text that is no day."""
    separated = _SEPARATED.fullmatch(form)
    if separated is None:
        return lambda kept: f"{date.fromisoformat(kept):{form}}"
    # Far quicker than strftime, and the same.
    between = separated[1]
    return lambda kept: date.fromisoformat(kept).isoformat().replace("-", between)


def reader(form: str) -> Callable[[str], date]:
    """Return what reads a day in this form (strptime); ValueError for a text that is none."""
    separated = _SEPARATED.fullmatch(form)
    between = separated[1] if separated else ""

    def read(text: str) -> date:
        # Far quicker than strptime, which reads what is written less strictly.
        if len(text) == _LENGTH and text[4] == text[7] == between:
            try:
                return date.fromisoformat(text.replace(between, "-"))
            except ValueError:
                pass
        return datetime.strptime(text, form).replace(tzinfo=CHINA).date()

    return read
