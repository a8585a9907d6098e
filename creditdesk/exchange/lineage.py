"""The lineage of a record: short digests of its versions, each over what it says and the one before it.

Two desks that hold the same record tell from it whose version is the newer one, and whether both went on from a common
one. A digest says nothing of who changed a record or when, so that the same decision at two desks gives the same one.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

DIGITS = 16
SEPARATOR = " "
_TOLD = re.compile(f"[0-9a-f]{{{DIGITS}}}(?:{SEPARATOR}[0-9a-f]{{{DIGITS}}})*")
_BETWEEN = "\x1f"  # ASCII's unit separator, which no cleaned value has


@dataclass(frozen=True, slots=True)
class Lineage:
    """The digest of the present version, and those of all that came before it, at this desk or another."""

    head: str
    before: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Return it as a package's row has it: the earlier ones in order, the present one last."""
        return SEPARATOR.join((*sorted(self.before), self.head))

    def then(self, kind: str, content: Mapping[str, str], state: str) -> "Lineage":
        """Return the lineage after a further version."""
        return Lineage(digest(kind, content, state, (self.head,)), self.before | {self.head})


def begun(kind: str, content: Mapping[str, str], state: str) -> Lineage:
    """Return the lineage of a record that has one version."""
    return Lineage(digest(kind, content, state, ()))


def joined(kind: str, content: Mapping[str, str], state: str, one: Lineage, other: Lineage) -> Lineage:
    """Return the lineage of what was made of two versions; both desks that decide alike get the same."""
    heads = sorted((one.head, other.head))
    return Lineage(digest(kind, content, state, heads), one.before | other.before | set(heads))


def digest(kind: str, content: Mapping[str, str], state: str, before: Iterable[str]) -> str:
    """Return the digest of a version that follows others."""
    told = chain((kind, state, *before, ""), chain.from_iterable(sorted(content.items())))
    return hashlib.sha256(_BETWEEN.join(told).encode()).hexdigest()[:DIGITS]


def read(text: str) -> Lineage | None:
    """Return the lineage a row tells, None when it tells none."""
    if not _TOLD.fullmatch(text):
        return None
    *before, head = text.split(SEPARATOR)
    return Lineage(head, frozenset(before))
