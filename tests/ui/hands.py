"""What an officer's hands do: open the window, type (Chinese through the input method), walk and press keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow, Sitting
from creditdesk.ui.page import Page
from creditdesk.ui.pages.subjects import find
from creditdesk.ui.worker import Worker

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return
_TURNS, _TURN = 6, 2  # turns of the event loop in which nothing may begin any more; milliseconds for each


@contextmanager
def sitting_at(desk: Desk, qtbot: QtBot, *pages: type[Page]) -> Iterator[MainWindow]:
    """Show a window that has these pages, made as they are opened, first the first; closing it ends its threads."""
    sitting = Sitting("示例县信用中心", desk.officer.name, "负责人", lambda: desk.clock().date())
    window = MainWindow(Worker(desk), sitting, pages, find)
    try:
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.open_page(pages[0].name)
        yield window
        settle(window.worker, qtbot)
    finally:
        window.close()
        window.deleteLater()


def settle(worker: Worker, qtbot: QtBot) -> None:
    """Wait until nothing is on its way any more, not even what begins with the next turn of the event loop."""
    quiet = 0
    while quiet < _TURNS:
        qtbot.waitUntil(lambda: worker.idle)
        qtbot.wait(_TURN)
        quiet = quiet + 1 if worker.idle else 0


def focus() -> QWidget:
    """Return the widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(focus(), key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    """Write over what stands in the focused line: letters by keys, Chinese through the input method."""
    press(qtbot, Qt.Key.Key_A, CTRL)
    if text.isascii():
        qtbot.keyClicks(focus(), text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(focus(), event)


def onto(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the printer dialog choose a file."""

    def accept(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        dialog.printer().setResolution(72)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
