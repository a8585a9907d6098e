"""Where the files that ship with the program lie, and how a folder gets onto the disk."""

import os
import sys
from pathlib import Path

# PyInstaller unpacks forms/ and resources/ below its own folder; in a checkout they lie beside the package.
_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def forms() -> Path:
    """Return the folder of the office's paper: records, letters, procedures, codes, layouts."""
    return _ROOT / "forms"


def resources() -> Path:
    """Return the folder of fonts, icons, calendars, style, help and samples."""
    return _ROOT / "resources"


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk; Windows has no such call and writes them with the file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
