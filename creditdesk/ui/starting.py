"""The Qt application with our fonts, words and colours: what every window and every picture begins with."""

import os
import sys

from PySide6.QtWidgets import QApplication

from creditdesk.errors import Problem
from creditdesk.ui import faults, fonts, theme
from creditdesk.ui.lasting import Collector


def require_display() -> None:
    """Raise a Problem where nobody would see a window; whoever names a platform of Qt's knows where it draws."""
    if not _has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise Problem("这里没有图形桌面，打不开窗口：请在图形桌面上运行，或用 creditdesk --help 查看不用窗口的命令。")


def application() -> QApplication:
    """Return the process's application, made now if there is none; without a display it draws offscreen."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = QApplication(sys.argv[:1])
    Collector(made)
    fonts.load()
    fonts.speak_chinese(made)
    theme.theme().choose("system")
    faults.catch_in_window(lambda sentence: print(sentence, file=sys.stderr))
    return made


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
