"""Our own bugs in the window: none that escapes is lost."""

import sys
from collections.abc import Callable
from types import TracebackType

from creditdesk.errors import describe, log


def catch_in_window(show: Callable[[str], object]) -> None:
    """Send exceptions that escape on the window's thread to the log and, as a sentence, to `show`."""

    def hook(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        log(bug)
        show(describe(bug))

    sys.excepthook = hook
