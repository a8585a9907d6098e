"""The recall list: every receiver of wrong data is found, told by a letter of its own, and ticked when it knows."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Letter
from creditdesk.services import batch_checks, letters, objection_lists, objections, recalls
from creditdesk.services.batch_checks import Enquiry
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Decision
from tests.conftest import TODAY
from tests.entered import PENALTY, objection, on, penalty
from tests.leaving import send

ASKER = "示例县教育局"
PLATFORM = "郑州市公共信用信息平台"
WHY = "经核对原件（示例）"


def _carried(desk: Desk, stick: Path, outcome: str) -> str:
    """Let a wrong record leave in a package and a report, then correct or revoke it by an objection."""
    with on(desk, date(2026, 2, 2)):
        record_id = penalty(desk)
        send(desk, stick)
        asked = batch_checks.asked_in(f"名称\t统一社会信用代码\n{PENALTY['subject_name']}\t{PENALTY['uscc']}")
        batch_checks.run(desk, asked, Enquiry(ASKER, "依法履职", "评选办法（示例）", "评先评优"))
    case_id = objection(desk, record_id, date(2026, 2, 3))
    desk.perform(objections.accept, case_id)
    desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, TODAY)
    desk.perform(objections.opinion, case_id, TODAY, WHY)
    item = objection_lists.sheet(desk, case_id).items[0]
    desk.perform(objections.reply, case_id, [Decision(item.id, outcome, WHY, "0.2")])
    return case_id


@pytest.mark.parametrize("outcome", ["更正", "撤销"])
def test_every_receiver_gets_its_letters_once_and_is_ticked_when_told(desk: Desk, tmp_path: Path, outcome: str) -> None:
    case_id = _carried(desk, tmp_path, outcome)
    assert [(line.receiver, [one.kind for one in line.carriers]) for line in recalls.listing(desk, case_id)] == [
        (ASKER, ["批量核查"]),
        (PLATFORM, ["数据包"]),
    ]
    with pytest.raises(InputProblem, match="请先生成通知"):
        desk.perform(recalls.told, case_id, ASKER, TODAY)
    made = desk.perform(recalls.notify, case_id).result["letters"]
    rows = letters.rows(desk, made)
    assert [row.addressee for row in rows] == [ASKER, ASKER, PLATFORM, PLATFORM]
    assert len({row.number for row in rows}) == 4
    with desk.read() as session:
        values = session.get_one(Letter, made[0]).values
    assert [(item["outcome"], item["old"]) for item in values["items"]] == [
        (outcome, "2.000000" if outcome == "更正" else "已提供")
    ]
    with pytest.raises(InputProblem, match="都已有通知"):
        desk.perform(recalls.notify, case_id)
    desk.perform(recalls.told, case_id, ASKER, TODAY)
    lines = {line.receiver: line for line in recalls.listing(desk, case_id)}
    assert (lines[ASKER].told_on, lines[PLATFORM].told_on) == (TODAY, None)
    assert lines[ASKER].notice_id == made[0]


@pytest.mark.parametrize(("outcome", "action"), [("更正", "changed"), ("撤销", "withdrawn")])
def test_the_next_package_carries_what_was_put_right(desk: Desk, tmp_path: Path, outcome: str, action: str) -> None:
    _carried(desk, tmp_path, outcome)
    path = send(desk, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert f",{action}," in archive.read("data/penalty.csv").decode()


def test_what_was_upheld_or_never_left_needs_no_notice(desk: Desk, tmp_path: Path) -> None:
    case_id = _carried(desk, tmp_path, "维持")
    assert recalls.listing(desk, case_id) == ()
    with pytest.raises(InputProblem, match="不需要发"):
        desk.perform(recalls.notify, case_id)
