"""Filters of the queue that an officer keeps under names of his own; the first nine have a key.

Like the columns of a list they are how one officer sees his work: the journal does not tell of them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from sqlalchemy import func, select

from creditdesk.errors import InputProblem
from creditdesk.models import QueueFilter
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Filter
from creditdesk.services.powers import Power

KEYED = 9
_LONGEST = 20
_NAMES = frozenset(each.name for each in fields(Filter)) - {"descending"}


@dataclass(frozen=True)
class SavedFilter:
    """A filter as the queue offers it; `key` is 1 to 9, or 0 for one that has none."""

    id: str
    name: str
    wanted: Filter
    key: int


@act("queue_filter.save", Power.OBJECTION, "保存筛选", journaled=False)
def save(a: Act, name: str, wanted: Filter) -> Result:
    """Keep a filter under a name; the same name again replaces what was kept under it."""
    name = name.strip()
    if not name:
        raise InputProblem("筛选没有名称，请起一个名称。")
    if len(name) > _LONGEST:
        raise InputProblem(f"筛选名称最多{_LONGEST}个字，请写短一些。")
    mine = QueueFilter.officer_id == a.officer.id
    kept = a.session.scalar(select(QueueFilter).where(mine, QueueFilter.name == name))
    if kept is None:
        last = a.session.scalar(select(func.max(QueueFilter.place)).where(mine)) or 0
        kept = QueueFilter(officer_id=a.officer.id, name=name, place=last + 1, wanted={})
        a.session.add(kept)
    told = {key: value for key, value in asdict(wanted).items() if key in _NAMES and value}
    kept.wanted = told | ({"descending": "1"} if wanted.descending else {})
    a.session.flush()
    a.say(f"已保存筛选“{name}”")
    return {"filter": kept.id}


@act("queue_filter.drop", Power.OBJECTION, "删除筛选", journaled=False)
def drop(a: Act, filter_id: str) -> Result:
    """Forget one of the officer's own filters; those behind it move up to its key."""
    mine = select(QueueFilter).where(QueueFilter.officer_id == a.officer.id).order_by(QueueFilter.place)
    kept = {each.id: each for each in a.session.scalars(mine)}
    if filter_id not in kept:
        raise InputProblem("没有这个筛选，可能已经删除，请刷新列表。")
    gone = kept.pop(filter_id)
    a.session.delete(gone)
    for place, each in enumerate(kept.values(), 1):
        each.place = place
    a.say(f"已删除筛选“{gone.name}”")
    return {"filter": filter_id}


def saved(desk: Desk) -> tuple[SavedFilter, ...]:
    """Return the filters of the officer at the desk, in the order of their keys."""
    query = select(QueueFilter).where(QueueFilter.officer_id == desk.officer.id).order_by(QueueFilter.place)
    with desk.read() as session:
        rows = list(session.scalars(query))
    return tuple(
        SavedFilter(row.id, row.name, _filter(row.wanted), place if place <= KEYED else 0)
        for place, row in enumerate(rows, 1)
    )


def _filter(told: Mapping[str, str]) -> Filter:
    """Return a kept filter; what an older program kept and this one does not know is left out."""
    return Filter(
        **{name: value for name, value in told.items() if name in _NAMES},
        descending="descending" in told,
    )
