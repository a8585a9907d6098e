"""How a case stands, told for the eye: its lines, and the band that says why it must end early."""

from datetime import date

from creditdesk.services import objection_timeline, objections
from creditdesk.services.desk import Desk
from creditdesk.services.objection_timeline import CURRENT, DONE
from tests.entered import objection, on, penalty


def test_a_new_case_waits_for_acceptance_and_shows_what_follows(desk: Desk) -> None:
    told = objection_timeline.standing(desk, objection(desk, penalty(desk), date(2026, 2, 10)))
    assert [(line.label, line.state) for line in told.lines[:2]] == [("收到申请", DONE), ("受理", CURRENT)]
    assert [line.label for line in told.lines[2:]] == ["转办", "送达", "核实意见", "书面答复"]
    assert told.lines[2].note == "收到申请后 5 个工作日"
    assert told.lines[2].urgency == "ample"
    assert told.band is None


def test_before_delivery_the_band_tells_the_last_day_for_the_opinion(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 4)):
        desk.perform(objections.accept, case)
        desk.perform(objections.forward, case)
    band = objection_timeline.standing(desk, case).band
    assert band is not None
    assert band.headline == "最晚 2026-02-14 周六（补班）收到核实意见"
    assert band.why == "书面答复须留 2 个工作日，本阶段自送达起算，尚未送达"
    assert (band.brief, band.cause) == ("最晚 02-14 收到核实意见", "书面答复须留 2 个工作日")


def test_a_step_taken_too_late_keeps_its_colour(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 1, 26))
    desk.perform(objections.accept, case)
    desk.perform(objections.forward, case)
    line = next(line for line in objection_timeline.standing(desk, case).lines if line.label == "转办")
    assert (line.due, line.done, line.urgency) == ("2026-02-02", "2026-02-12", "overdue")


def test_a_closed_case_waits_for_nothing(desk: Desk) -> None:
    case = objection(desk, penalty(desk), date(2026, 2, 10))
    desk.perform(objections.withdraw, case, date(2026, 2, 12), "申请人书面撤回（示例）")
    told = objection_timeline.standing(desk, case)
    assert [line.label for line in told.lines] == ["收到申请", "申请人撤回"]
    assert told.band is None
