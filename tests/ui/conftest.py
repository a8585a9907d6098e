"""Real widgets without a screen: fonts, colours and Chinese as in the program; a Qt warning fails the test."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from creditdesk.services.desk import Desk
from creditdesk.ui import fonts, theme
from creditdesk.ui.worker import Worker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore what the offscreen platform says about windows it cannot raise, grab or size."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The application as app.py dresses it."""
    qapp.setStyle("Fusion")
    fonts.speak_chinese(qapp)
    theme.theme().choose("light")


@pytest.fixture
def worker(desk: Desk) -> Iterator[Worker]:
    """A worker on the test's own desk."""
    made = Worker(desk)
    yield made
    made.close()
