"""Acts of a desk that are killed with kill -9 in a process of their own, at seeded moments."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk import paths
from creditdesk.exchange.archive import DESCRIPTOR
from creditdesk.services import health
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.attacked import STARTED_KILLS
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import PENALTY
from tests.sound import complaints

_SEED = 5
_OPENING = """
import sys
from pathlib import Path
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, PASSPHRASE, TODAY
folder, officer, file, stick = sys.argv[1:]
desk = Desk.open(Path(folder), officer, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)
file, stick = Path(file), Path(stick)
"""


def after_kills(act: str, folder: Path, among: Path, longest: float, *, file: Path, officer: str) -> Iterator[Desk]:
    """Yield a copy of a desk, opened again, after each kill; nothing readable may lie about then.

    The act is Python that finds `desk`, `file` and a folder `stick`, and prints a line before it writes; it is killed
    up to `longest` seconds later.
    """
    moments = random.Random(_SEED)
    for turn in range(STARTED_KILLS):
        place = among / f"killed{turn}"
        stick = place / "stick"
        stick.mkdir(parents=True)
        copy = shutil.copytree(folder, place / "desk")
        command = [sys.executable, "-c", _OPENING + act, str(copy), officer, str(file), str(stick)]
        _kill(command, place, moments.uniform(0, longest))
        assert readable_in(place) == []
        with Desk.open(copy, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
            yield desk
        shutil.rmtree(place)


def readable_in(folder: Path) -> list[str]:
    """Return the files below a folder in which somebody without a key reads a name or a member of a package."""
    words = (PENALTY["subject_name"].encode(), DESCRIPTOR.encode(), b"CF_XDR_MC")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes() for word in words)]


def is_sound(desk: Desk) -> bool:
    """Return whether the health check finds nothing, in the journal's chain and the database among others."""
    return complaints(desk, health.ADVICE) == []


def _kill(command: Sequence[str], place: Path, after: float) -> None:
    environment = os.environ | {"PYTHONPATH": str(paths.forms().parent), "TMPDIR": str(place)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "begins\n"
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
