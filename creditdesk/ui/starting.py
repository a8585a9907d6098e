"""The Qt application with our fonts, words and colours: what every window and every picture begins with."""

import os
import sys

from PySide6.QtWidgets import QApplication

from creditdesk.ui import faults, fonts, theme
from creditdesk.ui.lasting import Collector


def application() -> QApplication:
    """Return the process's application, made now if there is none; without a display it draws offscreen."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = QApplication(sys.argv[:1])
    Collector(made)
    fonts.load()
    fonts.speak_chinese(made)
    theme.theme().choose("system")
    faults.catch_in_window(lambda sentence: print(sentence, file=sys.stderr))
    return made
