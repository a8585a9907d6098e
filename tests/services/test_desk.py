"""Acts: one transaction, one journal entry, the power declared where the act is, the same answer to a second click."""

import pytest
from sqlalchemy import func, select, text

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import JournalEntry, Subject
from creditdesk.services import health, journal, officers, powers, record_lists, records, units
from creditdesk.services.acts import ACTS, Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.conftest import CHEAP, PASSPHRASE
from tests.entered import PENALTY, penalty


@act("test.break", Power.RECORD)
def _break(a: Act) -> Result:
    """Write something, then fail."""
    units.unit_named(a.session, "不该留下的单位（示例）")
    records.enter(a, "penalty", PENALTY)
    raise RuntimeError("power cut")


def _entries(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalars(select(func.count()).select_from(JournalEntry)).one()


def test_an_act_writes_its_journal_entry_in_the_same_transaction(desk: Desk) -> None:
    before = _entries(desk)
    changes = desk.perform(records.enter, "penalty", PENALTY)
    assert changes.nouns >= {"record", "record_version", "subject"}
    assert changes.sentence == "已录入行政处罚 示市监罚〔2025〕118号"
    with desk.read() as session:
        entry = session.get_one(JournalEntry, changes.seq)
        told = {change["table"]: change for change in entry.changes}
    assert _entries(desk) == before + 1
    assert (entry.act, entry.officer_name) == ("record.enter", desk.officer.name)
    assert told["record"]["after"]["content"]["fine_amount"] == "2.000000"
    assert "before" not in told["record"]


def test_a_failing_act_leaves_nothing(desk: Desk) -> None:
    before = _entries(desk)
    with pytest.raises(RuntimeError, match="power cut"):
        desk.perform(_break)
    assert _entries(desk) == before
    assert units.listing(desk) == ()
    assert record_lists.ids(desk, record_lists.Filter()) == []
    with desk.read() as session:
        assert session.scalars(select(func.count()).select_from(Subject)).one() == 0


def test_a_double_click_is_answered_with_the_first_result(desk: Desk) -> None:
    first = desk.perform_once("click-1", records.enter, "penalty", PENALTY)
    second = desk.perform_once("click-1", records.enter, "penalty", PENALTY)
    assert second == first
    assert len(record_lists.ids(desk, record_lists.Filter())) == 1


def test_an_officer_without_the_power_is_told_so(desk: Desk) -> None:
    officers.add(desk, "李示例", "maker", PASSPHRASE)
    folder, clock = desk.folder, desk.clock
    desk.close()
    with Desk.open(folder, "李示例", PASSPHRASE, clock=clock, cost=CHEAP) as opened:
        with pytest.raises(Problem, match="经办人没有“管理单位信息和表单”的权限"):
            opened.perform(units.save, "某单位（示例）")
        assert units.listing(opened) == ()


def test_every_act_declares_a_power_that_some_role_holds() -> None:
    for name, declared in ACTS.items():
        assert any(powers.holds(role, declared.power, powers.ROLE_LABELS) for role in powers.ROLE_LABELS), name


def test_the_chain_notices_a_changed_entry(desk: Desk) -> None:
    penalty(desk)
    with desk.read() as session:
        assert journal.broken_at(session) is None
    with desk.vault.writer.begin() as connection:
        connection.execute(text("UPDATE journal SET sentence = '改过' WHERE seq = 1"))
    with desk.read() as session:
        assert journal.broken_at(session) == 1
    wrong = [finding for finding in health.check(desk) if not finding.ok]
    assert [finding.name for finding in wrong] == ["操作日志"]


def test_the_chain_notices_a_missing_entry(desk: Desk) -> None:
    penalty(desk)
    penalty(desk, decision_number="示市监罚〔2025〕119号")
    with desk.vault.writer.begin() as connection:
        connection.execute(text("DELETE FROM journal WHERE seq = 2"))
    with desk.read() as session:
        assert journal.broken_at(session) == 2


def test_reading_cannot_write(desk: Desk) -> None:
    with desk.read() as session, pytest.raises(Problem, match="只读"):
        session.execute(text("DELETE FROM record"))


def test_two_officers_of_one_name_are_refused(desk: Desk) -> None:
    with pytest.raises(InputProblem, match="同名"):
        officers.add(desk, desk.officer.name, "maker", PASSPHRASE)
