"""The last page of a long value: SQLCipher gives zeros for it once when it is damaged, and nobody takes them for it."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from creditdesk.errors import Problem
from creditdesk.models import AttachmentFile, Setting
from creditdesk.services import attachments, case_notes, record_lists
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault import opening
from creditdesk.vault.faults import Damaged
from creditdesk.vault.lock import DATABASE
from creditdesk.vault.opening import PAGE_BYTES
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty
from tests.exchange.paper_files import PDF

CONTENT = PDF.replace(b"endobj", b"endobj %" + b"x" * 30_000, 1)
CACHE_KIB = 500
LONG = "SELECT content FROM attachment_file"


@pytest.fixture
def damaged(desk: Desk) -> Iterator[Desk]:
    """A desk with a long paper whose last page is damaged, as trying one page after the other finds it."""
    case, path = objection(desk, penalty(desk), date(2026, 2, 9)), desk.folder / DATABASE
    folder = desk.folder
    desk.perform(attachments.add, case, "长.pdf", CONTENT)
    desk.close()
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as again:
        for page in range(path.stat().st_size // PAGE_BYTES, 1, -1):
            flip(path, page)
            if zeros_are_read(again):
                break
            flip(path, page)
        else:
            pytest.fail("no page gives zeros")
        yield again


def flip(path: Path, page: int) -> None:
    """Change one bit of a page, or change it back; pages count from one."""
    with path.open("rb+") as file:
        file.seek((page - 1) * PAGE_BYTES + 77)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 4]))


def forget_pages(desk: Desk) -> None:
    """Let every question come to the disk again."""
    desk.vault.reader.dispose()
    desk.vault.writer.dispose()


def zeros_are_read(desk: Desk) -> bool:
    """Read the paper past everything that would refuse it."""
    forget_pages(desk)
    connection = desk.vault.reader.raw_connection()
    try:
        content: bytes = connection.cursor().execute(LONG).fetchone()[0]
    except dbapi2.Error:  # this page is noticed by SQLCipher itself
        return False
    else:
        return content != CONTENT and len(content) == len(CONTENT)
    finally:
        connection.invalidate()
        connection.close()


@act("test.copy", Power.OBJECTION)
def copy(a: Act, case_id: str) -> Result:
    """Read the long paper and write something that depends on it."""
    content = a.session.scalars(select(AttachmentFile.content)).one()
    return dict(case_notes.add(a, case_id, f"{len(content)}个字节，末位{content[-1]}"))


@act("test.copy_much", Power.OBJECTION)
def copy_much(a: Act) -> Result:
    """Read the long paper and write more than the cache holds, so that pages go to the disk before the act ends."""
    a.session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
    a.session.add(Setting(name="大量", value={}))
    a.session.flush()  # brings the pages that the next ones need
    a.session.scalars(select(AttachmentFile.content)).one()
    for number in range(4):
        a.session.add(Setting(name=f"大量{number}", value={"text": "x" * CACHE_KIB * 1024}))
        a.session.flush()
    return {}


def test_zeros_are_refused_and_the_rest_of_the_desk_is_read(damaged: Desk) -> None:
    def read() -> bytes:
        with damaged.read() as session:
            return session.scalars(select(AttachmentFile.content)).one()

    for look in (read, lambda: damaged.rows(LONG)):
        forget_pages(damaged)
        with pytest.raises(Damaged, match="已损坏，请停止录入"):
            look()
        assert len(record_lists.ids(damaged, record_lists.Filter())) == 1


def test_zeros_that_are_no_date_and_no_json_are_told_as_damage(damaged: Desk) -> None:
    def decode() -> None:
        with damaged.read() as session:
            json.loads(session.scalars(select(AttachmentFile.content)).one())

    forget_pages(damaged)
    with pytest.raises(Damaged, match="已损坏，请停止录入"):
        decode()
    with pytest.raises(json.JSONDecodeError), damaged.read() as session:
        json.loads(str(session.scalars(select(Setting.name)).first()))


def test_a_damaged_page_that_another_connection_still_has_is_told_in_words(desk: Desk) -> None:
    question, reader = "SELECT value FROM setting", desk.vault.reader
    [(page,)] = desk.rows("SELECT rootpage FROM sqlite_master WHERE name = 'setting'")
    forget_pages(desk)
    opening.checkpoint(desk.vault.writer)
    knows, fresh = reader.raw_connection(), reader.raw_connection()
    assert knows.cursor().execute(question).fetchall()
    flip(desk.folder / DATABASE, page)
    # The one that is given back last is asked first.
    knows.close()
    fresh.close()
    with pytest.raises(Damaged, match="已损坏，请停止录入"):
        desk.rows(question)


def test_an_act_that_read_zeros_writes_nothing(damaged: Desk) -> None:
    [(case_id,)] = damaged.rows('SELECT id FROM "case"')
    # From here on no other page has to come from the disk: SQLCipher would refuse that one.
    damaged.perform(case_notes.add, case_id, "先办一件")
    with pytest.raises(Problem, match="已损坏，请停止录入"):
        damaged.perform(copy, case_id)
    damaged.perform(case_notes.add, case_id, "其他操作照常办理")
    assert {note.text for note in case_notes.listing(damaged, case_id)} == {"先办一件", "其他操作照常办理"}


def test_an_act_that_writes_much_after_zeros_is_refused_in_words(damaged: Desk) -> None:
    [(case_id,)] = damaged.rows('SELECT id FROM "case"')
    damaged.perform(case_notes.add, case_id, "先办一件")
    with pytest.raises(Damaged, match="已损坏，请停止录入") as refused:
        damaged.perform(copy_much)
    assert isinstance(refused.value.__cause__, MemoryError)
    damaged.perform(case_notes.add, case_id, "其他操作照常办理")
    assert not damaged.rows("SELECT name FROM setting WHERE name LIKE '大量%'")


@pytest.mark.skipif(sys.platform != "linux", reason="the room of a process is counted in its status file")
def test_a_real_lack_of_memory_is_no_damage(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    [taken] = re.findall(r"VmSize:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (int(taken) * 1024 + 100_000_000, before[1]))
    try:
        with pytest.raises(Problem, match="内存不足，刚才的操作没有保存") as refused, desk.read() as session:
            session.connection().exec_driver_sql("SELECT length(randomblob(900000000))")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert not isinstance(refused.value, Damaged)
