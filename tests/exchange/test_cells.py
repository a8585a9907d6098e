"""Cells become the text a person sees, and never gain digits."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.exchange.cells import text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("91410122MA3X000105", "91410122MA3X000105"),
        (" 两边空格 ", " 两边空格 "),
        (True, "TRUE"),
        (5.0, "5"),
        (-3, "-3"),
        (0.2, "0.2"),
        (0.1 + 0.2, "0.3"),
        (0.000001, "0.000001"),
        (1234567.891, "1234567.891"),
        (410122000000013.0, "410122000000013"),
        (410122197001010000.0, "4.1012219700101E+17"),
        (1230000000000000000, "1.23E+18"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (date(2026, 2, 3), "2026-02-03"),
        (datetime(2026, 2, 3), "2026-02-03"),  # noqa: DTZ001 - spreadsheets know no time zones
        (datetime(2026, 2, 3, 9, 30), "2026-02-03 09:30:00"),  # noqa: DTZ001
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_is_the_text_a_person_sees(cell, text):
    assert text_of(cell) == text


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_of_fifteen_digits_are_exact(number):
    assert text_of(float(number)) == text_of(number) == str(number)


@given(st.integers(10**15, 10**19))
def test_longer_numbers_show_that_they_are_damaged(number):
    assert "E+" in text_of(float(number))


@given(st.decimals(0, 10**9, places=6))
def test_amounts_come_back_to_six_decimals(amount):
    assert abs(float(text_of(float(amount))) - float(amount)) < 0.0000005
    assert "e" not in text_of(float(amount)).lower()
