"""What every form opens with: its edition, its source and when a person last checked it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Head:
    """The entries common to all forms; `source` is the text the form was made from."""

    name: str
    label: str
    edition: str
    source: str
    checked: date
