"""A desk opened in the window and looked through, measured from inside; imports nothing that the program does not."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, cast

from PySide6.QtCore import QCoreApplication

from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.ui import desk_window, starting
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.widgets.table import Table

_MOST_MEGABYTES = 300
_ON_SCREEN_S = 0.05
_STOPS = 400
"""Places at which the scroll bar rests on its way from the first row to the last."""


@contextmanager
def opened(folder: Path, officer: str, phrase: str, today: date) -> Iterator[MainWindow]:
    """Give the real window of a desk, as large as an office's smallest screen."""
    starting.application()
    with Desk.open(folder, officer, phrase, clock=fixed_clock(today)) as desk:
        window = desk_window.open_window(desk)
        window.resize(1366, 768)
        window.show()
        yield window
        window.close()


def queue(folder: Path, officer: str, phrase: str, today: date) -> dict[str, tuple[float, float]]:
    """Return how long it took until the queue of objections was on screen, and the most it may take."""
    with opened(folder, officer, phrase, today) as window:
        table = cast("Any", window.page("objections")).queue.table
        _until_idle(window)
        return {"opened": (_on_screen(window, "objections", table), _ON_SCREEN_S)}


def measure(folder: Path, officer: str, phrase: str, today: date) -> dict[str, tuple[float, float]]:
    """Return what each piece of work took, and the most it may take."""
    with opened(folder, officer, phrase, today) as window:
        memory = [_megabytes()]
        found: dict[str, tuple[float, float]] = {}
        for name in ("subjects", "records"):
            table = cast("Any", window.page(name)).list.table
            _until_idle(window)
            seconds = _on_screen(window, name, table)
            _until(partial(_whole, table))
            rests = _scroll(table, memory)
            work = f"list of {{size}} {name} in the window, until its first page is on screen; limit 50 ms"
            found[work] = (seconds, _ON_SCREEN_S)
            work = f"list of {{size}} {name} in the window, until the page scrolled to is on screen, p95; limit 50 ms"
            found[work] = (sorted(rests)[round(0.95 * (len(rests) - 1))], _ON_SCREEN_S)
    work = "megabytes (not seconds) with {size} subjects and records open in the window and scrolled end to end"
    return {**found, work: (max(memory), _MOST_MEGABYTES)}


def _on_screen(window: MainWindow, name: str, table: Table) -> float:
    begun = perf_counter()
    window.open_page(name)
    _until(partial(_painted, table))
    return perf_counter() - begun


def _scroll(table: Table, memory: list[float]) -> list[float]:
    bar, rests = table.verticalScrollBar(), []
    for stop in range(1, _STOPS + 1):
        begun = perf_counter()
        bar.setValue(bar.maximum() * stop // _STOPS)
        _until(partial(_painted, table))
        rests.append(perf_counter() - begun)
        memory.append(_megabytes())
    return rests


def _whole(table: Table) -> bool:
    return table.table.rowCount() > _STOPS


def _painted(table: Table) -> bool:
    """Tell whether the rows in sight are there, and paint them."""
    top, bottom = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    if top < 0 or not all(table.table.row_at(row) for row in {top, max(bottom, top)}):
        return False
    table.viewport().repaint()
    return True


def _until_idle(window: MainWindow) -> None:
    """Let the pages shown before have all their answers."""
    answers: list[object] = []
    window.worker.ask(lambda _desk: None, on_done=answers.append)
    _until(lambda: bool(answers))


def _until(ready: Callable[[], bool]) -> None:
    while not ready():
        QCoreApplication.processEvents()
        # Else this loop would keep the reading thread from its turn.
        sleep(0.0002)


def _megabytes() -> float:
    """Return the memory this process holds now; the highest mark would count what unlocking took and gave back."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))


if __name__ == "__main__":
    _folder, _officer, _phrase, _today = json.loads(sys.stdin.read())
    _work = {"lists": measure, "queue": queue}[sys.argv[1]]
    print(json.dumps(_work(Path(_folder), _officer, _phrase, date.fromisoformat(_today))))
