"""What a file tells of subjects the desk knows already: names and codes that were not yet known, learnt in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Subject, SubjectName
from creditdesk.services import bulk, subjects
from creditdesk.services.acts import Act
from creditdesk.services.identities import among
from creditdesk.services.import_sorting import Content, Sorting
from creditdesk.vault.search import Entry

_AT_ONCE = 500
_LEARNT = (Subject.id, Subject.name, *(getattr(Subject, name) for name in subjects.IDENTITY))

# What was told of one subject: each identity under each name, once.
_Told = dict[tuple[str, tuple[tuple[str, str], ...]], Content]


def learn(a: Act, sorting: Sorting) -> list[Entry]:
    """Add to known subjects what the rows that come in tell of them; what is known is never overwritten.

    Returns what the search index shall keep of those that changed.
    """
    told: dict[str, _Told] = {}
    for place in (*sorting.new, *(change.place for change in sorting.changed)):
        if (subject_id := sorting.subject(place)) is not None:
            identity, name = sorting.identities[place], sorting.contents[place]["subject_name"]
            told.setdefault(subject_id, {})[name, tuple(identity.items())] = identity
    entries: list[Entry] = []
    for some in bulk.chunks(sorted(told), _AT_ONCE):
        names = _other_names(a.session, some)
        news = _with_news(a.session, some, told, names)
        for subject in a.session.scalars(select(Subject).where(Subject.id.in_(among(news)))).all():
            _learn_one(a, sorting.known, subject, told[subject.id], names[subject.id])
            entries.append(subjects.found_by(subject, names[subject.id]))
        a.session.flush()
    return entries


def _other_names(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    query = select(SubjectName.subject_id, SubjectName.name).where(SubjectName.subject_id.in_(among(ids)))
    for subject_id, name in session.execute(query.order_by(SubjectName.id)):
        names[subject_id].append(name)
    return names


def _with_news(
    session: Session, ids: Sequence[str], told: Mapping[str, _Told], names: Mapping[str, list[str]]
) -> list[str]:
    """Return those of whom anything is told that is not known; mostly that is none, and no object is made."""
    found = []
    for subject_id, name, *values in session.execute(select(*_LEARNT).where(Subject.id.in_(among(ids)))):
        empty = {field for field, value in zip(subjects.IDENTITY, values, strict=True) if value is None}
        known = {name, *names.get(subject_id, ())}
        if any(one[0] not in known or not empty.isdisjoint(says) for one, says in told[subject_id].items()):
            found.append(subject_id)
    return found


def _learn_one(a: Act, known: dict[tuple[str, ...], str], subject: Subject, told: _Told, names: list[str]) -> None:
    for (name, _), identity in told.items():
        own = dict(_own(known, subject.id, identity))
        subjects.teach(a, subject, own, name, names)
        known |= dict.fromkeys(subjects.keys_of(own), subject.id)


def _own(known: Mapping[tuple[str, ...], str], subject_id: str, identity: Content) -> Iterable[tuple[str, str]]:
    """Yield what of an identity belongs to no other subject: a code with two bearers is an officer's to decide."""
    others = {key[0] for key in subjects.keys_of(identity) if known.get(key, subject_id) != subject_id}
    # The key of a document is made of two fields that begin with its name.
    return ((name, value) for name, value in identity.items() if {name, name.partition("_")[0]}.isdisjoint(others))
