"""Keeping what is in memory from reaching a disk: no core dumps, no heap in crash reports, no looking in by others."""

import ctypes
import sys

if sys.platform != "win32":
    import resource

_PR_SET_DUMPABLE = 4
_WER_FAULT_REPORTING_FLAG_NOHEAP = 1


def keep_memory_private() -> None:
    """Forbid this process core dumps and, where the system can, crash reports that hold its heap.

    Called once, when the program starts. Swapped pages are beyond a program's reach: an office encrypts its disk or
    turns swap off.
    """
    if sys.platform == "win32":
        # The system still reports that the program crashed, and where, but nothing of what it held.
        ctypes.windll.wer.WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP)
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        # Also where the system pipes dumps to a collector, which no limit stops.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
