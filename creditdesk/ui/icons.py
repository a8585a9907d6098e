"""The icon set of resources/icons, painted once per icon, colour, size and screen scale, and kept."""

import re
from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from creditdesk import paths
from creditdesk.ui import theme

SIZES_OF_WINDOW_ICON = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_STROKE = re.compile(r'stroke-width="2"')


@cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _drawn(name: str, colour: str, size: float) -> QSvgRenderer:
    # A 24-box icon with 1.8 strokes shows 1.5 pixels at 20, and a touch more when small so that it stays even.
    stroke = f'stroke-width="{1.8 if size >= theme.ICON else 1.95}"'
    text = _STROKE.sub(stroke, _source(name)).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _drawn(name, colour, size).render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def _hex(colour: str) -> str:
    return theme.colour(colour).name()


def pixmap(name: str, colour: str = "text2", size: int = theme.ICON, ratio: float = 1.0) -> QPixmap:
    """Return icon `name` in `colour` (token or #RRGGBB), `size` pixels wide at screen scale `ratio`."""
    return _pixmap(name, _hex(colour), size, ratio)


def icon(name: str, colour: str = "text2", size: int = theme.ICON) -> QIcon:
    """Return icon `name` for buttons and actions, in today's colours; greyed when disabled."""
    result = QIcon()
    for ratio in sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}):
        result.addPixmap(pixmap(name, colour, size, ratio))
        result.addPixmap(pixmap(name, "edge", size, ratio), QIcon.Mode.Disabled)
    return result


def paint(
    painter: QPainter, name: str, left: float, top: float, size: int = theme.ICON_INLINE, colour: str = "text2"
) -> None:
    """Draw icon `name` with its upper left corner at (`left`, `top`)."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(QPointF(left, top), pixmap(name, colour, size, ratio))


def silhouette(urgency: str) -> str:
    """Return the icon name that stands for `urgency` without any colour."""
    return f"urgency-{urgency}"


@cache
def program() -> QIcon:
    """Return the seal that stands for the program in title bar and task bar."""
    result = QIcon()
    for size in SIZES_OF_WINDOW_ICON:
        result.addPixmap(_pixmap("creditdesk", theme.LIGHT.brand, size, 1.0))
    return result
