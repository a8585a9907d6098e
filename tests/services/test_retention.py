"""Which records fall due, what holds them back, what is archived, and what is refused with one sentence."""

from collections.abc import Sequence
from datetime import date

import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.services import (
    confirmations,
    credit_reports,
    erasure_previews,
    erasures,
    letters,
    merges,
    objections,
    promises,
    record_lists,
    records,
    releases,
    retention,
    role_links,
    subjects,
)
from creditdesk.services.acts import ActFunction
from creditdesk.services.desk import Desk
from creditdesk.services.promises import Promised
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, PERSON_PENALTY, UNIT, acting_as, by_two, objection, on, penalty
from tests.erased import ERASED, NAME, NUMBER
from tests.made_records import filled

OTHER = {"document_number": "410122197001010000", "subject_name": "陈示例"}
OLD = {"decided_on": "2020-01-03", "valid_until": "2021-01-03"}


def due(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {row.title: row.holds for row in retention.due(desk)}


def test_each_rule_finds_its_own_from_the_day_after_its_last(desk: Desk) -> None:
    penalty(desk, **ERASED)
    penalty(desk, **{**ERASED, **OTHER, "breach_ended_on": "2021-02-12", "decision_number": "示罚〔2020〕2号"})
    penalty(desk, decided_on="2021-02-11", valid_until="2022-01-03")
    penalty(desk, decision_number="示罚〔2026〕1号")
    found = {row.title: (row.outcome, row.since) for row in retention.due(desk)}
    assert found == {ERASED["decision_number"]: ("erase", TODAY), PENALTY["decision_number"]: ("archive", TODAY)}
    with on(desk, date(2026, 2, 13)):
        assert set(due(desk)) == {*found, "示罚〔2020〕2号"}
    rule = desk.catalogue.retention("plan_2017")
    assert [start for _, start in retention.sweep(desk, rule)] == ["2021-02-11"]


def test_a_person_without_an_end_of_conduct_is_shown_and_never_erased(desk: Desk) -> None:
    record = penalty(desk, **{**ERASED, "breach_ended_on": ""})
    assert due(desk) == {}
    assert [(row.record_id, row.subject) for row in retention.unclocked(desk)] == [(record, NAME)]
    with pytest.raises(InputProblem, match="没有填写失信行为终止之日，五年没有起算，不能消除"):
        confirmations.propose(desk, erasures.erase, [record])


def test_what_is_under_way_holds_a_record_back(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    desk.perform(releases.propose)
    assert due(desk) == {ERASED["decision_number"]: ("在待复核的数据包里，放行或退回后再处理",)}
    with pytest.raises(InputProblem, match="在待复核的数据包里"):
        confirmations.propose(desk, erasures.erase, [record])


def test_an_open_objection_and_an_open_promise_hold_it_back_until_they_end(desk: Desk) -> None:
    record = penalty(desk, **{**ERASED, "grade": "一般"})
    case = objection(desk, record, TODAY, field="facts", claim="没有违法（示例）")
    subject = subjects.ids(desk, NUMBER)[0]
    told = Promised("办理执照", UNIT, ["健康证明"], TODAY, date(2026, 2, 26), "2025年度诚信典型（示例）")
    made = str(desk.perform(promises.make, subject, told).result["promise"])
    [held] = due(desk).values()
    assert [words.split("，")[0] for words in held] == ["2026-0001还在办理", "主体有2026-02-26到期的容缺受理承诺"]
    desk.perform(objections.withdraw, case, TODAY, "自愿撤回（示例）")
    desk.perform(promises.keep, made, TODAY)
    assert due(desk) == {ERASED["decision_number"]: ()}


def test_a_listed_subject_is_kept_until_it_is_removed(desk: Desk) -> None:
    kind = desk.catalogue.kind("serious_breach")
    content = filled(kind, {"subject_category": "法人及非法人组织", "decided_on": "2020-02-05"})
    content = {name: value for name, value in content.items() if name not in ("removed_on", "publicity_until")}
    desk.perform(records.enter, "serious_breach", content | {"status": "公示中"}, kept_because="示例")
    assert list(due(desk).values()) == [("还在名单内，移出名单后再处理",)]


def test_a_person_of_whom_something_stays_keeps_name_and_number(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    kept = penalty(desk, **{**ERASED, "breach_ended_on": "2025-01-28", "decision_number": "示罚〔2025〕9号"})
    preview = erasure_previews.of(desk, [record])
    assert preview.lines == (("记录", "1 条"), ("历史版本", "1 个"))
    by_two(desk, erasures.erase, [record])
    assert list(record_lists.ids(desk, record_lists.Filter())) == [kept]
    assert subjects.rows(desk, subjects.ids(desk, NUMBER))[0].name == NAME


def test_one_who_answers_for_an_organisation_keeps_name_and_number(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    penalty(desk)
    person, firm = (subjects.ids(desk, code)[0] for code in (NUMBER, PENALTY["uscc"]))
    holder = {name: ERASED[name] for name in ("subject_name", "document_type", "document_number")}
    desk.perform(role_links.link, firm, holder, "responsible_person", date(2020, 1, 1))
    by_two(desk, erasures.erase, [record])
    assert subjects.ids(desk, NUMBER) == [person]


def test_all_identities_of_a_merged_person_go_together(desk: Desk) -> None:
    first = penalty(desk, **ERASED)
    second = penalty(desk, **{**ERASED, "document_number": "410122197001010000", "decision_number": "示罚〔2020〕3号"})
    one, other = (subjects.ids(desk, number)[0] for number in (NUMBER, "410122197001010000"))
    desk.perform(merges.merge, one, other, "同一人（示例）")
    by_two(desk, erasures.erase, [first, second])
    assert len(subjects.ids(desk)) == 0


def listed(desk: Desk) -> int:
    """Return how many records the own report of the one subject would list."""
    outlook = credit_reports.outlook(desk, subjects.ids(desk)[0], "own")
    return outlook.listed if outlook else -1


def test_an_archived_record_stays_and_counts_no_more(desk: Desk) -> None:
    record = penalty(desk, **OLD)
    assert listed(desk) == 1
    done = by_two(desk, erasures.archive, [record])
    assert record_lists.sheet(desk, record).withheld.startswith("保存期满，已转为档案")
    assert due(desk) == {}
    assert listed(desk) == 0
    told = "".join(Pdf(letters.pdf_of(desk, str(done.result["letter"]))).text().split())
    assert "转为档案保存" in told
    assert record in told
    with pytest.raises(InputProblem, match="已经转为档案，不能再更正"):
        desk.perform(records.correct, record, {"facts": "另一事实（示例）"}, "示例")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [(erasures.erase, "保存期限没有届满"), (erasures.archive, "保存期限没有届满")],
)
def test_what_is_not_due_is_refused(desk: Desk, act: ActFunction[[Sequence[str]]], sentence: str) -> None:
    record = penalty(desk, **PERSON_PENALTY)
    with pytest.raises(InputProblem, match=sentence):
        confirmations.propose(desk, act, [record])
    with pytest.raises(InputProblem, match="没有选择记录"):
        confirmations.propose(desk, act, [])
    with pytest.raises(InputProblem, match="已经不在桌面上"):
        confirmations.propose(desk, act, ["00000000-0000-7000-8000-000000000000"])


def test_nobody_erases_alone_while_another_could_confirm(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    with pytest.raises(Problem, match="须由两人办理"):
        desk.perform(erasures.erase, [record])
    waiting = str(confirmations.propose(desk, erasures.erase, [record]).result["confirmation"])
    with pytest.raises(InputProblem, match="须由提请人以外的工作人员确认"):
        confirmations.confirm(desk, waiting)
    assert due(desk) == {ERASED["decision_number"]: ()}


def test_what_changed_since_the_proposal_is_refused_when_it_is_confirmed(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    waiting = str(confirmations.propose(desk, erasures.erase, [record]).result["confirmation"])
    objection(desk, record, TODAY, field="facts", claim="没有违法（示例）")
    with acting_as(desk, "确认人示例", "checker"), pytest.raises(InputProblem, match="还在办理，办结后再处理"):
        confirmations.confirm(desk, waiting)
