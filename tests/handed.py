"""Packages that left a test's desk."""

from pathlib import Path

from creditdesk.services.desk import Desk
from tests.leaving import release


def package(desk: Desk, folder: Path) -> str:
    """Let everything that is due leave into a folder; return the package's identity."""
    folder.mkdir(exist_ok=True)
    return str(release(desk).result["packages"][0])
