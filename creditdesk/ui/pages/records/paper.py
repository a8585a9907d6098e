"""The office's paper as the record pages need it, and what they all say alike."""

from dataclasses import dataclass

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.services.records import STATE_LABELS
from creditdesk.ui.worker import Worker

DRAFT = "草稿"
STATES = {"draft": DRAFT} | STATE_LABELS
# What a record's state looks like in lists and heads.
TONES = {DRAFT: "accent", "异议中": "accent", "已报送": "text2", "已撤销": "text3"}


@dataclass(frozen=True, slots=True)
class DraftId:
    """Stands in the list for the one draft of a kind."""

    kind: str


def catalogue_of(worker: Worker) -> Catalogue:
    """Return the open desk's catalogue; it is never changed but replaced as a whole, so any thread may read it."""
    return worker.desk.catalogue


def kinds_of(worker: Worker) -> tuple[RecordKind, ...]:
    """Return the newest edition of every record kind, in the order of menus."""
    return catalogue_of(worker).current_kinds()
