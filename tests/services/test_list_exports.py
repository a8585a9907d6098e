"""Lists as workbooks: as they are seen, as text, and told in the journal."""

from collections.abc import Hashable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.models import JournalEntry
from creditdesk.services import list_exports
from creditdesk.services.desk import Desk
from creditdesk.services.list_exports import ListExport

CODE = "91410122MA3X000105"


def rows_of(_desk: Desk, wanted: Sequence[Hashable]) -> list[tuple[str, ...]]:
    return [(f"={one}", CODE, "410122********0000") for one in wanted]


def wanted(ids: Sequence[Hashable]) -> ListExport:
    return ListExport("信用主体", ("自然人",), ("名称", "代码", "证件"), ids, rows_of)


def test_columns_order_and_text_are_those_of_the_list(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "主体.xlsx"
    changes = list_exports.save(desk, wanted(range(1200)), path)
    [grid] = read_modern(path)
    assert grid.name == "信用主体"
    assert grid.rows[0] == ["名称", "代码", "证件"]
    assert grid.rows[1] == ["=0", CODE, "410122********0000"]
    assert [row[0] for row in grid.rows[1:]] == [f"={number}" for number in range(1200)]
    assert "1,200行" in changes.sentence


def test_the_journal_tells_list_filter_and_count(desk: Desk, tmp_path: Path) -> None:
    list_exports.save(desk, wanted(range(3)), tmp_path / "主体.xlsx")
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "list.export")).one()
    assert entry.result == {"list": "信用主体", "narrowed": ["自然人"], "columns": ["名称", "代码", "证件"], "rows": 3}


def test_empty_and_endless_lists_are_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputProblem, match="空"):
        list_exports.save(desk, wanted(()), tmp_path / "a.xlsx")
    monkeypatch.setattr(list_exports, "MOST_ROWS", 2)
    with pytest.raises(InputProblem, match="先筛选"):
        list_exports.save(desk, wanted(range(3)), tmp_path / "a.xlsx")
    assert not list(tmp_path.glob("*.xlsx"))


def test_an_officer_without_the_power_gets_no_list(desk: Desk, tmp_path: Path) -> None:
    desk.officer.role = "visitor"
    with pytest.raises(Problem, match="权限"):
        list_exports.save(desk, wanted(range(3)), tmp_path / "a.xlsx")
