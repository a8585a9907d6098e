"""Really damaged files: salvage keeps every row whose pages nobody touched, and counts what is missing."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.vault import Vault, salvage
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES
from creditdesk.vault.rescuing import beside
from creditdesk.vault.salvage import Saved
from tests.vault.desks import CHEAP, OFFICER, PASSPHRASE, flip, open_desk

ROWS = 500
SETTINGS_PAGES = 70
LONG = "示例" * 4000  # runs over onto pages of its own


def text(number: int) -> str:
    return f'"{LONG if number % 50 == 7 else "示例" * (number % 40)}{number}"'


@pytest.fixture(scope="module")
def filled(founded: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk with many settings, some of them long."""
    folder = Path(shutil.copytree(founded[0], tmp_path_factory.mktemp("filled") / "desk"))
    with open_desk(folder) as vault, vault.writer.begin() as connection:
        values = [(f"名{number:05}", text(number)) for number in range(ROWS)]
        connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", values)
    return folder


@pytest.fixture
def damaged(filled: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(filled, tmp_path / "damaged"))


def settings(vault: Vault) -> dict[str, str]:
    with vault.reader.connect() as connection:
        return {str(name): str(value) for name, value in connection.exec_driver_sql("SELECT name, value FROM setting")}


def root_of(folder: Path, name: str) -> int:
    """Return the number of the first page of a table or an index."""
    with open_desk(folder) as vault, vault.reader.connect() as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        return int(connection.exec_driver_sql(query, (name,)).scalar_one())


def damage(folder: Path, pages: set[int], how: Callable[[Path, int], None]) -> None:
    for page in pages:
        how(folder / DATABASE, (page - 1) * PAGE_BYTES)


def one_bit(path: Path, offset: int) -> None:
    flip(path, offset + 100)


def zeros(path: Path, offset: int) -> None:
    with path.open("rb+") as file:
        file.seek(offset)
        file.write(bytes(PAGE_BYTES))


def rescue(folder: Path, to: Path) -> tuple[Saved, ...]:
    """Make a new desk at `to` from what can be read of the one in `folder`."""
    with beside(folder, OFFICER, PASSPHRASE, to, cost=CHEAP) as held:
        return held.salvage().tables


def salvaged(folder: Path, to: Path) -> tuple[dict[str, str], dict[str, tuple[int, int | None]]]:
    """Salvage, open the new desk and return its settings, and for each table the rows kept and missing."""
    before = (folder / DATABASE).read_bytes()
    saved = rescue(folder, to)
    assert (folder / DATABASE).read_bytes() == before
    with open_desk(to) as vault:
        assert [one.sentence for one in vault.check() if not one.ok and one.name != "磁盘空间"] == []
        kept = settings(vault)
    for one in saved:
        assert one.lost is None or len(one.lost) == one.missing
    return kept, {one.table: (one.kept, one.missing) for one in saved}


def test_a_sound_desk_is_salvaged_whole(damaged: Path, tmp_path: Path) -> None:
    kept, saved = salvaged(damaged, tmp_path / "new")
    assert kept == {f"名{number:05}": text(number) for number in range(ROWS)}
    assert saved["setting"] == (ROWS, 0)
    assert all(missing == 0 for _, missing in saved.values())


@pytest.mark.parametrize("how", [one_bit, zeros])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_on_untouched_pages_is_kept(
    damaged: Path, tmp_path: Path, how: Callable[[Path, int], None], seed: int
) -> None:
    """A page holds some dozens of rows or a part of a long one; no more may go, and none come out else."""
    whole = {f"名{number:05}": text(number) for number in range(ROWS)}
    pages = (damaged / DATABASE).stat().st_size // PAGE_BYTES
    # The last pages are the settings and their index; the tables of the vault lie before.
    hit = set(random.Random(seed).sample(range(pages - SETTINGS_PAGES, pages + 1), 4))
    damage(damaged, hit, how)
    kept, saved = salvaged(damaged, tmp_path / "new")
    assert kept.items() <= whole.items()
    count, missing = saved["setting"]
    assert count == len(kept)
    assert missing in (None, ROWS - len(kept))
    assert ROWS - len(kept) <= 4 * 60


def test_a_damaged_index_loses_no_row(damaged: Path, tmp_path: Path) -> None:
    root = root_of(damaged, "sqlite_autoindex_setting_1")
    damage(damaged, {root}, one_bit)
    kept, saved = salvaged(damaged, tmp_path / "new")
    assert len(kept) == ROWS
    assert saved["setting"] == (ROWS, 0)


def test_with_its_root_gone_a_table_is_told_as_lost_and_the_others_stay(damaged: Path, tmp_path: Path) -> None:
    root = root_of(damaged, "setting")
    damage(damaged, {root}, zeros)
    kept, saved = salvaged(damaged, tmp_path / "new")
    assert kept == {}
    assert saved["setting"] == (0, ROWS)
    assert saved["vault_identity"] == (1, 0)


def test_a_torn_file_gives_what_lies_before_the_tear(
    damaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Behind a tear there is nothing to be found, however often one tries.
    monkeypatch.setattr(salvage, "_MOST_GAPS", 500)
    size = (damaged / DATABASE).stat().st_size
    with (damaged / DATABASE).open("rb+") as file:
        file.truncate(size - 40 * PAGE_BYTES - 1000)
    with pytest.raises(Problem, match="不完整"):
        open_desk(damaged)
    kept, saved = salvaged(damaged, tmp_path / "new")
    assert 100 < len(kept) < ROWS - 30
    assert saved["setting"][0] == len(kept)


def test_what_stands_in_the_log_alone_is_salvaged_too(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    with open_desk(filled) as vault:
        with vault.writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO setting VALUES ('最后', '1')")
        shutil.copytree(filled, folder)
        with vault.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM setting WHERE name = '最后'")
    kept, _ = salvaged(folder, tmp_path / "new")
    assert kept["最后"] == "1"


def test_a_beginning_that_is_gone_and_a_taken_place_are_refused(damaged: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "file").write_text("x", "utf-8")
    with pytest.raises(InputProblem, match="不是空文件夹"):
        rescue(damaged, taken)
    flip(damaged / DATABASE, 200)
    with pytest.raises(Problem, match="数据库开头已损坏"):
        rescue(damaged, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
