"""Letter forms say everything they are given, in paragraphs an official letter has."""

import re
from datetime import date

import pytest

from creditdesk import paths
from creditdesk.catalog.letters import FILTERS, LetterForm
from creditdesk.catalog.load import load
from creditdesk.documents import wording
from creditdesk.documents.letter import LetterContent

LETTERS = load(paths.forms()).letters
OUTCOME = next(form for form in LETTERS if form.name == "outcome")
PLAN = "《中牟县建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设实施方案》（牟信用〔2017〕3号）六（三）"


def composed(form: LetterForm, **changed: object) -> LetterContent:
    """Return the form filled with its samples."""
    number = f"牟信{form.number_code}〔2026〕12号"
    return wording.compose(form, form.sample() | changed, office="中牟县信用中心", number=number, on=date(2026, 2, 4))


def text_of(content: LetterContent) -> str:
    """Return everything a letter says."""
    return "\n".join(content.texts())


def told(value: object) -> list[str]:
    """Return how a sample must appear on paper."""
    if isinstance(value, date):
        return [f"{value.year}年{value.month}月{value.day}日"]
    if isinstance(value, bool):
        return []
    if isinstance(value, list | tuple):
        return [word for item in value for word in told(item)]
    if isinstance(value, dict):
        return [word for name, one in value.items() if name not in ("record", "outcome", "new") for word in told(one)]
    return [str(value)]


@pytest.mark.parametrize("form", LETTERS, ids=lambda form: form.name)
def test_a_letter_says_every_value(form: LetterForm) -> None:
    text = text_of(composed(form))
    for year, month, day in re.findall(r"(\d{4})年(\d+)月(\d+)日", text):
        # Within a list a date is kept as a text, and written out in a sentence or left as it is in a table.
        text += f"\n{year}-{month:0>2}-{day:0>2}"
    assert [word for value in form.values for word in told(value.sample) if word not in text] == []


@pytest.mark.parametrize("form", LETTERS, ids=lambda form: form.name)
def test_a_letter_reads_like_one(form: LetterForm) -> None:
    content = composed(form)
    text = text_of(content)
    assert not re.search(r"[{}]|None|True|False|。。|，。|：。| {2}", text)
    for paragraph in content.paragraphs:
        assert paragraph.level == (1 if re.match(r"[一二三四五]、[^“]", paragraph.text) else 0)
        assert paragraph.level or paragraph.text[-1] in "。：；"


def test_each_letter_type_is_numbered_by_itself() -> None:
    codes = {form.name: form.number_code for form in LETTERS}
    assert codes == {
        "archive_certificate": "档",
        "erasure_certificate": "消",
        "acceptance": "异受",
        "referral": "异转",
        "outcome": "异答",
        "supplement": "异补",
        "refusal": "异拒",
        "reminder": "异催",
        "rectification": "督",
        "tip_referral": "举转",
        "correction_notice": "更",
        "restoration": "恢",
        "delivery_slip": "送证",
        "repair_acceptance": "修受",
        "repair_decision": "修决",
        "listing_notice": "列告",
        "listing_decision": "列决",
        "joint_initiation": "联发",
        "joint_update": "联更",
        "joint_reminder": "联催",
        "escalation": "联重",
        "escalation_end": "联停",
        "clean_record": "证",
        "green_channel": "绿",
        "credit_report": "报",
        "repair_refusal": "修拒",
        "repair_commitment": "修承",
        "listing_publicity": "红公",
        "listing_entry": "列公",
        "listing_exit": "退公",
    }


def test_filters_are_those_the_letters_may_use() -> None:
    for name in FILTERS:
        assert name in wording._ENVIRONMENT.filters


@pytest.mark.parametrize(
    ("outcome", "new", "sentence"),
    [
        ("更正", "0.200000", "一、“罚款金额（万元）”由2.000000更正为0.200000。理由：示例理由。"),
        ("维持", "", "一、“罚款金额（万元）”维持2.000000。理由：示例理由。"),
        ("撤销", "", "一、“罚款金额（万元）”的异议成立，撤销“行政处罚示市监罚〔2025〕118号”信息。理由：示例理由。"),
    ],
)
def test_the_outcome_tells_each_field_with_its_reason(outcome: str, new: str, sentence: str) -> None:
    item = {
        "field": "罚款金额（万元）",
        "record": "行政处罚示市监罚〔2025〕118号",
        "old": "2.000000",
        "outcome": outcome,
        "new": new,
        "reason": "示例理由。",
    }
    lines = [paragraph.text for paragraph in composed(OUTCOME, items=[item]).paragraphs]
    assert sentence in lines
    changed = any("恢复信誉、消除不良影响" in line for line in lines)
    assert changed == (outcome != "维持")
    assert any("行政复议" in line and "行政诉讼" in line for line in lines)


def test_a_date_not_yet_certain_says_so() -> None:
    form = next(form for form in LETTERS if form.name == "acceptance")
    assert "暂定" in text_of(composed(form, provisional=True))
    assert "暂定" not in text_of(composed(form))


def test_an_office_without_telephone_leaves_no_gap() -> None:
    content = composed(OUTCOME, contact="", phone="")
    assert content.contact == "地址：中牟县示例路1号"
    assert composed(OUTCOME, contact="", phone="", address="").contact == ""
