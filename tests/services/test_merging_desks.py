"""Whatever three desks change and in whatever order they exchange packages, in the end all three say the same."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.models import Record
from creditdesk.services import arrivals, conflicts, incoming, offices, packages, records, releases
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.entered import penalty
from tests.leaving import OPEN, release
from tests.neighbours import desks

WHY = "经核对原件（示例）"
NAMES = ("示例甲中心", "示例乙中心", "示例丙中心")
COURSES = int(os.environ.get("CREDITDESK_MERGES", "2"))
"""How many courses are tried; a failing one is told as it came, for each takes seconds."""

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "correct", "revoke", "send", "send", "send"]), st.integers(0, 2), st.integers(0, 5)
    ),
    min_size=4,
    max_size=14,
)


class Three:
    """Three desks that believe each other; each sends to one of the others at a time."""

    def __init__(self, folder: Path, opened: list[Desk]) -> None:
        self.folder, self.desks = folder, opened
        self.made: list[str] = []
        self.sent = 0

    def do(self, what: str, at: int, number: int) -> None:
        desk = self.desks[at]
        known = [one for one in self.made if _state(desk, one) == "recorded"]
        if what == "enter":
            name = f"示市监罚〔2026〕{len(self.made) + 1}号"
            self.made.append(penalty(desk, decision_number=name))
        elif what == "correct" and known:
            amount = {"fine_amount": f"{number + 1}.{at}"}
            _quietly(lambda: desk.perform(records.correct, known[number % len(known)], amount, WHY))
        elif what == "revoke" and known and number == 0:
            desk.perform(records.revoke, known[0], WHY)
        elif what == "send":
            self.send(at, (at + 1 + number % 2) % 3)

    def send(self, at: int, to: int) -> None:
        """Let a desk tell another everything it has not told it, and let that one settle what both had changed."""
        sender, receiver = self.desks[at], self.desks[to]
        tell_all(sender, NAMES[to])
        if not packages.prepare(sender).rows:
            return
        self.sent += 1
        stick = self.folder / f"stick{self.sent}"
        stick.mkdir()
        ids = release(sender).result["packages"]
        for file in releases.hand_over(sender, ids, stick, OPEN).result["files"]:
            receiver.perform(incoming.take, arrivals.inspect(receiver, Path(file)), withdrawn=True)
        for conflict in conflicts.waiting(receiver):
            revoked = conflict.withdrawn or conflict.revoked
            theirs = [side.field for side in conflict.sides if side.theirs > side.ours]
            receiver.perform(conflicts.choose, conflict.id, theirs, WHY, withdraw=revoked)

    def everywhere(self) -> None:
        """Exchange until nobody has anything new to tell."""
        for _ in range(3):
            for at in range(3):
                for to in range(3):
                    if at != to:
                        self.send(at, to)

    def told(self) -> list[dict[str, tuple[dict[str, str], str]]]:
        """Return what each desk says of each record that stands, with the head of its lineage.

        A record that was withdrawn before a desk heard of it never comes there.
        """
        found = []
        for desk in self.desks:
            with desk.read() as session:
                heads = arrivals.ours_of(session, self.made)
                standing = [one for one in session.query(Record) if one.state == "recorded"]
                found.append({one.id: (dict(one.content), heads[one.id].head) for one in standing})
        return found


def tell_all(desk: Desk, receiver: str) -> None:
    """Let a desk report to another receiver than before, everything anew: what it knows is sorted there."""
    desk.perform(offices.describe, Office(**(vars(offices.office(desk)) | {"receiver": receiver})))
    with desk.vault.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE record SET left_version = 0 WHERE state = 'recorded'")
        connection.exec_driver_sql(
            "UPDATE record SET left_version = version - 1 WHERE state = 'revoked' AND version > 1"
        )


def _quietly(call: Callable[[], object]) -> None:
    try:
        call()
    except InputProblem:
        return


def _state(desk: Desk, record_id: str) -> str:
    with desk.read() as session:
        record = session.get(Record, record_id)
        return record.state if record is not None else ""


@given(STEPS)
@settings(
    max_examples=COURSES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_three_desks_that_merge_in_any_order_end_equal(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory(prefix="creditdesk-three-") as folder, desks(Path(folder), NAMES) as opened:
        three = Three(Path(folder), opened)
        for step in steps:
            three.do(*step)
        three.everywhere()
        first, second, third = three.told()
        assert first == second == third
        assert set(first) <= set(three.made)
