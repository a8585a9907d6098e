"""Six roles: three do the office's work, three look after the desk and read no record."""

import pytest

from creditdesk.errors import Problem
from creditdesk.services import (
    backups,
    health,
    home,
    journal_lists,
    letters,
    objection_lists,
    officers,
    offices,
    packages,
    power_table,
    record_lists,
    subjects,
    undo,
    units,
)
from creditdesk.services.acts import ACTS
from creditdesk.services.desk import Desk
from creditdesk.services.powers import ROLE_LABELS, Power, powers_of
from tests.conftest import OFFICER
from tests.entered import acting_as, penalty

ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
QUESTIONS = {
    "records": lambda desk: record_lists.ids(desk, record_lists.Filter()),
    "record rows": lambda desk: record_lists.rows(desk, []),
    "subjects": lambda desk: subjects.rows(desk, []),
    "search": lambda desk: subjects.look_up(desk, "示例"),
    "cases": lambda desk: objection_lists.rows(desk, []),
    "letters": letters.ids,
    "workbench": home.workbench,
    "packages": packages.ledger,
}


@pytest.mark.parametrize("role", ADMINISTRATORS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_administrator_reads_no_record(desk: Desk, role: str, question: str) -> None:
    penalty(desk)
    QUESTIONS[question](desk)
    with acting_as(desk, "钱示例", role), pytest.raises(Problem, match="没有“查阅信用记录、案件和文书”的权限"):
        QUESTIONS[question](desk)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_enters_no_record(desk: Desk, role: str) -> None:
    with acting_as(desk, "钱示例", role), pytest.raises(Problem, match="没有“录入和导入信用记录”的权限"):
        penalty(desk)


def test_what_the_desk_needs_is_open_to_the_system_administrator(desk: Desk) -> None:
    penalty(desk)
    with acting_as(desk, "钱示例", "system_admin"):
        assert offices.office(desk).name == "中牟县信用中心（示例）"
        assert {finding.name for finding in health.check(desk) if not finding.ok} <= health.ADVICE
        assert backups.make(desk, "手动").is_dir()
        assert undo.offered(desk) == ""


def test_the_auditor_reads_the_journal_and_nothing_of_the_records(desk: Desk) -> None:
    penalty(desk)
    with acting_as(desk, "钱示例", "auditor"):
        rows = journal_lists.rows(desk, journal_lists.seqs(desk))
        assert [row.act for row in rows] == ["添加工作人员", "录入信用记录", "建立桌面"]
        assert rows[1].sentence == "已录入行政处罚 示市监罚〔2025〕118号"
        assert journal_lists.seqs(desk, "118") == [rows[1].seq]
        assert journal_lists.seqs(desk, "1_8") == []
    with acting_as(desk, "李示例", "maker"), pytest.raises(Problem, match="没有“查阅操作日志”的权限"):
        journal_lists.seqs(desk)


def test_the_head_stands_in_only_until_an_administrator_is_named(desk: Desk) -> None:
    assert desk.officer.role == "principal"
    assert desk.may(Power.DESK, Power.GRANT)
    assert journal_lists.seqs(desk)
    officers.add(desk, "钱示例", "security_admin", "shili-desk-2026")
    with pytest.raises(Problem, match="负责人没有“添加工作人员、变更岗位”的权限"):
        officers.add(desk, "孙示例", "maker", "shili-desk-2026")
    assert {row.name for row in officers.listing(desk)} == {OFFICER, "钱示例"}
    assert desk.may(Power.DESK)
    assert desk.may(Power.KEYS)
    assert journal_lists.seqs(desk)


def test_the_three_roles_of_old_desks_do_what_they_did() -> None:
    work = {Power.READ, Power.RECORD, Power.OBJECTION, Power.EXCHANGE, Power.ENQUIRY}
    assert powers_of("maker") == work | {Power.OWN}
    assert powers_of("checker") == work | {Power.OWN, Power.CALENDAR, Power.WORDING}
    assert powers_of("principal") == set(Power)
    assert powers_of("visitor") == set()


def test_the_table_of_powers_tells_every_act_and_the_roles_of_this_desk(desk: Desk) -> None:
    def roles(name: str) -> tuple[str, ...]:
        return next(row.roles for row in power_table.rows(desk) if row.act == name)

    # Other tests declare acts of their own in the same process.
    ours = [row for row in power_table.rows(desk) if ACTS[row.act].function.__module__.startswith("creditdesk.")]
    assert len(ours) > 50
    assert all(row.label and row.roles for row in ours)
    assert roles("unit.save") == ("负责人",)
    assert roles("officer.join") == ("负责人", "安全管理员")
    assert roles("date.confirm") == tuple(ROLE_LABELS.values())
    officers.add(desk, "钱示例", "security_admin", "shili-desk-2026")
    assert roles("officer.join") == ("安全管理员",)


def test_an_administrator_changes_no_unit(desk: Desk) -> None:
    with acting_as(desk, "钱示例", "system_admin"), pytest.raises(Problem, match="管理单位信息和表单"):
        desk.perform(units.save, "某单位（示例）")
