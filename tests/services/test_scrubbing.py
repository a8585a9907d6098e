"""Writing the database anew tells how far it is, can be stopped, and says in words what is in its way."""

import pytest

from creditdesk.services.desk import Desk
from creditdesk.vault.faults import Damaged
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES

BYTES = 12_000_000


class Stopped(Exception):
    """An officer who closes the window."""


@pytest.fixture
def large(desk: Desk) -> Desk:
    """A desk with some thousand pages more."""
    with desk.vault.writer.begin() as connection:
        for number in range(4):
            words = f'"{"x" * (BYTES // 4)}"'
            connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES (?, ?)", (f"大{number}", words))
    return desk


def rows(desk: Desk) -> int:
    return int(desk.rows("SELECT sum(length(value)) FROM setting WHERE name LIKE '大%'")[0][0])


def test_the_new_pages_are_counted_up_to_the_last_one(large: Desk) -> None:
    told: list[tuple[int, int]] = []
    assert large.vault.scrub(lambda done, total: told.append((done, total)))
    [total] = {total for _, total in told}
    assert total > BYTES // PAGE_BYTES
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (total, total)
    assert len(told) > 1


def test_a_stop_leaves_every_row_and_the_next_one_writes_anew(large: Desk) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        large.vault.scrub(stop)
    assert rows(large) >= BYTES
    assert large.vault.scrub()
    assert rows(large) >= BYTES


def test_a_damaged_page_on_the_way_is_told_in_words(large: Desk) -> None:
    assert large.vault.scrub()
    large.vault.reader.dispose()
    large.vault.writer.dispose()
    with (large.folder / DATABASE).open("rb+") as file:
        file.seek(BYTES // 2 // PAGE_BYTES * PAGE_BYTES + 77)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 4]))
    with pytest.raises(Damaged, match="已损坏，请停止录入"):
        large.vault.scrub()
