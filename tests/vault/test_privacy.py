"""A crash leaves nothing of the memory on the disk."""

import subprocess
import sys

import pytest

_ABORTED = """
import os, resource
from creditdesk.vault.privacy import keep_memory_private
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
keep_memory_private()
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
os.abort()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux kernel")
def test_an_aborted_program_may_not_be_dumped() -> None:
    done = subprocess.run([sys.executable, "-c", _ABORTED], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("0", -6)
