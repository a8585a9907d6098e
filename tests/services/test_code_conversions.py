"""Old codes beside the USCC they became, and the timeline that goes on through both."""

from datetime import date
from pathlib import Path

import pytest

from creditdesk.services import code_conversions, objections, record_lists, subject_overview, timelines
from creditdesk.services.desk import Desk
from tests.entered import objection, penalty
from tests.leaving import send


def told(desk: Desk, **changed: str) -> dict[str, bool | None]:
    subject = record_lists.sheet(desk, penalty(desk, **changed)).subject_id
    return {each.label: each.agrees for each in code_conversions.of_subject(desk, subject)}


@pytest.mark.parametrize(
    ("codes", "agrees"),
    [
        ({}, {"组织机构代码": True}),
        ({"tax_number": "410122MA3X00010"}, {"组织机构代码": True, "税务登记号": True}),
        ({"social_number": "91410122MA3X000105"}, {"组织机构代码": True, "社会组织登记证号": True}),
        ({"reg_number": "410122000000013"}, {"组织机构代码": True, "工商注册号": None}),
        ({"uscc": "", "reg_number": "410122000000013"}, {"工商注册号": None}),
    ],
)
def test_each_old_code_says_how_it_maps(desk: Desk, codes: dict[str, str], agrees: dict[str, bool | None]) -> None:
    assert told(desk, **codes) == agrees


def test_the_timeline_holds_records_objections_letters_and_packages(desk: Desk, tmp_path: Path) -> None:
    record_id = penalty(desk)
    case = objection(desk, record_id, date(2026, 2, 2))
    desk.perform(objections.accept, case)
    send(desk, tmp_path)
    subject = record_lists.sheet(desk, record_id).subject_id
    keys = timelines.keys(desk, subject)
    assert [key.partition(":")[0] for key in keys] == ["package", "letter", "case", "record"]
    events = timelines.events(desk, subject, keys)
    assert [event.key for event in events] == keys
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    assert events[0].detail == "郑州市公共信用信息平台 · 新增1条 · 待回执1条"
    assert timelines.events(desk, subject, keys[::-1])[0] == events[-1]


def test_the_overview_of_a_person_names_no_codes(desk: Desk) -> None:
    content = {"representative_document_type": "身份证", "representative_document_number": "410122190001019994"}
    subject = record_lists.sheet(desk, penalty(desk, **content)).subject_id
    whole = subject_overview.of_subject(desk, subject)
    person = subject_overview.of_subject(desk, whole.links[0].other_id)
    assert (whole.is_person, person.is_person) == (False, True)
    assert person.conversions == ()
    assert person.card.row.name == "王示例"
