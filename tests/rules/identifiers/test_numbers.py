"""Every kind of number: sound samples hold, and one wrong character is found and named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.rules.identifiers import (
    Kind,
    check_citizen_number,
    check_org_code,
    check_reg_number,
    check_uscc,
    conversion_fault,
    eighteen_digits,
    org_code_in,
)

USCCS = [
    "91410122MA3X000105",
    "92410122MA3X00053F",
    "12410122MB0K00025G",
    "51410122MJ0Y000436",
    "11410122000000078U",
    "N2410122MF000003XD",
    "Y1410122MC0000063L",
]
CITIZENS = ["410122197001010000", "410122198501010001"]
REG_NUMBERS = ["410122000000013", "410122600000121"]
ORG_CODES = ["MA3X0001-0", "MF000003-X"]


@pytest.mark.parametrize("text", USCCS)
def test_sound_usccs(text: str) -> None:
    found = check_uscc(text)
    assert (found.valid, found.reason, found.kind, found.text) == (True, "两位校验码均正确", Kind.USCC, text)


def test_the_parts_of_a_uscc() -> None:
    assert check_uscc("91410122MA3X000105").parts == {
        "登记管理部门": "市场监督管理",
        "机构类别": "企业",
        "行政区划": "410122 河南省郑州市中牟县",
        "组织机构代码": "MA3X0001-0",
        "校验码": "5",
    }
    assert check_uscc("N2410122MF000003XD").parts["机构类别"] == "村级集体经济组织"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("91410122MA3X000106", "第18位校验码应为 5，现为 6"),
        ("91410122MA3X000118", "第17位（组织机构代码校验码）应为 0，现为 1"),
        ("91410122MA3X000110", "第17位（组织机构代码校验码）应为 0，现为 1；第18位校验码应为 8，现为 0"),
        ("91410122MA3X00010", "应为18位，现为17位"),
        ("9141O122MA3X000105", "第5位“O”不是可用的字符，可能是 0"),
        ("91410122MA3X0001-5", "第17位“-”不是可用的字符"),
        ("", "应为18位，现为0位"),
    ],
)
def test_a_faulty_uscc_is_told_what_is_wrong(text: str, reason: str) -> None:
    found = check_uscc(text)
    assert (found.valid, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("text", "told"), [("85410122MA3X000105", "第1、2位“85”"), ("9141012AMA3X000105", "第3至8位“41012A”")]
)
def test_a_uscc_with_an_unknown_head_is_doubted(text: str, told: str) -> None:
    assert told in check_uscc(text).reason


@given(st.sampled_from(USCCS), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_in_a_uscc_is_found(text: str, place: int, char: str) -> None:
    changed = text[:place] + char + text[place + 1 :]
    assert check_uscc(changed).valid == (changed == text)


@given(st.sampled_from(USCCS), st.integers(0, 16))
def test_two_neighbours_exchanged_in_a_uscc_are_found(text: str, place: int) -> None:
    changed = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert check_uscc(changed).valid == (changed == text)


def test_the_organisation_code_inside_a_uscc() -> None:
    assert org_code_in("91410122MA3X000105") == "MA3X0001-0"
    with pytest.raises(InputProblem, match="应为18位"):
        org_code_in("91410122")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("MA3X0001-0", "91410122MA3X000105", None),
        ("ma3x00010", "91410122MA3X000105", None),
        ("MA3X0001-1", "91410122MA3X000105", "组织机构代码第9位校验码应为 0，现为 1"),
        ("MA3X0001-0", "91410122MA3X000106", "统一社会信用代码第18位校验码应为 5，现为 6"),
        ("MF000003-X", "91410122MA3X000105", "统一社会信用代码第9至17位对应的组织机构代码为 MA3X0001-0"),
    ],
)
def test_code_conversion(old: str, new: str, told: str | None) -> None:
    fault = conversion_fault(old, new)
    assert fault == told or (told is not None and fault is not None and fault.startswith(told))


@pytest.mark.parametrize("text", [*ORG_CODES, "MA3X00010", "00000007-8"])
def test_sound_organisation_codes(text: str) -> None:
    assert check_org_code(text).valid


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MA3X0001-5", "第9位校验码应为 0，现为 5"),
        ("MA3X0001", "应为9位，现为8位"),
        ("MA3-X00010", "连字符只能在第8位之后"),
        ("MA3X00中1-0", "第7位“中”不是可用的字符"),
    ],
)
def test_a_faulty_organisation_code_is_told_what_is_wrong(text: str, reason: str) -> None:
    found = check_org_code(text)
    assert (found.valid, found.reason) == (False, reason)


@pytest.mark.parametrize(("text", "nature"), list(zip(REG_NUMBERS, ["内资企业", "个体工商户"], strict=True)))
def test_sound_registration_numbers(text: str, nature: str) -> None:
    found = check_reg_number(text)
    assert found.valid
    assert found.parts["主体性质"] == nature
    assert found.parts["登记机关"] == "410122 河南省郑州市中牟县"


def test_an_old_registration_number_is_only_counted() -> None:
    found = check_reg_number("4101221000001")
    assert found.valid
    assert "没有校验码" in found.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("410122000000014", "第15位校验码应为 3，现为 4"),
        ("41012200000001", "应为13或15位，现为14位"),
        ("41012200000001X", "第15位“X”不是可用的字符"),
    ],
)
def test_a_faulty_registration_number_is_told_what_is_wrong(text: str, reason: str) -> None:
    found = check_reg_number(text)
    assert (found.valid, found.reason) == (False, reason)


@pytest.mark.parametrize("text", CITIZENS)
def test_residents_of_the_county_hold_whenever_they_were_born(text: str) -> None:
    assert check_citizen_number(text).valid


def test_the_parts_of_a_citizen_number() -> None:
    found = check_citizen_number("410122197001010000")
    assert found.parts == {"行政区划": "410122 河南省郑州市中牟县", "出生日期": "1970-01-01", "性别": "女"}


def test_an_old_citizen_number_becomes_eighteen_characters() -> None:
    found = check_citizen_number("410122700101001")
    assert found.valid
    assert "没有校验码" in found.reason
    assert found.parts["18位号码"] == eighteen_digits("410122700101001") == "410122197001010019"
    assert found.parts["性别"] == "男"
    assert check_citizen_number(found.parts["18位号码"]).valid


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("410122197001010001", "第18位校验码应为 0，现为 1"),
        ("410122197002300006", "出生日期“19700230”不存在"),
        ("410122700230001", "出生日期“19700230”不存在"),
        ("410122000001010001", "出生日期“00000101”不存在"),
        ("4101221970010100X0", "第17位“X”不是可用的字符"),
        ("41012219700101000A", "第18位“A”不是可用的字符"),
        ("4101221970010100", "应为15或18位，现为16位"),
    ],
)
def test_a_faulty_citizen_number_is_told_what_is_wrong(text: str, reason: str) -> None:
    found = check_citizen_number(text)
    assert not found.valid
    assert found.reason.startswith(reason)


@given(st.sampled_from(CITIZENS), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_a_citizen_number_is_found(text: str, place: int, digit: str) -> None:
    changed = text[:place] + digit + text[place + 1 :]
    assert check_citizen_number(changed).valid == (changed == text)


@given(st.text())
def test_no_text_whatever_breaks_a_check(text: str) -> None:
    for check in (check_uscc, check_org_code, check_reg_number, check_citizen_number):
        found = check(text)
        assert found.reason
