"""Clause 六(六) of the county plan on how long a person's record is kept, on a real encrypted desk."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import Problem
from creditdesk.services import (
    backups,
    confirmations,
    erasures,
    journal,
    letters,
    record_lists,
    restores,
    retention,
    subjects,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import acting_as, by_two, objection, on, penalty
from tests.erased import ERASED, NAME, NUMBER
from tests.features.conftest import Story

scenarios("plan_6_6_保存期限.feature")


@pytest.fixture
def story(founded: Path, tmp_path: Path) -> Iterator[Story]:
    """A desk that may be closed and opened again, and what the steps of one scenario tell each other."""
    folder = Path(shutil.copytree(founded, tmp_path / "desk"))
    told: Story = {"desk": _opened(folder)}
    yield told
    told["desk"].close()


def _opened(folder: Path) -> Desk:
    return Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


@given(parsers.parse("欧阳示例的失信行为于{day}终止"))
def _ended(story: Story, day: str) -> None:
    ended = {"breach_ended_on": "" if day == "不明" else day, "decided_on": "2020-01-03"}
    story["record"] = penalty(story["desk"], **{**ERASED, **ended})


@given("他对该记录提出的异议正在办理")
def _contested(story: Story) -> None:
    objection(story["desk"], story["record"], TODAY, field="facts", claim="没有违法（示例）")


@given("此后做了备份")
def _backed_up(story: Story) -> None:
    story["point"] = backups.make(story["desk"], "手动").name


@when(parsers.parse("在{day}查看保存期限"))
def _look(story: Story, day: str) -> None:
    with on(story["desk"], date.fromisoformat(day)) as desk:
        story["due"] = {row.record_id for row in retention.due(desk)}
        story["unclocked"] = {row.record_id for row in retention.unclocked(desk)}


@then(parsers.parse("该记录{result}"))
def _looked(story: Story, result: str) -> None:
    found = "到期应消除" if story["record"] in story["due"] else "没有到期"
    assert result == ("列为不起算" if story["record"] in story["unclocked"] else found)


@when("经办人提请消除并由复核人确认")
def _erase(story: Story) -> None:
    story["letter"] = by_two(story["desk"], erasures.erase, [story["record"]]).result["letter"]


@when("经办人一人消除被拒绝")
def _alone(story: Story) -> None:
    with pytest.raises(Problem) as refused:
        story["desk"].perform(erasures.erase, [story["record"]])
    story["said"] = refused.value.sentence


@when("经办人提请消除被拒绝")
def _refused(story: Story) -> None:
    with pytest.raises(Problem) as refused:
        confirmations.propose(story["desk"], erasures.erase, [story["record"]])
    story["said"] = refused.value.sentence


@when("桌面恢复到该备份")
def _restored(story: Story) -> None:
    desk: Desk = story["desk"]
    waiting = confirmations.propose(desk, restores.decide, story["point"], "示例").result["confirmation"]
    with acting_as(desk, "李示例", "principal"):
        confirmations.confirm(desk, str(waiting))
    restores.carry_out(desk)
    folder = desk.folder
    desk.close()
    story["desk"] = _opened(folder)


@then(parsers.parse("桌面说明：{words}"))
def _said(story: Story, words: str) -> None:
    assert words in story["said"]


@then("记录照旧")
def _stays(story: Story) -> None:
    assert record_lists.sheet(story["desk"], story["record"]).content["subject_name"] == NAME


@then("查不到欧阳示例和他的号码")
def _gone(story: Story) -> None:
    for words in (NAME, NUMBER, "ouyangshili"):
        assert len(subjects.ids(story["desk"], words)) == 0
    assert len(record_lists.ids(story["desk"], record_lists.Filter())) == 0


@then("消除证明写明依据六（六）和记录标识，没有姓名")
def _certificate(story: Story) -> None:
    told = "".join(Pdf(letters.pdf_of(story["desk"], story["letter"])).text().split())
    assert "六（六）" in told
    assert story["record"] in told
    assert NAME not in told


@then("操作日志的链条完整")
def _chain(story: Story) -> None:
    with story["desk"].read(Power.JOURNAL) as session:
        assert journal.broken_at(session) is None
