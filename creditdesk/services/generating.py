"""An invented county, any size, for trying out and measuring: subjects and records of all kinds through bulk writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject
from creditdesk.models.base import new_id
from creditdesk.services import bulk, invented_subjects, subjects
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.invented_records import County
from creditdesk.services.powers import Power
from creditdesk.services.records import entry_of
from creditdesk.vault import search

Progress = Callable[[int, int], object]

MOST = 5_000_000
"""Subjects of a desk up to which every invented code stays unique."""

_AT_ONCE = 5000
_SPAN = timedelta(days=1500)


def generate(desk: Desk, subjects: int, records: int, seed: int = 1, progress: Progress | None = None) -> Changes:
    """Add an invented county to a desk in one act; the same seed on a new desk gives the same names and contents.

    `progress(done, total)` is told on the way; what it raises leaves nothing behind.
    """
    if subjects < 1 or records < 0:
        raise InputProblem("主体数至少为1，记录数不能为负，请重新填写。")
    return desk.perform(fill, subjects, records, seed, progress)


@act("desk.generate", Power.OFFICE, "生成示例数据")
def fill(a: Act, count: int, records: int, seed: int, progress: Progress | None = None) -> Result:
    """Write subjects and the records about them, some thousands at a time, each thousand's records about themselves."""
    there = a.session.scalar(select(func.count()).select_from(Subject)) or 0
    if there + count > MOST:
        raise InputProblem(f"一个桌面最多可有{MOST}个主体，现有{there}个，请减少主体数。")
    numbered = a.session.scalar(select(func.count()).select_from(Record)) or 0
    chance = Random(seed)  # noqa: S311 - invented data, no secret
    county = County(_kinds(a), invented_subjects.units(), a.today, chance)
    writer = _Writer(a, county, chance)
    done = 0
    for first in range(0, count, _AT_ONCE):
        some = min(_AT_ONCE, count - first)
        # As many records as make the whole number come out in the end.
        share = (first + some) * records // count - first * records // count
        moment = a.now - _SPAN * (1 - (first + some) / count)
        writer.write(there + first, some, numbered + done, share, moment)
        done += share
        if progress is not None:
            progress(first + some + done, count + records)
    a.wrote("subject", count, seed=seed)
    a.wrote("record", records, seed=seed)
    a.say(f"已生成示例数据：主体{count}个，记录{records}条")
    return {"subjects": count, "records": records, "seed": seed}


def _kinds(a: Act) -> list[RecordKind]:
    """Return the kinds, licences and penalties first."""
    first = ("licence", "penalty")
    return sorted(a.catalogue.kinds, key=lambda kind: (kind.name not in first, kind.order))


@dataclass
class _Writer:
    """Writes subjects and records with their versions and their places in the search index."""

    a: Act
    county: County
    chance: Random

    def write(self, first: int, count: int, first_record: int, records: int, at: datetime) -> None:
        """Write `count` subjects numbered from `first` and `records` records about them."""
        contents = list(invented_subjects.subjects(self.chance, first, count))
        made = [(new_id(), content, subjects.identity_of(content)) for content in contents]
        session, connection = self.a.session, self.a.session.connection()
        bulk.insert(session, Subject, subjects.STORED, (subjects.stored(*each, at) for each in made))
        search.put_all(connection, (subjects.entry_of(*each) for each in made))
        # Squared, so that a few subjects have many records and many have none.
        drawn = [int(count * self.chance.random() ** 2) for _ in range(records)]
        written = self.county.records([contents[place] for place in drawn], first_record + 1)
        new = [
            bulk.NewRecord(new_id(), kind, made[place][0], content)
            for place, (kind, content) in zip(drawn, written, strict=True)
        ]
        bulk.insert_records(session, new, self.a.officer.id, at, bulk.IMPORT)
        numbered = (each for each in new if each.content.get("decision_number"))
        search.put_all(connection, (entry_of(each.id, each.content) for each in numbered))
