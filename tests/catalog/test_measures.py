"""The list of measures: every one has its basis, editions follow each other, and it proposes what it says it does."""

import re
from datetime import date

import pytest

from creditdesk.catalog.load import Catalogue, load
from creditdesk.errors import InputProblem, Problem
from creditdesk.rules.measures import BLACK, PUNISHMENT, RED, REFUSING, REWARD
from tests.catalog.conftest import Spoil

FILE = "measures/county_2017.toml"
BASIS = 'basis = "县实施方案（牟信用〔2017〕3号）五（二）2"'
DAY = date(2026, 3, 2)


def test_every_measure_stands_on_a_clause_of_the_plan(catalogue: Catalogue) -> None:
    measures = catalogue.measure_list(DAY).measures
    assert all(re.fullmatch(r"县实施方案（牟信用〔2017〕3号）[四五]（.）\d?", each.basis) for each in measures)
    assert {each.kind for each in measures} == {REWARD, PUNISHMENT}


def test_the_source_sets_no_term_for_responses_and_the_desk_makes_none_up(catalogue: Catalogue) -> None:
    assert catalogue.measure_list(DAY).response_days is None


def test_what_is_proposed_depends_on_the_list_and_on_the_refusal(catalogue: Catalogue) -> None:
    listed = catalogue.measure_list(DAY)
    proposed = {occasion: {each.code for each in listed.proposed(occasion)} for occasion in (RED, BLACK, REFUSING)}
    assert "fewer_checks" in proposed[RED]
    assert "no_trading" in proposed[BLACK]
    assert proposed[REFUSING] == {"no_leaving", "no_real_estate", "no_fast_travel", "no_high_spending"}
    assert not proposed[RED] & proposed[BLACK]
    assert not proposed[BLACK] & proposed[REFUSING]


def test_a_measure_that_is_not_listed_or_of_the_other_kind_is_refused(catalogue: Catalogue) -> None:
    listed = catalogue.measure_list(DAY)
    with pytest.raises(InputProblem, match="没有“停水停电”这项措施，没有依据的措施不能采取"):
        listed.chosen(["停水停电"], PUNISHMENT)
    with pytest.raises(InputProblem, match="是激励措施，不能用于联合惩戒"):
        listed.chosen(["no_funds", "fewer_checks"], PUNISHMENT)
    assert [each.code for each in listed.chosen(["no_trading", "限制申请财政性资金项目"], PUNISHMENT)] == [
        "no_funds",
        "no_trading",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (BASIS, "", "措施 no_funds：没有写明法律或政策依据，不能列入措施清单"),
        (BASIS, 'basis = " "', "措施 no_funds 的 basis：没有写明法律或政策依据"),
        ('force = "推荐性"', 'force = "自愿"', "force：只能是强制性或推荐性"),
        ('kind = "激励"', 'kind = "奖励"', "kind：只能是激励或惩戒"),
        ('code = "no_funds"', 'code = "key_supervision"', "key_supervision 已在前面写过"),
        ('proposed_for = ["红名单"]', 'proposed_for = ["灰名单"]', "没有“灰名单”这种情形"),
        (
            "valid_from = 2017-12-05",
            "valid_from = 2017-12-05\nvalid_until = 2017-12-04",
            "valid_until：早于 valid_from",
        ),
        ('code = "no_funds"', 'code = "no_funds"\nclause = 2', "clause：不认识这一项"),
    ],
)
def test_a_spoilt_list_is_refused_with_its_line(spoil: Spoil, old: str, new: str, words: str) -> None:
    with pytest.raises(Problem, match=rf"^{FILE} 第 \d+ 行，.*{re.escape(words)}"):
        load(spoil(FILE, old, new))


def test_editions_that_overlap_are_refused_and_those_that_follow_each_other_are_read(spoil: Spoil) -> None:
    folder = spoil(FILE, "2017-12-05", "2017-12-05")
    text = (folder / FILE).read_text("utf-8")
    later = text.replace('edition = "2017 版"', 'edition = "2027 版"').replace("2017-12-05", "2027-01-01")
    (folder / "measures" / "county_2027.toml").write_text(later, "utf-8")
    with pytest.raises(Problem, match="“2027 版”与“2017 版”的施行日期重叠，请写明前一版的 valid_until"):
        load(folder)
    (folder / FILE).write_text(text.replace("2017-12-05", "2017-12-05\nvalid_until = 2026-12-31"), "utf-8")
    catalogue = load(folder)
    assert catalogue.measure_list(date(2026, 12, 31)).edition == "2017 版"
    assert catalogue.measure_list(date(2027, 1, 1)).edition == "2027 版"
    with pytest.raises(InputProblem, match="2017-12-04没有施行的措施清单"):
        catalogue.measure_list(date(2017, 12, 4))
