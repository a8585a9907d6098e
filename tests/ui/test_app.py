"""The program as an officer meets it: unlock, work, lock, and come in again; a new desk begins with the wizard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.app import Program
from creditdesk.services import officers, offices
from creditdesk.services.clock import fixed_clock
from creditdesk.services.offices import Office
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.first_passphrase import FirstPassphrasePage
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.pages.wizard import WizardPage
from tests.conftest import CHEAP, OFFICER, TODAY

PHRASE = "shili-desk-2026"
CLOCK = fixed_clock(TODAY)
pytestmark = pytest.mark.usefixtures("own_settings")


def _shown(program: Program, kind: type) -> bool:
    return isinstance(program.shown, kind) and program.shown.isVisible()


def test_unlock_work_lock_and_unlock_again(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "desk"
    offices.create_desk(folder, Office("示例县信用中心"), OFFICER, PHRASE, clock=CLOCK)[0].close()
    program = Program(folder, CLOCK)
    program.start()
    for _ in range(2):
        page = program.shown
        assert isinstance(page, UnlockPage)
        qtbot.keyClicks(page.passphrase, PHRASE)
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: _shown(program, MainWindow), timeout=30000)
        assert (folder / "desk.lock").exists()
        window = program.shown
        assert isinstance(window, MainWindow)
        window.lock_asked.emit()
        qtbot.waitUntil(lambda: _shown(program, UnlockPage))
    assert Program(None, CLOCK).folder == folder
    assert program.shown is not None
    program.shown.close()


def test_a_wrong_passphrase_is_told_and_opens_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "desk"
    offices.create_desk(folder, Office("示例县信用中心"), OFFICER, PHRASE, clock=CLOCK, cost=CHEAP)[0].close()
    program = Program(folder, CLOCK, CHEAP)
    program.start()
    page = program.shown
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.passphrase, "not the passphrase")
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "口令不正确" in page.message.text(), timeout=30000)
    assert _shown(program, UnlockPage)
    page.close()


def test_a_one_time_passphrase_is_changed_before_the_window_opens(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "desk"
    desk = offices.create_desk(folder, Office("示例县信用中心"), OFFICER, PHRASE, clock=CLOCK, cost=CHEAP)[0]
    once = str(officers.invite(desk, "李示例", "maker").result["once"])
    desk.close()
    program = Program(folder, CLOCK, CHEAP)
    program.start()
    page = program.shown
    assert isinstance(page, UnlockPage)
    page.officers.choose(1)
    qtbot.keyClicks(page.passphrase, once)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(program, FirstPassphrasePage), timeout=30000)
    first = program.shown
    assert isinstance(first, FirstPassphrasePage)
    qtbot.keyClicks(first.form.present.line, once)
    qtbot.keyClicks(first.form.new.line, "my own passphrase")
    qtbot.keyClicks(first.form.again.line, "my own passphrasE")
    qtbot.keyClick(first.form.again.line, Qt.Key.Key_Return)
    assert "不一致" in first.form.again.message.text()
    first.form.again.line.clear()
    qtbot.keyClicks(first.form.again.line, "my own passphrase")
    qtbot.mouseClick(first.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _shown(program, MainWindow), timeout=30000)
    assert program.shown is not None
    program.shown.close()


def test_without_a_desk_the_wizard_begins(tmp_path: Path, qtbot: QtBot) -> None:
    program = Program(tmp_path / "nothing here", CLOCK)
    program.start()
    assert _shown(program, WizardPage)
    assert program.shown is not None
    program.shown.close()


def test_without_a_display_one_sentence_is_said_and_no_window_is_opened_that_nobody_sees() -> None:
    seen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    unseen = {name: value for name, value in os.environ.items() if name not in seen}
    command = [sys.executable, "-m", "creditdesk"]
    done = subprocess.run(command, env=unseen, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("这里没有图形桌面，打不开窗口")
    assert len(done.stderr.splitlines()) == 1
