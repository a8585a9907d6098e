"""What the entry form asks: drafts, known subjects, what the last record shares, by when a decision is due."""

from datetime import date

import pytest

from creditdesk.rules.urgency import Urgency
from creditdesk.services import entries, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import PENALTY, PERSON_PENALTY, cases_about, objection, penalty
from tests.leaving import send


def test_each_kind_has_one_draft_which_the_saved_record_ends(desk: Desk) -> None:
    entries.keep_draft(desk, "penalty", {"decision_number": "示市监罚〔2026〕21号"})
    entries.keep_draft(desk, "penalty", {"decision_number": "示市监罚〔2026〕22号"})
    entries.keep_draft(desk, "licence", {"subject_name": "示例建材有限公司"})
    assert {draft.kind for draft in entries.drafts(desk)} == {"penalty", "licence"}
    assert entries.drafts(desk, "penalty")[0].content == {"decision_number": "示市监罚〔2026〕22号"}
    penalty(desk)
    assert entries.drafts(desk, "penalty") == ()
    entries.give_up_draft(desk, "licence")
    assert entries.drafts(desk) == ()


def test_a_known_code_brings_the_subject_and_counts_standing_records(desk: Desk) -> None:
    assert entries.known_subject(desk, "uscc", PENALTY["uscc"]) is None
    first = penalty(desk)
    penalty(desk, decision_number="示市监罚〔2026〕120号")
    desk.perform(records.revoke, first, "示例")
    known = entries.known_subject(desk, "uscc", PENALTY["uscc"])
    assert known is not None
    assert known.content["subject_name"] == "示例建材有限公司"
    assert known.records == 1
    assert subjects.content_of(desk, known.id) == known.content


def test_a_person_is_known_by_document_and_number(desk: Desk) -> None:
    desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码")
    number = PERSON_PENALTY["document_number"]
    assert entries.known_subject(desk, "document_number", number, "身份证") is not None
    assert entries.known_subject(desk, "document_number", number, "护照") is None


def test_the_next_record_shares_what_does_not_belong_to_one_subject_or_decision(desk: Desk) -> None:
    assert entries.carried_over(desk, "penalty") == {}
    penalty(desk)
    shared = entries.carried_over(desk, "penalty")
    assert shared["authority"] == PENALTY["authority"]
    assert shared["grounds"] == PENALTY["grounds"]
    own = {"uscc", "subject_name", "decision_number", "decided_on", "fine_amount", "facts", "penalty_content"}
    assert not shared.keys() & own
    assert entries.carried_over(desk, "licence") == {}


@pytest.mark.parametrize(
    ("decided_on", "due", "urgency"),
    [
        ("2026-02-03", date(2026, 2, 12), Urgency.TODAY),
        ("2026-02-02", date(2026, 2, 11), Urgency.OVERDUE),
        # 02-14 is a working Saturday, 02-15 to 02-23 is 春节.
        ("2026-02-12", date(2026, 2, 28), Urgency.AMPLE),
    ],
)
def test_a_decision_is_due_seven_working_days_later(desk: Desk, decided_on: str, due: date, urgency: Urgency) -> None:
    found = entries.report_due(desk, "penalty", decided_on)
    assert found is not None
    assert (found.due, found.urgency) == (due, urgency)


@pytest.mark.parametrize(
    ("kind", "decided_on"), [("serious_breach", "2026-02-03"), ("penalty", ""), ("penalty", "昨天")]
)
def test_without_a_term_or_a_date_nothing_is_due(desk: Desk, kind: str, decided_on: str) -> None:
    assert entries.report_due(desk, kind, decided_on) is None


def test_the_list_is_narrowed_to_what_left_and_what_did_not(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = penalty(desk, decided_on="2026-02-03", valid_until="2027-02-03")
    send(desk, tmp_path_factory.mktemp("packages"))
    second = penalty(desk, decision_number="示市监罚〔2026〕120号")
    assert record_lists.ids(desk, Filter(state="reported")) == [first]
    assert record_lists.ids(desk, Filter(state="recorded")) == [second]
    desk.perform(records.correct, first, {"remark": "示例"}, "示例")
    assert set(record_lists.ids(desk, Filter(state="recorded"))) == {first, second}
    desk.perform(records.revoke, second, "示例")
    assert record_lists.ids(desk, Filter(state="revoked")) == [second]


def test_a_history_shows_changes_as_they_read_and_masks_persons(desk: Desk) -> None:
    record = str(desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码").result["record"])
    news = {"document_number": "410122197001010027"}
    desk.perform(records.correct, record, news, "号码抄错（示例）", kept_because="示例号码")
    change = record_lists.sheet(desk, record).history[0].changes[0]
    assert (change.old, change.new) == ("410122********0000", "410122********0027")


def test_a_subject_lists_its_cases_and_counts_only_standing_adverse_records(desk: Desk) -> None:
    first = penalty(desk)
    case = objection(desk, first, date(2026, 2, 2))
    second = penalty(desk, decision_number="示市监罚〔2026〕120号")
    desk.perform(records.revoke, second, "示例")
    subject = subjects.ids(desk)[0]
    assert cases_about(desk, subject) == [case]
    row = subjects.card(desk, subject).row
    assert (row.records, row.adverse, row.objections) == (2, 1, 1)
