"""The list of kept points: when each was made, why, how large it is, how far it was proved, and where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from creditdesk.files import size_words
from creditdesk.models import JournalEntry
from creditdesk.rules import china_time
from creditdesk.services import backups, rehearsals
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault.points import Point

HERE, BOTH, AWAY = "本机", "本机和第二位置", "第二位置"
TORN, PROVED, REHEARSED = "不完整", "已核对", "演练通过"


@dataclass(frozen=True)
class PointRow:
    """A kept point as a list shows it."""

    name: str
    made: str
    label: str
    age: str
    size: str
    state: str
    place: str


def names(desk: Desk) -> list[str]:
    """Return the names of all kept points, those beside the desk first, the newest first."""
    return [point.name for point in backups.everywhere(desk)]


def rows(desk: Desk, wanted: Sequence[str]) -> list[PointRow]:
    """Return the rows of these points, in the same order."""
    place = backups.place_of(desk)
    here = {point.name for point in backups.points(desk)}
    there = {point.name for point in desk.vault.points_at(place)} if place else set()
    passed = _passed(desk)
    known = {point.name: point for point in backups.everywhere(desk)}
    found = (known[name] for name in wanted if name in known)
    return [_row(desk, point, _place(point.name, here, there), passed) for point in found]


def _row(desk: Desk, point: Point, place: str, passed: set[str]) -> PointRow:
    state = REHEARSED if point.name in passed else PROVED
    return PointRow(
        point.name,
        china_time.words(point.made),
        point.label,
        _age(desk.clock() - point.made),
        size_words(point.bytes),
        state if point.whole else TORN,
        place,
    )


def _place(name: str, here: set[str], there: set[str]) -> str:
    if name not in here:
        return AWAY
    return BOTH if name in there else HERE


def _age(age: timedelta) -> str:
    if age.days:
        return f"{age.days} 天前" if age.days > 0 else "日期在后"
    hours, minutes = age.seconds // 3600, age.seconds // 60
    return f"{hours} 小时前" if hours else f"{minutes} 分钟前" if minutes else "刚才"


def _passed(desk: Desk) -> set[str]:
    """Return the points whose last rehearsal held."""
    query = select(JournalEntry.result).where(JournalEntry.act == rehearsals.NAME).order_by(JournalEntry.seq)
    with desk.read(Power.OWN) as session:
        held = {str(result["point"]): bool(result["ok"]) for result in session.scalars(query)}
    return {name for name, ok in held.items() if ok}
