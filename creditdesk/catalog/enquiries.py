"""On what authority credit information may be asked for, what each authority opens, and how many reports are free."""

from collections.abc import Mapping
from dataclasses import dataclass

from creditdesk.rules.heads import Head


@dataclass(frozen=True, slots=True)
class Authority:
    """One ground for an enquiry: `proof` is what must be named for it ("": nothing), `sees` the 信息使用范围 it opens.

    `own` is a subject's question about itself, which sees everything that stands. `categories` are whom it may be asked
    about, everybody when there are none.
    """

    code: str
    label: str
    proof: str
    sees: frozenset[str]
    own: bool
    categories: tuple[str, ...]

    def opens(self, category: str) -> bool:
        """Tell whether subjects of this category may be asked about."""
        return not self.categories or category in self.categories


@dataclass(frozen=True, slots=True)
class EnquiryRule(Head):
    """The authorities in their order, why a scope stays hidden, and the free reports of a subject in a calendar year.

    `unstated` says why a record without a scope is shown to its own subject only.
    """

    free_reports: int
    scopes: tuple[str, ...]
    authorities: tuple[Authority, ...]
    hidden: Mapping[str, str]
    unstated: str

    def authority(self, code: str) -> Authority | None:
        """Return the authority of this code or label, or None."""
        return next((each for each in self.authorities if code in (each.code, each.label)), None)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the authorities' words in their order."""
        return tuple(each.label for each in self.authorities)
