"""One thread that runs calls in order and hands their outcomes to the window's thread."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from creditdesk.errors import Problem, describe, log

_PROGRESS_EVERY = 0.05  # seconds between two reports of the same task

Done = Callable[[Any], object]
OnProblem = Callable[[str], object]
OnProgress = Callable[[int, int], object]


class Cancelled(Exception):
    """The officer stopped a long task; whatever it had begun is rolled back by its transaction."""


@dataclass(eq=False)
class Task:
    """One call on its way: who asked for it, whom to tell, and whether it still matters."""

    call: Callable[[], object]
    on_done: Done | None = None
    on_problem: OnProblem | None = None
    on_progress: OnProgress | None = None
    on_end: Callable[[], object] | None = None
    owner: object = None
    stale: bool = False
    cancelled: bool = False
    ended: bool = False
    last_report: float = field(default=0.0, repr=False)

    def cancel(self) -> None:
        """Ask the call to stop at its next report of progress; before it began it never runs."""
        self.cancelled = True

    def wanted(self) -> bool:
        """Tell whether anyone still listens: not stale, and no listening widget deleted."""
        if self.stale:
            return False
        listeners = [getattr(call, "__self__", None) for call in (self.on_done, self.on_problem, self.on_end)]
        owners = self.owner if isinstance(self.owner, tuple) else (self.owner,)
        return all(shiboken6.isValid(each) for each in (*owners, *listeners) if isinstance(each, QObject))


class Lane(QObject):
    """One working thread. Callbacks run on the thread this object lives on, in the order the calls ended."""

    problem = Signal(str)
    failed = Signal(str)
    busy = Signal(bool)
    _posted = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None, latest: dict[object, Task] | None = None) -> None:
        """Make an idle lane; lanes that share `latest` know the owners of each other's calls."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._latest = {} if latest is None else latest
        self._open: set[Task] = set()
        self._closed = False
        self._posted.connect(self._deliver)

    def run(
        self,
        function: Callable[..., object],
        *args: object,
        on_done: Done | None = None,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        on_end: Callable[[], object] | None = None,
        owner: object = None,
        **kw: object,
    ) -> Task:
        """Run `function(*args, **kw)` on the thread; a later call of the same `owner` makes this one stale.

        With `on_progress` the function also gets `progress(done, total)`, which raises Cancelled after `Task.cancel`.
        `on_problem` hears a Problem's sentence; without it the lane's `problem` signal does. Bugs go to `failed`.
        """
        task = Task(partial(function, *args, **kw), on_done, on_problem, on_progress, on_end, owner)
        if on_progress is not None:
            task.call = partial(function, *args, progress=partial(self._report, task), **kw)
        if owner is not None:
            before = self._latest.get(owner)
            if before is not None:
                before.stale = True
            self._latest[owner] = task
        if self._closed:  # a timer of a closing window may still ask; nobody is there to hear the answer
            return task
        self._open.add(task)
        if len(self._open) == 1:
            self.busy.emit(True)
        self._pool.submit(self._work, task)
        return task

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits, and every outcome was delivered."""
        return not self._open

    def close(self, finish: bool = False) -> None:
        """Stop what reports progress, let the running call end, and with `finish` the waiting ones; end the thread."""
        self._closed = True
        for task in self._open:
            task.cancelled = task.cancelled or task.on_progress is not None
        self._pool.shutdown(wait=True, cancel_futures=not finish)

    def _work(self, task: Task) -> None:
        outcome: Callable[[], object]
        try:
            if task.stale or task.cancelled:
                raise Cancelled
            outcome = partial(self._succeed, task, task.call())
        except Cancelled:
            outcome = partial(self._stop, task)
        except Problem as problem:
            outcome = partial(self._refuse, task, problem.sentence)
        except BaseException as bug:  # noqa: BLE001 - shown and logged in _break, never swallowed
            log(bug)
            outcome = partial(self._break, task, describe(bug))
        if not self._closed:
            self._posted.emit((task, outcome))

    def _report(self, task: Task, done: int, total: int) -> None:
        if task.cancelled:
            raise Cancelled
        now = time.monotonic()
        if now - task.last_report >= _PROGRESS_EVERY or done >= total:
            task.last_report = now
            self._posted.emit((None, partial(self._progress, task, done, total)))

    def _deliver(self, posted: tuple[Task | None, Callable[[], object]]) -> None:
        task, outcome = posted
        if task is not None:
            task.ended = True
            if self._latest.get(task.owner) is task:
                del self._latest[task.owner]
            self._open.discard(task)
            if not self._open:
                self.busy.emit(False)
        outcome()
        if task is not None and task.on_end is not None and task.wanted():
            task.on_end()

    def _succeed(self, task: Task, result: object) -> None:
        if task.on_done is not None and task.wanted():
            task.on_done(result)

    def _refuse(self, task: Task, sentence: str) -> None:
        if task.stale:
            return
        if task.on_problem is not None and task.wanted():
            task.on_problem(sentence)
        else:
            self.problem.emit(sentence)

    def _stop(self, task: Task) -> None:
        if task.cancelled and task.on_problem is not None and task.wanted():
            task.on_problem("已取消，没有留下任何改动。")

    def _break(self, task: Task, sentence: str) -> None:
        self.failed.emit(sentence)

    def _progress(self, task: Task, done: int, total: int) -> None:
        if task.on_progress is not None and not task.ended and task.wanted():
            task.on_progress(done, total)
