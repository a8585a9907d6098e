"""Record kinds: one form, its conditions and its checks, as forms/records/ tell them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from creditdesk.catalog.conditions import Condition
from creditdesk.catalog.faults import Fault, Severity
from creditdesk.catalog.fields.base import Content, Field, Fill
from creditdesk.catalog.relations import Group, Limit, Order, Section
from creditdesk.rules.heads import Head

__all__ = ["Content", "Field", "Fill", "Group", "Limit", "Order", "RecordKind", "Section"]


@dataclass(frozen=True, slots=True)
class RecordKind(Head):
    """One dated edition of one kind of credit record.

    `order` is the kind's place in menus, `caption` names the fields of which the first filled one titles a record,
    `featured` the columns of a list, `key` what tells two records about the same subject apart: a record that is sent
    again is known by it. Content is a mapping from field names to canonical strings in which empty fields are absent.
    """

    short: str
    valid_from: date
    order: int
    adverse: bool
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    caption: tuple[str, ...]
    featured: tuple[str, ...]
    key: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    orders: tuple[Order, ...] = ()
    limits: tuple[Limit, ...] = ()
    layouts: tuple[str, ...] = ()
    _named: dict[str, Field] = attribute(init=False, repr=False, compare=False, hash=False)
    _place: dict[str, int] = attribute(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", {field.name: field for field in self.fields})
        object.__setattr__(self, "_place", {name: place for place, name in enumerate(self._named)})

    def field(self, name: str) -> Field:
        """Return the field of this English name; KeyError when the kind has none."""
        return self._named[name]

    def has(self, name: str) -> bool:
        """Return whether the kind has a field of this English name."""
        return name in self._named

    def speaks_against(self, grade: str | None) -> bool:
        """Tell whether a record of this grade is adverse: a kept promise or a passed inspection has no grade."""
        return self.adverse and bool(grade or not self.has("grade"))

    def title(self, content: Content) -> str:
        """Return what a record of this kind is called in a list: its number, else its name."""
        return next((content[name] for name in self.caption if content.get(name)), self.label)

    def key_of(self, content: Content) -> tuple[str, ...]:
        """Return what a record of this content is known by beside its subject; () when nothing of it is filled."""
        values = tuple(content.get(name, "") for name in self.key)
        return values if any(values) else ()

    def told_key(self, content: Content) -> str:
        """Return the key as a sentence names it: 决定书文号为示罚〔2026〕1号."""
        filled = [self.field(name) for name in self.key if content.get(name)]
        return "、".join(f"{field.short or field.label}为{field.show(content[field.name])}" for field in filled)

    def visible(self, content: Content) -> tuple[Field, ...]:
        """Return the fields that apply to this content, in the form's order."""
        return tuple(field for field in self.fields if field.when.holds(content))

    def needs(self, field: Field, content: Content) -> bool:
        """Return whether the field must be filled in this content."""
        asked = field.required or (field.required_when is not None and field.required_when.holds(content))
        return asked and field.when.holds(content)

    def progress(self, content: Content) -> tuple[int, int]:
        """Return how many of the required fields are filled, and how many there are (必填 18 / 19)."""
        needed = [field for field in self.fields if self.needs(field, content)]
        return sum(bool(content.get(field.name)) for field in needed), len(needed)

    def defaults(self) -> dict[str, str]:
        """Return what a new record starts with."""
        return {field.name: field.default for field in self.fields if field.default}

    def clean(self, raw: Mapping[str, object]) -> dict[str, str]:
        """Return the canonical content of raw inputs; KeyError for a name the kind does not have."""
        cleaned = {name: self._named[name].clean(value) for name, value in raw.items()}
        return {name: value for name, value in cleaned.items() if value}

    def applicable(self, content: Content) -> dict[str, str]:
        """Return the content without fields that do not apply: what a form keeps hidden is not part of the record."""
        return {field.name: content[field.name] for field in self.visible(content) if field.name in content}

    def check(self, content: Content, today: date | None = None) -> tuple[Fault, ...]:
        """Return every fault of canonical content, in the form's order; `today` lets dates in the future show."""
        faults = [fault for field in self.visible(content) if (fault := self._fault_of(field, content, today))]
        taken = {fault.field for fault in faults if fault.severity is Severity.ERROR}
        return self._ordered(faults, taken, self._across(content, taken))

    def absences(self, content: Content) -> tuple[Fault, ...]:
        """Return those of `check`'s faults that are about empty fields: no value is looked at but by conditions."""
        empty = [field for field in self.visible(content) if not content.get(field.name)]
        faults = [fault for field in empty if (fault := self._absence_of(field, content))]
        taken = {fault.field for fault in faults if fault.severity is Severity.ERROR}
        return self._ordered(faults, taken, self._missing_groups(content))

    def _ordered(self, faults: Iterable[Fault], taken: set[str], across: Iterable[Fault]) -> tuple[Fault, ...]:
        """Return the faults of fields and those across fields, of which each is named once, in the form's order."""
        every = [*faults, *(fault for fault in across if fault.field not in taken)]
        return tuple(sorted(every, key=lambda fault: self._place[fault.field]))

    def _fault_of(self, field: Field, content: Content, today: date | None) -> Fault | None:
        value = content.get(field.name, "")
        if not value:
            return self._absence_of(field, content)
        if wrong := field.check(value, content):
            return Fault(field.name, wrong)
        if field.past and today and value > today.isoformat():
            return Fault(field.name, f"不能晚于今天 {today.isoformat()}")
        if doubt := field.warn(value, content):
            return Fault(field.name, doubt, Severity.WARNING)
        advice = field.advise(value, content)
        return Fault(field.name, advice, Severity.ADVICE) if advice else None

    def _absence_of(self, field: Field, content: Content) -> Fault | None:
        if field.required:
            return Fault(field.name, "必填")
        if field.required_when is not None and field.required_when.holds(content):
            return Fault(field.name, f"{self._reason(field.required_when)}，必填")
        return Fault(field.name, field.advised, Severity.ADVICE) if field.advised else None

    def _reason(self, condition: Condition) -> str:
        return "且".join(self._told(self.field(name), words) for name, words in condition.wanted)

    def _told(self, field: Field, words: frozenset[str]) -> str:
        verb = "含" if field.type == "choices" else "为"
        return f"{field.label}{verb}“{'”或“'.join(word for word in field.choices if word in words)}”"

    def _across(self, content: Content, taken: set[str]) -> Iterator[Fault]:
        yield from self._missing_groups(content)
        yield from self._wrong_orders({name: value for name, value in content.items() if name not in taken})
        for limit in self.limits:
            length = len(content.get(limit.field, ""))
            if length > limit.length and limit.when.holds(content):
                yield Fault(limit.field, f"最多 {limit.length} 个字，现有 {length} 个字")

    def _missing_groups(self, content: Content) -> Iterator[Fault]:
        for group in self.groups:
            if group.when.holds(content) and not any(content.get(name) for name in group.fields):
                yield Fault(group.fields[0], group.sentence)

    def _wrong_orders(self, content: Content) -> Iterator[Fault]:
        for order in self.orders:
            earlier, later = content.get(order.earlier, ""), content.get(order.later, "")
            if earlier and later and later < earlier and self._both_apply(order, content):
                severity = Severity.ADVICE if order.advice else Severity.ERROR
                yield Fault(order.later, f"不能早于{self.field(order.earlier).label} {earlier}", severity)

    def _both_apply(self, order: Order, content: Content) -> bool:
        fields = (self.field(order.earlier), self.field(order.later))
        return order.when.holds(content) and all(field.when.holds(content) for field in fields)
