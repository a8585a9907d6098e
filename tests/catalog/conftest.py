"""The office's own paper, read once, and copies of it that may be spoilt."""

import shutil
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.load import Catalogue, load

Spoil = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue of the forms that ship."""
    return load(paths.forms())


@pytest.fixture(scope="module")
def parsed_once() -> Iterator[None]:
    """Let a text that was parsed before not be parsed again: one file of a hundred and fifty is spoilt at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", cache(tomllib.loads))
        yield


@pytest.fixture
def spoil(tmp_path: Path, parsed_once: None) -> Spoil:
    """Return a function that copies forms/, replaces one passage of one file, and returns the copy."""

    def spoiled(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "forms"
        shutil.copytree(paths.forms(), folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        text = (folder / file).read_text("utf-8")
        assert text.count(old) >= 1, f"{file} has no {old}"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return spoiled
