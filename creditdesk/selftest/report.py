"""The figures of a self-test as a table in a report, which ships with a release."""

import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk import __version__
from creditdesk.errors import InputProblem
from creditdesk.selftest.outcome import Outcome
from creditdesk.services.clock import system_clock

BEGIN, END = "<!-- creditdesk selftest -->", "<!-- end of creditdesk selftest -->"


def write(path: Path, seed: int, outcomes: Sequence[Outcome]) -> None:
    """Put the table between its two marks in a report, the rest of which people write; a new file has nothing else."""
    told = "\n".join(lines(seed, outcomes))
    try:
        before, _, rest = (path.read_text("utf-8") if path.exists() else f"{BEGIN}{END}\n").partition(BEGIN)
        _, mark, after = rest.partition(END)
        if not mark:
            raise InputProblem(f"{path}里没有放表格的标记“{BEGIN}”，请换一个文件。")
        path.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(f"报告{path}读写不了，请检查文件。") from error


def lines(seed: int, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Return the table, with what is needed to do it again."""
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    yield f"creditdesk {__version__}, {system_clock().date()}, seed {seed}, {machine}."
    yield from ("", "| attack | count | in figures | lost or unnoticed |", "|---|---:|---|---:|")
    for one in outcomes:
        figures = ", ".join(f"{name} {number}" for name, number in one.figures.items())
        if one.spread:
            figures += f"; by tenths of its course {' '.join(map(str, one.spread))}"
        yield f"| {one.attack} | {one.count} | {figures} | {len(one.lost)} |"
