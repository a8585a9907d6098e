"""Wires the program together: opens the window, locks it, and does the main job with pictures for `demo`."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from creditdesk.errors import Problem
from creditdesk.services import offices, recoveries, salvages, sample, sample_queue
from creditdesk.services.clock import Clock, fixed_clock, system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.recoveries import CardUse
from creditdesk.ui import desk_window, faults, icons, locking, pictures, starting
from creditdesk.ui.idle import IdleWatch
from creditdesk.ui.keeping import Keeper
from creditdesk.ui.locking import Locker
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.first_passphrase import FirstPassphrasePage
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.pages.wizard import WizardPage
from creditdesk.vault import DEFAULT_COST, Cost
from creditdesk.vault.backup import Progress
from creditdesk.vault.lock import is_desk, was_desk

_LAST_DESK = "last_desk"


class Program:
    """Shows one window at a time: founding, unlocking, or the desk itself."""

    def __init__(self, folder: Path | None, clock: Clock, cost: Cost = DEFAULT_COST) -> None:
        self.clock, self.cost = clock, cost
        self.shown: QWidget | None = None
        self.remembered = QSettings("creditdesk", "creditdesk")
        self.folder = folder or self._last_desk()

    def start(self) -> None:
        """Show the unlock page of the desk, or the wizard when there is none."""
        if self.folder and _may_be_desk(self.folder):
            self.unlock(self.folder)
        else:
            self.found()

    def unlock(self, folder: Path) -> None:
        """Ask for a passphrase."""
        salvage = partial(salvages.salvage, clock=self.clock, cost=self.cost)
        page = UnlockPage(folder, self._open, self._recover, salvage)
        page.salvaged.connect(self.unlock)
        page.opened.connect(self.enter)
        page.other_asked.connect(self._choose_other)
        page.new_asked.connect(self.found)
        self._show(page)

    def found(self) -> None:
        """Lead through the founding of a new desk."""
        wizard = WizardPage(self.folder or Path.home() / "信用桌面")
        wizard.finished.connect(self._founded)
        wizard.left.connect(self.start)
        self._show(wizard)

    def _founded(self, desk: Desk, keeper: str, place: str) -> None:
        desk.perform(offices.keep_card, keeper, place)
        self.enter(desk)

    def enter(self, desk: Desk) -> None:
        """Show the open desk, or first the page that changes a one-time passphrase."""
        self.folder = desk.folder
        if desk.officer.must_change:
            page = FirstPassphrasePage(desk)
            page.changed.connect(self.enter)
            page.left.connect(self._leave)
            IdleWatch(locking.UNCHOSEN, page).idle.connect(lambda: self._leave(desk))
            self._show(page)
            return
        self.remembered.setValue(_LAST_DESK, str(desk.folder))
        window = desk_window.open_window(desk)
        faults.catch_in_window(window.warn)
        window.lock_asked.connect(lambda: self._lock(window, desk))
        window.closing.connect(desk.close)
        Keeper(window)
        Locker(window)
        self._show(window)

    def _leave(self, desk: Desk) -> None:
        desk.close()
        self.unlock(desk.folder)

    def _lock(self, window: MainWindow, desk: Desk) -> None:
        window.close()
        self.unlock(desk.folder)

    def _show(self, widget: QWidget) -> None:
        before, self.shown = self.shown, widget
        widget.setWindowIcon(icons.program())
        widget.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _open(self, folder: Path, slot: str, phrase: str, progress: Progress) -> Desk:
        return Desk.open(folder, slot, phrase, clock=self.clock, cost=self.cost, progress=progress)

    def _recover(self, folder: Path, groups: Sequence[str], use: CardUse) -> Desk:
        return recoveries.recover(folder, groups, use, clock=self.clock, cost=self.cost)

    def _choose_other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.shown, "打开哪个桌面文件夹")
        if chosen:
            self.unlock(Path(chosen))

    def _last_desk(self) -> Path | None:
        kept = self.remembered.value(_LAST_DESK)
        return Path(str(kept)) if kept else None


def _may_be_desk(folder: Path) -> bool:
    """Tell whether to ask for a passphrase; of a folder that cannot be looked into the unlock page says why."""
    try:
        return is_desk(folder) or was_desk(folder)
    except Problem:
        return True


def window(folder: Path | None, sample_folder: Path | None) -> int:
    """Open the window and return the program's exit status when it is closed."""
    starting.require_display()
    application = starting.application()
    clock = fixed_clock(sample.TODAY) if sample_folder else system_clock
    program = Program(sample_folder / "desk" if sample_folder else folder, clock)
    if sample_folder:
        if not (sample_folder / "desk" / "desk.db").exists():
            sample_queue.make(sample_folder).close()
        print(f"示例桌面的口令是 {sample.PASSPHRASE}，日期停在 {sample.TODAY}")
    program.start()
    return application.exec()


def demo(out: Path) -> None:
    """Do the main job on the sample input without a screen; the last line printed is one JSON object of paths."""
    job = sample.main_job(out)
    starting.application()
    taken = pictures.of_letters(job.letters, out / "pictures")
    with tempfile.TemporaryDirectory() as scratch, sample_queue.make(Path(scratch)) as desk:
        taken += pictures.of_pages(desk, out / "pictures", ("light",))
    print(job.as_json(taken))
