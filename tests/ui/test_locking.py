"""The desk locks when nobody touches it and when the workstation locks; what was copied is taken off the clipboard."""

import shutil
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.app import Program
from creditdesk.services import auto_lock, entries
from creditdesk.services.desk import Desk
from creditdesk.ui.clipboard import ClipboardWatch
from creditdesk.ui.idle import IdleWatch
from creditdesk.ui.locking import Locker
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.records import RecordsPage
from creditdesk.ui.pages.settings import SettingsPage
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.session_lock import SessionLock
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.ui.hands import CTRL, press, settle, sitting_at

pytestmark = pytest.mark.usefixtures("own_settings")


@pytest.fixture
def program(desk: Desk, qtbot: QtBot) -> Iterator[Program]:
    """The program with the desk's own window."""
    made = Program(desk.folder, desk.clock)
    made.enter(desk)
    yield made
    assert made.shown is not None
    made.shown.close()


def window_of(program: Program) -> tuple[MainWindow, Locker]:
    window = program.shown
    assert isinstance(window, MainWindow)
    locker = window.findChild(Locker)
    assert isinstance(locker, Locker)
    return window, locker


def test_an_untouched_desk_locks_and_keeps_the_draft(program: Program, desk: Desk, qtbot: QtBot) -> None:
    window, locker = window_of(program)
    window.activateWindow()
    window.open_page("records", new=True, kind="penalty")
    page = window.page("records")
    assert isinstance(page, RecordsPage)
    qtbot.waitUntil(lambda: page.entry.isVisible() and page.entry.kind is not None)
    line = page.entry.form.fields["decision_number"].editor.control
    line.setFocus()
    qtbot.keyClicks(line, "SF2026-77")
    locker.idle.wait(0.3)
    qtbot.waitUntil(lambda: isinstance(program.shown, UnlockPage))
    assert not (desk.folder / "desk.lock.json").exists()
    assert not any(desk.vault._key.key)
    with Desk.open(desk.folder, OFFICER, PASSPHRASE, clock=desk.clock, cost=CHEAP) as again:
        (draft,) = entries.drafts(again)
    assert draft.content["decision_number"] == "SF2026-77"


def test_who_works_is_not_locked_out(qtbot: QtBot) -> None:
    line, told = QLineEdit(), []
    qtbot.addWidget(line)
    watch = IdleWatch(0.5, line)
    watch.idle.connect(lambda: told.append(True))
    for _ in range(8):
        qtbot.keyClick(line, Qt.Key.Key_A)
        qtbot.wait(120)
    assert told == []
    qtbot.waitUntil(lambda: told == [True])


def test_what_was_copied_here_is_wiped_and_anything_else_stays(qtbot: QtBot) -> None:
    line = QLineEdit("示例商贸有限公司")
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    clipboard, watch = QGuiApplication.clipboard(), ClipboardWatch(line)
    line.setFocus()
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == "示例商贸有限公司"
    watch.wipe()
    assert clipboard.text() == ""
    press(qtbot, Qt.Key.Key_C, CTRL)
    with QSignalBlocker(clipboard):  # another program's copy, of which an inactive window hears nothing
        clipboard.setText("别的程序的内容")
    watch.wipe()
    assert clipboard.text() == "别的程序的内容"
    clipboard.clear()


def test_locking_wipes_the_clipboard(program: Program, qtbot: QtBot) -> None:
    window, _locker = window_of(program)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QGuiApplication.clipboard().setText("示例商贸有限公司")
    press(qtbot, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: isinstance(program.shown, UnlockPage))
    assert QGuiApplication.clipboard().text() == ""


def test_the_minutes_are_chosen_in_the_settings(program: Program, desk: Desk, qtbot: QtBot) -> None:
    window, locker = window_of(program)
    settle(window.worker, qtbot)
    assert locker.idle.seconds == auto_lock.USUAL * 60
    window.open_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    settle(window.worker, qtbot)
    assert page.lock_after.current == "10 分钟"
    page.lock_after.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    settle(window.worker, qtbot)
    assert auto_lock.minutes(desk) == 15
    assert locker.idle.seconds == 15 * 60


@pytest.fixture
def bus(qtbot: QtBot) -> Iterator[str]:
    """The address of a real D-Bus of the test's own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("there is no dbus-daemon on this machine")
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.mark.parametrize(
    ("interface", "name", "values"),
    [
        ("org.freedesktop.login1.Session", "Lock", []),
        ("org.freedesktop.login1.Manager", "PrepareForSleep", [True]),
        ("org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
        ("org.gnome.ScreenSaver", "ActiveChanged", [True]),
    ],
)
def test_a_locked_workstation_is_heard(bus: str, qtbot: QtBot, interface: str, name: str, values: list[bool]) -> None:
    ours, theirs = (QDBusConnection.connectToBus(bus, str(uuid4())) for _ in range(2))
    holder, told = QWidget(), []
    qtbot.addWidget(holder)
    session = SessionLock(holder, ours, ours)
    session.locked.connect(lambda: told.append(True))
    assert session.heard
    signal = QDBusMessage.createSignal("/example", interface, name)
    signal.setArguments(values)
    # The bus may learn what we listen for only after the first one was sent.
    qtbot.waitUntil(lambda: theirs.send(signal) and bool(told))


def test_a_workstation_that_unlocks_is_no_lock(bus: str, qtbot: QtBot) -> None:
    ours, theirs = (QDBusConnection.connectToBus(bus, str(uuid4())) for _ in range(2))
    holder, told = QWidget(), []
    qtbot.addWidget(holder)
    SessionLock(holder, ours, ours).locked.connect(lambda: told.append(True))
    unlocked = QDBusMessage.createSignal("/example", "org.gnome.ScreenSaver", "ActiveChanged")
    unlocked.setArguments([False])
    locked = QDBusMessage.createSignal("/example", "org.freedesktop.login1.Session", "Lock")
    assert all(theirs.send(unlocked) for _ in range(20))
    assert not told
    qtbot.waitUntil(lambda: theirs.send(locked) and bool(told))


def test_without_a_bus_nothing_is_heard(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    nowhere = QDBusConnection(f"no such bus {uuid4()}")
    assert not SessionLock(holder, nowhere, nowhere).heard


def test_the_settings_page_offers_the_choice_to_who_manages_the_desk(desk: Desk, qtbot: QtBot) -> None:
    desk.officer.role = "maker"
    with sitting_at(desk, qtbot, SettingsPage) as window:
        page = window.page("settings")
        assert isinstance(page, SettingsPage)
        settle(page.worker, qtbot)
        assert not page.lock_after.isEnabled()
