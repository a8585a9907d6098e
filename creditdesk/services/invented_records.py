"""Invented records of any kind: patterns filled once by the form's own field types and checks, then varied quickly.

A pattern is a content that the kind's check accepts, without what differs from record to record: who it is about, its
number and its days.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.services.invented_subjects import DIVISION, INVENTED, Unit, citizen_number

Content = dict[str, str]

_PATTERNS = 60
_OPTIONAL = 0.35
_PASSES = 2
_MAIN_CHOICE = 0.75
_OFTEN = 12.0
_NUMBER = "decision_number"
_DECIDED = "decided_on"
# Days from the decision; dates not named here fall on its own day, and those that end something stay empty.
_DAYS = {
    "notice_served_on": -20,
    "breach_ended_on": -30,
    "publicity_on": 7,
    "publicity_until": 1102,
    "valid_until": 1095,
}
_EMPTY = frozenset({"removed_on", "remark"})
_LATEST = 8

_SUBJECT = (
    *("subject_category", "subject_name", "uscc", "org_code", "reg_number", "document_type", "document_number"),
    *("legal_representative", "representative_document_type", "representative_document_number"),
)
_ACTIONS = (
    *(
        "未按规定公示年度报告",
        "经营超过保质期的食品",
        "未取得许可从事经营",
        "广告含有虚假内容",
        "超限运输",
        "未按期缴纳税款",
    ),
    *("未落实扬尘控制措施", "未建立安全生产台账", "占用消防通道", "销售不合格建材", "未按规定排放污水", "拖欠工人工资"),
)
_TEXTS: Mapping[str, Sequence[str]] = {
    "breach_kind": _ACTIONS,
    "facts": [f"经查，当事人{action}，有现场检查笔录、询问笔录和照片为证{INVENTED}" for action in _ACTIONS],
    "grounds": [f"《示例条例》第{number}条第{number % 3 + 1}款" for number in range(11, 60)],
    "penalty_content": [f"责令改正，并处罚款{amount}元{INVENTED}" for amount in (500, 1000, 2000, 5000, 20000)],
    "grade_reason": [
        "首次发生，已改正，未造成后果",
        "一年内再次发生",
        "造成较大影响，情节较重",
        "逾期不改正，情节严重",
    ],
    "decision_title": [
        "食品经营许可",
        "建设工程规划许可",
        "道路运输经营许可",
        "排污许可",
        "取水许可",
        "公众聚集场所检查合格证",
    ],
    "licence_content": ["准予许可，按核准的范围从事经营", "准予延续许可", "准予变更法定代表人", "准予从事道路货物运输"],
    "list_name": ["拖欠农民工工资失信联合惩戒对象名单", "重大税收违法失信主体名单", "严重违法失信企业名单"],
    "grade": ["一般", "一般", "一般", "一般", "一般", "一般", "一般", "较重", "较重", "严重"],
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One checked content without what varies, the names of its dates with their days after the decision, its unit."""

    content: Content
    days: tuple[tuple[str, int], ...]
    unit: Unit


class County:
    """Writes invented records about given subjects; the same seed writes the same."""

    def __init__(self, kinds: Sequence[RecordKind], units: Sequence[Unit], today: date, chance: Random) -> None:
        self._kinds, self._chance = kinds, chance
        self._today = today
        self._calendar = [(today - timedelta(days=days)).isoformat() for days in range(4000, -1600, -1)]
        self._units = units
        self._patterns: dict[tuple[str, str], list[Pattern]] = {}
        self._fit: dict[str, tuple[list[RecordKind], list[float]]] = {}

    def records(self, about: Sequence[Content], first: int) -> Iterator[tuple[RecordKind, Content]]:
        """Yield one record about each subject, numbered from `first`, of a kind that its category can have."""
        for serial, subject in enumerate(about, first):
            kinds, weights = self._fitting(subject)
            kind = self._chance.choices(kinds, cum_weights=weights)[0]
            yield kind, self._record(kind, subject, serial)

    def _fitting(self, subject: Content) -> tuple[list[RecordKind], list[float]]:
        """Return the kinds that can be filled about subjects of this category, and how often each is drawn, summed."""
        category = subject["subject_category"]
        if category not in self._fit:
            kinds = [kind for kind in self._kinds if self._patterns_of(kind, subject)]
            # The first two kinds (licences and penalties) are what an office mostly has.
            weights = [_OFTEN if kind in self._kinds[:2] else 1.0 for kind in kinds]
            self._fit[category] = kinds, list(accumulate(weights))
        return self._fit[category]

    def _record(self, kind: RecordKind, subject: Content, serial: int) -> Content:
        pattern = self._chance.choice(self._patterns_of(kind, subject))
        # 4000 days before today is place 0 of the calendar.
        decided = 4000 - _LATEST - int(2400 * self._chance.random() ** 2)
        content = {name: subject[name] for name in _SUBJECT if name in subject and kind.has(name)} | pattern.content
        for name, days in pattern.days:
            content[name] = self._calendar[decided + days]
        if kind.has(_NUMBER):
            content[_NUMBER] = f"{pattern.unit.prefix}{kind.label[-1]}〔{content[_DECIDED][:4]}〕{serial}号"
        return content

    def _patterns_of(self, kind: RecordKind, subject: Content) -> list[Pattern]:
        key = (kind.name, subject["subject_category"])
        if key not in self._patterns:
            tried = (self._pattern(kind, subject) for _ in range(_PATTERNS))
            self._patterns[key] = [pattern for pattern in tried if pattern]
        return self._patterns[key]

    def _pattern(self, kind: RecordKind, subject: Content) -> Pattern | None:
        unit = self._chance.choice(self._units)
        whole = {name: subject[name] for name in _SUBJECT if name in subject and kind.has(name)}
        filled = _Filling(kind, unit, self._today, self._chance).fill(whole)
        if filled is None:
            return None
        dates = [field.name for field in kind.fields if field.type == "date" and field.name in filled]
        kept = {name: value for name, value in filled.items() if name not in {*whole, *dates, _NUMBER}}
        return Pattern(kept, tuple((name, _DAYS.get(name, 0)) for name in dates), unit)


class _Filling:
    """Fills one form as its fields ask, keeping only what the checks accept."""

    def __init__(self, kind: RecordKind, unit: Unit, today: date, chance: Random) -> None:
        self._kind, self._unit, self._chance = kind, unit, chance
        self._decided = today - timedelta(days=_LATEST)
        self._today = today

    def fill(self, subject: Content) -> Content | None:
        """Return an acceptable content, None when the form does not take what was drawn."""
        content = dict(subject)
        # Twice, because a field may apply only by what a later one says.
        for _ in range(_PASSES):
            for field in self._kind.fields:
                if field.name not in content and field.when.holds(content):
                    self._add(field, content)
        content = self._kind.applicable(content)
        faults = self._kind.check(content, self._today)
        return content if all(fault.severity is Severity.ADVICE for fault in faults) else None

    def _add(self, field: Field, content: Content) -> None:
        wanted = self._kind.needs(field, content) or field.name in (_NUMBER, _DECIDED)
        if field.name in _EMPTY and not wanted:
            return
        if wanted or self._chance.random() < _OPTIONAL:
            value = _INVENT[field.type](self, field)
            if value and not field.check(value, content) and not field.warn(value, content):
                content[field.name] = value

    def choice(self, field: Field) -> str:
        """Return a word of the code set, mostly the default one."""
        if field.default and self._chance.random() < _MAIN_CHOICE:
            return field.default
        words = [word for word in _TEXTS.get(field.name, field.choices) if not field.check(word, {})]
        return self._chance.choice(words) if words else ""

    def date(self, field: Field) -> str:
        """Return the day this date has beside the decision."""
        return (self._decided + timedelta(days=_DAYS.get(field.name, 0))).isoformat()

    def name(self, field: Field) -> str:
        """Return the unit's name, which is the only name a pattern can hold."""
        return self._unit.name

    def unit_code(self, field: Field) -> str:
        """Return the unit's code."""
        return self._unit.uscc if field.name.endswith("_uscc") else ""

    def text(self, field: Field) -> str:
        """Return a sentence that suits the field."""
        return self._chance.choice(_TEXTS.get(field.name, [f"{field.label}{INVENTED}"]))

    def money(self, field: Field) -> str:
        """Return an amount in 万元."""
        return f"{self._chance.choice((0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)):.6f}"

    def code(self, field: Field) -> str:
        """Return a number of this county."""
        return f"{DIVISION}{self._chance.randrange(10**5):05}"

    def letter_number(self, field: Field) -> str:
        """Return a document number."""
        return f"{self._unit.prefix}字〔{self._decided.year}〕{self._chance.randrange(1, 999)}号"

    def document_number(self, field: Field) -> str:
        """Return the citizen number of nobody."""
        return citizen_number(self._chance.randrange(10**6))

    def nothing(self, field: Field) -> str:
        """Return nothing: codes of subjects come from the subject."""
        return ""


_INVENT: dict[str, Callable[[_Filling, Field], str]] = {
    "choice": _Filling.choice,
    "choices": _Filling.choice,
    "date": _Filling.date,
    "name": _Filling.name,
    "text": _Filling.text,
    "paragraphs": _Filling.text,
    "money": _Filling.money,
    "uscc": _Filling.unit_code,
    "code": _Filling.code,
    "letter_number": _Filling.letter_number,
    "document_number": _Filling.document_number,
    "org_code": _Filling.nothing,
    "reg_number": _Filling.nothing,
}
