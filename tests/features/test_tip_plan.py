"""Clause 五(五) of the county plan, sentence by sentence, on a real encrypted desk with real officers."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import home, informants, letters, notices, officers, reader_losses, readers, tip_lists, tips
from creditdesk.services.informants import Informant
from creditdesk.services.judged_records import Period
from creditdesk.services.tips import Told
from tests.conftest import OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import UNIT, on
from tests.features.conftest import Story
from tests.named import (
    ADMINISTRATOR,
    FIRST,
    INFORMANT,
    SECOND,
    THIRD,
    TOLD,
    WHY,
    as_officer,
    build,
    identity,
    read_by,
    told,
)

scenarios("plan_5_5_举报线索.feature")

LATER = "后来的口令 也要十个字以上"


@pytest.fixture(scope="module")
def named(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose head named two readers; scenarios work on copies."""
    return build(founded, tmp_path_factory.mktemp("named") / "desk")


@pytest.fixture
def story(named: Path, tmp_path: Path) -> Story:
    """What the steps of one scenario tell each other."""
    return {"folder": shutil.copytree(named, tmp_path / "desk")}


@given("李示例和赵示例申请查阅举报人，由负责人指定")
def _named(story: Story) -> None:
    with as_officer(story["folder"], OFFICER) as desk:
        standing = reader_losses.standing(desk)
    assert [(row.name, row.state) for row in standing.readers] == [(FIRST, "可查阅"), (SECOND, "可查阅")]


@given("经办人孙示例登记了冯某的举报")
def _told(story: Story) -> None:
    with as_officer(story["folder"], THIRD) as desk:
        story["tip"] = told(desk)


@when("经办人孙示例登记一件匿名举报")
def _anonymous(story: Story) -> None:
    with as_officer(story["folder"], THIRD) as desk:
        story["tip"] = told(desk, Informant())


@when("经办人孙示例在反映的问题里写了冯某的电话")
def _named_in_the_matter(story: Story) -> None:
    what = Told("举报", "来电", TODAY, TOLD.accused, f"来电{INFORMANT.phone}反映（示例）")
    with as_officer(story["folder"], THIRD) as desk, pytest.raises(InputProblem) as raised:
        told(desk, INFORMANT, what)
    story["problem"] = str(raised.value)


@then(parsers.parse("桌面说明{words}"))
def _said(story: Story, words: str) -> None:
    assert words in story["problem"]


@then("没有登记任何线索")
def _none(story: Story) -> None:
    with as_officer(story["folder"], THIRD) as desk:
        assert tip_lists.ids(desk) == []


@then(parsers.re(r"(?P<name>李示例|赵示例)能看到举报人是冯某"))
def _reads(story: Story, name: str) -> None:
    assert read_by(story["folder"], name, story["tip"]) == INFORMANT


@then("全体人员的工作台公告了2次查看，公告里没有冯某")
def _noticed(story: Story) -> None:
    for name in (OFFICER, ADMINISTRATOR):
        with as_officer(story["folder"], name) as desk:
            told_of = [one for one in notices.standing(desk) if "查看了线索" in one.sentence]
        assert len(told_of) == 2
        assert not any(INFORMANT.name in one.sentence + one.reason for one in told_of)


@then("负责人、经办人孙示例、系统管理员都看不到举报人")
def _not_read(story: Story) -> None:
    for name in (OFFICER, THIRD, ADMINISTRATOR):
        with pytest.raises(Problem):
            read_by(story["folder"], name, story["tip"])


@then("这条线索没有举报人可看")
def _nobody(story: Story) -> None:
    with pytest.raises(InputProblem, match="没有封存的举报人"):
        read_by(story["folder"], FIRST, story["tip"])


@then(parsers.parse("统计为收到{received:d}条，其中有举报人的{known:d}条"))
def _counted(story: Story, received: int, known: int) -> None:
    with as_officer(story["folder"], THIRD) as desk:
        found = tip_lists.figures(desk, Period(TODAY, TODAY))
    assert (found.received, found.named) == (received, known)


@when(parsers.re(r"经办人孙示例把线索转市场监督管理局，(请在(?P<day>[\d-]+)前答复|不限日期)"))
def _referred(story: Story, day: str | None) -> None:
    with as_officer(story["folder"], THIRD) as desk:
        by = date.fromisoformat(day) if day else None
        letter = desk.perform(tips.refer, story["tip"], UNIT, by).result["letter"]
        story["letter"] = "".join(Pdf(letters.pdf_of(desk, str(letter))).text().split())


@then(parsers.parse("转办函写明反映的问题和请答复的日期{day}"))
def _letter_says(story: Story, day: str) -> None:
    assert TOLD.matter in story["letter"]
    assert day in story["letter"]


@then("转办函要求不追查线索的来源")
def _letter_asks(story: Story) -> None:
    assert "不要追查线索的来源" in story["letter"]


@then("转办函里没有冯某的姓名、电话、住址，也没有来访二字")
def _letter_is_silent(story: Story) -> None:
    hidden = (INFORMANT.name, INFORMANT.phone, INFORMANT.address, "冯", "来访")
    assert [word for word in hidden if word in story["letter"]] == []


def _tasks(story: Story, day: str) -> list[str]:
    with as_officer(story["folder"], THIRD) as desk, on(desk, date.fromisoformat(day)):
        return [one.words for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "tip"]


@then(parsers.parse("{day}工作台上有这条线索，已逾期"))
def _late(story: Story, day: str) -> None:
    [words] = _tasks(story, day)
    assert "逾期" in words


@then(parsers.parse("{day}工作台上没有这条线索"))
def _no_task(story: Story, day: str) -> None:
    assert _tasks(story, day) == []


@when(parsers.parse("市场监督管理局{day}答复{finding}，已立案查处"))
def _answered(story: Story, day: str, finding: str) -> None:
    on_day = date.fromisoformat(day)
    with as_officer(story["folder"], THIRD) as desk, on(desk, on_day):
        desk.perform(tips.answer, story["tip"], on_day, finding, "已立案查处（示例）")


@when("经办人办结这条线索")
def _closed(story: Story) -> None:
    with as_officer(story["folder"], THIRD) as desk, on(desk, date(2026, 2, 27)):
        desk.perform(tips.close, story["tip"], "属实", "处罚决定另行报送（示例）")


@when("李示例离职，赵示例重新封存")
def _left(story: Story) -> None:
    with as_officer(story["folder"], OFFICER) as desk:
        officers.remove(desk, identity(desk, FIRST), "调离（示例）")
    with as_officer(story["folder"], SECOND) as desk:
        readers.reseal(desk, PASSPHRASE, "有人调离（示例）")


@then("只剩一人可以查阅，桌面提醒再指定一人")
def _alone(story: Story) -> None:
    with as_officer(story["folder"], OFFICER) as desk:
        assert reader_losses.standing(desk).warnings == (readers.ALONE,)


@when("负责人为李示例换发口令，李示例换成自己的口令")
def _reissued(story: Story) -> None:
    with as_officer(story["folder"], OFFICER) as desk:
        once = str(officers.reissue(desk, identity(desk, FIRST), "忘记口令（示例）").result["once"])
    with as_officer(story["folder"], FIRST, once) as desk:
        officers.change_passphrase(desk, once, LATER)


@then("李示例凭新口令看不到举报人")
def _cannot(story: Story) -> None:
    with as_officer(story["folder"], FIRST, LATER) as desk, pytest.raises(Problem, match="由更换前的口令保护"):
        informants.look(desk, story["tip"], WHY, LATER)


@when("李示例重新申请，赵示例指定")
def _named_again(story: Story) -> None:
    with as_officer(story["folder"], FIRST, LATER) as desk:
        readers.apply(desk, LATER)
    with as_officer(story["folder"], SECOND) as desk:
        readers.name(desk, identity(desk, FIRST), PASSPHRASE, "已当面核对指纹（示例）")


@then("李示例凭新口令能看到举报人是冯某")
def _reads_again(story: Story) -> None:
    assert read_by(story["folder"], FIRST, story["tip"], LATER) == INFORMANT
