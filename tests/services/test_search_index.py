"""The search index is built again from the tables, exactly as it was."""

from datetime import date

import pytest

from creditdesk.errors import Problem
from creditdesk.services import health, objections, search_index
from creditdesk.services.desk import Desk
from creditdesk.vault import search
from tests.entered import acting_as, objection, penalty

Rows = set[tuple[str, ...]]


def kept(desk: Desk) -> Rows:
    query = "SELECT n.noun, e.id, e.title, e.keys, e.words FROM search_entry e JOIN search_noun n ON n.number = e.noun"
    return {tuple(map(str, row)) for row in desk.rows(query)}


def index_finding(desk: Desk) -> bool:
    return health.look_at_index(desk).ok


def test_a_damaged_index_is_rebuilt_as_it_was_and_finds_again(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 9))
    desk.perform(objections.accept, case)
    before = kept(desk)
    assert {row[0] for row in before} == {"subject", "record", "case", "letter"}
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_key")
        connection.exec_driver_sql("INSERT INTO search_text (search_text) VALUES ('delete-all')")
        connection.exec_driver_sql("UPDATE search_entry SET title = '改过' WHERE number % 3 = 0")
    assert not index_finding(desk)
    name = desk.rows("SELECT name FROM subject")[0][0]
    with desk.read() as session:
        assert search.find(session.connection(), name, "subject") == ()
    changes = desk.perform(search_index.rebuild)
    assert changes.seq is not None
    assert index_finding(desk)
    assert kept(desk) == before
    with desk.read() as session:
        assert name in [hit.title for hit in search.find(session.connection(), name, "subject")]


def test_rebuilding_needs_the_power_over_the_desk(desk: Desk) -> None:
    with acting_as(desk, "赵示例", "maker"), pytest.raises(Problem, match="管理桌面"):
        desk.perform(search_index.rebuild)
