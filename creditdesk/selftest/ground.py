"""The ground of the attacks: invented desks at stages of their work, each made once and copied for each blow."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from creditdesk import paths
from creditdesk.exchange.plain_books import write_book
from creditdesk.exchange.sheets import read_sheet
from creditdesk.selftest import former
from creditdesk.selftest.desks import COST, open_desk, open_vault, receive
from creditdesk.services import attachments, backups, imports, letter_batches, objections, record_lists, sample
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.vault import Vault

SHEET = "sheet.xlsx"
"""The unit's sheet, which lies beside the desk in every stage."""

SHEET_ROWS, CASES, LOGGED = 38, 3, 3
"""How many records the sheet gives, how many objections wait at the worked desk, and how many only its log has."""

BACKED_UP = "自检"
"""The label of the backup in the stage that has one."""

_ROWS = 40
_ATTACHED_BYTES = 400_000


@dataclass(frozen=True)
class Ground:
    """A private folder in which each stage lies, and another in which blows are struck."""

    folder: Path
    scratch: Path

    @classmethod
    def prepare(cls, folder: Path, *stages: str) -> "Ground":
        """Make stages below a folder, all of them where none is named."""
        ground = cls(folder, folder / "blows")
        for stage in stages or STAGES:
            ground.desk(stage)
        return ground

    def desk(self, stage: str) -> Path:
        """Return the desk of a stage, which is made when it is first wanted."""
        place = self.folder / stage
        if not place.exists():
            building = self.folder / f"{stage}.building"
            shutil.rmtree(building, ignore_errors=True)
            before, work = STAGES[stage]
            if before:
                self.desk(before)
                shutil.copytree(self.folder / before, building)
            work(building)
            building.rename(place)
        return place / "desk"

    @contextmanager
    def copy(self, stage: str) -> Iterator[Path]:
        """Give a fresh place with a copy of one of the desks in it; it is gone afterwards."""
        with self.bare() as place:
            shutil.copytree(self.desk(stage).parent, place, dirs_exist_ok=True)
            yield place

    @contextmanager
    def bare(self) -> Iterator[Path]:
        """Give a fresh place with an empty stick in it; it is gone afterwards."""
        place = self.scratch / "blow"
        shutil.rmtree(place, ignore_errors=True)
        (place / "stick").mkdir(parents=True)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _found(place: Path) -> None:
    """Found a desk, and put a sheet beside it: the first rows of the sample's, to be quick."""
    place.mkdir()
    whole = read_sheet(paths.resources() / "samples" / sample.SHEET)
    write_book(place / SHEET, whole.name, whole.header, whole.rows[:_ROWS])
    sample.found(place / "desk", COST).close()


def _found_another(place: Path) -> None:
    Vault.create(place / "desk", sample.HEAD, sample.PASSPHRASE, cost=COST)[0].close()


def _work(place: Path) -> None:
    """Import the sheet and receive objections."""
    with open_desk(place / "desk") as desk:
        desk.perform(imports.run, imports.plan(desk, place / SHEET, "xzcf"))
        _receive(desk, slice(CASES))


def _receive(desk: Desk, which: slice) -> None:
    for record_id in list(record_lists.ids(desk, Filter(kind="penalty")))[which]:
        receive(desk, record_id)


def _leave_log(place: Path) -> None:
    """Leave a desk in the middle of its work, as a kill would leave it."""
    with open_desk(place / "desk") as desk:
        _receive(desk, slice(-LOGGED, None))
        shutil.copytree(place / "desk", place / "left")
    shutil.rmtree(place / "desk")
    (place / "left").rename(place / "desk")
    (place / "desk" / "desk.db-shm").unlink()


def _back_up(place: Path) -> None:
    """Keep a backup, then receive and accept one more objection: its numbers are not in the backup."""
    with open_desk(place / "desk") as desk:
        backups.make(desk, BACKED_UP)
        desk.perform(objections.accept, receive(desk, record_lists.ids(desk, Filter(kind="penalty"))[-1]))


def _attach(place: Path) -> None:
    """Keep a paper of a hundred pages of the database with a case."""
    paper = place / "示例材料.pdf"
    noise = Random(1).randbytes(_ATTACHED_BYTES)  # noqa: S311 - no secret
    paper.write_bytes(b"%PDF-1.7\n" + noise + b"\n%%EOF\n")
    with open_desk(place / "desk") as desk:
        attachments.add_file(desk, desk.rows('SELECT id FROM "case"')[0][0], paper)
    paper.unlink()


def _issue(place: Path) -> None:
    with open_desk(place / "desk") as desk:
        waiting = letter_batches.chosen(desk, "accept", [])
        letter_batches.run(desk, str(desk.perform(letter_batches.begin, "accept", waiting).result["batch"]))


def _turn_back(place: Path) -> None:
    with open_vault(place / "desk") as vault:
        former.turn_back(vault)


STAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "founded": ("", _found),
    "worked": ("founded", _work),
    "logged": ("worked", _leave_log),
    "backed up": ("worked", _back_up),
    "with a paper": ("worked", _attach),
    "with letters": ("worked", _issue),
    "former": ("worked", _turn_back),
    "another": ("", _found_another),
}
"""Each stage: the one it begins with, and what is done in its place."""
