"""How long a receiver may take to answer a package."""

from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class ReceiptRule(Head):
    """After so many working days without a receipt its receiver is urged."""

    working_days: int
