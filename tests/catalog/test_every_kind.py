"""The paper of every kind: whole, in one style, and strict where a regulation says so."""

from datetime import date

import pytest

from creditdesk import paths
from creditdesk.catalog.conditions import Condition
from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import Order, RecordKind
from creditdesk.catalog.load import load

CATALOGUE = load(paths.forms())
KINDS = CATALOGUE.current_kinds()
TODAY = date(2026, 2, 12)
ALL = ("法人及非法人组织", "自然人", "个体工商户")
BODIES = ("法人及非法人组织", "个体工商户")

# What the office keeps: the kinds of 省条例第12条, of 双公示 and of the county plan, by the word on the menu.
KEPT = (
    *("行政许可", "行政处罚", "行政奖励", "行政确认", "行政强制", "行政征收", "行政给付", "行政裁决", "监督检查"),
    *("其他行政行为", "司法裁判", "失信被执行人", "重大税收违法", "经营异常", "未履行法定义务及违约", "行业惩戒"),
    *("守信红名单", "严重失信主体名单", "信用承诺", "信用评价", "志愿服务", "道德模范", "主体登记信息"),
)
NARROWER = {
    "abnormal_operation": BODIES,
    "evaluation": BODIES,
    "registration": BODIES,
    "volunteering": ("法人及非法人组织", "自然人"),
    "moral_model": ("自然人",),
}
UNNUMBERED = {
    *("inspection", "abnormal_operation", "industry_sanction", "volunteering", "moral_model"),
    *("commitment", "evaluation"),
}
# Kinds of which only some records are adverse: the field that decides, a word that makes one so, a word that does not.
PARTLY_ADVERSE = {
    "compulsion": ("compulsion_class", "行政强制执行", "行政强制措施"),
    "inspection": ("breach_found", "是", "否"),
    "other_act": ("breach_found", "是", "否"),
    "judgment": ("breach_found", "是", "否"),
    "commitment": ("performance", "未履约", "履约中"),
}
EVERYWHERE = (
    *("subject_category", "subject_name", "decision_number", "decided_on", "authority", "authority_uscc"),
    *("source_unit", "source_unit_uscc", "usage_scope", "publicity_on", "publicity_until", "status", "remark"),
)
OF_BODIES = (
    *("uscc", "reg_number", "org_code", "legal_representative"),
    *("representative_document_type", "representative_document_number"),
)
OF_PERSONS = ("document_type", "document_number")
MEASURED = {"text", "paragraphs", "name", "letter_number", "code", "uscc", "org_code", "reg_number", "document_number"}

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.short)


def faults(kind: RecordKind, **content: str) -> dict[str, str]:
    """Return the faults that stop, by field."""
    return {fault.field: fault.sentence for fault in kind.check(content, TODAY) if fault.severity is Severity.ERROR}


def admitted(kind: RecordKind) -> tuple[str, ...]:
    """Return the subjects a kind admits."""
    return kind.field("subject_category").choices


def meeting(condition: Condition) -> dict[str, str]:
    """Return content in which a condition holds."""
    return {name: min(words) for name, words in condition.wanted}


# ------------------------------------------------------------------------------------------------------- the shelf


def test_every_kind_the_office_keeps_is_there() -> None:
    assert {kind.label for kind in KINDS} >= set(KEPT)
    assert len({kind.order for kind in KINDS}) == len(KINDS)
    assert all(len(kind.short) == 4 for kind in KINDS)


@every_kind
def test_a_kind_says_where_it_comes_from(kind: RecordKind) -> None:
    assert kind.source
    assert kind.edition
    assert kind.checked.year >= 2026
    comment = (paths.forms() / "records" / f"{kind.name}.toml").read_text("utf-8").splitlines()[0]
    assert comment.startswith("# ")


@every_kind
def test_a_kind_admits_the_subjects_it_can_be_about(kind: RecordKind) -> None:
    assert set(admitted(kind)) == set(NARROWER.get(kind.name, ALL))


@every_kind
def test_shared_things_have_shared_names(kind: RecordKind) -> None:
    names = {*EVERYWHERE, *(OF_BODIES if set(admitted(kind)) & set(BODIES) else ())}
    names |= set(OF_PERSONS if "自然人" in admitted(kind) else ())
    assert [name for name in sorted(names) if not kind.has(name)] == []
    assert kind.field("decided_on").required
    assert kind.field("decided_on").past


@every_kind
def test_sections_stand_together_and_none_is_empty(kind: RecordKind) -> None:
    seen = [field.section for field in kind.fields]
    runs = [section for place, section in enumerate(seen) if not place or seen[place - 1] != section]
    assert runs == [section.name for section in kind.sections]


@every_kind
def test_a_field_depends_only_on_fields_above_it(kind: RecordKind) -> None:
    """An officer who walks down the form never has to go back because something appeared above."""
    above: set[str] = set()
    for field in kind.fields:
        for condition in (field.when, field.required_when):
            assert above.issuperset(condition.fields if condition else ()), field.name
        above.add(field.name)


@every_kind
def test_texts_are_measured_and_numbers_of_persons_masked(kind: RecordKind) -> None:
    assert [field.name for field in kind.fields if field.type in MEASURED and not field.length] == []
    assert [field.name for field in kind.fields if field.personal != (field.type == "document_number")] == []
    assert all(field.companion for field in kind.fields if field.personal)


@every_kind
def test_some_layout_carries_every_field(kind: RecordKind) -> None:
    carried = [{column.field for column in layout.columns} for layout in CATALOGUE.layouts_of(kind)]
    assert {field.name for field in kind.fields} in carried


@every_kind
def test_amounts_are_asked_for_in_one_unit(kind: RecordKind) -> None:
    reporting = CATALOGUE.layouts_of(kind)[-1]
    for column in (column for column in reporting.columns if kind.field(column.field).type == "money"):
        assert column.header.endswith("（万元）")
        if kind.name != "penalty":
            assert reporting.recognise([column.header.replace("万元", "元")]).traps


# ------------------------------------------------------------------------------------------------------ the checks


@every_kind
def test_a_body_needs_a_code_and_a_person_none(kind: RecordKind) -> None:
    for category in admitted(kind):
        needed = category in BODIES
        assert ("至少填写一种" in faults(kind, subject_category=category).get("uscc", "")) == needed
    for group in kind.groups:
        assert {"uscc", "reg_number", "org_code"} <= set(group.fields)


@every_kind
def test_a_subject_the_kind_does_not_know_is_told(kind: RecordKind) -> None:
    for category in set(ALL) - set(admitted(kind)):
        assert "不在" in faults(kind, subject_category=category)["subject_category"]


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        pytest.param(kind, order, id=f"{kind.short}-{order.earlier}-{order.later}")
        for kind in KINDS
        for order in kind.orders
    ],
)
def test_each_order_of_dates_speaks(kind: RecordKind, order: Order) -> None:
    told = meeting(kind.field(order.earlier).when) | meeting(kind.field(order.later).when)
    wrong = kind.check(told | {order.earlier: "2025-06-02", order.later: "2025-06-01"}, TODAY)
    (fault,) = [fault for fault in wrong if fault.field == order.later]
    assert fault.sentence.startswith("不能早于")
    assert fault.severity is (Severity.ADVICE if order.advice else Severity.ERROR)
    right = kind.check(told | {order.earlier: "2025-06-02", order.later: "2025-06-02"}, TODAY)
    assert order.later not in {fault.field for fault in right}


@every_kind
def test_numbers_are_asked_for_or_advised(kind: RecordKind) -> None:
    """What has no number is not known again when it is sent again, so the officer is asked to look."""
    field = kind.field("decision_number")
    always = field.required or field.required_when is not None
    assert always == (kind.name not in UNNUMBERED)
    assert always or "再次报送" in field.advised


# -------------------------------------------------------------------------------------------- the adverse and the law


@every_kind
def test_adverse_records_are_graded_with_a_reason(kind: RecordKind) -> None:
    assert {kind.has("grade"), kind.has("grade_reason")} == {kind.adverse}
    if kind.adverse:
        turning, word, _ = PARTLY_ADVERSE.get(kind.name, ("", "", ""))
        asked = faults(kind, **({turning: word} if turning else {}))
        assert {"grade", "grade_reason"} <= asked.keys()
        assert kind.field("grade").choices in (("一般", "较重", "严重"), ("严重",))


@pytest.mark.parametrize("name", PARTLY_ADVERSE)
def test_what_is_not_adverse_is_not_graded(name: str) -> None:
    kind = CATALOGUE.kind(name)
    turning, _, harmless = PARTLY_ADVERSE[name]
    content = {"subject_category": "自然人", turning: harmless}
    assert {"grade", "grade_reason", "breach_ended_on"}.isdisjoint(field.name for field in kind.visible(content))
    assert "grade" not in kind.applicable(content | {"grade": "一般"})


@every_kind
def test_adverse_records_of_persons_say_when_the_breach_ended(kind: RecordKind) -> None:
    """Five years from the end of the breach, 县实施方案六（六）; bodies have no such term."""
    if not kind.adverse or "自然人" not in admitted(kind):
        assert not kind.has("breach_ended_on")
        return
    field = kind.field("breach_ended_on")
    content = meeting(field.when)
    assert content["subject_category"] == "自然人"
    (advice,) = [fault for fault in kind.check(content) if fault.field == field.name]
    assert (advice.severity, "五年" in advice.sentence) == (Severity.ADVICE, True)


def test_evaluations_are_no_breaches() -> None:
    assert not CATALOGUE.kind("evaluation").adverse


def test_only_final_judgments_are_breaches() -> None:
    judgment = CATALOGUE.kind("judgment")
    assert "effective_on" in faults(judgment, breach_found="是")
    assert "effective_on" not in faults(judgment, breach_found="否")


def test_measures_and_executions_are_the_laws_own() -> None:
    """行政强制法第九条 counts five kinds of measures, 第十二条 six ways of execution; 其他 closes both and is named."""
    compulsion = CATALOGUE.kind("compulsion")
    counted = [len(compulsion.field(name).choices) for name in ("measure_kinds", "execution_kinds")]
    assert counted == [5, 6]
    assert compulsion.field("measure_kinds").clean("查封、扣押") == "查封场所、设施或者财物;扣押财物"
    forced = faults(compulsion, compulsion_class="行政强制执行")
    assert "execution_kinds" in forced
    assert "measure_kinds" not in forced


def test_green_channel_promises_have_a_term() -> None:
    """县实施方案四（三）: missing papers are promised within a set period."""
    commitment = CATALOGUE.kind("commitment")
    assert "due_on" in faults(commitment, commitment_use="容缺受理")
    assert "due_on" not in faults(commitment, commitment_use="公开承诺")
    assert "facts" in faults(commitment, performance="未履约")
    assert "commitment_topic" in faults(commitment, commitment_kind="专项承诺")


def test_associations_have_the_plans_five_sanctions() -> None:
    field = CATALOGUE.kind("industry_sanction").field("sanction_kinds")
    assert field.choices == ("警告", "行业内通报批评", "公开谴责", "不予接纳", "劝退")


def test_a_part_not_performed_is_described() -> None:
    defaulter = CATALOGUE.kind("judgment_defaulter")
    assert "unperformed_part" in faults(defaulter, performance="部分未履行")
    assert "unperformed_part" not in faults(defaulter, performance="全部未履行")


def test_a_persons_honour_is_told_in_fewer_words() -> None:
    red = CATALOGUE.kind("red_listing")
    told = {"decision_content": "事迹" * 501}
    assert "1000" in faults(red, subject_category="自然人", **told)["decision_content"]
    assert "decision_content" not in faults(red, subject_category="法人及非法人组织", **told)


def test_help_in_need_is_not_published_by_itself() -> None:
    assert CATALOGUE.kind("benefit").defaults()["usage_scope"] == "仅政府部门内部共享"


@pytest.mark.parametrize(
    ("kind", "name", "said", "meant"),
    [
        ("registration", "registration_state", "在业", "存续（在营、开业、在册）"),
        ("registration", "registration_state", "吊销，未注销", "吊销，未注销"),
        ("inspection", "inspection_results", "发现问题经责令已改正", "发现问题已责令改正"),
        ("judgment_defaulter", "default_kinds", "违反财产报告制度的;违反限制消费令", "违反财产报告制度;违反限制消费令"),
        ("abnormal_operation", "abnormal_reasons", "其他：查无下落", "其他-查无下落"),
        ("commitment", "performance", "违诺", "未履约"),
        ("evaluation", "evaluation_result", "其他（M级）", "其他-M级"),
        ("red_listing", "honour_rank", "一等奖", "一等奖"),
    ],
)
def test_words_of_other_systems_are_understood(kind: str, name: str, said: str, meant: str) -> None:
    field: Field = CATALOGUE.kind(kind).field(name)
    assert field.clean(said) == meant
    assert field.check(meant, {}) is None
