"""Desks that exchange packages in tests: a centre and the units that report to it."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import permutations
from pathlib import Path

from creditdesk.services import arrivals, incoming, offices, packages, partners
from creditdesk.services.acts import Changes
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.leaving import send

CENTRE = "示例县信用中心"


def found(folder: Path, name: str, receiver: str = CENTRE) -> Desk:
    """Open a new desk whose packages go to a receiver: another one than that of `desks` with the same name."""
    shutil.copytree(_alone(name, receiver), folder)
    return opened(folder)


@cache
def _alone(name: str, receiver: str) -> Path:
    """Return the folder of a closed desk; founded once, then copied."""
    folder = _kept_to_the_end() / "desk"
    _founded(folder, name, receiver).close()
    return folder


def _founded(folder: Path, name: str, receiver: str = CENTRE) -> Desk:
    office = Office(name, receiver=receiver)
    return offices.create_desk(folder, office, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)[0]


def _kept_to_the_end() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="creditdesk-neighbours-"))
    atexit.register(shutil.rmtree, folder)
    return folder


def know(desk: Desk, other: Desk) -> None:
    """Let a desk believe another one's certificate."""
    desk.perform(partners.trust, offices.office(other).name, packages.certificate(other), "当面", "吴示例")


@contextmanager
def desks(folder: Path, names: Sequence[str]) -> Iterator[list[Desk]]:
    """Open a desk of its own for each name, each of which believes all others."""
    shutil.copytree(_acquainted(tuple(names)), folder, dirs_exist_ok=True)
    with ExitStack() as stack:
        yield [stack.enter_context(opened(folder / f"desk{at}")) for at in range(len(names))]


def opened(folder: Path) -> Desk:
    """Open a desk that was founded here."""
    return Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


@cache
def _acquainted(names: Sequence[str]) -> Path:
    """Return a folder with a closed desk for each name, each of which believes all others; made once, then copied."""
    folder = _kept_to_the_end()
    with ExitStack() as stack:
        made = [stack.enter_context(_founded(folder / f"desk{at}", name)) for at, name in enumerate(names)]
        for one, other in permutations(made, 2):
            know(one, other)
    return folder


def take(desk: Desk, path: Path, *, withdrawn: bool = False) -> Changes:
    """Look a package through and take it in."""
    return desk.perform(incoming.take, arrivals.inspect(desk, path), withdrawn=withdrawn)


def report(desk: Desk, to: Desk, folder: Path) -> Path:
    """Let a desk send what is due to another one; returns the file."""
    office = offices.office(desk)
    if office.receiver != offices.office(to).name:
        desk.perform(offices.describe, Office(**(vars(office) | {"receiver": offices.office(to).name})))
    return send(desk, folder)
