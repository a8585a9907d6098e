"""Personal numbers: asking for one is journalled, and the journal never holds the number itself."""

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry, Record
from creditdesk.services import records, reveals, undo
from creditdesk.services.desk import Desk
from tests.entered import PERSON_PENALTY, penalty

NUMBER = PERSON_PENALTY["document_number"]


def enter(desk: Desk) -> tuple[str, str]:
    result = desk.perform(records.enter, "penalty", PERSON_PENALTY).result
    return str(result["record"]), str(result["subject"])


def entries(desk: Desk) -> list[JournalEntry]:
    with desk.read() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.act == "subject.reveal")))


@pytest.mark.parametrize("noun", ["record", "subject"])
def test_asking_is_journalled_with_field_and_thing(desk: Desk, noun: str) -> None:
    thing = dict(zip(("record", "subject"), enter(desk), strict=True))[noun]
    changes = desk.perform(reveals.reveal, noun, thing, "document_number")
    [entry] = entries(desk)
    assert entry.result == {"noun": noun, "id": thing, "field": "document_number"}
    assert entry.officer_name == desk.officer.name
    assert "证件号码" in entry.sentence
    assert NUMBER not in f"{entry.sentence}{entry.result}{entry.changes}"
    assert not changes.nouns
    assert reveals.value(desk, noun, thing, "document_number") == NUMBER


@pytest.mark.parametrize(("noun", "field"), [("record", "uscc"), ("subject", "name"), ("subject", "uscc")])
def test_what_is_not_masked_needs_no_asking(desk: Desk, noun: str, field: str) -> None:
    thing = dict(zip(("record", "subject"), enter(desk), strict=True))[noun]
    with pytest.raises(InputProblem, match="无需"):
        desk.perform(reveals.reveal, noun, thing, field)
    assert not entries(desk)


def test_having_looked_does_not_stand_in_the_way_of_undo(desk: Desk) -> None:
    kept = penalty(desk)
    record, _ = enter(desk)
    desk.perform(reveals.reveal, "record", record, "document_number")
    desk.perform(undo.last)
    with desk.read() as session:
        assert session.get(Record, record) is None
        assert session.get(Record, kept) is not None
