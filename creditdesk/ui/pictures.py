"""Pictures of the real window and of letters, as PNG files: for the README, for `demo`, and for looking at."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from creditdesk.errors import Problem
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.desk_window import PAGES, open_window

WIDTH, HEIGHT = 1366, 768
MODES = ("light", "dark")
_SETTLE = 350  # milliseconds until the reading thread has filled what is in sight
_DPI = 110


def of_letters(files: Iterable[Path], out: Path) -> list[Path]:
    """Draw every page of every PDF; returns the pictures in order."""
    out.mkdir(parents=True, exist_ok=True)
    return [picture for file in files for picture in _pages_of(file, out)]


def _pages_of(file: Path, out: Path) -> Iterator[Path]:
    document = QPdfDocument()
    if document.load(str(file)) != QPdfDocument.Error.None_:
        raise Problem(f"文书{file}画不出来，文件可能已损坏。")
    for number in range(document.pageCount()):
        points = document.pagePointSize(number)
        size = QSize(round(points.width() * _DPI / 72), round(points.height() * _DPI / 72))
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        painter = QPainter(page)
        painter.drawImage(0, 0, document.render(number, size))
        painter.end()
        path = out / f"{file.stem}-{number + 1}.png"
        page.save(str(path))
        yield path


def of_pages(desk: Desk, out: Path, modes: Iterable[str] = MODES) -> list[Path]:
    """Show every page of the desk's window in the given modes and save what it looks like."""
    out.mkdir(parents=True, exist_ok=True)
    window = open_window(desk)
    window.resize(WIDTH, HEIGHT)
    window.show()
    before, taken = theme.theme().choice, []
    try:
        for mode in modes:
            theme.theme().choose(mode)
            for page in PAGES:
                window.open_page(page.name)
                taken.append(take(window, out, f"{page.name}-{mode}"))
    finally:
        theme.theme().choose(before)
        window.close()
    return taken


def take(widget: QWidget, out: Path, name: str) -> Path:
    """Let a widget settle and save it; pictures at scale 2 carry it in their names."""
    settle()
    scale = "@2x" if widget.devicePixelRatioF() > 1 else ""
    path = out / f"{name}{scale}.png"
    widget.grab().save(str(path))
    return path


def settle(milliseconds: int = _SETTLE) -> None:
    """Let the window work for a while as if an officer looked at it."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents()
