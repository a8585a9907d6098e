"""Whom to tell that a date has moved: the applicants and units whose letter named another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creditdesk.models import Letter
from creditdesk.services import letter_moves, list_exports
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.list_exports import ListExport

HEADER = ("案号", "文书", "文号", "收件人", "签发日期", "文书所依全程期限", "现全程期限")


@dataclass(frozen=True)
class ToTell:
    """One letter whose addressee should hear of another date."""

    letter_id: str
    case_id: str
    case_number: str
    title: str
    number: str
    addressee: str
    issued_on: date
    told: date | None
    now: date | None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as a list shows it."""
        days = (str(self.issued_on), str(self.told or ""), str(self.now or "中止中"))
        return (self.case_number, self.title, self.number, self.addressee, *days)


def to_tell(desk: Desk) -> tuple[ToTell, ...]:
    """Return the letters whose date has moved, by case and then by number."""
    with desk.read() as session:
        found = session.execute(letter_moves.moved(desk.catalogue).order_by(Letter.case_id, Letter.id)).all()
    return tuple(
        ToTell(
            letter.id,
            case.id,
            case.number,
            letter.title,
            letter.number,
            letter.addressee,
            letter.issued_on,
            kept.overall_due,
            case.overall_due,
        )
        for letter, kept, case in found
    )


def save_list(desk: Desk, path: Path) -> Changes:
    """Write the list as a workbook, journalled like every list that leaves the desk."""
    rows = {one.letter_id: one for one in to_tell(desk)}

    def cells(_desk: Desk, wanted: Sequence[object]) -> Iterable[Sequence[str]]:
        return [rows[str(one)].cells for one in wanted]

    return list_exports.save(desk, ListExport("期限变动应告知名单", (), HEADER, tuple(rows), cells), path)
