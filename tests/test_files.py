"""No door waits for a pipe or reads a device, a folder or an endless file: each says one sentence, nothing is read."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from creditdesk import files
from creditdesk.cli import main
from creditdesk.errors import InputProblem
from creditdesk.exchange import inspection
from creditdesk.exchange.sealed import SealedArchive
from creditdesk.files import LITTLE, size_words

HUGE = 2**40


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def device(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def endless(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(HUGE)
    return path


DOORS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "package": ("a.zip", SealedArchive),
    "sealed package": ("a.p7m", partial(SealedArchive, opener=lambda data: data)),
    "workbook": ("a.xlsx", inspection.inspect),
    "list": ("a.csv", inspection.inspect),
    "certificate": ("a.pem", files.read),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("make", [pipe, device, folder, endless])
def test_what_is_no_file_or_far_too_large_is_refused_unread(
    door: str, make: Callable[[Path], Path], tmp_path: Path
) -> None:
    name, opens = DOORS[door]
    with pytest.raises(InputProblem, match="超过" if make is endless else "不是普通文件") as caught:
        opens(make(tmp_path / name))
    assert caught.value.sentence.startswith(name)
    assert caught.value.sentence.endswith("。")


def test_a_name_that_cannot_be_and_a_file_that_is_not_there_are_told() -> None:
    for name in ("没有.pem", "坏\0名"):
        with pytest.raises(InputProblem, match="打不开"):
            files.read(Path(name))


@pytest.mark.parametrize("make", [pipe, device])
def test_a_command_says_so_too(
    make: Callable[[Path], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = make(tmp_path / "a.pem")
    assert main(["verify-letter", "--certificate", str(certificate), "--code", "x"]) == 2
    assert "不是普通文件" in capsys.readouterr().err


def test_sizes_are_read_in_units_that_officers_know() -> None:
    assert [size_words(count) for count in (1, 7 * 1024, LITTLE, 3 * LITTLE // 2, 2000 * LITTLE)] == [
        *("1 KB", "7 KB", "1 MB", "1.5 MB", "2,000 MB")
    ]
