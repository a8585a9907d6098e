"""Pictures of the real window and of letters, as PNG files: for the README, for `demo`, and for looking at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from creditdesk.errors import Problem
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.desk_window import PAGES, open_window
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.pages.wizard import WizardPage
from creditdesk.ui.worker import Worker

WIDTH, HEIGHT = 1366, 768
MODES = ("light", "dark")
_SETTLE = 350  # milliseconds until what is in sight has been asked for and drawn
_LONGEST = 60  # times as long for the answers, on a machine that is busy with other things
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


@dataclass(frozen=True)
class Scene:
    """A moment worth a picture: a page, where it goes, and the key pressed there."""

    name: str
    page: str
    where: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


SCENES = (
    *(Scene(page.name, page.name) for page in PAGES),
    Scene("wording", "catalogue", {"wording": True}),
    Scene("record-entry", "records", {"new": True, "kind": "penalty"}),
    Scene("record-import", "records", {"importing": True}),
    Scene("objection-deadline", "objections", key="F9"),
    Scene("objection-entry", "objections", {"new": True}),
)


def of_pages(desk: Desk, out: Path, modes: Iterable[str] = MODES, scenes: Iterable[Scene] = SCENES) -> list[Path]:
    """Show the scenes in the desk's real window in the given modes and save what they look like."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = tuple(scenes)
    before, taken = theme.theme().choice, []
    for mode in modes:
        theme.theme().choose(mode)
        window = open_window(desk)
        window.resize(WIDTH, HEIGHT)
        window.show()
        try:
            # A page that this officer's role may not read is not in the window.
            taken += [_scene(window, scene, out, mode) for scene in wanted if window.offers(scene.page)]
        finally:
            _end(window)
    theme.theme().choose(before)
    return taken


def _scene(window: MainWindow, scene: Scene, out: Path, mode: str) -> Path:
    window.open_page(scene.page, **scene.where)
    if scene.key:
        settle(window.worker)
        pressed = QKeySequence(scene.key)
        for action in window.page(scene.page).working_acts():
            if pressed in action.shortcuts():
                action.trigger()
    return take(window, out, f"{scene.name}-{mode}", window.worker)


def of_beginnings(folder: Path, out: Path, modes: Iterable[str] = MODES) -> list[Path]:
    """Save what an officer sees before a desk is open: the unlock page of `folder`, and the founding of a new desk."""
    before, taken = theme.theme().choice, []
    for mode in modes:
        theme.theme().choose(mode)
        pages: tuple[tuple[str, UnlockPage | WizardPage], ...] = (
            ("unlock", UnlockPage(folder)),
            ("wizard", WizardPage(folder.parent / "新桌面")),
        )
        for name, page in pages:
            page.resize(WIDTH, HEIGHT)
            page.show()
            taken.append(take(page, out, f"{name}-{mode}"))
            _end(page)
    theme.theme().choose(before)
    return taken


def _end(widget: QWidget) -> None:
    # Deleted now: widgets that are left to the end of the process go in an order in which Qt can fall over them.
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def take(widget: QWidget, out: Path, name: str, worker: Worker | None = None) -> Path:
    """Let a widget settle and save it; pictures at scale 2 carry it in their names."""
    settle(worker)
    scale = "@2x" if widget.devicePixelRatioF() > 1 else ""
    path = out / f"{name}{scale}.png"
    widget.grab().save(str(path))
    return path


def settle(worker: Worker | None = None) -> None:
    """Let the window work for a while as if an officer looked at it, and until its worker has answered everything."""
    idle = 0
    for _ in range(_LONGEST):
        loop = QEventLoop()
        QTimer.singleShot(_SETTLE, loop.quit)
        loop.exec()
        QCoreApplication.sendPostedEvents()
        # What was drawn once may have asked for its rows only then.
        idle = idle + 1 if worker and worker.idle else 0
        if worker is None or idle > 1:
            return
