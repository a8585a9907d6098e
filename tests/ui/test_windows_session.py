"""The desk locks when Windows says so: messages as Windows lays them out, handed to Qt where it receives them.

No Windows is needed for that, and none has been asked: whether it sends them to the window is not shown here.
"""

import ctypes
import sys
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

import PySide6
import pytest
import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QByteArray, QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from creditdesk.app import Program
from creditdesk.services.desk import Desk
from creditdesk.ui import windows_session
from creditdesk.ui.locking import Locker
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.windows_session import WindowsSession

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Qt's own entry is called by its name in Linux' library"
)
_ENTRY = "_ZN24QAbstractEventDispatcher17filterNativeEventERK10QByteArrayPvPx"


def receive(message: int, what: int, kind: bytes = b"windows_generic_MSG") -> bool:
    """Let Qt receive a message as its Windows part does, for which PySide6 has no way; True if it stops there."""
    library = ctypes.CDLL(str(Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Core.so.6"))
    entry = library[_ENTRY]
    entry.restype, entry.argtypes = ctypes.c_bool, [ctypes.c_void_p] * 4
    came, named, answer = wintypes.MSG(message=message, wParam=what), QByteArray(kind), ctypes.c_longlong()
    dispatcher, name = (shiboken6.getCppPointer(each)[0] for each in (QAbstractEventDispatcher.instance(), named))
    return bool(entry(dispatcher, name, ctypes.addressof(came), ctypes.addressof(answer)))


@pytest.fixture
def told(qapp: QApplication) -> Iterator[list[bool]]:
    """What a listening session has told so far."""
    heard: list[bool] = []
    session = WindowsSession(lambda: heard.append(True))
    qapp.installNativeEventFilter(session)
    yield heard
    qapp.removeNativeEventFilter(session)


@pytest.mark.parametrize(
    ("message", "what"),
    [
        (windows_session.SESSION, windows_session.LOCKED),
        (windows_session.SESSION, windows_session.CONSOLE_LEFT),
        (windows_session.SESSION, windows_session.REMOTE_LEFT),
        (windows_session.POWER, windows_session.ASLEEP),
    ],
)
def test_a_session_that_nobody_sits_before_is_told(told: list[bool], message: int, what: int) -> None:
    assert not receive(message, what)  # it goes on to Qt
    assert told == [True]
    assert not receive(message, what, b"windows_dispatcher_MSG")
    assert told == [True, True]


def test_other_messages_are_not_taken_for_a_lock(told: list[bool]) -> None:
    unlocked, connected, resumed, key_down = 0x8, 0x1, 0x7, 0x0100
    receive(windows_session.SESSION, unlocked)
    receive(windows_session.SESSION, connected)
    receive(windows_session.POWER, resumed)
    receive(key_down, windows_session.LOCKED)
    receive(windows_session.SESSION, windows_session.LOCKED, b"xcb_generic_event_t")
    assert told == []


def test_elsewhere_nothing_is_asked_for(told: list[bool]) -> None:
    assert not WindowsSession(lambda: None).begin(1)


def test_the_desk_locks_once_when_windows_says_it_twice(desk: Desk, qtbot: QtBot) -> None:
    program = Program(desk.folder, desk.clock)
    program.enter(desk)
    window = program.shown
    assert window is not None
    locker = window.findChild(Locker)
    assert isinstance(locker, Locker)
    application = QCoreApplication.instance()
    assert application is not None
    application.installNativeEventFilter(locker.windows)
    receive(windows_session.POWER, windows_session.ASLEEP)
    receive(windows_session.SESSION, windows_session.LOCKED)
    assert program.shown is window  # not before Windows has its answer
    qtbot.waitUntil(lambda: isinstance(program.shown, UnlockPage))
    assert not any(desk.vault._key.key)
    assert program.shown is not None
    program.shown.close()
