"""Where the files that ship with the program lie, in a checkout and in a built folder alike."""

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
