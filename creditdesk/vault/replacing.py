"""A new database in place of the old one: whole or not at all, whenever the program is killed.

The new desk.db is built in a folder of its own inside the desk's. Giving that folder its second name decides: from
then on the replacement happens, at once or when the desk is opened next. Only then the old files are moved aside, and
the new one takes their name. Where the new database has another key, the keys.json that opens it is built beside it,
and takes its place just before: nobody opens the desk between the two.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from creditdesk.paths import sync_folder
from creditdesk.vault import keys
from creditdesk.vault.durable import PRIVATE_FOLDER, replace_file, sync_file, unwritable
from creditdesk.vault.lock import DATABASE, REPLACEMENT
from creditdesk.vault.points import UNFINISHED

ASIDE = "aside"
_BUILDING = ".replacing"
_PLAN = "plan.json"
_NEW_KEYS = "new-keys.json"
# The log holds acts that the database itself does not have yet, and would be played into whatever has its name.
_OLD = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give a folder inside the desk's to build the new database in; it is gone afterwards, unless it was decided on."""
    place = folder / _BUILDING
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(mode=PRIVATE_FOLDER)
        yield place
    except OSError as error:
        raise unwritable(place / DATABASE, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def decide(folder: Path, aside: str, *, with_keys: bool = False) -> None:
    """Let the database that was built replace the desk's, and the keys.json built with it where that is wanted.

    The old one goes below aside/ under this name, with its keys.json; without a name it goes altogether.
    """
    place = folder / _BUILDING
    if with_keys:
        (place / keys.NAME).rename(place / _NEW_KEYS)
    replace_file(place / _PLAN, json.dumps({"aside": aside}).encode())
    sync_file(place / DATABASE)
    sync_folder(place)
    place.rename(folder / REPLACEMENT)
    sync_folder(folder)


def pending(folder: Path) -> bool:
    """Tell whether a replacement was decided on and has not happened yet."""
    return (folder / REPLACEMENT / DATABASE).exists()


def finish(folder: Path) -> None:
    """Do what was decided, as far as it is not done; needs the desk's lock and that nobody has the database open."""
    shutil.rmtree(folder / _BUILDING, ignore_errors=True)
    ready = folder / REPLACEMENT
    if pending(folder):
        try:
            _move_old(folder, str(json.loads((ready / _PLAN).read_bytes())["aside"]))
            if (ready / _NEW_KEYS).exists():
                (ready / _NEW_KEYS).replace(folder / keys.NAME)
                sync_folder(folder)
            (ready / DATABASE).rename(folder / DATABASE)
            sync_folder(folder)
        except OSError as error:
            raise unwritable(folder / DATABASE, error) from error
    shutil.rmtree(ready, ignore_errors=True)


def free_name(folder: Path, name: str) -> str:
    """Return the name, or the name with a number, under which nothing lies aside yet."""
    place, number = folder / ASIDE / name, 2
    while place.exists():
        place, number = folder / ASIDE / f"{name}-{number}", number + 1
    return place.name


def left(folder: Path) -> bool:
    """Tell whether anything of the desk's database is there to be set aside."""
    return any((folder / name).exists() for name in _OLD)


def clear(place: Path) -> None:
    """Remove a database that was built in vain, with its log."""
    for name in _OLD:
        (place / name).unlink(missing_ok=True)


def asides(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the desks that were set aside, the newest first."""
    found = (path for path in (folder / ASIDE).glob("*-*") if path.suffix != UNFINISHED)
    return tuple(sorted(found, reverse=True))


def _move_old(folder: Path, aside: str) -> None:
    there = [folder / name for name in _OLD if (folder / name).exists()]
    if not aside:
        for path in there:
            path.unlink()
        return
    target = folder / ASIDE / aside
    target.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if not (target / keys.NAME).exists():
        replace_file(target / keys.NAME, (folder / keys.NAME).read_bytes())
    for path in there:
        path.rename(target / path.name)
    sync_folder(target)
