"""What an open desk takes of memory, and how soon a list is on screen: the real window in a process of its own."""

import json
import subprocess
import sys

from benchmarks import Row
from benchmarks.counties import CLOCK, OFFICER, PASSPHRASE, SIZE, words
from creditdesk.services.desk import Desk


def window_rows(desk: Desk) -> list[Row]:
    """Close the desk and look at it from a process that holds nothing but the program."""
    folder, today = desk.folder, CLOCK().date().isoformat()
    desk.close()
    told = json.dumps([str(folder), OFFICER, PASSPHRASE, today])
    command = [sys.executable, "-m", "benchmarks.opened", "lists"]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)  # noqa: S603
    measured = json.loads(done.stdout)
    return [_row(work.format(size=words(SIZE)), value, most) for work, (value, most) in measured.items()]


def _row(work: str, value: float, most: float) -> Row:
    return Row(
        work=work,
        ours_s=round(value, 4),
        floor_s=None,
        peer=None,
        peer_s=None,
        ratio=round(value / most, 3),
        goal=1.0,
        met=value <= most,
    )
