"""Supervision by grade (分类监管) and priority in public services: what follows from an evaluation or an honour."""

from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class SupervisionClass:
    """One result of an evaluation and the supervision that follows; empty where the source names none."""

    result: str
    follows: str


@dataclass(frozen=True, slots=True)
class PublicService:
    """One public service with priority for the trustworthy, and the categories of subjects it is for."""

    label: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupervisionRule(Head):
    """The classes and services in their order; `serious` is what follows for severe records, whatever the evaluation.

    `kind` is the kind of record that holds evaluations, `honours` those that open the priority lists, `unstated` what
    a list says where the source names nothing.
    """

    kind: str
    serious: str
    unstated: str
    honours: tuple[str, ...]
    classes: tuple[SupervisionClass, ...]
    services: tuple[PublicService, ...]

    def follows(self, result: str) -> str:
        """Return the supervision that follows from a result."""
        told = next((each.follows for each in self.classes if each.result == result), "")
        return told or self.unstated

    def service(self, label: str) -> PublicService | None:
        """Return the public service of this label, or None."""
        return next((each for each in self.services if each.label == label), None)
