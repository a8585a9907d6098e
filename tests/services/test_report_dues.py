"""What is due to leave shows on the workbench: decisions, the week's changes, the month's rest, the monthly return."""

from datetime import date
from pathlib import Path

from creditdesk.services import home, monthly_returns, records, report_dues
from creditdesk.services.desk import Desk
from tests.entered import on, penalty
from tests.leaving import release
from tests.made_records import filled


def _tasks(desk: Desk) -> dict[str, tuple[str, date]]:
    return {task.what: (task.number, task.due) for task in home.tasks(desk, home.task_ids(desk))}


def test_a_correction_of_what_left_is_due_by_the_friday_and_gone_once_it_left(desk: Desk) -> None:
    first = penalty(desk)
    release(desk)
    assert _tasks(desk) == {}
    desk.perform(records.correct, first, {"fine_amount": "0.200000"}, "录入有误（示例）")
    # Friday the 13th and a make-up Saturday before 春节: the Friday is worked.
    assert _tasks(desk) == {"报送 · 更正和撤销": ("1 条", date(2026, 2, 13))}
    with on(desk, date(2026, 2, 25)):
        assert home.workbench(desk).counts[home.Urgency.OVERDUE] == (0, 1)
    release(desk)
    assert _tasks(desk) == {}


def test_other_kinds_are_due_by_the_tenth_of_the_month_after_their_entry(desk: Desk) -> None:
    desk.perform(records.enter, "award", filled(desk.catalogue.kind("award"), {"subject_category": "法人及非法人组织"}))
    desk.perform(
        records.enter, "inspection", filled(desk.catalogue.kind("inspection"), {"subject_category": "法人及非法人组织"})
    )
    assert _tasks(desk) == {"报送 · 其他信息": ("2 条", date(2026, 3, 10))}
    [waiting] = report_dues.waiting(desk)
    assert (waiting.label, waiting.rows, waiting.due) == ("其他信息", 2, date(2026, 3, 10))


def test_decisions_stand_singly_on_the_workbench_and_together_where_the_package_is_prepared(desk: Desk) -> None:
    penalty(desk, decided_on="2026-02-03", valid_until="2027-02-03")
    penalty(desk, decision_number="示市监罚〔2026〕2号", decided_on="2026-02-10", valid_until="2027-02-10")
    assert [task.due for task in home.tasks(desk, home.task_ids(desk))] == [date(2026, 2, 12), date(2026, 2, 26)]
    [waiting] = report_dues.waiting(desk)
    assert (waiting.label, waiting.rows, waiting.due) == ("双公示", 2, date(2026, 2, 12))


def test_the_return_of_a_month_is_asked_for_until_it_is_made(desk: Desk, tmp_path: Path) -> None:
    with on(desk, date(2026, 3, 2)):
        assert _tasks(desk) == {"双公示月报": ("2026-02", date(2026, 3, 10))}
        monthly_returns.save(desk, "2026-02", tmp_path / "月报.xlsx")
        assert _tasks(desk) == {}
    with on(desk, date(2026, 5, 6)):
        assert _tasks(desk) == {"双公示月报": ("2026-04", date(2026, 5, 8))} | _tasks(desk)
        months = [task.number for task in home.tasks(desk, home.task_ids(desk))]
        assert months == ["2026-03", "2026-04"]
