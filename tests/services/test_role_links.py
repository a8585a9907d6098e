"""Who answers for an organisation: from records by number, else from the officer; ended or withdrawn, never lost."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject
from creditdesk.services import records, role_links, stated_roles, subjects, undo
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.role_links import LinkRow
from tests.entered import PENALTY, penalty
from tests.sound import complaints

# Invented numbers with good check characters; their bearers would be born on the first day of 1900.
CARD = {"representative_document_type": "身份证"}
WANG = CARD | {"legal_representative": "王示例", "representative_document_number": "410122190001019994"}
ZHAO = CARD | {"legal_representative": "赵示例", "representative_document_number": "410122190001019986"}
LI = {"subject_name": "李示例", "document_type": "身份证", "document_number": "41012219000101996X"}


def firm(desk: Desk) -> str:
    return subjects.ids(desk, PENALTY["uscc"])[0]


def told(desk: Desk) -> list[tuple[str, str, str, str]]:
    rows = sorted(role_links.links_of(desk, firm(desk)), key=lambda row: row.valid_from)
    return [(row.role, row.name, row.valid_from.isoformat(), str(row.valid_until or "")) for row in rows]


def only_link(desk: Desk) -> LinkRow:
    (row,) = role_links.links_of(desk, firm(desk))
    return row


def test_a_number_in_a_record_links_the_legal_representative(desk: Desk) -> None:
    penalty(desk, **WANG)
    assert told(desk) == [("法定代表人", "王示例", "2025-11-03", "")]
    seen_from_him = role_links.links_of(desk, only_link(desk).other_id)
    assert [(row.name, row.of_person, row.role) for row in seen_from_him] == [("示例建材有限公司", False, "法定代表人")]
    assert only_link(desk).code == "410122********9994"


def test_a_name_alone_links_nobody(desk: Desk) -> None:
    penalty(desk)
    assert told(desk) == []


def test_a_number_that_fails_its_check_links_nobody(desk: Desk) -> None:
    faulty = WANG | {"representative_document_number": "410122190001019990"}
    desk.perform(records.enter, "penalty", PENALTY | faulty, kept_because="决定书如此（示例）")
    assert told(desk) == []


def test_a_number_known_under_another_name_links_nobody(desk: Desk) -> None:
    penalty(desk, **WANG)
    penalty(
        desk, **WANG | {"legal_representative": "汪示例"}, uscc="91410122MA3X00037W", decision_number="示罚〔2026〕1号"
    )
    other = subjects.ids(desk, "91410122MA3X00037W")[0]
    assert role_links.links_of(desk, other) == ()


def test_the_next_legal_representative_ends_the_one_before(desk: Desk) -> None:
    penalty(desk, **WANG)
    penalty(desk, **ZHAO, decision_number="示罚〔2026〕2号", decided_on="2026-01-05")
    assert told(desk) == [
        ("法定代表人", "王示例", "2025-11-03", "2026-01-04"),
        ("法定代表人", "赵示例", "2026-01-05", ""),
    ]


def test_an_older_record_lets_the_same_link_begin_earlier(desk: Desk) -> None:
    penalty(desk, **WANG)
    penalty(desk, **WANG, decision_number="示罚〔2025〕3号", decided_on="2025-03-05", valid_until="2026-11-03")
    assert told(desk) == [("法定代表人", "王示例", "2025-03-05", "")]


def test_two_names_on_one_day_are_left_to_the_officer(desk: Desk) -> None:
    penalty(desk, **WANG)
    penalty(desk, **ZHAO, decision_number="示罚〔2025〕4号")
    assert told(desk) == [("法定代表人", "王示例", "2025-11-03", "")]


def test_the_officer_links_ends_and_withdraws(desk: Desk) -> None:
    penalty(desk)
    desk.perform(role_links.link, firm(desk), LI, "principal", date(2024, 1, 1))
    assert told(desk) == [("主要负责人", "李示例", "2024-01-01", "")]
    desk.perform(role_links.unlink, only_link(desk).id, "已离任（示例）", date(2025, 1, 1))
    assert only_link(desk).valid_until == date(2025, 1, 1)
    assert not only_link(desk).running
    desk.perform(role_links.unlink, only_link(desk).id, "登记有误（示例）")
    assert told(desk) == []
    for _ in range(3):
        desk.perform(undo.last)
    assert told(desk) == []
    assert subjects.look_up(desk, "李示例") == ()
    assert complaints(desk) == []


@pytest.mark.parametrize(
    ("person", "role", "start", "end", "sentence"),
    [
        (LI | {"document_number": ""}, "principal", date(2024, 1, 1), None, "没有号码不能确认"),
        (LI | {"document_number": "410122190001019960"}, "principal", date(2024, 1, 1), None, "身份证号码"),
        (LI, "boss", date(2024, 1, 1), None, "没有选择关联的身份"),
        (LI, "principal", date(2026, 2, 13), None, "不能晚于今天"),
        (LI, "principal", date(2024, 1, 1), date(2023, 1, 1), "不能早于开始日期"),
        (LI, "legal_representative", date(2026, 1, 1), None, "请先登记其终止日期"),
        (LI | {"document_number": "410122190001019994"}, "principal", date(2024, 1, 1), None, "属于桌面中的王示例"),
    ],
)
def test_what_does_not_hold_is_refused(
    desk: Desk, person: dict[str, str], role: str, start: date, end: date | None, sentence: str
) -> None:
    penalty(desk, **WANG)
    with pytest.raises(InputProblem, match=sentence):
        desk.perform(role_links.link, firm(desk), person, role, start, end)
    assert len(told(desk)) == 1


def test_a_person_has_no_representative(desk: Desk) -> None:
    penalty(desk, **WANG)
    with pytest.raises(InputProblem, match="自然人没有"):
        desk.perform(role_links.link, only_link(desk).other_id, LI, "principal", date(2024, 1, 1))


def test_a_link_ends_only_with_a_reason_and_not_before_it_began(desk: Desk) -> None:
    penalty(desk, **WANG)
    with pytest.raises(InputProblem, match="理由"):
        desk.perform(role_links.unlink, only_link(desk).id, " ")
    with pytest.raises(InputProblem, match="不能早于"):
        desk.perform(role_links.unlink, only_link(desk).id, "离任（示例）", date(2020, 1, 1))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([("2025-03-01", WANG), ("2025-06-01", ZHAO), ("2025-09-01", WANG), ("2025-10-01", ZHAO)]))
def test_legal_representatives_never_overlap_whatever_order_records_come_in(
    desk: Desk, order: list[tuple[str, dict[str, str]]]
) -> None:
    for at, (day, who) in enumerate(order):
        penalty(desk, **who, decided_on=day, decision_number=f"示罚〔2025〕{at}号")
    rows = sorted(role_links.links_of(desk, firm(desk)), key=lambda row: row.valid_from)
    for earlier, later in pairwise(rows):
        assert earlier.valid_until is not None
        assert earlier.valid_until < later.valid_from
    for day, who in order:
        holders = [row.name for row in rows if _held(row, date.fromisoformat(day))]
        assert holders == [who["legal_representative"]]
    for _ in order:
        desk.perform(undo.last)
    assert subjects.ids(desk) == []


def _held(row: LinkRow, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day <= row.valid_until)


@act("test.bring", Power.RECORD)
def bring(a: Act, record_id: str) -> Result:
    """Add a record past the entry form, as an import does."""
    content = dict(a.session.get_one(Record, record_id).content) | WANG | {"decision_number": "示罚〔2026〕7号"}
    subject = a.session.get_one(Subject, a.session.get_one(Record, record_id).subject_id)
    a.session.add(records.new_record(a, a.catalogue.kind("penalty"), content, subject, "import"))
    return {}


def test_imported_records_offer_their_representatives_once(desk: Desk) -> None:
    desk.perform(bring, penalty(desk))
    with desk.read() as session:
        assert stated_roles.stated(session, firm(desk)) == 1
    desk.perform(stated_roles.link_stated, firm(desk))
    assert told(desk) == [("法定代表人", "王示例", "2025-11-03", "")]
    desk.perform(role_links.unlink, only_link(desk).id, "并非此人（示例）")
    with desk.read() as session:
        assert stated_roles.stated(session, firm(desk)) == 0
    with pytest.raises(InputProblem, match="没有可以由证件号码确认"):
        desk.perform(stated_roles.link_stated, firm(desk))
