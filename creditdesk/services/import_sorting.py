"""Which rows of a file are new to the desk, which change a record, and which are there already, found in bulk."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, func, literal_column, select
from sqlalchemy.orm import Session

from creditdesk.catalog.kinds import RecordKind
from creditdesk.exchange.pulse import Pulse, counted, part_of, still
from creditdesk.models import Record, Subject
from creditdesk.services import merges, subjects
from creditdesk.services.bulk import chunks

Key = tuple[str, ...]
Content = dict[str, str]
_AT_ONCE = 500
_NUMBER = "decision_number"


@dataclass(frozen=True)
class Change:
    """A record that a row would change: its identity, its content now, and the row's place among the contents."""

    record_id: str
    before: Content
    place: int


class Sorting:
    """The contents of a file sorted by what the desk has; a record is known by its subject and its kind's key."""

    def __init__(self, session: Session, kind: RecordKind, contents: Sequence[Content], pulse: Pulse = still) -> None:
        self.contents = contents
        told = counted(contents, len(contents), part_of(pulse, 0, 0.1))
        self.identities = [subjects.identity_of(content) for content in told]
        told = counted(self.identities, len(contents), part_of(pulse, 0.1, 0.2))
        self.keys = [subjects.keys_of(identity) for identity in told]
        self.known = _known_subjects(session, self.keys, part_of(pulse, 0.2, 0.4))
        self.new: list[int] = []
        self.changed: list[Change] = []
        self.same: list[int] = []
        there = self._known_records(session, kind, part_of(pulse, 0.4, 0.9))
        for place, content in enumerate(counted(contents, len(contents), part_of(pulse, 0.9, 1))):
            subject_id = self.subject(place)
            found = there.get((subject_id, kind.key_of(content))) if subject_id else None
            if found is None:
                self.new.append(place)
            elif found[1] == content:
                self.same.append(place)
            else:
                self.changed.append(Change(found[0], found[1], place))

    def subject(self, place: int) -> str | None:
        """Return the known subject of one content."""
        return next((self.known[key] for key in self.keys[place] if key in self.known), None)

    def owner(self, place: int) -> str:
        """Return the subject of one content, which by now is known; KeyError when it is not."""
        return next(self.known[key] for key in self.keys[place] if key in self.known)

    def _known_records(
        self, session: Session, kind: RecordKind, pulse: Pulse
    ) -> dict[tuple[str, Key], tuple[str, Content]]:
        """Return the standing records that may be the same as one of the contents, by subject and key."""
        there: dict[tuple[str, Key], tuple[str, Content]] = {}
        for query in self._queries(kind, pulse):
            for record_id, subject_id, content in session.execute(query):
                there[subject_id, kind.key_of(content)] = (record_id, content)
        return there

    def _queries(self, kind: RecordKind, pulse: Pulse) -> Iterable[Select[str, str, Content]]:
        """Yield the questions for records: by document number where the key has one, else by subject."""
        # The plus sign keeps SQLite from walking through all records of the kind.
        of_kind = literal_column("+record.kind", String) == kind.name
        query = select(Record.id, Record.subject_id, Record.content).where(of_kind, Record.state != "revoked")
        numbered = _NUMBER in kind.key
        numbers = {content[_NUMBER] for content in self.contents if numbered and content.get(_NUMBER)}
        rest = (place for place, content in enumerate(self.contents) if not (numbered and content.get(_NUMBER)))
        known = {subject_id for place in rest if (subject_id := self.subject(place))}
        total = len(numbers) + len(known) or 1
        done = 0
        for column, values in ((Record.decision_number, numbers), (Record.subject_id, known)):
            for some in chunks(sorted(values), _AT_ONCE):
                pulse(done / total)
                done += len(some)
                yield query.where(column.in_(_any_of(some)))


def _any_of(values: Sequence[str]) -> Select[str]:
    """Return a query for these texts, for IN: however many they are, the statement stays the same."""
    return select(func.json_each(json.dumps(values)).table_valued("value").c.value)


def _known_subjects(session: Session, keys: Iterable[Sequence[Key]], pulse: Pulse) -> dict[Key, str]:
    """Return the identity of every subject of the desk that one of the keys finds; merged ones give way."""
    wanted: dict[str, set[str]] = {}
    for one in (one for some in keys for one in some):
        wanted.setdefault(one[0], set()).add(one[-1])
    known: dict[Key, str] = {}
    kept = merges.all_kept(session)
    for number, (name, values) in enumerate(wanted.items()):
        column = Subject.document_number if name == "document" else getattr(Subject, name)
        for some in chunks(sorted(values), _AT_ONCE):
            pulse(number / len(wanted))
            query = select(Subject.id, Subject.document_type, column).where(column.in_(_any_of(some)))
            for subject_id, kind, value in session.execute(query):
                key: Key = (name, str(kind), str(value)) if name == "document" else (name, str(value))
                known[key] = kept.get(str(subject_id), str(subject_id))
    return known


def doubled(
    kind: RecordKind, contents: Sequence[Mapping[str, str]], keys: Sequence[Sequence[Key]], pulse: Pulse = still
) -> list[tuple[int, int]]:
    """Return the places of rows that are about the same decision as an earlier row, each with that row's place.

    Rows of several sheets are compared, and a subject is the same when any of its codes is.
    """
    subject_of: dict[Key, int] = {}
    first: dict[tuple[int, Key], int] = {}
    found: list[tuple[int, int]] = []
    for place, content in enumerate(counted(contents, len(contents), pulse)):
        subject = next((subject_of[key] for key in keys[place] if key in subject_of), place)
        for key in keys[place]:
            subject_of.setdefault(key, subject)
        what = kind.key_of(content)
        before = first.setdefault((subject, what), place)
        if what and before != place:
            found.append((place, before))
    return found
