"""The two kinds of failure: a Problem is for the officer, everything else is a bug of ours."""

import errno
import logging
import traceback
from collections.abc import Sequence
from pathlib import Path

_log = logging.getLogger("creditdesk.faults")

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘只读",
    errno.EIO: "磁盘读写出错",
    errno.ENODEV: "设备已经拔出",
    errno.ENXIO: "设备已经拔出",
    errno.ENOTCONN: "网络共享断开了",
    errno.ESTALE: "网络共享断开了",
    errno.EBUSY: "正被占用",
    errno.ENOTDIR: "路径中有一项不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EFBIG: "文件太大",
}


class Problem(Exception):
    """What happened and what to do now, as one Chinese sentence for the officer.

    `exit_status` is what a command ends with when the problem reaches the terminal.
    """

    exit_status = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InputProblem(Problem):
    """A Problem whose cause is what the officer typed, chose or handed in."""

    exit_status = 2


def stated(text: str, otherwise: str) -> str:
    """Return what the officer wrote, without blanks around it; InputProblem with the sentence where that is nothing."""
    if not (said := text.strip()):
        raise InputProblem(otherwise)
    return said


def few(words: Sequence[str], counted: str, most: int = 3) -> str:
    """Return the first of many words for a sentence, and how many they are: 甲、乙、丙等5条."""
    more = f"等{len(words)}{counted}" if len(words) > most else ""
    return "、".join(words[:most]) + more


def why(error: OSError) -> str:
    """Return in Chinese why the system refused; what is not known here in the system's own words."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


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
