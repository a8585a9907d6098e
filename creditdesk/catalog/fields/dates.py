"""Calendar dates, kept as 2026-03-02."""

import re
from datetime import date
from unicodedata import normalize

from creditdesk.catalog.fields.base import Content, Field, FieldType

_FORMS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_WRITTEN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST = date(1949, 10, 1)
_LAST = date(2099, 12, 31)


def parse(value: str) -> date | None:
    """Return the date a canonical value stands for, or None when there is no such day."""
    try:
        return date.fromisoformat(value) if _WRITTEN.fullmatch(value) else None
    except ValueError:
        return None


def written(text: str) -> str:
    """Return a day in any usual writing as YYYY-MM-DD, also one that does not exist; another text as it is."""
    narrow = normalize("NFKC", text)
    match = next((found for form in _FORMS if (found := form.fullmatch(narrow))), None)
    if match is None:
        return text
    year, month, day = (int(part) for part in match.groups())
    return f"{year:04}-{month:02}-{day:02}"


class Date(FieldType):
    """A day; understood as 2026-3-2, 2026/3/2, 2026.3.2, 2026年3月2日 and 20260302."""

    name = "date"

    def clean(self, text: str, field: Field) -> str:
        """Return YYYY-MM-DD, also for a day that does not exist: the check names it."""
        return text if _WRITTEN.fullmatch(text) else written(text)

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault for what is no day between 1949 and 2099."""
        day = parse(value)
        if day is None:
            return f"“{value}”不是有效日期，请按 2026-03-02 填写"
        if not _FIRST <= day <= _LAST:
            return f"日期应在 {_FIRST.isoformat()} 至 {_LAST.isoformat()} 之间"
        return None

    def hint(self, value: str) -> str:
        """Return the day of the week."""
        day = parse(value)
        return f"周{'一二三四五六日'[day.weekday()]}" if day else ""
