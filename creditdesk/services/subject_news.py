"""What a file tells of subjects the desk knows already: names and codes that were not yet known, learnt in bulk."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from creditdesk.models import Subject
from creditdesk.services import bulk, subjects
from creditdesk.services.acts import Act
from creditdesk.services.identities import among
from creditdesk.services.import_sorting import Content, Sorting

_AT_ONCE = 500

# What was told of one subject: each identity under each name, once.
_Told = dict[tuple[str, tuple[tuple[str, str], ...]], Content]


def learn(a: Act, sorting: Sorting) -> None:
    """Add to known subjects what the rows that come in tell of them; what is known is never overwritten."""
    told: dict[str, _Told] = {}
    for place in (*sorting.new, *(change.place for change in sorting.changed)):
        if (subject_id := sorting.subject(place)) is not None:
            identity, name = sorting.identities[place], sorting.contents[place]["subject_name"]
            told.setdefault(subject_id, {})[name, tuple(identity.items())] = identity
    for some in bulk.chunks(sorted(told), _AT_ONCE):
        for subject in a.session.scalars(select(Subject).where(Subject.id.in_(among(some)))).all():
            _learn_one(a, sorting.known, subject, told[subject.id])


def _learn_one(a: Act, known: dict[tuple[str, ...], str], subject: Subject, told: _Told) -> None:
    before = subject.version
    for (name, _), identity in told.items():
        own = dict(_own(known, subject.id, identity))
        subjects.learn(a, subject, own, name)
        known |= dict.fromkeys(subjects.keys_of(own), subject.id)
    if subject.version > before:
        subjects.index(a.session, subject)


def _own(known: Mapping[tuple[str, ...], str], subject_id: str, identity: Content) -> Iterable[tuple[str, str]]:
    """Yield what of an identity belongs to no other subject: a code with two bearers is an officer's to decide."""
    others = {key[0] for key in subjects.keys_of(identity) if known.get(key, subject_id) != subject_id}
    # The key of a document is made of two fields that begin with its name.
    return ((name, value) for name, value in identity.items() if {name, name.partition("_")[0]}.isdisjoint(others))
