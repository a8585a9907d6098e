"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11.

There every Qt call that returns nothing gives back a reference to None which it never took (1000 calls, 1000 lost), and
calls into our own methods that answer True or False lose some of those (8 for each page scrolled), so that a busy
window ends in "Fatal Python error: deallocating None" or "… True or False". From Python 3.12 on none of them can die.
"""

import ctypes
import sys

_SPARE = 2**40  # more calls than a window can make in a lifetime
LASTING = (None, True, False)


def keep_singles() -> None:
    """Give each of them as many spare references as Qt could ever lose; does nothing where they are immortal."""
    if sys.version_info < (3, 12):
        for each in LASTING:
            ctypes.c_ssize_t.from_address(id(each)).value += _SPARE
