"""What a disk holds after a power cut: what was synced, and of the rest whatever chance leaves.

The model is that of a journaling file system (ext4, XFS, APFS, NTFS): names change in the order in which they were
changed, and last when their folder was synced; the bytes of a file last when the file was synced. Before that a write
may be there, be missing or be torn at a sector, each by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from creditdesk.selftest.below import Change, Kind

_SECTOR = 512

Survival = Callable[[Sequence[Change], Random], Iterator[Change]]


@dataclass
class _File:
    """The bytes on the medium, and the changes that were not synced yet."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.pending:
            _apply(change, self.lasting)
        self.pending.clear()

    def after(self, survival: "Survival", chance: Random) -> bytearray:
        """Return what lies there when only some of what is pending survives."""
        left = bytearray(self.lasting)
        for change in survival(self.pending, chance):
            _apply(change, left)
        return left


class Disk:
    """The files below a folder, as the program sees them and as the medium has them."""

    def __init__(self, folder: Path) -> None:
        """Take over what lies in the folder now: all of it was synced long ago."""
        self._folder = folder
        self._seen = {path: _File(bytearray(path.read_bytes())) for path in folder.rglob("*") if path.is_file()}
        self._lasting = dict(self._seen)
        self._moves: list[tuple[Change, _File]] = []

    def take(self, change: Change) -> None:
        """Let one more change reach the system."""
        match change.kind:
            case Kind.CREATE | Kind.REMOVE | Kind.RENAME | Kind.LINK:
                self._moves.append((change, _File()))
                _move(self._seen, *self._moves[-1])
            case Kind.SYNC_NAMES:
                self._sync_names(len(self._moves))
            case Kind.SYNC:
                self._seen[change.path].sync()
            case _:
                self._seen[change.path].pending.append(change)

    def cut(self, chance: Random) -> None:
        """Put into the folder what chance leaves now; the disk itself goes on as if the power had stayed."""
        names = dict(self._lasting)
        for change, file in self._moves[: chance.randint(0, len(self._moves))]:
            _move(names, change, file)
        survival = chance.choice(_SURVIVALS)
        for path in self._folder.rglob("*"):
            if path.is_file():
                path.unlink()
        # A file with two names has the same bytes under both.
        left = {id(file): file.after(survival, chance) for file in names.values()}
        for path, file in names.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(left[id(file)])
            path.chmod(0o600)

    def _sync_names(self, count: int) -> None:
        for change, file in self._moves[:count]:
            _move(self._lasting, change, file)
        del self._moves[:count]


def _move(names: dict[Path, _File], change: Change, file: _File) -> None:
    """Change the names; a folder takes what is in it along."""
    if change.kind is Kind.CREATE:
        names[change.path] = file
    elif change.kind is Kind.REMOVE:
        names.pop(change.path, None)
    elif change.kind is Kind.LINK:
        names[change.to] = names[change.path]
    else:
        for path in [path for path in names if path.is_relative_to(change.path)]:
            names[change.to / path.relative_to(change.path)] = names.pop(path)


def _apply(change: Change, data: bytearray) -> None:
    if change.kind is Kind.TRUNCATE:
        del data[change.offset :]
        data.extend(bytes(change.offset - len(data)))
        return
    data.extend(bytes(max(0, change.offset - len(data))))
    data[change.offset : change.offset + len(change.data)] = change.data


def _none(_pending: Sequence[Change], _chance: Random) -> Iterator[Change]:
    return iter(())


def _all(pending: Sequence[Change], _chance: Random) -> Iterator[Change]:
    return iter(pending)


def _first(pending: Sequence[Change], chance: Random) -> Iterator[Change]:
    """Keep the earlier changes, the last of them torn."""
    count = chance.randint(0, len(pending))
    yield from pending[:count]
    if count < len(pending):
        yield _torn(pending[count], chance)


def _some(pending: Sequence[Change], chance: Random) -> Iterator[Change]:
    """Keep some changes of any age, some of them torn."""
    for change in pending:
        fate = chance.randrange(3)
        if fate:
            yield change if fate == 1 else _torn(change, chance)


def _torn(change: Change, chance: Random) -> Change:
    if change.kind is Kind.TRUNCATE:
        return change
    sectors = range(0, len(change.data) + _SECTOR, _SECTOR)
    return Change(change.kind, change.path, change.offset, change.data[: chance.choice(sectors)])


_SURVIVALS: tuple[Survival, ...] = (_none, _all, _first, _some, _some)
