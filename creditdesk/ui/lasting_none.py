"""Keeps None alive under PySide6 6.12 on Python 3.10 and 3.11.

There every Qt call that returns nothing gives back a reference to None which it never took (1000 calls, 1000 lost), so
that a busy window ends in "Fatal Python error: deallocating None" within seconds. From Python 3.12 on None cannot die.
"""

import ctypes
import sys

_SPARE = 2**40  # more calls than a window can make in a lifetime


def keep_none() -> None:
    """Give None as many spare references as Qt could ever lose; does nothing where None is immortal."""
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(None)).value += _SPARE
