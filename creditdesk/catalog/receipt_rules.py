"""How long a receiver may take to answer a package."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """After so many working days without a receipt its receiver is urged."""

    name: str
    label: str
    edition: str
    source: str
    checked: date
    working_days: int
