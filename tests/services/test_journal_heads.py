"""What left the office tells of the journal: a tail that was cut off or written anew shows on letters and packages."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from creditdesk.documents.letter import letter_pdf
from creditdesk.models import JournalEntry, Letter
from creditdesk.services import health, journal, letters, objections
from creditdesk.services.desk import Desk
from creditdesk.vault.checking import Finding
from tests.documents.reading import Pdf
from tests.entered import objection, penalty
from tests.leaving import release


def found(desk: Desk) -> Finding:
    return next(one for one in health.check(desk) if one.name == "操作日志")


def accepted(desk: Desk) -> tuple[str, int]:
    """Issue a letter; return its identity and the number of the entry of its own act."""
    changes = desk.perform(objections.accept, objection(desk, penalty(desk), date(2026, 2, 11)))
    return str(changes.result["letter"]), changes.seq


def cut(desk: Desk, last: int) -> None:
    """Take the entries after `last` out of the journal, and leave everything they tell of."""
    with desk.vault.writer.begin() as connection:
        connection.execute(text("DELETE FROM journal WHERE seq > :last"), {"last": last})


def write_anew(desk: Desk, first: int) -> None:
    """Change a word in an entry and seal it and all after it again: a chain without any fault."""
    with Session(desk.vault.writer) as session, session.begin():
        entries = session.scalars(select(JournalEntry).where(JournalEntry.seq >= first).order_by(JournalEntry.seq))
        previous = ""
        for entry in entries.all():
            entry.previous_hash = previous or entry.previous_hash
            entry.sentence += "" if previous else "（改）"
            entry.hash = previous = journal.seal(entry)


def test_a_letter_bears_the_head_of_the_journal_and_is_redrawn_with_it(desk: Desk) -> None:
    letter_id, own = accepted(desk)
    with desk.read() as session:
        before = session.get_one(JournalEntry, own - 1)
        words = f"操作日志第{own - 1}条 {before.hash[:16]}"
        assert words in Pdf(letters.pdf_of(desk, letter_id)).text()
        penalty(desk, decision_number="示市监罚〔2025〕9号")
        assert letter_pdf(letters.content_of(session, session.get_one(Letter, letter_id))) == letters.pdf_of(
            desk, letter_id
        )
    assert found(desk) == Finding("操作日志", True, "操作日志的链条完整，与文书和数据包上的日志编号相符。")


@pytest.mark.parametrize("back", [1, 2])
def test_the_letters_tell_of_a_tail_that_was_cut_off(desk: Desk, back: int) -> None:
    _, own = accepted(desk)
    cut(desk, own)
    assert found(desk).ok
    cut(desk, own - back)
    with desk.read() as session:
        assert journal.broken_at(session) is None
    told = found(desk)
    assert not told.ok
    assert told.sentence.startswith("牟信异受〔2026〕1号上印的日志编号与现在的操作日志不符")


def test_the_letters_tell_of_a_tail_that_was_written_anew(desk: Desk) -> None:
    _, own = accepted(desk)
    write_anew(desk, own)
    assert found(desk).ok, "the letter cannot know its own entry"
    write_anew(desk, own - 1)
    with desk.read() as session:
        assert journal.broken_at(session) is None
    assert "牟信异受〔2026〕1号上印的日志编号" in found(desk).sentence


def test_the_packages_tell_of_a_tail_that_was_written_anew(desk: Desk) -> None:
    penalty(desk)
    own = release(desk).seq
    write_anew(desk, own)
    assert found(desk).ok
    write_anew(desk, own - 1)
    assert found(desk).sentence.startswith("第0001号数据包记下的日志与现在的操作日志不符")
