"""The objection's course as a state machine: whatever the order of acts, nothing is lost, skipped or done twice."""

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import event

from creditdesk.errors import InputProblem
from creditdesk.services import health, letters, objection_lists, objections, record_lists, repeats, undo
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested, Decision
from tests.apart import apart
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import objection, penalty, two_units_received
from tests.sound import complaints

WHY = "经核对原件（示例）"
COURSES = int(os.environ.get("CREDITDESK_OBJECTIONS", "4"))
"""How many courses of acts are tried, each 14 acts long."""


@pytest.mark.parametrize("received", [TODAY + timedelta(1), date(2017, 12, 4)])
def test_a_day_of_receipt_in_the_future_or_before_the_plan_is_refused(desk: Desk, received: date) -> None:
    record_id = penalty(desk)
    items = [Contested(record_id, "fine_amount", "0.2")]
    with pytest.raises(InputProblem, match="日期"):
        desk.perform(objections.receive, items, applicant={"name": "示例"}, request="", received_on=received)
    assert objection_lists.ids(desk, objection_lists.Filter()) == []


def test_a_step_before_the_last_one_is_refused(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    with pytest.raises(InputProblem, match="早于上一步的日期"):
        desk.perform(objections.deliver, case_id, date(2026, 2, 10))


def test_every_contested_field_needs_its_own_outcome_and_reason(desk: Desk) -> None:
    case_id = _verified(desk)
    item = objection_lists.sheet(desk, case_id).items[0]
    for decisions, said in (
        ([], "每一项异议都要有处理结果"),
        ([Decision(item.id, "维持", " ")], "写明理由"),
        ([Decision(item.id, "更正", WHY)], "更正后的内容"),
        ([Decision(item.id, "不知道", WHY)], "只能是维持、更正或撤销"),
        ([Decision(item.id, "更正", WHY, "九百")], "罚款金额"),
    ):
        with pytest.raises(InputProblem, match=said):
            desk.perform(objections.reply, case_id, decisions)
    assert objection_lists.sheet(desk, case_id).state == "待答复"
    assert len(letters.ids(desk)) == 2


def test_a_refusal_closes_the_case_with_its_letter(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(objections.refuse, case_id, "")
    desk.perform(objections.refuse, case_id, "不属于本中心归集的信息（示例）")
    sheet = objection_lists.sheet(desk, case_id)
    assert (sheet.state, sheet.row.words, sheet.choices) == ("不予受理", "已办结", ())


def test_missing_papers_are_asked_for_once_and_then_accepted(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(objections.ask_more, case_id, ["授权委托书"])
    assert objection_lists.sheet(desk, case_id).state == "待补正"
    desk.perform(objections.supplement, case_id, TODAY)
    desk.perform(objections.accept, case_id)
    titles = {row.title for row in letters.rows(desk, letters.ids(desk))}
    assert len(titles) == 2


def test_a_second_request_for_papers_is_refused_with_the_reason(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(objections.ask_more, case_id, ["授权委托书"])
    desk.perform(objections.supplement, case_id, TODAY)
    assert "ask_more" not in {choice.name for choice in objection_lists.sheet(desk, case_id).choices}
    with pytest.raises(InputProblem, match="应当一次告知"):
        desk.perform(objections.ask_more, case_id, ["身份证明"])


def test_the_same_objection_again_needs_a_reason_and_tells_the_earlier_number(desk: Desk) -> None:
    record_id = penalty(desk)
    objection(desk, record_id, date(2026, 2, 11))
    said = [Contested(record_id, "fine_amount", "0.2")]
    again = {"applicant": {"name": "示例"}, "request": "", "received_on": TODAY}
    assert repeats.earlier_number(desk, said) == "2026-0001"
    with pytest.raises(InputProblem, match="2026-0001已就同样的内容提出异议"):
        desk.perform(objections.receive, said, **again)
    case_id = desk.perform(objections.receive, said, **again, repeated_because="有新的鉴定报告（示例）").result["case"]
    assert "2026-0001" in objection_lists.sheet(desk, case_id).steps[0].note
    assert repeats.earlier_number(desk, [Contested(record_id, "fine_amount", "0.3")]) == ""


def test_a_record_is_not_revoked_and_corrected_in_one_answer(desk: Desk) -> None:
    record_id = penalty(desk)
    said = [Contested(record_id, "fine_amount", "0.2"), Contested(record_id, "facts", "另有事实（示例）")]
    changes = desk.perform(
        objections.receive, said, applicant={"name": "示例"}, request="", received_on=date(2026, 2, 11)
    )
    case_id = changes.result["case"]
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, TODAY)
    desk.perform(objections.opinion, case_id, TODAY, WHY)
    first, second = objection_lists.sheet(desk, case_id).items
    for other in ("维持", "更正"):
        decisions = [Decision(first.id, "撤销", WHY), Decision(second.id, other, WHY, "另有事实（示例）")]
        with pytest.raises(InputProblem, match="同一条记录撤销后"):
            desk.perform(objections.reply, case_id, decisions)
    assert record_lists.sheet(desk, record_id).state == "异议中"


def _verified(desk: Desk) -> str:
    case_id = objection(desk, penalty(desk), date(2026, 2, 11))
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, TODAY)
    desk.perform(objections.opinion, case_id, TODAY, WHY)
    return case_id


class Course(RuleBasedStateMachine):
    """Acts in any order on one case with two units: double clicks, undo, and a desk that is closed in between."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "desk")
        self._open()
        self.case_id = two_units_received(self.desk, date(2026, 2, 11))
        items = objection_lists.sheet(self.desk, self.case_id).items
        self.record_ids = [item.record_id for item in items]
        self.sent = 0

    def _open(self) -> None:
        self.desk = Desk.open(self.folder / "desk", OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.desk.close()
        shutil.rmtree(self.folder)

    @rule(name=st.sampled_from(("accept", "forward", "ask_more", "refuse")), clicks=st.integers(1, 2))
    def send(self, name: str, clicks: int) -> None:
        """Try an act that sends a letter, perhaps with a double click."""
        extra = {"ask_more": [["身份证明"]], "refuse": [WHY]}.get(name, [])
        key = f"{name}-{self.sent}-{len(self._steps())}"
        for _ in range(clicks):
            self._try(name, lambda: self.desk.perform_once(key, getattr(objections, name), self.case_id, *extra))

    @rule(name=st.sampled_from(("supplement", "close", "withdraw")))
    def record(self, name: str) -> None:
        """Try an act that only writes something down."""
        extra = [WHY] if name == "withdraw" else []
        self._try(name, lambda: self.desk.perform(getattr(objections, name), self.case_id, TODAY, *extra))

    @rule(name=st.sampled_from(("deliver", "opinion")), place=st.integers(0, 1))
    def with_unit(self, name: str, place: int) -> None:
        """Try an act with one of the two units, in any order."""
        part = objection_lists.sheet(self.desk, self.case_id).parts[place]
        act, text = getattr(objections, name), WHY
        self._try(name, lambda: self.desk.perform(act, self.case_id, TODAY, text, part.id), part.acts)

    @rule(outcomes=st.tuples(*[st.sampled_from(objections.OUTCOMES)] * 2))
    def reply(self, outcomes: tuple[str, str]) -> None:
        """Try to decide."""
        items = objection_lists.sheet(self.desk, self.case_id).items
        news = ("0.2", "另有事实（示例）")
        pairs = zip(items, outcomes, news, strict=True)
        decisions = [Decision(item.id, outcome, WHY, new) for item, outcome, new in pairs]
        self._try("reply", lambda: self.desk.perform(objections.reply, self.case_id, decisions))

    @rule(name=st.sampled_from(("accept", "forward", "ask_more", "refuse")), after=st.integers(0, 40))
    def die(self, name: str, after: int) -> None:
        """Let the program die in the middle of an act: afterwards the desk is as it was, or the act is whole."""
        before = objection_lists.sheet(self.desk, self.case_id)
        extra = {"ask_more": [["身份证明"]], "refuse": [WHY]}.get(name, [])
        statements = iter(range(after))

        def stop(*_: object) -> None:
            if next(statements, None) is None:
                raise KeyboardInterrupt

        event.listen(self.desk.vault.writer, "before_cursor_execute", stop)
        try:
            self.desk.perform(getattr(objections, name), self.case_id, *extra)
        except KeyboardInterrupt:
            died = True
        except InputProblem:
            died = False
        else:
            died = False
        event.remove(self.desk.vault.writer, "before_cursor_execute", stop)
        self.desk.close()
        self._open()
        if died:
            assert objection_lists.sheet(self.desk, self.case_id) == before

    @rule()
    def reopen(self) -> None:
        """Close the desk between two acts and open it again: everything stands as it stood."""
        before = objection_lists.sheet(self.desk, self.case_id)
        self.desk.close()
        self._open()
        assert objection_lists.sheet(self.desk, self.case_id) == before

    @rule()
    def undo(self) -> None:
        """Try to take the last step back, but never the receipt."""
        if len(self._steps()) > 1:
            self._try("undo", lambda: self.desk.perform(undo.last))

    def _steps(self) -> tuple[objection_lists.Step, ...]:
        return objection_lists.sheet(self.desk, self.case_id).steps

    def _try(self, name: str, act: object, acts: Sequence[str] | None = None) -> None:
        before = objection_lists.sheet(self.desk, self.case_id)
        allowed = {choice.name for choice in before.choices} if acts is None else set(acts)
        wanted = {"supplement": "supplement_in"}.get(name, name)
        try:
            act()  # type: ignore[operator]
        except InputProblem:
            after = objection_lists.sheet(self.desk, self.case_id)
            assert after == before, "a refused act changed the case"
            assert name == "undo" or wanted not in allowed, f"{name} was refused though the case admits it"

    @invariant()
    def every_letter_has_its_number_and_its_step(self) -> None:
        """Registers have no gap, letters and steps tell the same."""
        rows = letters.rows(self.desk, letters.ids(self.desk))
        assert len({row.number for row in rows}) == len(rows)
        assert {row.id for row in rows} == {step.letter_id for step in self._steps() if step.letter_id}
        assert complaints(self.desk, {"备份"}) == []

    @invariant()
    def the_mark_stands_exactly_while_the_case_does(self) -> None:
        """A record is marked from acceptance until the answer, and in one state only."""
        state = objection_lists.sheet(self.desk, self.case_id).state
        marked = state in ("已受理", "已转办", "待核实意见", "待答复")
        for record_id in self.record_ids:
            assert (record_lists.sheet(self.desk, record_id).state == "异议中") == marked

    @invariant()
    def the_case_stands_where_the_last_of_its_units_does(self) -> None:
        """No unit is behind the case, and a decided record is in the state that its decision gave it."""
        sheet = objection_lists.sheet(self.desk, self.case_id)
        order = list(self.desk.catalogue.procedure("objection").states.values())
        assert min((part.state for part in sheet.parts), key=order.index) == sheet.state
        for item in sheet.items:
            revoked = record_lists.sheet(self.desk, item.record_id).state == "已撤销"
            assert revoked == (item.outcome == "撤销")


def test_no_order_of_acts_loses_a_step_or_skips_a_number(founded: Path) -> None:
    Course.template = founded
    run = Course.TestCase
    run.settings = settings(max_examples=COURSES, stateful_step_count=14, deadline=None)
    run().runTest()


def _issue(tell: Connection, folder: Path, start: int) -> None:
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        for number in range(start, start + 500):
            case = objection(desk, penalty(desk, decision_number=f"示市监罚〔2026〕{number}号"), date(2026, 2, 11))
            desk.perform(objections.accept, case)
            desk.perform(objections.forward, case)
            tell.send("issued")


def test_a_kill_while_letters_are_issued_leaves_no_gap_and_no_letter_without_its_step(
    founded: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(founded, tmp_path / "desk")
    for turn in range(4):
        with apart(_issue, folder, 1000 * (turn + 1)) as said:
            assert said() == "issued"
            time.sleep(0.15 + 0.11 * turn)
        with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
            rows = letters.rows(desk, letters.ids(desk))
            cases = objection_lists.ids(desk, objection_lists.Filter())
            steps = [step.letter_id for one in cases for step in objection_lists.sheet(desk, one).steps]
            assert sorted(filter(None, steps)) == sorted(row.id for row in rows)
            assert complaints(desk, health.ADVICE) == []
    assert rows
