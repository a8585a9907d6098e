"""A schedule written by hand says the same as a file, and a wrong line is named."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.rules.schedules import parse_schedule
from creditdesk.rules.written_schedules import written_schedule

NOTICE = "https://www.gov.cn/shili.htm"


def test_lines_become_the_days_of_a_file() -> None:
    text = "元旦 2026-12-31 至 01-02，补班 01-03、01-09\n\n清明节 4-5\n"
    schedule = parse_schedule(written_schedule(2027, NOTICE, text), "手工录入")
    told = [(day, special.name, special.off) for day, special in sorted(schedule.days.items())]
    assert told == [
        (date(2026, 12, 31), "元旦", True),
        (date(2027, 1, 1), "元旦", True),
        (date(2027, 1, 2), "元旦", True),
        (date(2027, 1, 3), "元旦", False),
        (date(2027, 1, 9), "元旦", False),
        (date(2027, 4, 5), "清明节", True),
    ]
    assert (schedule.year, schedule.papers) == (2027, (NOTICE,))


@pytest.mark.parametrize(
    ("notice", "text", "words"),
    [
        ("", "元旦 01-01", "网址"),
        (NOTICE, "\n", "没有填写放假日期"),
        (NOTICE, "元旦 01-01\n春节放假八天", "第2行"),
        (NOTICE, "元旦 02-30", "第1行的日期“02-30”不存在"),
        (NOTICE, "元旦 01-03 至 01-01", "不相符"),
        (NOTICE, "元旦 01-01 至 03-01", "不相符"),
        (NOTICE, "元旦 01-01 补班 01-04", "不是周六或周日"),
        (NOTICE, "元旦 01-01 补班 明天", "“明天”不存在"),
    ],
)
def test_a_wrong_line_is_named(notice: str, text: str, words: str) -> None:
    with pytest.raises(InputProblem, match=words):
        written_schedule(2027, notice, text)


def test_a_day_written_twice_is_refused_when_it_is_read() -> None:
    text = written_schedule(2027, NOTICE, "元旦 01-01\n新年 01-01")
    with pytest.raises(InputProblem, match="出现两次"):
        parse_schedule(text, "手工录入")
