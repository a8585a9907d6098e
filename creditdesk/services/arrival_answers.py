"""What this desk answers to a package it takes in: for every row whether it was accepted, and if not, why."""

from collections.abc import Iterator

from creditdesk.exchange.descriptor import Answered
from creditdesk.exchange.receipts import LONGEST_REASON, Answer, Line
from creditdesk.services.arrivals import OLDER, WITHDRAWN, Arrived, Plan

_KEPT_HERE = "本单位尚未同意撤销，记录仍然有效，请说明撤销的依据后重新报送"


def about(plan: Plan) -> Answered:
    """Return how the receipt names the package."""
    return Answered(plan.head.office, plan.head.desk, plan.head.serial, plan.digest)


def lines_of(plan: Plan, *, withdrawn: bool) -> list[Line]:
    """Return a line for every row of the package, in the order of their identities.

    A row is rejected where it is faulty, or where it withdraws a record that an officer did not withdraw; it is
    replaced where this desk has a later version already. What both sides changed is accepted: both are kept.
    """
    lines = [*_refused(plan), *(_line(one, withdrawn=withdrawn) for one in plan.rows)]
    return sorted(lines, key=lambda line: line.record_id)


def _refused(plan: Plan) -> Iterator[Line]:
    for fault in plan.faults:
        yield Line(fault.record_id, fault.version, Answer.REJECTED, "", fault.sentence[:LONGEST_REASON])


def _line(one: Arrived, *, withdrawn: bool) -> Line:
    entry = one.entry
    if one.sort == WITHDRAWN and not withdrawn:
        return Line(entry.record_id, entry.version, Answer.REJECTED, "", _KEPT_HERE)
    # A withdrawal of what never came leaves nothing to do: it is accepted.
    later = one.sort == OLDER and entry.action != WITHDRAWN
    return Line(entry.record_id, entry.version, Answer.REPLACED if later else Answer.ACCEPTED)
