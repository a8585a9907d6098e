"""The office's own paper, read once, and copies of it that may be spoilt."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.load import Catalogue, load

Spoil = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue of the forms that ship."""
    return load(paths.forms())


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Return a function that copies forms/, replaces one passage of one file, and returns the copy."""

    def spoiled(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "forms"
        shutil.copytree(paths.forms(), folder, dirs_exist_ok=True)
        text = (folder / file).read_text("utf-8")
        assert text.count(old) >= 1, f"{file} has no {old}"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return spoiled
