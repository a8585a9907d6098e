"""From an older format to this program's: a copy is migrated and checked, and only then takes the desk's place."""

from pathlib import Path

from creditdesk.errors import Problem
from creditdesk.vault import backup, opening, replacing, schema, soundness
from creditdesk.vault.asking import Asking
from creditdesk.vault.durable import sync_file
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey
from creditdesk.vault.soundness import RELATIONS


def bring_up(folder: Path, key: DeskKey) -> None:
    """Replace the desk's database by a migrated copy; a kill leaves the old one or the new one.

    Needs the desk's lock and that nobody has the database open. What the migrated copy fails is a Problem, and the
    desk stays as it was.
    """
    with replacing.building(folder) as place:
        before = backup.copy(folder / DATABASE, place / DATABASE, key)
        sync_file(place / DATABASE)
        _migrate(place / DATABASE, key)
        _check(place / DATABASE, key, before)
        replacing.decide(folder, "")
    replacing.finish(folder)


def _migrate(database: Path, key: DeskKey) -> None:
    engine = opening.writer_engine(database, key)
    try:
        with engine.begin() as connection:
            schema.upgrade(connection, key.desk_id)
    finally:
        engine.dispose()


def _check(database: Path, key: DeskKey, before: dict[str, int]) -> None:
    """Look at every structure and relation, and that no table lost a row."""
    with Asking(database, key) as asking:
        checked, strays, counted = soundness.structure(asking), asking.ask(RELATIONS), asking.let(backup.counts)
        faults, after = soundness.faults(checked), counted.result()
    fewer = [name for name, count in before.items() if after.get(name, count) < count]
    if faults or strays.result() or fewer:
        raise Problem("升级后的副本没有通过核验，桌面保持升级前的样子；请换回原来的程序，并联系程序维护人员。")
