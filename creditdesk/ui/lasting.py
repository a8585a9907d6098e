"""What the process needs to run all day: None, True and False that stay, memory that goes back, garbage that waits.

With PySide6 6.12 on Python 3.11 every Qt call that returns nothing gives back a reference to None which it never took
(1000 calls, 1000 lost), and calls into our own methods that answer True or False lose some of those (8 for each page
scrolled), so that a busy window ended in "Fatal Python error: deallocating None" or "… True or False". From Python 3.12
on none of them can die.
"""

import ctypes
import gc
import os
import sys

from PySide6.QtCore import QObject, QTimer

_SPARE = 2**40  # more calls than a window can make in a lifetime
LASTING = (None, True, False)

_LOOK = 1000  # milliseconds between two looks at the garbage
_M_MMAP_THRESHOLD = -3  # of mallopt(3)
_LARGE_BYTES = 1 << 20


def keep_singles() -> None:
    """Give each of them as many spare references as Qt could ever lose; does nothing where they are immortal."""
    if sys.version_info < (3, 12):
        for each in LASTING:
            ctypes.c_ssize_t.from_address(id(each)).value += _SPARE


def give_memory_back() -> None:
    """Let blocks above 1 MB return to the system when they are freed, where the C library is glibc.

    By itself it raises that limit to 32 MB after the first such block, and a window that has asked for the identities
    of a million rows would keep 100 MB that it no longer uses.
    """
    if sys.platform == "linux" and "CS_GNU_LIBC_VERSION" in os.confstr_names:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)


class Collector(QObject):
    """Collects garbage on the window's thread alone.

    By itself Python does it on whichever thread happens to make an object; a widget or document that ends on a reading
    thread because it was part of a ring takes the whole program with it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK)

    def _look(self) -> None:
        """Collect as far as Python itself would have by now."""
        limits, counts = gc.get_threshold(), gc.get_count()
        due = [generation for generation in range(3) if counts[generation] > limits[generation]]
        if due and due[0] == 0:
            gc.collect(max(due))
