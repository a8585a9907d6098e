"""One process writes a desk; the others are told who."""

import json
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk.errors import Problem
from creditdesk.vault import Vault
from creditdesk.vault.lock import DATABASE, HOLDER_NAME, DeskLock
from tests.vault.desks import OFFICER, PASSPHRASE, open_desk

HOLD = """
import sys
from pathlib import Path
from tests.vault.desks import open_desk
vault = open_desk(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""

type Start = Callable[..., subprocess.Popen[str]]
"""


def test_another_process_is_named"""
