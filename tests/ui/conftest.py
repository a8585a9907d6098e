"""Real widgets without a screen: fonts, colours and Chinese as in the program; a Qt warning fails the test."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.services.desk import Desk
from creditdesk.ui import fonts, theme
from creditdesk.ui.desk_window import open_window
from creditdesk.ui.lasting import Collector
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.worker import Worker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore what the offscreen platform says about windows it cannot raise, grab or size."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


_PATIENCE = 30_000  # milliseconds: a busy machine is slow, and only a fault makes a test wait that long


class PatientBot(QtBot):
    """A qtbot that waits as long as a busy machine needs."""

    def waitUntil(  # noqa: N802 - Qt's name
        self, callback: Callable[[], object], *, timeout: int = _PATIENCE
    ) -> None:
        """Wait until the condition holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitActive(  # noqa: N802 - Qt's name
        self, widget: QWidget, *, timeout: int = _PATIENCE
    ) -> AbstractContextManager[object]:
        """Wait until the window has the keyboard."""
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Clicks and keys, with patience."""
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The application as app.py dresses it."""
    Collector(qapp)
    qapp.setStyle("Fusion")
    fonts.speak_chinese(qapp)
    theme.theme().choose("light")


@pytest.fixture
def own_settings(tmp_path: Path) -> Iterator[None]:
    """Keep what the program remembers inside the test's folder."""
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.NativeFormat, scope, str(tmp_path / "settings"))
    yield
    QSettings("creditdesk", "creditdesk").clear()


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The desk's whole window."""
    made = open_window(desk)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def worker(desk: Desk) -> Iterator[Worker]:
    """A worker on the test's own desk."""
    made = Worker(desk)
    yield made
    made.close()
