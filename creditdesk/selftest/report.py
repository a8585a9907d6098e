"""The figures of a self-test as a table in a report, which ships with a release."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk import __version__, files
from creditdesk.errors import InputProblem
from creditdesk.exchange.whole_files import replace_file
from creditdesk.selftest.outcome import Outcome
from creditdesk.services.clock import system_clock

BEGIN, END = "<!-- creditdesk selftest -->", "<!-- end of creditdesk selftest -->"


def write(path: Path, seed: int, outcomes: Sequence[Outcome], *, whole: bool = True) -> None:
    """Put the table between its two marks in a report, the rest of which people write; a new file has nothing else.

    What is not the `whole` self-test says so.
    """
    told = "\n".join(lines(seed, outcomes, whole=whole))
    try:
        before, _, rest = (files.read(path).decode() if path.exists() else f"{BEGIN}{END}\n").partition(BEGIN)
        _, mark, after = rest.partition(END)
        if not mark:
            raise InputProblem(f"{path}里没有放表格的标记“{BEGIN}”，请换一个文件。")
        replace_file(path, f"{before}{BEGIN}\n{told}\n{END}{after}".encode())
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"报告{path}读写不了，请检查文件。") from error


def lines(seed: int, outcomes: Sequence[Outcome], *, whole: bool = True) -> Iterator[str]:
    """Return the table, with what is needed to do it again."""
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    ended = "" if whole else " Stopped before its end: the counts are what was done."
    yield f"creditdesk {__version__}, {system_clock().date()}, seed {seed}, {machine}.{ended}"
    yield from ("", "| attack | count | in figures | lost or unnoticed |", "|---|---:|---|---:|")
    for one in outcomes:
        part = one.part
        figures = ", ".join(f"{name} {number}" for name, number in part.figures.items())
        if part.spread:
            figures += f"; by tenths of its course {' '.join(map(str, part.spread))}"
        yield f"| {one.attack} | {part.count} | {figures} | {len(one.lost)} |"
