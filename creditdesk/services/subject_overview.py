"""One subject whole, as its page shows it at once: who it is, who answers for it, and what waits for a decision."""

from dataclasses import dataclass

from creditdesk.services import (
    code_conversions,
    doubles,
    follow_ups,
    merges,
    mirrors,
    role_links,
    stated_roles,
    subjects,
)  # fmt: skip
from creditdesk.services.code_conversions import Conversion
from creditdesk.services.desk import Desk
from creditdesk.services.merges import MergedRow
from creditdesk.services.role_links import LinkRow
from creditdesk.services.subjects import Card


@dataclass(frozen=True)
class Waiting:
    """How much waits for an officer's decision on a subject."""

    proposals: int
    follow_ups: int
    doubles: int
    stated: int


@dataclass(frozen=True)
class Overview:
    """A subject with its old codes, its links both ways, what was merged into it, and what waits."""

    id: str
    card: Card
    is_person: bool
    conversions: tuple[Conversion, ...]
    links: tuple[LinkRow, ...]
    merged: tuple[MergedRow, ...]
    waiting: Waiting


def of_subject(desk: Desk, subject_id: str) -> Overview:
    """Return the page of a subject, or of the one it was merged into."""
    kept = merges.kept(desk, subject_id)
    card = subjects.card(desk, kept)
    is_person = card.row.category == subjects.CATEGORY_LABELS["person"]
    return Overview(
        kept,
        card,
        is_person,
        () if is_person else code_conversions.of_subject(desk, kept),
        role_links.links_of(desk, kept),
        merges.merged_into(desk, kept),
        Waiting(
            len(mirrors.proposals(desk, kept)),
            len(follow_ups.open_ones(desk, kept)),
            len(doubles.of_subject(desk, kept)),
            0 if is_person else _stated(desk, kept),
        ),
    )


def _stated(desk: Desk, subject_id: str) -> int:
    with desk.read() as session:
        return stated_roles.stated(session, subject_id)


def waiting_subjects(desk: Desk) -> list[str]:
    """Return the subjects on whose page a responsible person's record waits to be decided or to be followed."""
    persons = [each.person_id for each in mirrors.proposals(desk)]
    persons += [each.person_id for each in follow_ups.open_ones(desk)]
    return list(dict.fromkeys(persons))
