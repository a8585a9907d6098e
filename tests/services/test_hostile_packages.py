"""Packages a known unit signed, but whose rows no desk would write: each is refused in words, and nothing changes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.descriptor import Answered
from creditdesk.exchange.receipts import Answer, Line
from creditdesk.services import arrivals, incoming, receipt_answers, record_lists
from creditdesk.services.desk import Desk
from tests.entered import PENALTY, UNIT
from tests.hostile import signed_row
from tests.neighbours import CENTRE, desks


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A centre and a unit; no test changes either."""
    with desks(tmp_path_factory.mktemp("desks"), [CENTRE, UNIT]) as (centre, unit):
        yield centre, unit


def untouched(desk: Desk) -> bool:
    return (record_lists.ids(desk, record_lists.Filter()), incoming.listing(desk)) == ([], ())


def test_written_the_same_way_a_sound_row_is_believed(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    plan = arrivals.inspect(centre, signed_row(unit, centre, tmp_path / "a.zip", _content(unit)))
    assert (plan.counts, plan.faults) == ({arrivals.NEW: 1}, [])


WHOLE = {
    "NUL": ({"CF_SY": "示\0例"}, "空字符"),
    "huge field": ({"CF_SY": "示" * 140_000}, "不合格的行"),
    "huge version": ({"version": "9" * 5000}, "version 格式不符"),
    "negative version": ({"version": "-1"}, "version 格式不符"),
    "unknown action": ({"action": "deleted"}, "action 不是允许的取值"),
    "no identity": ({"uuid": ""}, "uuid 不能为空"),
    "long identity": ({"uuid": "x" * 5000}, "uuid 超过 36 个字"),
    "an identity no desk gives": ({"uuid": "../../etc/passwd"}, "不是 UUID"),
    "not a number": ({"CF_NR_FK": "NaN"}, "CF_NR_FK 格式不符"),
    "infinite": ({"CF_NR_FK": "Infinity"}, "CF_NR_FK 格式不符"),
    "no day": ({"CF_JDRQ": "2026/02/30"}, "CF_JDRQ 格式不符"),
}


@pytest.mark.parametrize(("cells", "said"), WHOLE.values(), ids=WHOLE)
def test_a_row_against_the_schema_ends_the_whole_package(
    pair: tuple[Desk, Desk], tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    centre, unit = pair
    path = signed_row(unit, centre, tmp_path / "a.zip", _content(unit), **cells)
    with pytest.raises(InputProblem, match=said):
        arrivals.inspect(centre, path)
    assert untouched(centre)


ROWS = {
    "short lineage": ({"lineage": "abc"}, "版本谱系写法不符"),
    "large letters": ({"lineage": "0123456789ABCDEF"}, "版本谱系写法不符"),
    "endless": ({"CF_NR_FK": "1E+999999"}, "罚款金额|不规范"),
    "turned writing": ({"CF_XDR_MC": "示\u202e例"}, "不规范"),
    "unknown code": ({"CF_XDR_LB": "外星人"}, "相对人类别|不规范"),
}


@pytest.mark.parametrize(("cells", "said"), ROWS.values(), ids=ROWS)
def test_a_row_that_no_record_can_be_is_told_and_not_taken(
    pair: tuple[Desk, Desk], tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    centre, unit = pair
    plan = arrivals.inspect(centre, signed_row(unit, centre, tmp_path / "a.zip", _content(unit), **cells))
    assert plan.counts == {arrivals.FAULTY: 1}
    assert re.search(said, plan.faults[0].sentence)
    assert untouched(centre)


def _content(unit: Desk) -> dict[str, str]:
    kind = unit.catalogue.kind("penalty")
    return dict(kind.applicable(kind.clean(PENALTY)))


def test_a_receipt_is_no_package(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    about = Answered(CENTRE, "0f" * 16, 1, "ab" * 32)
    line = Line("0f0f0f0f-0000-7000-8000-000000000000", 1, Answer.ACCEPTED)
    issued = unit.perform(receipt_answers.answer, about, [line]).result["issued"]
    with pytest.raises(InputProblem, match="这是回执，不是数据包"):
        arrivals.inspect(centre, receipt_answers.hand_over(unit, issued, tmp_path))
    assert untouched(centre)
