"""Rows of one sheet that are about the same decision on the same subject."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.pulse import Pulse, counted, still
from creditdesk.exchange.sheets import Sheet

Row = tuple[tuple[str, ...], tuple[str, ...]]
_SUBJECT = ("uscc", "org_code", "reg_number", "document_number", "subject_name")


def doubled_rows(
    kind: RecordKind, columns: Mapping[str, Sequence[str]], sheet: Sheet, pulse: Pulse = still
) -> dict[int, str]:
    """Return the index of every row that may not come in because of another, with the reason.

    Of rows that are equal the first one stays; when they differ nobody can tell which is right, and all go back.
    """
    faults: dict[int, str] = {}
    key = told_key(kind)
    counting = partial(counted, total=len(sheet.rows), pulse=pulse)
    for indexes in _same_decisions(kind, columns, counting):
        rows = {tuple(values[index] for values in columns.values()) for index in indexes}
        first = sheet.number(indexes[0])
        for index in indexes[1:]:
            faults[index] = f"与第 {first} 行重复（同一相对人、同一{key}）"
        if len(rows) > 1:
            numbers = "、".join(str(sheet.number(index)) for index in indexes)
            faults |= dict.fromkeys(indexes, f"第 {numbers} 行是同一相对人、同一{key}，内容却不同，请核对")
    return faults


def told_key(kind: RecordKind) -> str:
    """Return what a kind's key is called in a sentence."""
    return "和".join("文书号" if name == "decision_number" else kind.field(name).label for name in kind.key)


def _same_decisions(
    kind: RecordKind, columns: Mapping[str, Sequence[str]], counting: Callable[[Iterable[Row]], Iterable[Row]]
) -> list[list[int]]:
    numbers = zip(*(columns[name] for name in kind.key if name in columns), strict=True)
    subjects = zip(*(columns[name] for name in _SUBJECT if name in columns), strict=True)
    groups: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for index, (number, names) in enumerate(counting(zip(numbers, subjects, strict=False))):
        if any(number):
            groups[number, next(filter(None, names), "")].append(index)
    return [indexes for indexes in groups.values() if len(indexes) > 1]
