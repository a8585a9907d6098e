"""Packages that left a test's desk."""

from pathlib import Path

from creditdesk.services import packages
from creditdesk.services.desk import Desk


def package(desk: Desk, folder: Path) -> str:
    """Let everything that is due leave into a folder; return the package's identity."""
    folder.mkdir(exist_ok=True)
    return str(desk.perform(packages.build, folder).result["package"])
