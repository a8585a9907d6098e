"""Long questions to one database, answered by several connections at once: SQLite lets other threads run meanwhile."""

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, Self, TypeVar

from sqlcipher3 import dbapi2

from creditdesk.vault.faults import damaged, problem_of
from creditdesk.vault.opening import DeskKey, connect, is_sound

Rows = list[tuple[Any, ...]]
T = TypeVar("T")

AT_ONCE = min(4, os.cpu_count() or 1)
"""How many questions are answered at once; each has a page cache of its own."""

# Below this, to open a connection more and to hand over a question for each table takes longer than the answers.
_SMALL_BYTES = 8 << 20

# A check looks up each row of a table in every index, whose orders differ: of a desk of a gigabyte 256 MB for the
# largest table took a fifth less than 64. A cache only grows to what is read.
_LARGEST_KIB, _TOGETHER_KIB = 256 * 1024, 512 * 1024
ROOM_TO_CHECK = f"PRAGMA cache_size = -{min(_LARGEST_KIB, _TOGETHER_KIB // AT_ONCE)}"
"""The setting of a connection for as long as it checks a whole database."""

_STEPS_AT_ONCE = 100_000  # of SQLite's machine between two looks at whether the answer is still wanted: milliseconds
_SECONDS_AT_ONCE = 0.05


class Asking:
    """Connections that were opened for these questions alone, so that every page is read from the disk anew.

    Use as a context manager: on leaving, what is still being asked is given up.
    """

    def __init__(self, database: Path, key: DeskKey, at_once: int | None = None) -> None:
        """Ask this database, by itself as many questions at once as pays; nothing is opened before the first one."""
        self._database, self._key = database, key
        self.at_once = at_once or (1 if database.stat().st_size < _SMALL_BYTES else AT_ONCE)
        self._threads = ThreadPoolExecutor(self.at_once)
        self._idle: deque[dbapi2.Connection] = deque()
        self._unwanted = Event()

    def ask(self, question: str) -> Future[Rows]:
        """Ask as soon as a processor is free; the first asked come first. What a damaged page stops is a Problem."""
        return self.let(lambda connection: connection.execute(question).fetchall())

    def let(self, work: Callable[[dbapi2.Connection], T]) -> Future[T]:
        """Let some work ask several questions of one connection; otherwise as `ask`."""
        return self._threads.submit(self._answer, work)

    def wait(self, futures: Iterable[Future[Any]], told: Callable[[], object]) -> None:
        """Wait until all are answered; `told` is called meanwhile, and what it raises ends the waiting."""
        waiting = True
        while waiting:
            told()
            answered, waiting_for = wait(futures, _SECONDS_AT_ONCE, FIRST_EXCEPTION)
            for each in answered:
                each.result()
            waiting = bool(waiting_for)

    def _answer(self, work: Callable[[dbapi2.Connection], T]) -> T:
        connection = self._connection()
        try:
            answer = work(connection)
            # Of the damaged last page of a long value SQLCipher hands out zeros, and remembers.
            if not is_sound(connection):
                raise damaged(self._database)
        except BaseException as error:
            problem = problem_of(error, self._database, sound=is_sound(connection))
            # It would refuse every page from now on.
            connection.close()
            if problem is None:
                raise
            raise problem from error
        self._idle.append(connection)
        return answer

    def _connection(self) -> dbapi2.Connection:
        with suppress(IndexError):
            return self._idle.pop()
        connection = connect(self._database, self._key, query_only=True)
        connection.execute(ROOM_TO_CHECK)
        connection.set_progress_handler(self._unwanted.is_set, _STEPS_AT_ONCE)
        return connection

    def __enter__(self) -> Self:
        """Return what may be asked."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what is still being asked, and close every connection."""
        self._unwanted.set()
        self._threads.shutdown(cancel_futures=True)
        for connection in self._idle:
            connection.close()
