"""Each field type: what it understands, what it keeps, what it refuses, what it doubts."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.fields import TYPES
from creditdesk.catalog.fields.base import Field, plain
from creditdesk.catalog.load import load
from creditdesk.rules.identifiers import check_uscc
from tests.catalog.contents import USCC_ALPHABET, citizens, org_codes, reg_numbers, usccs

CATALOGUE = load(paths.forms())
PENALTY = CATALOGUE.kind("penalty")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def of_type(name: str, **changed: object) -> Field:
    """Return a bare field of a type."""
    field = Field(name=name, label=name, type=name, section="", behaviour=TYPES[name])
    return replace(field, **changed)  # type: ignore[arg-type]


def fault(field: Field, raw: object, **content: str) -> str | None:
    """Return the fault of a raw input, beside other content."""
    return field.check(field.clean(raw), content)


# ------------------------------------------------------------------------------------------------------- any input


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.none(), st.booleans()))
def test_any_input_becomes_tidy_text(raw: object) -> None:
    text = plain(raw)
    assert text == plain(text)
    assert not set(text) & set("\u200b\ufeff\x00\t\u3000\r")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        ("　示例\u200b  有限\xa0公司 ", "示例 有限 公司"),
        (3.0, "3"),
        (0.1, "0.1"),
        (410122600000121.0, "410122600000121"),
        (float("nan"), "NAN"),
        (datetime(2026, 2, 3), "2026-02-03"),  # noqa: DTZ001  spreadsheets know no time zone
        ("第一行 \r\n 第二行", "第一行\n第二行"),
    ],
)
def test_cells_become_text(raw: object, text: str) -> None:
    assert plain(raw) == text


def test_every_type_says_its_name() -> None:
    assert {behaviour.name for behaviour in TYPES.values()} == set(TYPES)


def test_lengths_count_characters() -> None:
    field = of_type("text", length=5)
    assert fault(field, "示例有限公") is None
    assert fault(field, "示例有限公司") == "最多 5 个字，现有 6 个字"


def test_text_is_one_line_and_paragraphs_are_several() -> None:
    assert of_type("text").clean("甲\n乙") == "甲 乙"
    assert of_type("paragraphs").clean("甲\n\n 乙 ") == "甲\n乙"


@pytest.mark.parametrize("name", ["123456", "—", "2026-02-03"])
def test_a_name_has_letters(name: str) -> None:
    assert fault(of_type("name"), name)
    assert fault(of_type("name"), f"示例{name}") is None


# ----------------------------------------------------------------------------------------------------------- dates


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_every_way_to_write_a_day_means_the_same(day: date) -> None:
    field = of_type("date")
    ways = (
        day,
        datetime(day.year, day.month, day.day),  # noqa: DTZ001  spreadsheets know no time zone
        f"{day:%Y/%m/%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.isoformat()} 00:00:00",
        day.isoformat().translate(WIDE),
    )
    assert {field.clean(way) for way in ways} == {day.isoformat()}
    assert fault(field, day) is None


@pytest.mark.parametrize(
    "raw", ["2026/02/30", "2026-13-01", "二〇二六年", "26-2-3", "45000", "2026-02", "1899-01-01", "2026-W10-1"]
)
def test_what_is_no_day_is_told(raw: str) -> None:
    assert fault(of_type("date"), raw)


def test_long_term_is_a_day_of_its_own() -> None:
    field = PENALTY.field("valid_until")
    assert field.clean("长期") == field.clean("2099/12/31") == "2099-12-31"
    assert field.show("2099-12-31") == "长期"
    assert field.show("2026-12-31") == "2026-12-31"
    assert field.hint("2026-02-14") == "周六"


# ----------------------------------------------------------------------------------------------------------- money


@given(st.integers(0, 10**17))
def test_money_is_exact(millionths: int) -> None:
    field = of_type("money")
    amount = Decimal(millionths) / 10**6
    canonical = field.clean(f"{amount:f}")
    assert Decimal(canonical) == amount
    assert field.clean(canonical) == canonical
    assert fault(field, canonical) is None


@given(st.integers(1, 10**11))
def test_yuan_become_ten_thousands(yuan: int) -> None:
    field = of_type("money")
    canonical = field.clean(f"{yuan}元")
    assert Decimal(canonical) * 10000 == yuan
    assert field.hint(canonical) == f"= {yuan} 元"


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (0.2, "0.200000"),
        ("0.2万元", "0.200000"),
        ("2,000元", "0.200000"),
        ("２０００元", "0.200000"),
        (2, "2.000000"),
        (0.1 + 0.2, "0.300000"),
    ],
)
def test_ways_to_write_money(raw: object, canonical: str) -> None:
    assert of_type("money").clean(raw) == canonical


@pytest.mark.parametrize("raw", ["-0.5", "0.1234567", "1e3", "两千元", "0.5-1", "1" * 13])
def test_what_is_no_amount_is_told(raw: str) -> None:
    assert fault(of_type("money"), raw)


def test_a_fine_looks_like_yuan() -> None:
    field = of_type("money")
    assert field.clean("5000") == "5000.000000"
    assert field.advise("5000.000000", {}) == "合 50000000 元，请核对单位是否为万元"
    assert field.advise("0.500000", {}) is None


# --------------------------------------------------------------------------------------------------------- choices


def test_words_are_known_by_synonym_and_width() -> None:
    assert PENALTY.field("document_type").clean("居民身份证") == "身份证"
    assert PENALTY.field("subject_category").clean(" 法人及其他组织 ") == "法人及非法人组织"


@pytest.mark.parametrize("raw", ["警告；罚款", "警告、罚款", "警告;罚款;警告", "警告,罚款", "警告\n罚款"])
def test_several_words_are_joined_one_way(raw: str) -> None:
    field = PENALTY.field("penalty_kinds")
    assert field.clean(raw) == "警告;罚款"
    assert field.show("警告;罚款") == "警告、罚款"


@pytest.mark.parametrize("raw", ["其他-责令改正", "其他：责令改正", "其他（责令改正）", "其他 — 责令改正"])
def test_other_is_named(raw: str) -> None:
    field = PENALTY.field("penalty_kinds")
    assert field.clean(f"罚款;{raw}") == "罚款;其他-责令改正"
    assert fault(field, raw) is None


def test_other_without_a_name_is_told() -> None:
    assert fault(PENALTY.field("penalty_kinds"), "其他") == "选“其他”须注明，写成“其他-名称”"


def test_unknown_words_are_told() -> None:
    assert fault(PENALTY.field("penalty_kinds"), "罚款;批评教育") == "“批评教育”不在处罚类别的选项中"
    assert fault(PENALTY.field("grade"), "特别严重") == "“特别严重”不在失信等级的选项中：一般、较重、严重"
    assert fault(PENALTY.field("grade"), "一般-情节轻") == "“一般-情节轻”不在失信等级的选项中：一般、较重、严重"


def test_a_code_is_no_word() -> None:
    """1 is 撤销 in 2016 and 有效 in 2018: only a layout that names its code set may translate it."""
    assert fault(CATALOGUE.kind("licence").field("status"), "1")


def test_a_narrowed_choice_refuses_the_rest() -> None:
    listing = CATALOGUE.kind("serious_breach").field("grade")
    assert listing.choices == ("严重",)
    assert fault(listing, "严重") is None
    assert fault(listing, "一般")


# ----------------------------------------------------------------------------------------------------- identifiers


@given(usccs())
def test_codes_of_every_class_pass(code: str) -> None:
    field = of_type("uscc")
    assert field.clean(f" {code[:8].lower()} {code[8:]}".translate(WIDE)) == code
    assert fault(field, code) is None
    assert field.warn(code, {}) is None


@given(usccs(), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_place_is_told(code: str, place: int, mark: str) -> None:
    field = of_type("uscc")
    wrong = code[:place] + mark + code[place + 1 :]
    told = fault(field, wrong) or field.warn(wrong, {})
    assert (told is None) == (wrong == code)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("9141012", "18 位"),
        ("91410122MA3X00010I", "不使用的字符"),
        (9.1410122e17, "科学计数法"),
        ("9.14E+17", "科学计数法"),
    ],
)
def test_what_is_no_code_is_told(raw: object, word: str) -> None:
    assert word in (fault(of_type("uscc"), raw) or "")


def test_the_class_of_a_code_is_compared_with_the_subject() -> None:
    field = PENALTY.field("uscc")
    assert "92" in (field.advise("91410122MA3X000105", {"subject_category": "个体工商户"}) or "")
    assert "92" in (field.advise("92410122MA3X00053F", {"subject_category": "法人及非法人组织"}) or "")
    assert field.advise("92410122MA3X00053F", {"subject_category": "个体工商户"}) is None


@given(org_codes())
def test_organisation_codes_lose_their_hyphen_and_show_it(code: str) -> None:
    field = of_type("org_code", companion="uscc")
    shown = f"{code[:8]}-{code[8]}"
    assert field.clean(shown) == code
    assert field.show(code) == shown
    assert fault(field, shown) is None
    assert field.warn(code, {}) is None


def test_an_organisation_code_agrees_with_the_unified_code() -> None:
    field = PENALTY.field("org_code")
    uscc = {"uscc": "91410122MA3X000105"}
    assert check_uscc(uscc["uscc"]).valid
    assert field.warn("MA3X00010", uscc) is None
    assert field.warn("MF000003X", uscc) == "与统一社会信用代码第 9 至 17 位（MA3X0001-0）不一致"


@given(reg_numbers())
def test_registration_numbers_have_a_check_digit(number: str) -> None:
    field = of_type("reg_number")
    other = str((int(number[-1]) + 1) % 10)
    assert field.warn(number, {}) is field.advise(number, {}) is None
    assert field.warn(number[:-1] + other, {})
    assert field.advise("企独豫郑总字第000001号", {})


@given(citizens())
def test_citizens_of_the_county_pass_whenever_born(number: str) -> None:
    field = PENALTY.field("document_number")
    card = {"document_type": "身份证"}
    assert field.clean(number.lower()) == number
    assert fault(field, number, **card) is None
    assert field.warn(number, card) is None
    assert field.warn(number[:-1] + ("1" if number[-1] == "0" else "0"), card)
    assert field.show(number) == f"410122********{number[-4:]}"


def test_other_documents_have_no_check_digit() -> None:
    field = PENALTY.field("document_number")
    assert fault(field, "E12345678", document_type="护照号") is None
    assert field.warn("E12345678", {"document_type": "护照号"}) is None
    assert fault(field, "E12345678", document_type="身份证") == "身份证号码应为 18 位（旧证 15 位）"
    assert "科学计数法" in (fault(field, 4.10122199606091e17, document_type="身份证") or "")
    assert fault(field, "护照 12", document_type="护照号")


def test_a_document_number_wants_its_kind() -> None:
    field = PENALTY.field("representative_document_number")
    assert fault(field, "410122197001010000") == "请先选择证件类型"


def test_register_codes_are_letters_and_digits() -> None:
    assert fault(of_type("code"), "4101－22 A") is None
    assert fault(of_type("code"), "无")


@pytest.mark.parametrize(
    "raw", ["示市监罚[2026]21号", "示市监罚［2026］21号", "示市监罚【2026】 21号", "示市监罚〔2026〕21号"]
)
def test_letter_numbers_have_six_cornered_brackets(raw: str) -> None:
    assert of_type("letter_number").clean(raw) == "示市监罚〔2026〕21号"


def test_round_brackets_are_the_units_own() -> None:
    assert of_type("letter_number").clean("示市监罚（2026）21号") == "示市监罚（2026）21号"
