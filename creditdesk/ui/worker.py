"""The window's way to the desk: acts on the one writing thread, questions on the reading threads."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from creditdesk.services import confirmations
from creditdesk.services.acts import ActFunction, Changes
from creditdesk.services.desk import Desk
from creditdesk.ui.lane import Done, Lane, OnProblem, OnProgress, Task


class Worker(QObject):
    """Runs acts and questions on threads of their own and posts the outcomes to the window's thread."""

    changed = Signal(object)  # Changes
    acted = Signal(object, object)  # Changes, the call that undoes it or None
    problem = Signal(str)
    failed = Signal(str)
    busy = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._writing = Lane("creditdesk-writes", self)
        latest: dict[object, Task] = {}
        self._reading = Lane("creditdesk-reads", self, latest)
        self._counting = Lane("creditdesk-counts", self, latest)
        self._keeping = Lane("creditdesk-keeps", self)
        for lane in (self._writing, self._reading, self._counting, self._keeping):
            lane.problem.connect(self.problem)
            lane.failed.connect(self.failed)
        self._writing.busy.connect(self.busy)

    def act(
        self,
        function: Callable[..., Any],
        *args: object,
        on_done: Callable[[Any], object] | None = None,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        on_end: Callable[[], object] | None = None,
        undo: Callable[[], object] | None = None,
        once: str | None = None,
        **kw: object,
    ) -> Task:
        """Perform the act `function` on the writing thread and tell everybody what changed.

        A service that performs an act of its own, `function(desk, *args, **kw)`, may stand for the act.

        `on_done` gets the Changes before `changed` is sent. `undo` is called when the officer takes the act back.
        An act that needs two persons is proposed to the second one instead: the Changes are those of the proposal.
        An act repeated with the same `once` is answered with the first one's Changes: a double press prints one letter.
        """
        done = partial(self._acted, on_done, undo)
        return self._writing.run(
            self._how(function, once), *args, on_done=done, on_problem=on_problem, on_progress=on_progress,
            on_end=on_end, **kw,
        )  # fmt: skip

    def run(
        self,
        function: Callable[..., Any],
        *args: object,
        on_done: Done | None = None,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        on_end: Callable[[], object] | None = None,
        touched: frozenset[str] = frozenset(),
        **kw: object,
    ) -> Task:
        """Run `function(desk, *args, **kw)` on the writing thread: for services that perform acts of their own.

        `touched` are the nouns of those acts, told as changed when it ends, however it ends.
        """
        return self._writing.run(
            function, self.desk, *args, on_done=on_done, on_problem=on_problem, on_progress=on_progress,
            on_end=partial(self._ran, on_end, touched), **kw,
        )  # fmt: skip

    def ask(
        self,
        function: Callable[..., Any],
        *args: object,
        on_done: Done | None = None,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        on_end: Callable[[], object] | None = None,
        owner: object = None,
        counting: bool = False,
        **kw: object,
    ) -> Task:
        """Run `function(desk, *args, **kw)` on a reading thread; only the latest answer of one `owner` arrives.

        A `counting` question goes through everything there is. It has a thread of its own, so that what an officer
        looks at next need not wait for it.
        """
        lane = self._counting if counting else self._reading
        return lane.run(
            function, self.desk, *args, on_done=on_done, on_problem=on_problem, on_progress=on_progress,
            on_end=on_end, owner=owner, **kw,
        )  # fmt: skip

    def keep(
        self,
        function: Callable[..., Any],
        *args: object,
        on_done: Done | None = None,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        on_end: Callable[[], object] | None = None,
        owner: object = None,
        **kw: object,
    ) -> Task:
        """Run `function(desk, *args, **kw)` on the thread for backups and rehearsals, which nobody waits for."""
        return self._keeping.run(
            function, self.desk, *args, on_done=on_done, on_problem=on_problem, on_progress=on_progress,
            on_end=on_end, owner=owner, **kw,
        )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether no act or question runs or waits."""
        return all(lane.idle for lane in (self._writing, self._reading, self._counting, self._keeping))

    def close(self) -> None:
        """Let every act asked for still happen and stop the threads; afterwards the desk may be closed."""
        self._reading.close()
        self._counting.close()
        self._keeping.close()
        self._writing.close(finish=True)

    def _how(self, function: Callable[..., Any], once: str | None) -> Callable[..., Changes]:
        if not isinstance(function, ActFunction):
            return partial(function, self.desk)
        if function.confirmed_by:
            return partial(confirmations.propose, self.desk, function)
        return partial(self.desk.perform_once, once, function)

    def _ran(self, on_end: Callable[[], object] | None, touched: frozenset[str]) -> None:
        if touched:
            self.changed.emit(Changes(touched, {}, ""))
        if on_end is not None and not _gone(on_end):
            on_end()

    def _acted(
        self, on_done: Callable[[Any], object] | None, undo: Callable[[], object] | None, changes: Changes
    ) -> None:
        if on_done is not None and not _gone(on_done):
            on_done(changes)
        self.acted.emit(changes, undo)
        self.changed.emit(changes)


def _gone(call: Callable[..., object]) -> bool:
    return not Task(call=lambda: None, on_done=call).wanted()
