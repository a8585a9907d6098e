"""Records that are known to be new, written in bulk with their subjects; who writes them indexes them in the end.

The search index takes a whole package at once far quicker than kind by kind, and each subject of it only once.
"""

from collections.abc import Mapping

from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.pulse import Pulse
from creditdesk.models import Subject
from creditdesk.models.base import new_id
from creditdesk.services import bulk, records, subject_news, subjects
from creditdesk.services.acts import Act
from creditdesk.services.bulk import NewRecord
from creditdesk.services.import_sorting import Content, Sorting
from creditdesk.vault.search import Entry

NewSubject = tuple[str, Content, Content]
"""The identity of a new subject, the content that tells of it, and what identifies it there."""


def add(a: Act, kind: RecordKind, contents: Mapping[str, Content], origin: str, pulse: Pulse) -> list[Entry]:
    """Insert records by the identities they already have; returns what the search index shall keep of them."""
    sorting = Sorting(a.session, kind, list(contents.values()), pulse)
    entries = subject_news.learn(a, sorting)
    made = new_subjects(sorting)
    bulk.insert(a.session, Subject, subjects.STORED, (subjects.stored(*each, a.now) for each in made))
    entries += [subjects.entry_of(*each) for each in made]
    ids = list(contents)
    new = [NewRecord(ids[place], kind, sorting.owner(place), sorting.contents[place]) for place in sorting.new]
    bulk.insert_records(a.session, new, a.officer.id, a.now, origin)
    a.wrote("record", len(new), origin=origin, kind=kind.name)
    a.wrote("subject", len(made))
    return entries + records.entries_of(new)


def new_subjects(sorting: Sorting) -> list[NewSubject]:
    """Return the subjects that the new rows bring, by whose keys they are known from now on."""
    made: list[NewSubject] = []
    for place in sorting.new:
        if sorting.subject(place) is None:
            made.append((new_id(), sorting.contents[place], sorting.identities[place]))
            sorting.known |= dict.fromkeys(sorting.keys[place], made[-1][0])
    return made
