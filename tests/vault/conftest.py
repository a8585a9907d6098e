"""Desks for the vault's tests: real encryption, only the passphrase is cheaper to try than an office's."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from creditdesk.vault import RecoveryCard, Vault
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RecoveryCard]:
    """A desk that was founded once; tests work on copies."""
    folder = tmp_path_factory.mktemp("founded") / "desk"
    vault, card = Vault.create(folder, OFFICER, PASSPHRASE, cost=CHEAP)
    vault.close()
    return folder, card


@pytest.fixture
def folder(founded: tuple[Path, RecoveryCard], tmp_path: Path) -> Path:
    """A closed desk of its own."""
    return Path(shutil.copytree(founded[0], tmp_path / "desk"))


@pytest.fixture
def card(founded: tuple[Path, RecoveryCard]) -> RecoveryCard:
    """The recovery card of every desk in these tests."""
    return founded[1]


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    """An open desk of its own."""
    with Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP) as opened:
        yield opened


@pytest.fixture
def process() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python code in a process of its own; what still runs is killed at the end."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        pipe = subprocess.PIPE
        running = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=Path.cwd())
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        running.communicate()
