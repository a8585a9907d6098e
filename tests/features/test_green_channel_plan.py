"""Clause 四(三) of the county plan, sentence by sentence, on a real encrypted desk."""

from datetime import date

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem
from creditdesk.services import green_channel, home, letters, promise_lists, promises, record_lists, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.home import Task
from creditdesk.services.promises import Promised
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, UNIT, on, penalty
from tests.features.conftest import Story

scenarios("plan_4_3_绿色通道.feature")

ASKING = Asking(PENALTY["subject_name"], "本人", "营业执照原件（示例）", "申请容缺受理（示例）")


def _firm(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def _promise(desk: Desk, story: Story, due: str, papers: str, exemplar: str = "") -> None:
    by = date.fromisoformat(due) if due != "无" else None
    # Promised three days ago where the deadline lies behind, so that only the deadline is wrong.
    made_on = TODAY if by is None or by > TODAY else date(2026, 2, 9)
    told = Promised("食品经营许可", UNIT, papers.split("、"), made_on, by, exemplar)
    story["promise"] = desk.perform(promises.make, _firm(desk), told).result["promise"]


def _tasks(desk: Desk) -> list[Task]:
    return [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "promise"]


@given(parsers.parse("示例建材有限公司在{day}受到一般处罚"))
def _decided(desk: Desk, story: Story, day: str) -> None:
    story["penalty"] = penalty(desk, decided_on=day, valid_until="2030-01-01")


@when(parsers.parse("{day}核查连续三年有无不良信用记录"))
def _check(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        story["sentence"] = green_channel.check(desk, _firm(desk)).sentence


@then(parsers.parse("核查结果是{words}"))
def _checked(story: Story, words: str) -> None:
    assert words in story["sentence"]


@when("为该公司出具连续三年无不良信用记录证明")
def _prove(desk: Desk, story: Story) -> None:
    story["letter"] = desk.perform(green_channel.prove, _firm(desk), ASKING).result["letter"]


@then(parsers.parse("证明写明{words}"))
def _proved(desk: Desk, story: Story, words: str) -> None:
    text = "".join(Pdf(letters.pdf_of(desk, story["letter"])).text().split())
    assert words in text
    assert "查询范围：" in text


@when(parsers.parse("该公司作为{exemplar}承诺在{due}前补齐{papers}"))
def _as_exemplar(desk: Desk, story: Story, exemplar: str, due: str, papers: str) -> None:
    _promise(desk, story, due, papers, f"{exemplar}（示例）")


@when(parsers.re(r"该公司承诺在(?P<due>[\d-]+)前补齐(?P<papers>\w+(、\w+)*?)$"))
def _made(desk: Desk, story: Story, due: str, papers: str) -> None:
    _promise(desk, story, due, papers)


@when(parsers.parse("该公司承诺在{due}前补齐健康证明被拒绝"))
def _refused(desk: Desk, story: Story, due: str) -> None:
    with pytest.raises(InputProblem) as raised:
        _promise(desk, story, due, "健康证明")
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{sentence}"))
def _told(story: Story, sentence: str) -> None:
    assert sentence in story["problem"]


@then("没有登记任何承诺")
def _none(desk: Desk) -> None:
    assert promise_lists.ids(desk) == []


@then(parsers.parse("工作台上有该公司的容缺受理承诺，最晚{due}"))
def _waits(desk: Desk, due: str) -> None:
    [task] = _tasks(desk)
    assert (task.what, task.subject, str(task.due)) == ("容缺受理承诺", PENALTY["subject_name"], due)


@when(parsers.parse("材料在{day}补齐"))
def _kept(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        desk.perform(promises.keep, story["promise"], date.fromisoformat(day))


@then("工作台上没有该公司的承诺")
def _no_task(desk: Desk) -> None:
    assert _tasks(desk) == []


@when(parsers.parse("{day}登记为未履约"))
def _broken(desk: Desk, story: Story, day: str) -> None:
    with on(desk, date.fromisoformat(day)):
        desk.perform(promises.breach, story["promise"], "到期没有提交（示例）")


@then("该公司有1条未履约的承诺等待决定")
def _waiting(desk: Desk, story: Story) -> None:
    assert promise_lists.ids(desk, state=promise_lists.PROPOSED) == [story["promise"]]


@when("按一般失信记入信用记录")
def _recorded(desk: Desk, story: Story) -> None:
    done = desk.perform(promises.record, story["promise"], "一般", "首次未履约（示例）")
    story["record"] = done.result["record"]


@then(parsers.parse("信用承诺记录的履约状态是{performance}，承诺期限是{due}"))
def _content(desk: Desk, story: Story, performance: str, due: str) -> None:
    content = record_lists.sheet(desk, story["record"]).content
    assert (content["performance"], content["due_on"]) == (performance, due)


@then("该公司不能再容缺受理")
def _closed(desk: Desk, story: Story) -> None:
    with pytest.raises(InputProblem, match="不能容缺受理"):
        _promise(desk, story, "2026-02-26", "健康证明")
