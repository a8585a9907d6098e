"""Icons: all can be drawn in any colour and scale, and urgencies differ without any colour."""

import pytest
from PySide6.QtGui import QColor, QPixmap

from creditdesk import paths
from creditdesk.rules.urgency import Urgency
from creditdesk.ui import icons

NAMES = sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg"))


def drawn(pixmap: QPixmap) -> list[QColor]:
    image = pixmap.toImage()
    every = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return [colour for colour in every if colour.alpha() > 200]


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    assert {colour.name() for colour in drawn(icons.pixmap(name, "#123456", 20, 4.0))} >= {"#123456"}


def test_scale_two_has_twice_the_points() -> None:
    pixmap = icons.pixmap("home", "text2", 20, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (40, 2.0)


def test_silhouettes_differ_in_black_and_white() -> None:
    images = [icons.pixmap(icons.silhouette(each), "#000000", 32, 1.0).toImage() for each in Urgency]
    assert all(first != second for at, first in enumerate(images) for second in images[at + 1 :])


def test_the_window_icon_has_the_usual_sizes() -> None:
    assert {size.width() for size in icons.program().availableSizes()} >= {16, 32, 48, 256}


def test_the_icons_carry_their_licence() -> None:
    assert "ISC" in (paths.resources() / "icons" / "LICENSE-lucide.txt").read_text(encoding="utf-8")
