"""Contents that come in whole, as packages have them: checked some hundreds at a time, each value only once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.columns import doubtful_rows
from creditdesk.exchange.row_patterns import Patterns

_UNFIT = "有不适用的内容或写法不规范的值"


class _Known(dict[str, bool]):
    """Whether values are written as the desk writes them, each looked at once."""

    def __init__(self, clean: Callable[[object], str]) -> None:
        super().__init__({"": True})
        self._clean = clean

    def __missing__(self, value: str) -> bool:
        self[value] = right = self._clean(value) == value
        return right


class ContentCheck:
    """Judges contents of one kind; a doubt is no fault, as an officer of the other desk kept the value for a reason."""

    def __init__(self, kind: RecordKind, today: date) -> None:
        self._kind, self._today = kind, today
        self._names = tuple(field.name for field in kind.fields)
        self._written = [_Known(field.clean) for field in kind.fields]
        self._patterns = Patterns(kind, self._names)

    def sentences(self, contents: Sequence[Mapping[str, str]]) -> list[str]:
        """Return why each content cannot be a record here, "" where it can."""
        columns = {name: [content.get(name, "") for content in contents] for name in self._names}
        doubtful = doubtful_rows(self._kind, columns, self._today)
        unwritten = {
            index
            for known, values in zip(self._written, columns.values(), strict=True)
            for index, value in enumerate(values)
            if not known[value]
        }
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
