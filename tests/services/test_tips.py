"""Tips: entered with their informant sealed, referred by a letter that says nothing of who told, answered, closed."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from creditdesk.errors import InputProblem
from creditdesk.services import backups, home, letters, packages, tip_lists, tips
from creditdesk.services.desk import Desk
from creditdesk.services.informants import Informant
from creditdesk.services.judged_records import Period
from creditdesk.services.tip_lists import TipRow
from creditdesk.services.tips import Told
from tests.conftest import OFFICER, TODAY
from tests.documents.reading import Pdf
from tests.entered import OTHER_UNIT, UNIT, on, penalty
from tests.leaving import send
from tests.named import ADMINISTRATOR, INFORMANT, THIRD, TOLD, as_officer, build, told

BY = TODAY + timedelta(14)
NOBODY = Informant()
SECRETS = (INFORMANT.name, INFORMANT.phone, INFORMANT.address, INFORMANT.note)
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
COURSES = int(os.environ.get("CREDITDESK_TIPS", "8"))
"""How many courses of acts are tried."""


def row_of(desk: Desk, tip: str) -> TipRow:
    [row] = tip_lists.rows(desk, [tip])
    return row


def answered(desk: Desk, finding: str = "属实") -> str:
    tip = told(desk, NOBODY)
    desk.perform(tips.refer, tip, UNIT, BY)
    desk.perform(tips.answer, tip, TODAY, finding, "已立案查处（示例）")
    return tip


def test_a_tip_goes_to_a_unit_is_answered_and_closed(desk: Desk) -> None:
    tip = answered(desk)
    desk.perform(tips.close, tip, "属实", "单位已作出处罚决定，另行报送（示例）")
    row = row_of(desk, tip)
    assert (row.number, row.words, row.unit, row.finding, row.acts) == ("2026-0001", "已办结", UNIT, "属实", ())
    [referral] = row.referrals
    assert (referral.letter, referral.answered_on, referral.answer) == (
        "牟信举转〔2026〕1号", TODAY, "已立案查处（示例）",
    )  # fmt: skip


def test_a_unit_that_is_not_competent_hands_it_back_and_another_gets_it(desk: Desk) -> None:
    tip = answered(desk, tips.NOT_OURS)
    with pytest.raises(InputProblem, match="应另转有权处理的单位"):
        desk.perform(tips.close, tip, tips.NOT_OURS, "退回（示例）")
    desk.perform(tips.refer, tip, OTHER_UNIT)
    row = row_of(desk, tip)
    assert (row.words, row.unit, [each.unit for each in row.referrals]) == ("待答复", OTHER_UNIT, [UNIT, OTHER_UNIT])


BAD: list[tuple[dict[str, object], str]] = [
    ({"accused": " "}, "没有写明被反映单位"),
    ({"matter": ""}, "没有写明反映的问题"),
    ({"source": "传闻"}, "没有“传闻”这种线索来源"),
    ({"channel": "托梦"}, "没有“托梦”这种收到方式"),
    ({"received_on": TODAY + timedelta(1)}, "晚于今天"),
    ({"accused_code": "91410122MA3X000106"}, "统一社会信用代码"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD)
def test_a_wrong_entry_is_one_sentence_and_takes_no_number(desk: Desk, wrong: dict[str, object], words: str) -> None:
    with pytest.raises(InputProblem, match=words):
        told(desk, NOBODY, replace(TOLD, **wrong))  # type: ignore[arg-type]
    assert tip_lists.ids(desk) == []
    assert row_of(desk, told(desk, NOBODY)).number == "2026-0001"


def test_wrong_acts_are_one_sentence_each(desk: Desk) -> None:
    tip = told(desk, NOBODY)
    for act, arguments, words in (
        (tips.answer, (TODAY, "属实", "是（示例）"), "不能登记答复；可办理的有：转办、不转办"),
        (tips.close, ("属实", "是（示例）"), "不能办结"),
        (tips.refer, ("", None), "没有写明承办单位"),
        (tips.refer, (UNIT, TODAY), "应晚于今天"),
        (tips.drop, (" ",), "不转办必须写明理由"),
    ):
        with pytest.raises(InputProblem, match=words):
            desk.perform(act, tip, *arguments)  # type: ignore[arg-type]
    assert letters.ids(desk) == []
    desk.perform(tips.refer, tip, UNIT)
    for arguments, words in (
        ((TODAY, "属实", ""), "没有写明答复的内容"),
        ((TODAY, "对", "是（示例）"), "没有“对”这种核查结论"),
        ((TODAY - timedelta(1), "属实", "是（示例）"), "应在转办日期"),
        ((TODAY + timedelta(1), "属实", "是（示例）"), "今天"),
    ):
        with pytest.raises(InputProblem, match=words):
            desk.perform(tips.answer, tip, *arguments)
    with pytest.raises(InputProblem, match="没有这条线索"):
        desk.perform(tips.refer, "2026-0009", UNIT)


def test_only_an_answer_that_was_asked_for_by_a_day_falls_due(desk: Desk) -> None:
    asked, unasked = told(desk, NOBODY), told(desk, NOBODY)
    desk.perform(tips.refer, asked, UNIT, BY)
    desk.perform(tips.refer, unasked, UNIT)
    with on(desk, BY + timedelta(1)):
        [task] = [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "tip"]
        assert (task.id, task.number, task.subject, task.unit, task.due) == (asked, "2026-0001", TOLD.accused, UNIT, BY)
        assert "逾期" in task.words
        assert tip_lists.figures(desk, Period(TODAY, TODAY)).late == 1
        desk.perform(tips.answer, asked, BY, "不属实", "经查没有此事（示例）")
        assert [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "tip"] == []


def test_the_figures_of_a_period_count_what_came_in_it(desk: Desk) -> None:
    answered(desk)
    told(desk, NOBODY, Told("新闻媒体", "网上", TODAY - timedelta(40), "示例商贸有限公司", "报道（示例）"))
    dropped = told(desk, NOBODY, replace(TOLD, channel="来电"))
    desk.perform(tips.drop, dropped, "与前一条重复（示例）")
    found = tip_lists.figures(desk, Period(date(2026, 2, 1), date(2026, 2, 28)))
    assert (found.received, found.named, found.open, found.late) == (2, 0, 1, 0)
    assert dict(found.groups)["收到方式"] == (("来访", 1), ("来电", 1))
    assert dict(found.groups)["承办单位"] == ((UNIT, 1),)
    assert dict(found.lines) == {
        "收到": "2条，其中有举报人的0条",
        "未办结": "1条，其中答复逾期的0条",
        "来源": "举报2条",
        "收到方式": "来访1条，来电1条",
        "承办单位": f"{UNIT}1条",
    }
    assert tip_lists.ids(desk, "商贸") == tip_lists.ids(desk, "报道")
    assert len(tip_lists.ids(desk, state="closed")) == 1


# ------------------------------------------------------------------------------------------------------ who reported


@pytest.fixture(scope="module")
def named(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(founded, tmp_path_factory.mktemp("named") / "desk")


@pytest.fixture
def folder(named: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(named, tmp_path / "desk"))


@pytest.mark.parametrize("field", ["accused", "matter"])
@pytest.mark.parametrize("words", [INFORMANT.name, "139 1234 5678", "１３９１２３４５６７８"])
def test_what_everybody_reads_may_not_name_the_informant(folder: Path, field: str, words: str) -> None:
    with as_officer(folder, THIRD) as desk:
        with pytest.raises(InputProblem, match="里写有举报人的姓名或者联系方式"):
            told(desk, INFORMANT, replace(TOLD, **{field: f"据{words}反映（示例）"}))
        assert tip_lists.ids(desk) == []


def test_only_a_report_has_an_informant(folder: Path) -> None:
    with as_officer(folder, THIRD) as desk, pytest.raises(InputProblem, match="来源是舆情监测的线索没有举报人"):
        told(desk, INFORMANT, replace(TOLD, source="舆情监测"))


def _everything(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Every value of every row of every table, the search index and the program's own ones included."""
    with desk.read() as session:
        tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        for table in tables:
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    yield table, value if isinstance(value, bytes) else str(value).encode()


def _spellings(words: str) -> set[bytes]:
    """A word as it could lie in a file: in every encoding, and escaped as JSON and as hexadecimal digits."""
    found = {words.encode(encoding) for encoding in ENCODINGS} | {json.dumps(words)[1:-1].encode()}
    return found | {each.hex().encode() for each in found}


def test_no_row_file_letter_or_package_holds_the_informant(folder: Path, tmp_path: Path) -> None:
    secrets = set().union(*map(_spellings, SECRETS))
    plain = _spellings(TOLD.matter)
    with as_officer(folder, OFFICER) as desk:  # the head, who is no reader
        tip = told(desk)
        made = desk.perform(tips.refer, tip, UNIT, BY)
        penalty(desk)
        sent = send(desk, tmp_path / "out")
        pdf = letters.pdf_of(desk, str(made.result["letter"]))
        rows = list(_everything(desk))
    words = Pdf(pdf).text()
    assert [one for one in SECRETS if one in words] == []
    assert "".join(TOLD.matter.split()) in "".join(words.split())
    with zipfile.ZipFile(sent) as package:
        leaving = [pdf, *(package.read(member) for member in package.namelist())]
    assert [word for word in secrets if any(word in each for each in leaving)] == []
    assert [table for table, value in rows if any(word in value for word in secrets)] == []
    # The search would find them: what was reported stands in the tables.
    assert {"tip", "journal", "letter"} <= {table for table, value in rows if any(word in value for word in plain)}
    with as_officer(folder, ADMINISTRATOR) as desk:
        backups.make(desk, "手动")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 4
    assert [path.name for path in files if any(word in path.read_bytes() for word in secrets)] == []


def test_no_list_package_or_subject_comes_of_a_tip(folder: Path) -> None:
    with as_officer(folder, OFFICER) as desk:
        told(desk)
        assert packages.prepare(desk).rows == 0
        with desk.read() as session:
            assert session.scalar(text("SELECT count(*) FROM subject")) == 0
            assert session.scalar(text("SELECT count(*) FROM search_entry")) == 0


# ------------------------------------------------------------------------------------------------------ any order


def test_no_order_of_acts_leaves_the_procedure_or_skips_a_number(named: Path, tmp_path: Path) -> None:
    with as_officer(Path(shutil.copytree(named, tmp_path / "course")), THIRD) as desk:

        class Course(RuleBasedStateMachine):
            """Whatever is tried in whatever order, a tip stands in one state of its procedure and its parts agree."""

            def __init__(self) -> None:
                super().__init__()
                self.tip = told(desk, INFORMANT)

            @rule(
                act=st.sampled_from(["refer", "answer", "close", "drop"]),
                finding=st.sampled_from(["属实", tips.NOT_OURS]),
            )
            def attempt(self, act: str, finding: str) -> None:
                before = row_of(desk, self.tip)
                does = {
                    "refer": (tips.refer, (UNIT, BY)),
                    "answer": (tips.answer, (TODAY, finding, "查处情况（示例）")),
                    "close": (tips.close, (finding, "处理情况（示例）")),
                    "drop": (tips.drop, ("重复（示例）",)),
                }
                function, arguments = does[act]
                refused = act not in before.acts or (act == "close" and finding == tips.NOT_OURS)
                if refused:
                    with pytest.raises(InputProblem):
                        desk.perform(function, self.tip, *arguments)
                    assert row_of(desk, self.tip) == before
                else:
                    desk.perform(function, self.tip, *arguments)

            @invariant()
            def parts_agree(self) -> None:
                row = row_of(desk, self.tip)
                waiting = [each for each in row.referrals if each.answered_on is None]
                assert len(waiting) == (row.state == "referred")
                assert (row.closed_on is not None) == (row.state == "closed")
                assert row.named

            @invariant()
            def no_number_is_skipped(self) -> None:
                serials = [int(number.split("〔2026〕")[1].strip("号")) for number in _letter_numbers(desk)]
                assert sorted(serials) == list(range(1, len(serials) + 1))

        run_state_machine_as_test(
            Course,
            settings=settings(
                max_examples=COURSES, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )


def _letter_numbers(desk: Desk) -> list[str]:
    return [row.number for row in letters.rows(desk, letters.ids(desk))]
