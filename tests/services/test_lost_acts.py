"""What going back to a backup took back is listed with numbers, printed, and ticked off one by one."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import attachments, backups, health, lost_acts, restores, safety
from creditdesk.services.desk import Desk
from tests.entered import acting_as, penalty
from tests.exchange.paper_files import PDF
from tests.services.test_restores import WHY, accepted, decide, opened
from tests.sound import complaints


@pytest.fixture
def restored(desk: Desk) -> Iterator[Desk]:
    """A desk that went back over a penalty, an objection with its letter, and a paper."""
    point = backups.make(desk, "手动").name
    penalty(desk, decision_number="示市监罚〔2026〕1号")
    accepted(desk, "示市监罚〔2026〕2号")
    with desk.read() as session:
        case = session.connection().exec_driver_sql('SELECT id FROM "case"').scalar_one()
    desk.perform(attachments.add, case, "决定书.pdf", PDF)
    decide(desk, point, WHY)
    restores.carry_out(desk)
    desk.close()
    with opened(desk.folder) as again:
        yield again


def test_each_lost_act_is_listed_with_who_when_and_about_which_number(restored: Desk) -> None:
    rows = lost_acts.rows(restored, lost_acts.ids(restored))
    told = [(row.act, row.about) for row in rows]
    assert told[:2] == [("录入信用记录", "示市监罚〔2026〕1号"), ("录入信用记录", "示市监罚〔2026〕2号")]
    assert "2026-0001" in told[2][1]
    assert "2026-0001" in told[3][1]
    assert "牟信" in told[3][1]
    assert told[4] == ("添加案卷材料", "2026-0001")
    assert len(told) == 5
    assert {(row.officer, row.at, row.outcome) for row in rows} == {("王示例", "2026-02-12 10:40", "")}
    text = PdfReader(BytesIO(lost_acts.pdf(restored))).pages[0].extract_text()
    assert "示市监罚〔2026〕2号" in text
    assert complaints(restored, health.ADVICE) == []


def test_an_act_is_ticked_off_with_what_became_of_it_and_only_once(restored: Desk) -> None:
    first, *others = lost_acts.ids(restored)
    assert next(line for line in safety.lines(restored) if line.label == "待补办").words == "恢复时丢失的 5 件操作"
    restored.perform(lost_acts.settle, [first], "已重新录入（示例）")
    assert lost_acts.ids(restored) == [*others, first]
    assert lost_acts.rows(restored, [first])[0].outcome == "已重新录入（示例）"
    for wanted, outcome, said in (([first], "再办", "已经勾销"), (others, " ", "补办情况"), ([], "已办", "没有选中")):
        with pytest.raises(InputProblem, match=said):
            restored.perform(lost_acts.settle, wanted, outcome)
    with acting_as(restored, "吴示例", "auditor"), pytest.raises(Problem, match="没有“录入和导入信用记录”的权限"):
        restored.perform(lost_acts.settle, others, "已办")
    restored.perform(lost_acts.settle, others, "不再需要（示例）")
    assert "待补办" not in [line.label for line in safety.lines(restored)]


def test_what_was_not_ticked_off_is_carried_over_the_next_restore(restored: Desk) -> None:
    first, *others = lost_acts.ids(restored)
    restored.perform(lost_acts.settle, [first], "已重新录入（示例）")
    decide(restored, backups.points(restored)[-1].name, WHY)
    restores.carry_out(restored)
    restored.close()
    with opened(restored.folder) as again:
        assert lost_acts.ids(again) == others
