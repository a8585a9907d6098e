"""Columns put away stay away, for this officer and this list alone."""

from sqlalchemy import func, select

from creditdesk.models import JournalEntry
from creditdesk.services import column_choices
from creditdesk.services.desk import Desk


def test_a_choice_is_kept_per_list_and_needs_no_journal(desk: Desk) -> None:
    with desk.read() as session:
        before = session.scalar(select(func.count()).select_from(JournalEntry))
    assert column_choices.hidden(desk, "records") == frozenset()
    assert column_choices.hidden(desk, "records", ("unit",)) == {"unit"}
    desk.perform(column_choices.choose, "records", ["state", "grade"])
    desk.perform(column_choices.choose, "subjects", ["code"])
    desk.perform(column_choices.choose, "records", ["state"])
    assert column_choices.hidden(desk, "records", ("unit",)) == {"state"}
    assert column_choices.hidden(desk, "subjects") == {"code"}
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_another_officer_sees_every_column(desk: Desk) -> None:
    desk.perform(column_choices.choose, "records", ["state"])
    desk.officer.id = "another"
    assert column_choices.hidden(desk, "records") == frozenset()
