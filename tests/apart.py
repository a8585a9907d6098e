"""Acts in a process of their own that is killed with kill -9; the program is loaded once for all of them."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

_PATIENCE = 60  # seconds until an act that says nothing counts as stuck
_SPLITS = "forkserver" in multiprocessing.get_all_start_methods()
_PROCESSES: Any = multiprocessing.get_context("forkserver" if _SPLITS else "spawn")
if _SPLITS:
    _PROCESSES.set_forkserver_preload(["pytest", "hypothesis.stateful", "creditdesk.services.sample", "tests.entered"])


@contextmanager
def apart(act: Callable[..., object], *arguments: object) -> Iterator[Callable[[], Any]]:
    """Do an act in another process, which is killed on leaving; gives what waits for the next word of the act.

    The act is a function of a module; it gets a connection through which it speaks, and then the arguments.
    """
    heard, tell = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=act, args=(tell, *arguments))
    process.start()
    tell.close()
    try:
        yield lambda: _next(heard)
    finally:
        process.kill()
        process.join()
        heard.close()


def _next(heard: "Connection") -> Any:
    assert heard.poll(_PATIENCE), "the act said nothing"
    return heard.recv()
