"""Power cuts while a package is taken in: afterwards the desk has all of it or nothing, and it can be taken again."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.services import health, incoming, record_lists
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import UNIT, penalty
from tests.neighbours import CENTRE, desks, report, take

KILLS = int(os.environ.get("CREDITDESK_KILLS", "4"))
"""How many takings are killed, each at another moment."""

ROWS = 120
TAKING = """
import sys
from pathlib import Path
from creditdesk.services import arrivals, incoming
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
with Desk.open(Path(sys.argv[1]), OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
    plan = arrivals.inspect(desk, Path(sys.argv[2]))
    print("looked", flush=True)
    desk.perform(incoming.take, plan)
    print("taken", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_taking_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    with desks(tmp_path / "desks", [CENTRE, UNIT]) as (centre, unit):
        for number in range(ROWS):
            penalty(unit, decision_number=f"示市监罚〔2026〕{number + 1}号")
        path, folder = report(unit, centre, tmp_path / "stick"), centre.folder
    moments = random.Random(5)
    for turn in range(KILLS):
        killed = shutil.copytree(folder, tmp_path / f"killed{turn}")
        _kill(killed, path, moments.uniform(0, 0.4))
        with Desk.open(killed, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
            there = len(record_lists.ids(desk, record_lists.Filter()))
            assert (there, len(incoming.listing(desk))) in ((0, 0), (ROWS, 1))
            if not there:
                take(desk, path)
            assert len(record_lists.ids(desk, record_lists.Filter())) == ROWS
            assert all(finding.ok for finding in health.check(desk) if finding.name not in health.ADVICE)


def _kill(folder: Path, path: Path, after: float) -> None:
    """Take a package in another process, and kill that some seconds after it began to write."""
    command = [sys.executable, "-c", TAKING, str(folder), str(path)]
    environment = os.environ | {"PYTHONPATH": str(paths.forms().parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "looked\n"
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
