"""A scratch desk: a backup copied into a private folder, to be opened and thrown away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from creditdesk.vault import copies, points
from creditdesk.vault.durable import unwritable
from creditdesk.vault.points import Point

_PREFIX = ".scratch-"


@contextmanager
def copy_of(point: Point, folder: Path) -> Iterator[Path]:
    """Give a copy of a sound point in a private folder inside the desk's; it is gone afterwards, whatever happened.

    It stays on the desk's own disk, encrypted as it is: the system's folder for temporary files may be anywhere.
    """
    points.require_sound(point)
    sweep(folder)
    try:
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    except OSError as error:
        raise unwritable(folder / _PREFIX, error) from error
    try:
        try:
            copies.copy_files(point.folder, place)
        except OSError as error:
            raise unwritable(place / point.name, error) from error
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed rehearsals left."""
    for leftover in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)
