"""Contents that come in whole, as packages have them: checked some hundreds at a time, each value only once."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import repeat

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.columns import Doubts, Judged
from creditdesk.exchange.row_patterns import Patterns

_UNFIT = "有不适用的内容或写法不规范的值"


class ContentCheck:
    """Judges contents of one kind; a doubt is no fault, as an officer of the other desk kept the value for a reason."""

    def __init__(self, kind: RecordKind, today: date) -> None:
        self._kind, self._today = kind, today
        self._names = tuple(field.name for field in kind.fields)
        self._unwritten = [Judged(partial(_differs, field)) for field in kind.fields]
        self._doubts = Doubts(kind, today)
        self._patterns = Patterns(kind, self._names)

    def sentences(self, contents: Sequence[Mapping[str, str]]) -> list[str]:
        """Return why each content cannot be a record here, "" where it can."""
        cells = (map(content.get, self._names, repeat("")) for content in contents)
        columns = dict(zip(self._names, zip(*cells, strict=True), strict=True))
        doubtful = self._doubts.rows(columns)
        unwritten = set().union(*map(Judged.indexes, self._unwritten, columns.values()))
        rows = zip(*columns.values(), strict=True)
        return [
            _UNFIT if index in unwritten else self._sentence(contents[index], values, index in doubtful)
            for index, values in enumerate(rows)
        ]

    def _sentence(self, content: Mapping[str, str], values: Sequence[str], doubtful: bool) -> str:
        pattern = self._patterns.of(values)
        if pattern.hidden:
            return _UNFIT
        faults = self._kind.check(content, self._today) if doubtful else pattern.faults
        fault = next((each for each in faults if each.severity is Severity.ERROR), None)
        return f"{self._kind.field(fault.field).label}：{fault.sentence}" if fault else ""


def _differs(field: Field, value: str) -> bool:
    """Tell whether a value is not written as the desk writes it."""
    return bool(value) and field.clean(value) != value
