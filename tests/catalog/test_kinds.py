"""Every kind can be filled for every subject, and each check speaks where it should and only there."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.faults import Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.errors import InputProblem
from tests.catalog.contents import contents

KINDS = load(paths.forms()).kinds
FORMS = [(kind, category) for kind in KINDS for category in kind.field("subject_category").choices]
PENALTY = next(kind for kind in KINDS if kind.short == "xzcf")
TODAY = date(2026, 2, 12)


def standing(kind: RecordKind, content: dict[str, str]) -> dict[str, str]:
    """Return the faults that stop, by field."""
    return {fault.field: fault.sentence for fault in kind.check(content, TODAY) if fault.severity is Severity.ERROR}


def firm(**changed: str) -> dict[str, str]:
    """Return a penalty on an invented firm with nothing wrong in it."""
    right = {
        "subject_category": "法人及非法人组织",
        "uscc": "91410122MA3X000105",
        "subject_name": "示例建材有限公司",
        "legal_representative": "王示例",
        "decision_number": "示市监罚〔2025〕118号",
        "decided_on": "2025-11-03",
        "valid_until": "2026-11-03",
        "authority": "中牟县市场监督管理局（示例）",
        "authority_uscc": "11410122000000078U",
        "penalty_kinds": "罚款",
        "procedure": "普通程序",
        "fine_amount": "0.200000",
        "breach_kind": "示例违法行为",
        "facts": "示例事实",
        "grounds": "《示例条例》第一条",
        "penalty_content": "罚款2000元",
        "grade": "一般",
        "grade_reason": "示例理由",
        "source_unit": "中牟县市场监督管理局（示例）",
        "source_unit_uscc": "11410122000000078U",
    }
    content = PENALTY.defaults() | right | changed
    return {name: value for name, value in content.items() if value}


@pytest.mark.parametrize(("kind", "category"), FORMS, ids=lambda each: getattr(each, "short", each))
@settings(max_examples=8)
@given(data=st.data(), every=st.booleans())
def test_every_kind_can_be_filled(kind: RecordKind, category: str, data: st.DataObject, every: bool) -> None:
    content = data.draw(contents(kind, category, every))
    assert [fault for fault in kind.check(content, TODAY) if fault.stops_import] == []
    assert kind.clean(content) == content == kind.applicable(content)
    filled, needed = kind.progress(content)
    assert filled == needed > 10


@pytest.mark.parametrize(("kind", "category"), FORMS, ids=lambda each: getattr(each, "short", each))
@settings(max_examples=8)
@given(data=st.data())
def test_each_needed_field_is_missed(kind: RecordKind, category: str, data: st.DataObject) -> None:
    content = data.draw(contents(kind, category))
    field = data.draw(st.sampled_from([each for each in kind.fields if kind.needs(each, content)]))
    del content[field.name]
    if field.name != "subject_category":
        assert standing(kind, content)[field.name].endswith("必填")


@settings(max_examples=60)
@given(data=st.data())
def test_junk_is_judged_and_never_raises(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    anything = st.one_of(st.text(), st.integers(), st.floats(allow_nan=True), st.dates(), st.none(), st.booleans())
    raw = data.draw(st.dictionaries(st.sampled_from([field.name for field in kind.fields]), anything))
    content = kind.clean(raw)
    kind.check(content, TODAY)
    for name, value in content.items():
        assert kind.field(name).clean(value) == value
        assert isinstance(kind.field(name).show(value), str)


def test_right_firm_has_no_fault() -> None:
    assert PENALTY.check(firm(), TODAY) == ()


def test_a_firm_needs_one_of_six_codes() -> None:
    assert "六种代码至少填写一种" in standing(PENALTY, firm(uscc=""))["uscc"]
    assert standing(PENALTY, firm(uscc="", reg_number="410122000000013")) == {}


@pytest.mark.parametrize("name", ["reg_number", "org_code", "tax_number", "institution_number", "social_number"])
def test_any_of_the_other_codes_will_do(name: str) -> None:
    value = {"reg_number": "410122000000013", "org_code": "MA3X00010"}.get(name, "410122000001")
    assert standing(PENALTY, firm(uscc="", **{name: value})) == {}


def test_a_person_needs_a_document_and_no_code() -> None:
    person = firm(subject_category="自然人", uscc="", legal_representative="")
    assert set(standing(PENALTY, person)) == {"document_number"}
    person |= {"document_number": "410122197001010000"}
    assert [fault.severity for fault in PENALTY.check(person)] == [Severity.ADVICE]


def test_a_person_without_end_of_breach_is_only_advised() -> None:
    person = firm(subject_category="自然人", uscc="", legal_representative="", document_number="410122197001010000")
    (advice,) = PENALTY.check(person)
    assert (advice.field, advice.stops_import) == ("breach_ended_on", False)
    assert "五年" in advice.sentence


def test_a_fine_needs_its_amount() -> None:
    assert standing(PENALTY, firm(fine_amount="")) == {"fine_amount": "处罚类别含“罚款”，必填"}
    assert standing(PENALTY, firm(fine_amount="", penalty_kinds="警告")) == {}
    assert standing(PENALTY, firm(fine_amount="", penalty_kinds="警告;罚款"))["fine_amount"]
    assert standing(PENALTY, firm(fine_amount="0.000000")) == {"fine_amount": "金额应大于零"}


def test_dates_stand_in_order() -> None:
    assert standing(PENALTY, firm(valid_until="2025-01-03")) == {"valid_until": "不能早于处罚决定日期 2025-11-03"}
    assert standing(PENALTY, firm(valid_until="2025-11-03")) == {}


def test_a_wrong_day_is_told_once() -> None:
    assert list(standing(PENALTY, firm(decided_on="2026-02-30"))) == ["decided_on"]


def test_a_decision_lies_in_the_past() -> None:
    assert standing(PENALTY, firm(decided_on="2026-02-13", valid_until="2026-12-31"))["decided_on"] == (
        "不能晚于今天 2026-02-12"
    )
    assert PENALTY.check(firm(decided_on="2026-02-13", valid_until="2026-12-31")) == ()


def test_a_failed_check_digit_is_a_doubt_that_stops_imports() -> None:
    (fault,) = PENALTY.check(firm(uscc="91410122MA3X000106"), TODAY)
    assert (fault.field, fault.severity, fault.stops_import) == ("uscc", Severity.WARNING, True)


def test_hidden_input_is_kept_in_the_form_and_left_out_of_the_record() -> None:
    content = firm(document_number="410122197001010000")
    assert PENALTY.check(content, TODAY) == ()
    assert PENALTY.clean(content)["document_number"]
    assert "document_number" not in PENALTY.applicable(content)


def test_faults_come_in_the_order_of_the_form() -> None:
    faults = PENALTY.check(firm(grade_reason="", subject_name="", valid_until="2025-01-03"), TODAY)
    assert [fault.field for fault in faults] == ["subject_name", "valid_until", "grade_reason"]


def test_a_persons_facts_are_shorter() -> None:
    listing = next(kind for kind in KINDS if kind.short == "yzsx")
    facts = "失信" * 300
    content = {"subject_category": "自然人", "facts": facts}
    assert standing(listing, content)["facts"] == "最多 500 个字，现有 600 个字"
    assert "facts" not in standing(listing, content | {"subject_category": "法人及非法人组织"})


def test_the_national_placeholder_passes_for_units_only() -> None:
    nobody = "00000000000000000X"
    assert standing(PENALTY, firm(authority_uscc=nobody, source_unit_uscc=nobody)) == {}
    assert PENALTY.check(firm(uscc=nobody), TODAY)[0].field == "uscc"


def test_status_other_wants_a_remark() -> None:
    assert standing(PENALTY, firm(status="其他")) == {"remark": "当前状态为“其他”，必填"}


def test_title_and_defaults() -> None:
    assert PENALTY.title(firm()) == "示市监罚〔2025〕118号"
    assert PENALTY.title({}) == "行政处罚"
    assert PENALTY.defaults()["usage_scope"] == "公示"


def test_codes_fill_names() -> None:
    fills = {fill.field: f"{fill.noun}.{fill.attribute}" for fill in PENALTY.field("uscc").fills}
    assert fills == {"subject_name": "subject.name", "legal_representative": "subject.legal_representative"}
    assert [fill.field for fill in PENALTY.field("authority_uscc").fills] == ["authority"]


def test_kinds_are_found_by_every_name() -> None:
    catalogue = load(paths.forms())
    assert {catalogue.kind(name).short for name in ("penalty", "xzcf", "行政处罚")} == {"xzcf"}
    assert catalogue.kind("xzcf", PENALTY.edition).edition == PENALTY.edition
    with pytest.raises(InputProblem, match=r"没有信息类别“xzbc”.*xzxk（行政许可）、xzcf（行政处罚）"):
        catalogue.kind("xzbc")
    with pytest.raises(InputProblem, match="1999"):
        catalogue.kind("xzcf", "1999 版")
    assert [kind.short for kind in catalogue.current_kinds()][:3] == ["xzxk", "xzcf", "yzsx"]
