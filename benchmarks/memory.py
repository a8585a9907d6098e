"""What an open desk takes of memory, measured in a process of its own."""

import json
import subprocess
import sys

from benchmarks import Row
from benchmarks.counties import OFFICER, PASSPHRASE, SIZE, words
from creditdesk.services.desk import Desk

_MOST = 300
# The system's own highest mark: getrusage would also count what this process held when it started the other.
_SCROLL = """
import json, sys
from pathlib import Path
from creditdesk.services import record_lists, subjects
from creditdesk.services.desk import Desk
folder, officer, phrase = json.loads(sys.stdin.read())
with Desk.open(Path(folder), officer, phrase) as desk:
    lists = (record_lists.ids(desk, record_lists.Filter()), record_lists.rows), (subjects.ids(desk), subjects.rows)
    for ids, rows in lists:
        for start in range(0, len(ids), 1000):
            rows(desk, ids[start : start + 100])
status = Path("/proc/self/status").read_text("ascii").splitlines()
print(next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")))
"""


def memory_row(desk: Desk) -> Row:
    """Close the desk's file for a moment's look from another process; its figures are megabytes, not seconds."""
    folder = desk.folder
    desk.close()
    told = json.dumps([str(folder), OFFICER, PASSPHRASE])
    done = subprocess.run([sys.executable, "-c", _SCROLL], input=told, capture_output=True, text=True, check=True)  # noqa: S603
    used = float(done.stdout)
    return Row(
        work=f"megabytes (not seconds) with {words(SIZE)} subjects and records open and scrolled, without the window",
        ours_s=round(used, 1),
        floor_s=None,
        peer=None,
        peer_s=None,
        ratio=round(used / _MOST, 3),
        goal=1.0,
        met=used <= _MOST,
    )
