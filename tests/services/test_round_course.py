"""Any course of a round: its list is what the updates made it, and every update asks every unit once."""

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from creditdesk.errors import InputProblem
from creditdesk.services import letters, responses, rounds
from creditdesk.services.desk import Desk
from creditdesk.services.round_objects import ADDED, CHANGES, REMOVED
from creditdesk.services.rounds import Change
from tests.conftest import TODAY
from tests.entered import UNIT
from tests.initiated import FIRM, OTHER, begun, severe, sheet, taken


def test_every_course_keeps_list_letters_and_responses_together(shared: Desk) -> None:
    firms = [severe(shared), severe(shared, OTHER)]
    assert firms[0] != firms[1]

    class Course(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.round = begun(shared, firms[:1], units=[UNIT], objects=f"示例主体{FIRM}")
            self.listed, self.updates, self.answered, self.ended = {firms[0]}, 1, 0, False

        @rule(firm=st.sampled_from(firms), change=st.sampled_from(CHANGES))
        def update(self, firm: str, change: str) -> None:
            fits = not self.ended and (change == ADDED) != (firm in self.listed)
            before = len(letters.ids(shared))
            try:
                shared.perform(rounds.update, self.round, [Change(firm, change, "示例")], "示例")
            except InputProblem:
                assert not fits
                assert len(letters.ids(shared)) == before
                return
            assert fits
            self.updates += 1
            self.listed = self.listed - {firm} if change == REMOVED else self.listed | {firm}

        @rule()
        def respond(self) -> None:
            waiting = [one for each in sheet(shared, self.round).updates for one in each.responses if one.waits]
            if not waiting:
                return
            shared.perform(responses.respond, waiting[0].id, TODAY, taken(1, TODAY))
            self.answered += 1

        @rule()
        def end(self) -> None:
            fits = not self.ended and not self.listed
            try:
                shared.perform(rounds.end, self.round, "示例")
            except InputProblem:
                assert not fits
                return
            assert fits
            self.ended = True

        @invariant()
        def what_is_shown_is_what_was_done(self) -> None:
            found = sheet(shared, self.round)
            assert {one.subject_id for one in found.current} == self.listed
            assert (found.row.asked, found.row.answered) == (self.updates, self.answered)
            assert (found.row.ended_on is not None) == self.ended
            waits = [one for each in found.updates for one in each.responses if one.waits]
            assert len(waits) == (0 if self.ended else self.updates - self.answered)

    examples = int(os.environ.get("CREDITDESK_ROUNDS", "3"))
    run_state_machine_as_test(Course, settings=settings(max_examples=examples, stateful_step_count=10, deadline=None))  # type: ignore[no-untyped-call]
