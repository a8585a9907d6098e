"""Recognising a number without being told its kind, writing it in its normal form, and hiding it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.rules.identifiers import Kind, identify, mask, normalise


@pytest.mark.parametrize(
    ("text", "kind", "valid"),
    [
        ("91410122MA3X000105", Kind.USCC, True),
        ("９１４１０１２２ｍａ３ｘ０００１０５", Kind.USCC, True),
        (" 9141 0122 MA3X 0001 05\n", Kind.USCC, True),
        ("9141O122MA3X000105", Kind.USCC, False),
        ("914101220000000782", Kind.USCC, False),  # eighteen digits that no birthday fits
        ("MA3X0001-0", Kind.ORG_CODE, True),
        ("MA3X0001－0", Kind.ORG_CODE, True),
        ("MF000003X", Kind.ORG_CODE, True),
        ("410122000000013", Kind.REG_NUMBER, True),
        ("410122000000014", Kind.REG_NUMBER, False),
        ("4101221000001", Kind.REG_NUMBER, True),
        ("410122197001010000", Kind.CITIZEN_NUMBER, True),
        ("410122197013010000", Kind.CITIZEN_NUMBER, False),
        ("41012219700101000x", Kind.CITIZEN_NUMBER, False),
        ("410122700101001", Kind.CITIZEN_NUMBER, True),
        ("", Kind.UNKNOWN, False),
        ("示例建材有限公司", Kind.UNKNOWN, False),
        ("4101221970010100", Kind.UNKNOWN, False),
    ],
)
def test_kinds(text: str, kind: Kind, valid: bool) -> None:
    found = identify(text)
    assert (found.kind, found.valid) == (kind, valid)
    assert found.reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有填写"),
        ("示例建材有限公司", "“示”"),
        ("410122MA3X00010", "税务登记号"),
        ("4101221970010100", "共16位"),
    ],
)
def test_an_unknown_number_is_told_what_is_known(text: str, told: str) -> None:
    assert told in identify(text).reason


def test_every_kind_has_a_chinese_name() -> None:
    assert [kind.label for kind in Kind] == [
        "统一社会信用代码",
        "组织机构代码",
        "工商注册号",
        "公民身份号码",
        "无法识别",
    ]


@given(st.text())
def test_identifying_is_judging_the_normal_form(text: str) -> None:
    assert identify(text) == identify(normalise(text))
    assert identify(text).text == normalise(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [("ｍａ３ｘ０００１–０", "MA3X0001-0"), ("\ufeff4101 22\u3000\u200b0", "4101220"), ("abc", "ABC")],
)
def test_normal_form(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("410122197001011234", "410122********1234"),
        ("410122700101001", "410122*****1001"),
        ("E12345678", "E1*****78"),
        ("12345", "1***5"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_masking(text: str, hidden: str) -> None:
    assert mask(text) == hidden


@given(st.text(min_size=1))
def test_a_masked_number_keeps_its_length_and_hides_something(text: str) -> None:
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert hidden.count("*") >= min(3, len(text) - 2)
