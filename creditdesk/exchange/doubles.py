"""Rows of one sheet that are about the same decision on the same subject."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from creditdesk.exchange.sheets import Sheet

NUMBER = "decision_number"
_SUBJECT = ("uscc", "org_code", "reg_number", "document_number", "subject_name")


def doubled_rows(columns: Mapping[str, Sequence[str]], sheet: Sheet) -> dict[int, str]:
    """Return the index of every row that may not come in because of another, with the reason.

    Of rows that are equal the first one stays; when they differ nobody can tell which is right, and all go back.
    """
    faults: dict[int, str] = {}
    for indexes in _same_decisions(columns):
        rows = {tuple(values[index] for values in columns.values()) for index in indexes}
        first = sheet.number(indexes[0])
        for index in indexes[1:]:
            faults[index] = f"与第 {first} 行重复（同一相对人、同一文书号）"
        if len(rows) > 1:
            numbers = "、".join(str(sheet.number(index)) for index in indexes)
            faults |= dict.fromkeys(indexes, f"第 {numbers} 行是同一相对人、同一文书号，内容却不同，请核对")
    return faults


def _same_decisions(columns: Mapping[str, Sequence[str]]) -> list[list[int]]:
    numbers = columns.get(NUMBER, ())
    subjects = zip(*(columns[name] for name in _SUBJECT if name in columns), strict=True)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (number, names) in enumerate(zip(numbers, subjects, strict=False)):
        if number:
            groups[number, next(filter(None, names), "")].append(index)
    return [indexes for indexes in groups.values() if len(indexes) > 1]
