"""Points of persons (个人信用积分): for which records they may be given; how many is the office's own rule."""

from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class PointEvent:
    """One event: a record of a kind about a person."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class PointEvents(Head):
    """The events in their order."""

    events: tuple[PointEvent, ...]

    def event(self, name: str) -> PointEvent | None:
        """Return the event of this name or label, or None."""
        return next((each for each in self.events if name in (each.name, each.label)), None)

    def of_kind(self, kind: str) -> PointEvent | None:
        """Return the event that records of a kind are, or None."""
        return next((each for each in self.events if each.kind == kind), None)
