"""A new desk: built beside its place and moved there whole, so that a killed creation leaves no half desk."""

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from creditdesk.errors import InputProblem
from creditdesk.paths import sync_folder
from creditdesk.vault import schema, shares, slots
from creditdesk.vault.costs import KEY_BYTES, Cost
from creditdesk.vault.durable import PRIVATE_FILE, PRIVATE_FOLDER, sync_file, unwritable
from creditdesk.vault.keys import KeyFile
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import DeskKey, writer_engine
from creditdesk.vault.slots import SlotInfo

BACKUPS = "backups"
_SUFFIX = ".creating"
_ABANDONED_SECONDS = 3600

First = Callable[[Connection, str], None]
"""Writes a new desk's first rows, given the identifier of its first slot."""


def found(folder: Path, info: SlotInfo, phrase: str, cost: Cost, first: First | None) -> tuple[KeyFile, DeskKey]:
    """Make the desk folder with its database, keys.json and backups folder; return what opens it.

    `first` writes its rows in the transaction that makes the tables.
    """
    with building(folder) as place:
        return _build(place, info, phrase, cost, first)


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give a place beside a new folder to build its contents in; it moves there when all went well.

    A folder that already holds something is an InputProblem, a place that cannot be written a Problem.
    """
    shares.require_local(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputProblem(f"{folder} 已存在且不是空文件夹，请为新工作台另选一个位置。")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        with _building(folder) as place:
            yield place
            _move(place, folder)
    except OSError as error:
        raise unwritable(folder, error) from error


@contextmanager
def _building(folder: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(_SUFFIX, f".{folder.name}-", folder.parent))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)  # Gone already when all went well.


def _build(folder: Path, info: SlotInfo, phrase: str, cost: Cost, first: First | None) -> tuple[KeyFile, DeskKey]:
    key = DeskKey(os.urandom(16).hex(), bytearray(os.urandom(KEY_BYTES)))
    keyfile = KeyFile(key.desk_id, (slots.wrap(key.desk_id, info, key.key, phrase, cost),)).write(folder, key.key)
    (folder / BACKUPS).mkdir(mode=PRIVATE_FOLDER)
    database = folder / DATABASE
    engine = writer_engine(database, key)
    try:
        with engine.begin() as connection:
            schema.upgrade(connection, key.desk_id)
            if first:
                first(connection, info.id)
    finally:
        engine.dispose()
    database.chmod(PRIVATE_FILE)
    sync_file(database)
    sync_folder(folder)
    return keyfile, key


def _move(building: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()  # Windows renames over nothing, not even an empty folder.
    building.rename(folder)
    sync_folder(folder.parent)


def _sweep(folder: Path) -> None:
    # What a killed creation left beside the folder; an hour is longer than any creation takes.
    for old in folder.parent.glob(f".{glob.escape(folder.name)}-*{_SUFFIX}"):
        if time.time() - old.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
