"""Credit repair: the regime of its day and why, both ends of publicity, and what a decision changes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from creditdesk.errors import InputProblem
from creditdesk.models import Case, Repair
from creditdesk.rules import procedures
from creditdesk.services import (
    batch_checks,
    clean_records,
    credit_reports,
    enquiries,
    home,
    letters,
    record_lists,
    repairs,
    subjects,
)  # fmt: skip
from creditdesk.services.batch_checks import Enquiry
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.repairs import Instead
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, PENALTY, on, penalty

WHO = {"name": PENALTY["subject_name"]}
WHY = "处罚已履行，违法行为已纠正（示例）"
ENVIRONMENT = {"authority": OTHER_UNIT, "source_unit": OTHER_UNIT}


def received(desk: Desk, record: str, label: str, day: date, **more: Any) -> str:
    """Register an application on its day and return the case."""
    with on(desk, day):
        done = desk.perform(repairs.receive, record, label, applicant=WHO, received_on=day, **more)
    return str(done.result["case"])


def words(desk: Desk, letter: str) -> str:
    """Return a letter's words without spaces."""
    return "".join(Pdf(letters.pdf_of(desk, letter)).text().split())


def repair_of(desk: Desk, case: str) -> Repair:
    with desk.read() as session:
        return session.get_one(Repair, case)


@pytest.mark.parametrize(
    ("decided", "day", "label", "regime", "earliest", "latest"),
    [
        ("2018-01-31", date(2018, 5, 2), "不分类", "plan_2017", None, None),
        ("2019-08-31", date(2019, 12, 2), "一般失信行为", "ndrc_2019", "2019-11-30", "2020-08-31"),
        ("2019-08-31", date(2020, 3, 2), "严重失信行为", "ndrc_2019", "2020-02-29", "2022-08-31"),
        ("2025-11-03", date(2026, 2, 3), "普通", "ndrc_58", "2026-02-03", "2028-11-03"),
        ("2025-01-03", date(2026, 2, 3), "特种设备、安全生产、消防", "ndrc_58", "2026-01-03", "2028-01-03"),
        ("2026-04-02", date(2026, 4, 3), "轻微", "ndrc_36", "2026-04-02", "2026-07-02"),
        ("2025-11-03", date(2026, 4, 1), "一般", "ndrc_36", "2026-02-03", "2026-11-03"),
        ("2025-04-01", date(2026, 4, 1), "严重", "ndrc_36", "2026-04-01", "2028-04-01"),
    ],
)
def test_the_regime_of_the_day_tells_both_ends(
    desk: Desk, decided: str, day: date, label: str, regime: str, earliest: str | None, latest: str | None
) -> None:
    with on(desk, day):
        record = penalty(desk, decided_on=decided, valid_until="2030-01-01", **ENVIRONMENT)
    found = repair_of(desk, received(desk, record, label, day))
    told = [str(each) if each else None for each in (found.earliest_on, found.latest_on)]
    assert (found.regime, *told) == (regime, earliest, latest)


def test_market_supervision_has_a_regime_of_its_own_and_the_general_one_stands_beside(desk: Desk) -> None:
    record = penalty(desk)
    first, *others = repairs.choices(desk, record, date(2026, 2, 12))
    assert first.regime.name == "samr_45"
    assert "专门适用于该认定单位" in first.why
    assert [each.regime.name for each in others] == ["ndrc_58", "plan_2017"]
    # Publicity has no first day on record, so no end can be counted; nothing is guessed.
    assert {(each.earliest, each.latest) for _, each in first.terms} == {(None, None)}
    with pytest.raises(InputProblem, match="通常适用市监总局 45 号令，改用58 号令请写明理由"):
        desk.perform(
            repairs.receive,
            record,
            "普通",
            applicant=WHO,
            received_on=date(2026, 2, 12),
            instead=Instead("ndrc_58", " "),
        )
    case = received(desk, record, "普通", date(2026, 2, 12), instead=Instead("ndrc_58", "信用中国统一受理（示例）"))
    assert repair_of(desk, case).earliest_on == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("label", "day", "sentence"),
    [
        ("普通", date(2026, 2, 2), "按58 号令“普通”，最早2026-02-03可以申请修复"),
        ("一般", date(2026, 11, 4), "按36 号令“一般”，公示到2026-11-03为止，已经期满，不需要修复"),
        ("特别", date(2026, 2, 12), "58 号令没有“特别”这一类，可选的有：普通、特种设备、安全生产、消防"),
    ],
)
def test_before_its_day_or_in_no_class_nothing_is_registered(desk: Desk, label: str, day: date, sentence: str) -> None:
    record = penalty(desk, **ENVIRONMENT)
    with on(desk, max(day, TODAY)), pytest.raises(InputProblem, match=sentence):
        desk.perform(repairs.receive, record, label, applicant=WHO, received_on=day)
    with desk.read() as session:
        assert session.query(Case).count() == session.query(Repair).count() == 0


def test_some_classes_are_never_repaired_early(desk: Desk) -> None:
    record = penalty(desk, publicity_on="2025-11-17")
    label = "停产停业、限制经营、限制从业、降低资质、吊销"
    with pytest.raises(InputProblem, match="不提前修复，公示至2028-11-17自动停止"):
        desk.perform(repairs.receive, record, label, applicant=WHO, received_on=date(2026, 2, 12))


def test_one_record_has_one_repair_at_a_time_and_none_once_its_publicity_ended(desk: Desk) -> None:
    record = penalty(desk, **ENVIRONMENT)
    received(desk, record, "普通", date(2026, 2, 12))
    with pytest.raises(InputProblem, match="2026-0001正在办理同一条信息的修复"):
        received(desk, record, "普通", date(2026, 2, 12))
    ended = penalty(desk, decision_number="示〔2025〕2号", publicity_on="2025-11-17", publicity_until="2026-02-01")
    with pytest.raises(InputProblem, match="已于2026-02-01停止公示"):
        received(desk, ended, "其他", date(2026, 2, 12))


def test_a_granted_repair_ends_publicity_sharing_and_use_and_the_letters_say_so(desk: Desk) -> None:
    record = penalty(desk, **ENVIRONMENT)
    subject = subjects.ids(desk)[0]
    case = received(desk, record, "普通", date(2026, 2, 9), materials=("信用承诺书",))
    promise = words(desk, desk.perform(repairs.commitment, case).result["letter"])
    assert "失信行为已经纠正，不良影响已经消除，已公开作出信用承诺" in promise
    told = words(desk, desk.perform(repairs.accept, case).result["letter"])
    for said in (
        "适用《失信行为纠正后的信用信息修复管理办法（试行）》（国家发展改革委令第58号）",
        "申请于2026年2月9日收到，该规则自2023年5月1日至2026年3月31日施行",
        "最早可于2026年2月3日申请修复",
        "最长公示至2028年11月3日",
    ):
        assert said in told
    desk.perform(repairs.forward, case, date(2026, 2, 12))
    conditions = desk.catalogue.regime("ndrc_58").conditions
    facts = {"granted": True, "reason": WHY, "decided_on": date(2026, 2, 12)}
    with pytest.raises(InputProblem, match=f"还有条件没有核实（{conditions[-1]}）"):
        desk.perform(repairs.decide, case, conditions=conditions[:-1], **facts)
    done = desk.perform(repairs.decide, case, conditions=conditions, **facts)
    assert "自2026年2月12日起，终止公示该信息，停止共享和使用" in words(desk, done.result["letter"])
    sheet = record_lists.sheet(desk, record)
    assert sheet.content["publicity_until"] == "2026-02-11"
    assert "信用修复2026-0001：准予信用修复" in sheet.history[0].reason
    duty = Asking("示例县财政局", "依法履职", "示财函〔2026〕2号", "审核补贴")
    desk.perform(credit_reports.issue, subject, duty)
    assert credit_reports.outlook(desk, subject, "duty").listed == 0  # type: ignore[union-attr]
    checked = batch_checks.run(desk, batch_checks.asked_in(PENALTY["subject_name"]), Enquiry(**vars(duty)))
    assert not checked.adverse
    assert desk.perform(clean_records.certify, subject, duty).result["number"]
    desk.perform(repairs.close, case, date(2026, 2, 12))
    with pytest.raises(InputProblem, match="已经办结"):
        desk.perform(repairs.withdraw, case, date(2026, 2, 12), "示例")


def test_the_workbench_shows_when_a_repair_is_due_and_then_when_publicity_ends(desk: Desk) -> None:
    case = received(desk, penalty(desk, **ENVIRONMENT), "普通", date(2026, 2, 9))

    def told() -> list[tuple[str, str]]:
        rows = [task for task in home.tasks(desk, home.task_ids(desk)) if task.noun == "repair"]
        assert [row.id for row in rows] in ([], [case])
        return [(row.what, str(row.due)) for row in rows]

    # No working days before the acceptance: only the end of publicity is known.
    assert told() == [("信用修复 · 公示到期", "2028-11-03")]
    desk.perform(repairs.accept, case)
    assert told() == [("信用修复 · 待办理", "2026-02-24")]
    desk.perform(repairs.forward, case, TODAY)
    decided = {"reason": "处罚尚未履行（示例）", "decided_on": TODAY}
    desk.perform(repairs.decide, case, granted=False, **decided)
    desk.perform(repairs.close, case, TODAY)
    assert told() == [("信用修复 · 公示到期", "2028-11-03")]
    with on(desk, date(2028, 11, 4)):
        assert told() == []


def test_a_denied_repair_lets_publicity_end_by_itself_on_its_day(desk: Desk) -> None:
    record = penalty(desk, **ENVIRONMENT)
    subject = subjects.ids(desk)[0]
    case = received(desk, record, "普通", date(2026, 2, 9))
    desk.perform(repairs.accept, case)
    desk.perform(repairs.forward, case, date(2026, 2, 12))
    done = desk.perform(
        repairs.decide, case, granted=False, reason="处罚尚未履行（示例）", decided_on=date(2026, 2, 12)
    )
    assert "继续公示至2028年11月3日，到期自动停止公示" in words(desk, done.result["letter"])
    assert record_lists.sheet(desk, record).content["publicity_until"] == "2028-11-03"
    for day, listed in ((date(2028, 11, 3), 1), (date(2028, 11, 4), 0)):
        with on(desk, day):
            found = credit_reports.outlook(desk, subject, "duty")
            assert found is not None
            assert found.listed == listed


def test_figures_the_source_does_not_give_stay_empty_and_say_so(desk: Desk) -> None:
    record = penalty(desk)
    case = received(desk, record, "其他", date(2026, 2, 12))
    told = words(desk, desk.perform(repairs.accept, case).result["letter"])
    for said in ("公示起始日期没有登记", "最早可申请修复的日期该规则没有给出", "最长公示期限该规则没有给出"):
        assert said in told


def test_a_refusal_gives_reasons_in_writing(desk: Desk) -> None:
    case = received(desk, penalty(desk), "其他", date(2026, 2, 12))
    with pytest.raises(InputProblem, match="必须写明理由"):
        desk.perform(repairs.refuse, case, " ")
    told = words(desk, desk.perform(repairs.refuse, case, "没有提交履行证明（示例）").result["letter"])
    assert "信用修复不予受理通知书" in told
    assert "没有提交履行证明（示例）" in told
    assert enquiries.ids(desk) == []


def test_any_order_of_acts_keeps_the_case_and_its_record_in_step(desk: Desk) -> None:
    today = date(2026, 2, 12)
    conditions = desk.catalogue.regime("ndrc_58").conditions
    acts: dict[str, Any] = {
        "accept": lambda case: desk.perform(repairs.accept, case),
        "refuse": lambda case: desk.perform(repairs.refuse, case, WHY),
        "forward": lambda case: desk.perform(repairs.forward, case, today),
        "grant": lambda case: desk.perform(
            repairs.decide, case, granted=True, reason=WHY, decided_on=today, conditions=conditions
        ),
        "deny": lambda case: desk.perform(repairs.decide, case, granted=False, reason=WHY, decided_on=today),
        "close": lambda case: desk.perform(repairs.close, case, today),
        "withdraw": lambda case: desk.perform(repairs.withdraw, case, today, WHY),
    }
    numbers = iter(range(1, 10_000))

    class Course(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            number = f"示环罚〔2025〕{next(numbers)}号"
            self.record = penalty(desk, decision_number=number, **ENVIRONMENT)
            self.case = received(desk, self.record, "普通", today)
            self.state, self.letters = "received", 0

        @rule(name=st.sampled_from(sorted(acts)))
        def act(self, name: str) -> None:
            procedure = desk.catalogue.procedure("repair")
            known = {"grant": "decide", "deny": "decide"}.get(name, name)
            admitted = {each.name for each in procedures.allowed(procedure, self.state)}
            before = len(letters.ids(desk))
            if known not in admitted:
                with pytest.raises(InputProblem):
                    acts[name](self.case)
                assert len(letters.ids(desk)) == before
                return
            self.state = acts[name](self.case).result["state"]
            sends = procedures.act_named(procedure, known).letter is not None
            assert len(letters.ids(desk)) == before + sends

        @invariant()
        def publicity_follows_the_decision(self) -> None:
            ends = record_lists.sheet(desk, self.record).content.get("publicity_until", "")
            granted = repair_of(desk, self.case).granted
            assert ends == {None: "", True: "2026-02-11", False: "2028-11-03"}[granted]
            with desk.read() as session:
                case = session.get_one(Case, self.case)
            assert case.state == self.state
            assert case.open == (self.state not in ("closed", "refused", "withdrawn"))

    run_state_machine_as_test(Course, settings=settings(max_examples=12, stateful_step_count=8, deadline=None))  # type: ignore[no-untyped-call]
