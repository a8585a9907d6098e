"""Days in a layout's form: quick for the usual forms, and the same as strftime and strptime for all."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditdesk.exchange import day_forms

FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d/%m/%Y")


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(FORMS))
def test_every_day_is_written_as_strftime_does_and_read_back(day: date, form: str) -> None:
    written = day_forms.writer(form)(day.isoformat())
    assert written == day.strftime(form)
    assert day_forms.reader(form)(written) == day


@given(st.text("0123456789-/. W２", max_size=11), st.sampled_from(FORMS))
def test_any_text_is_read_as_strptime_does(text: str, form: str) -> None:
    try:
        expected = datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        with pytest.raises(ValueError, match=r"time data|unconverted data|out of range"):
            day_forms.reader(form)(text)
    else:
        assert day_forms.reader(form)(text) == expected


@pytest.mark.parametrize("text", ["2026/02/30", "2026-02-28", "26/02/28", "", "2026/W1/01"])
def test_what_is_no_day_of_the_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"time data|unconverted data|out of range"):
        day_forms.reader("%Y/%m/%d")(text)
