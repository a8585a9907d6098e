"""The seal on a letter: asked for with keys, answered by another officer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creditdesk.services import letters, objections, seals
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.letters.page import LettersPage
from creditdesk.ui.pages.settings import SettingsPage
from tests.documents.seal_scans import scan
from tests.entered import acting_as, objection, penalty
from tests.ui.hands import CTRL, ENTER, press, sitting_at, write

KEYS = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def letter_id(desk: Desk) -> str:
    """A letter of a desk that has the picture of its seal."""
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(seals.load, scan())
    return str(desk.perform(objections.accept, case_id).result["letter"])


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, letter_id: str) -> Iterator[LettersPage]:
    """The register with the letter chosen."""
    with sitting_at(desk, qtbot, LettersPage) as window:
        shown = window.page("letters")
        assert isinstance(shown, LettersPage)
        window.open_page("letters", id=letter_id)
        qtbot.waitUntil(lambda: shown.register.letter is not None)
        yield shown


def seal_of(page: LettersPage) -> str:
    letter = page.register.letter
    return letter.seal if letter is not None else ""


def test_an_officer_asks_and_another_consents(page: LettersPage, desk: Desk, qtbot: QtBot) -> None:
    before = page.register.pdf
    assert page.sealing.ask.isVisible()
    press(qtbot, Qt.Key.Key_S, KEYS)
    write(qtbot, "送达申请人（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: seal_of(page) == letters.SEAL_ASKED)
    assert (page.sealing.ask.isVisible(), page.sealing.consent.isVisible()) == (False, True)
    press(qtbot, Qt.Key.Key_Y, KEYS)
    qtbot.waitUntil(page.window().bar.isVisible)  # type: ignore[attr-defined]
    with acting_as(desk, "钱示例", "checker"):
        press(qtbot, Qt.Key.Key_Y, KEYS)
        qtbot.waitUntil(lambda: seal_of(page) == letters.SEALED)
    assert page.register.pdf != before
    assert "已用印（钱示例）" in page.register.seal.text()
    assert not any(action.isVisible() for action in page.sealing.acts)


def test_a_refusal_shows_its_reason(page: LettersPage, desk: Desk, qtbot: QtBot) -> None:
    with acting_as(desk, "钱示例", "maker"):
        desk.perform(seals.ask, page.register.letter.id if page.register.letter else "", "示例")
    page.reload()
    qtbot.waitUntil(lambda: seal_of(page) == letters.SEAL_ASKED)
    press(qtbot, Qt.Key.Key_U, KEYS)
    write(qtbot, "主送有误（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: seal_of(page) == letters.SEAL_REFUSED)
    assert "主送有误（示例）" in page.register.seal.text()
    assert page.sealing.ask.isVisible()


def test_the_picture_is_loaded_in_the_settings(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "印章.png"
    path.write_bytes(scan())
    with sitting_at(desk, qtbot, SettingsPage) as window:
        assert isinstance(window, MainWindow)
        window.open_page("settings")
        page = window.page("settings")
        assert isinstance(page, SettingsPage)
        qtbot.waitUntil(lambda: "没有载入" in page.seal.text())
        page.load_seal(tmp_path / "没有.png")
        qtbot.waitUntil(window.bar.isVisible)
        page.load_seal(path)
        qtbot.waitUntil(lambda: "已载入" in page.seal.text())
    assert seals.loaded(desk)
