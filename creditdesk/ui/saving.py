"""A finished PDF into a file the officer names, written away from the window's thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from creditdesk.exchange.whole_files import replace_file
from creditdesk.services.desk import Desk
from creditdesk.ui.worker import Worker


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Let the officer say where a PDF is saved; None when it was called off."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存为", f"{name}.pdf", "PDF 文件 (*.pdf)")
    return Path(chosen) if chosen else None


def save(worker: Worker, path: Path, pdf: bytes, on_done: Callable[[str], object]) -> None:
    """Write the file and tell it in one sentence; a disk that refuses is a Problem."""
    worker.ask(_write, path, pdf, on_done=on_done)


def _write(_desk: Desk, path: Path, pdf: bytes) -> str:
    replace_file(path, pdf)
    return f"已另存 {path.name}；离开本机的文件不再加密，请妥善保管"
