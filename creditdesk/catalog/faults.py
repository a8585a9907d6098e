"""What is wrong with one field of a record, in words for the officer."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a fault weighs.

    ERROR stops the record. WARNING (a failed check digit, say) may be kept by an officer who gives a reason, but makes
    an imported row faulty, because nobody looked at it. ADVICE only asks to look again and stops nothing.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the field named `field` (its English name): a short sentence to stand under that field."""

    field: str
    sentence: str
    severity: Severity = Severity.ERROR

    @property
    def stops_import(self) -> bool:
        """Return whether an imported row with this fault goes back to its unit."""
        return self.severity is not Severity.ADVICE
