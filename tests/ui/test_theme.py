"""Colours: every text can be read, every token reaches the style sheet, dark and light switch at once."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from creditdesk.rules.urgency import Urgency
from creditdesk.ui import fonts, theme
from creditdesk.ui.theme import DARK, LIGHT, PAIRS, Tokens


@pytest.fixture
def light_again() -> Iterator[None]:
    yield
    theme.theme().choose("light")


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read(now: Tokens, text: str, ground: str) -> None:
    assert theme.contrast(getattr(now, text), getattr(now, ground)) >= 4.5


def test_contrast_knows_the_ends_of_its_scale() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_the_style_sheet_has_no_gap(now: Tokens) -> None:
    sheet = theme.qss(now)
    assert "$" not in sheet.split("*/", 1)[1]
    assert now.surface in sheet


def test_tokens_are_colours() -> None:
    for now in (LIGHT, DARK):
        values = [getattr(now, each.name) for each in fields(now) if each.name != "name"]
        assert all(len(value) == 7 and value.startswith("#") for value in values)


def test_every_urgency_has_a_look_of_its_own() -> None:
    looks = [theme.shade(urgency) for urgency in Urgency]
    assert len({look.tone for look in looks}) == len(looks)
    assert [urgency for urgency in Urgency if theme.shade(urgency).dashed] == [Urgency.PROVISIONAL]


@pytest.mark.usefixtures("light_again")
def test_dark_is_switched_at_once(qapp: QApplication) -> None:
    heard: list[str] = []
    theme.theme().changed.connect(lambda: heard.append(theme.tokens().name))
    theme.theme().choose("dark")
    assert theme.tokens() is DARK
    assert qapp.palette().window().color().name().upper() == DARK.bg
    assert DARK.surface in qapp.styleSheet()
    theme.theme().choose("light")
    assert heard == ["dark", "light"]


def test_the_fonts_are_our_own() -> None:
    assert fonts.families()[0] == "Cd Hei"
    assert fonts.families(medium=True)[0] == "Cd Hei Medium"
    assert "Cd Song" in fonts.families()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.usefixtures("light_again")
def test_a_box_to_tick_has_an_edge_that_can_be_seen(qtbot: QtBot, mode: str) -> None:
    theme.theme().choose(mode)
    box = QCheckBox("示例")
    qtbot.addWidget(box)
    picture, ground = box.grab().toImage(), QColor(theme.theme().now.surface).lightness()
    middle = picture.height() // 2
    edge = [picture.pixelColor(x, middle).lightness() for x in range(4)]
    assert max(abs(one - ground) for one in edge) > 40
