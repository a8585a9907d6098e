"""One process writes a desk: the lock, and who holds it.

The lock itself is the operating system's and ends with the process, even a killed one. The note beside it says who
that is; it is a file of its own because Windows lets nobody read a locked file. Where the lock says nothing, the note
is the second line of defence: whoever finds one that goes on gives way, and whoever lost his own writes no more. That
is looked at before each commit, and at each beat for an officer who only reads. What is left is a moment between that
look and the commit.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, Thread

from filelock import FileLock, Timeout

from creditdesk.errors import Problem, why
from creditdesk.vault import holder
from creditdesk.vault.durable import PRIVATE_FILE, replace_file, unwritable
from creditdesk.vault.faults import Damaged
from creditdesk.vault.holder import PACE, Holder, Pace

DATABASE = "desk.db"
KEYS = "keys.json"
REPLACEMENT = ".replacement"
"""The folder of a database that was decided to replace the desk's; see replacing.py."""
_KEPT = f"backups/*/{DATABASE}"
NAME = "desk.lock"
HOLDER_NAME = "desk.lock.json"
UNCLEAN = "desk.unclean.json"
"""The note of a holder that never closed the desk; it stays until the desk was checked through."""

_GONE = (
    f"这个工作台的使用登记 {HOLDER_NAME} 不见了，可能已在另一台电脑打开；为免互相覆盖，这里不再保存，请关闭后重新打开。"
)
_TAKEN = "这个工作台已由{who}接着使用；为免互相覆盖，这里不再保存，请关闭本窗口，到那里办理。"


class DeskLock:
    """The held lock of a desk folder."""

    lost = ""
    """Why this process holds the desk no more, as one sentence; usually empty."""

    def __init__(self, folder: Path, *, lost_database: bool = False, pace: Pace = PACE) -> None:
        """Take the lock, or raise the Problem that names the process holding it.

        It takes no time, unless another computer left a note: then the pace says how long to see whether it goes on.
        A folder whose database may be gone is a desk's when keys.json or a backup still lies there.
        """
        if not is_desk(folder) and not (lost_database and was_desk(folder)):
            raise _no_desk(folder)
        self._note, self._unclean = folder / HOLDER_NAME, folder / UNCLEAN
        self._lock = FileLock(folder / NAME, mode=PRIVATE_FILE, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise _in_use(holder.of(self._note)) from error
        except OSError as error:
            raise unwritable(folder / NAME, error) from error
        try:
            self._take(folder, pace)
        except BaseException:
            self._lock.release()
            raise

    def _take(self, folder: Path, pace: Pace) -> None:
        try:
            if other := holder.who_goes_on(self._note, folder, pace):
                raise _in_use(other)
            self._me, self._beats = Holder.here(folder), 0
        except OSError as error:
            raise unwritable(self._note, error) from error
        self._keep_unclean()
        replace_file(self._note, self._me.note(self._beats))
        holder.HOLDS.add(self._me.hold)
        self._pace = pace
        self._tell: Callable[[str], object] = _nobody_hears
        self._writing, self._ended = Lock(), Event()
        Thread(target=self._go_on, name="creditdesk-holds", daemon=True).start()

    def say(self, officer: str) -> None:
        """Note for other processes which officer holds the desk; Problem where somebody else took it meanwhile."""
        with self._writing:
            self.require()
            self._me = replace(self._me, officer=officer)
            replace_file(self._note, self._me.note(self._beats))

    def when_lost(self, tell: Callable[[str], object]) -> None:
        """Tell the sentence, on a thread of its own, when a beat finds that this process holds the desk no more."""
        self._tell = tell

    def require(self) -> None:
        """Raise the Problem unless this process still holds the desk by its note; takes microseconds."""
        if not self.lost:
            try:
                self._look(self._note.read_bytes())
            except FileNotFoundError:
                self.lost = _GONE
            except OSError as error:
                raise unwritable(self._note, error) from error
        if self.lost:
            raise Problem(self.lost)

    @property
    def ours(self) -> bool:
        """Tell whether this process still holds the desk, and may write what lies in it."""
        try:
            self.require()
        except Problem:
            return False
        return True

    def _look(self, note: bytes) -> None:
        if not self._me.wrote(note):
            self.lost = _TAKEN.format(who=holder.words(holder.read(note)))

    def _go_on(self) -> None:
        while not (self._ended.wait(self._pace.beat) or self.lost):
            # A disk that cannot be written now says so at the next act.
            with self._writing, suppress(OSError):
                if not self._ended.is_set():
                    self._beat()
        if self.lost:
            self._tell(self.lost)

    def _beat(self) -> None:
        """Change the note in its place: it need not outlive a power cut, so that nothing waits for the disk."""
        try:
            with self._note.open("r+b") as file:
                self._look(file.read())
                if not self.lost:
                    self._beats += 1
                    file.seek(0)
                    file.write(self._me.note(self._beats))
        except FileNotFoundError:
            self.lost = _GONE

    @property
    def held(self) -> bool:
        """Tell whether this process has the desk open: until it is closed, even if it lost the desk meanwhile."""
        return self._lock.is_locked

    @property
    def unclean_since(self) -> str:
        """Return since when the desk was open that was never closed, or an empty text."""
        try:
            return str(json.loads(self._unclean.read_bytes())["since"])
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, KeyError, TypeError):
            return "时间不明"

    def forget_unclean(self) -> None:
        """Forget the unclean end, because the desk was checked through since."""
        self._unclean.unlink(missing_ok=True)

    def _keep_unclean(self) -> None:
        # A clean close takes its note away: one that still lies here was left by a kill or a power cut. It is kept
        # apart, because this process takes its own note away even when it is refused the desk.
        if self._note.exists():
            replace_file(self._unclean, self._note.read_bytes())

    def release(self) -> None:
        """Give the desk free; a second call does nothing."""
        if self.held:
            self._ended.set()
            holder.HOLDS.discard(self._me.hold)
            with self._writing:
                if self.ours:
                    self._note.unlink(missing_ok=True)
            self._lock.release()


def is_desk(folder: Path) -> bool:
    """Tell whether a desk lies in the folder; its database may be about to take its place.

    A folder that cannot be looked into is a Problem.
    """
    try:
        return (folder / DATABASE).exists() or (folder / REPLACEMENT / DATABASE).exists()
    except OSError as error:
        raise Problem(f"看不到文件夹 {folder} 里有什么（{why(error)}），请检查路径和权限后重试。") from error


def was_desk(folder: Path) -> bool:
    """Tell whether a desk's keys.json or its backups lie in the folder, whatever became of its database."""
    return (folder / KEYS).exists() or any(folder.glob(_KEPT))


def _no_desk(folder: Path) -> Problem:
    if was_desk(folder):
        return Damaged(f"{folder} 中的 {DATABASE} 不见了，请找回这个文件，或用备份恢复。")
    return Problem(f"{folder} 中没有 {DATABASE}，请选择信用工作台的文件夹，或用备份恢复。")


def _in_use(other: Holder | None) -> Problem:
    return Problem(f"这个工作台正被{holder.words(other)}使用，请先在那里关闭后再打开。")


def _nobody_hears(_sentence: str) -> None:
    """Take the sentence of a lost desk that has no window."""
