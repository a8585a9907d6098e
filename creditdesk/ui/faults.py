"""Our own bugs: logged without personal data, told to the officer plainly, never swallowed."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_log = logging.getLogger("creditdesk.faults")


def log(bug: BaseException) -> None:
    """Write the type of `bug` and the places it passed to the log; its text may name people and is left out."""
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(_frames(bug)))
    _log.error("%s at %s", type(bug).__name__, places)


def describe(bug: BaseException) -> str:
    """Return one sentence for the officer that says where the program failed."""
    frames = _frames(bug)
    place = f"{Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else "位置不明"
    what = f"程序内部出错（{type(bug).__name__}，{place}）"
    return f"{what}，这一步没有完成，已保存的数据不受影响；请把这句话转告维护人员。"


def _frames(bug: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(bug.__traceback__))


def catch_in_window(show: Callable[[str], object]) -> None:
    """Send exceptions that escape on the window's thread to the log and, as a sentence, to `show`."""

    def hook(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        log(bug)
        show(describe(bug))

    sys.excepthook = hook
