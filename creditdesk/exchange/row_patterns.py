"""What depends on which fields of a row are filled: asked of the kind once per pattern, of which a file has few.

Only fields whose presence anything depends on count: a remark that may stand or not makes no other pattern.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from creditdesk.catalog.conditions import Condition
from creditdesk.catalog.faults import Fault
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind


@dataclass(frozen=True, slots=True)
class Pattern:
    """The faults of the empty fields, and the filled fields that do not apply."""

    faults: tuple[Fault, ...]
    hidden: tuple[str, ...]

    @property
    def stops(self) -> bool:
        """Return whether a row of this pattern goes back whatever its values are."""
        return any(fault.stops_import for fault in self.faults)


class Patterns:
    """The patterns of one sheet: which fields that matter are filled, and what those hold that conditions look at."""

    def __init__(self, kind: RecordKind, names: Sequence[str]) -> None:
        """Find out which of the sheet's fields matter by being filled, and at which conditions look."""
        looked_at = {name for condition in _conditions(kind) for name in condition.fields}
        grouped = {name for group in kind.groups for name in group.fields}
        matter = {field.name for field in kind.fields if field.name in grouped or _matters(field)}
        self._kind = kind
        self._names = names
        self._filled = [place for place, name in enumerate(names) if name in matter]
        self._places = [place for place, name in enumerate(names) if name in looked_at]
        self._known: dict[tuple[object, ...], Pattern] = {}

    def of(self, values: Sequence[str]) -> Pattern:
        """Return the pattern of one row's values, which stand in the order of the names."""
        key = (*[not values[place] for place in self._filled], *[values[place] for place in self._places])
        pattern = self._known.get(key)
        if pattern is None:
            content = {name: value for name, value in zip(self._names, values, strict=True) if value}
            self._known[key] = pattern = self._ask(content)
        return pattern

    def _ask(self, content: dict[str, str]) -> Pattern:
        visible = {field.name for field in self._kind.visible(content)}
        return Pattern(self._kind.absences(content), tuple(name for name in content if name not in visible))


def _matters(field: Field) -> bool:
    """Tell whether an empty field may be a fault, or a filled one out of place."""
    return bool(field.required or field.required_when or field.advised or field.when.wanted)


def _conditions(kind: RecordKind) -> list[Condition]:
    fields = [condition for field in kind.fields for condition in (field.when, field.required_when) if condition]
    return [*fields, *(group.when for group in kind.groups), *(order.when for order in kind.orders)]
