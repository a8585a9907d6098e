"""Records at scale: search, lists, import, and what encryption and size cost, each beside its floor and a peer.

At 20,000 subjects and records; with CREDITDESK_BENCH_FULL=1 at a million. The rows say which.
"""

import gc
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from benchmarks import Row, medians, row
from benchmarks.batch import batch_rows
from benchmarks.counties import MIDDLE, SIZE, SMALL, PlainDesk, county, words
from benchmarks.imports import import_rows
from benchmarks.scaled import ROWS, contents
from benchmarks.scaled import rows as reading_rows
from benchmarks.window import window_rows
from creditdesk.services import record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter

__all__ = ["ROWS", "contents", "rows"]

_QUERIES = (
    *("鑫盛", "王伟", "商贸", "官渡镇", "顺通物流", "有限公司", "欧阳", "张秀英", "示例", "合众", "老面馆", "李小明"),
    *("zm", "xshg", "wangwei", "zmxgd", "ls", "91410122X", "92410122X0000", "4199001980", "0011", "示市罚2024"),
)
_ROUNDS = 15
_PAGE = 100
_SHOWN = "id, kind, decision_number, subject_name, grade, decided_on, source_unit, state, objection_mark, version"


def rows() -> list[Row]:
    """Measure everything; the desks are made first and go away at the end."""
    with county(SMALL) as small, county(SIZE) as desk:
        # What stays to the end need not be looked through before each of some thousand measurements.
        gc.freeze()
        found = [
            *_search(desk),
            *_lists(desk),
            *_plain(desk),
            *_flat(small, desk),
            *batch_rows(desk),
            *window_rows(desk),
        ]
    return [*found, *import_rows(), *reading_rows()]


def _search(desk: Desk) -> list[Row]:
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()

    def ours(query: str) -> object:
        return subjects.look_up(desk, query)

    def floor(query: str) -> object:
        return _bare_search(cursor, query)

    def peer(query: str) -> object:
        sql = "SELECT id, name FROM subject WHERE name LIKE ? OR uscc LIKE ? OR document_number LIKE ? LIMIT 12"
        return cursor.execute(sql, [f"%{query}%"] * 3).fetchall()

    ours_s, floor_s = _p95(ours), _p95(floor)
    peer_s = _p95(peer, rounds=3)
    raw.close()
    work = f"search as typed, 2–8 characters, initials and codes, {words(SIZE)} subjects and records, p95; ratio to "
    return [
        row(work + "the best bare index query", ours_s, goal=2, floor_s=floor_s),
        row(work + "the peer", ours_s, goal=0.05, against="peer", peer="LIKE '%…%'", peer_s=peer_s),
    ]


def _bare_search(cursor: Any, query: str) -> object:
    """Ask the one index that serves this text best: the B-tree of beginnings, or else FTS5."""
    text = query.lower().replace("〔", "").replace("〕", "")
    found = cursor.execute(
        "SELECT e.id, e.title FROM search_key k JOIN search_entry e ON e.number = k.entry "
        "WHERE k.noun IN (SELECT number FROM search_noun) AND k.key >= ? AND k.key < ? LIMIT 12",
        (text, text + "\U0010ffff"),
    ).fetchall()
    if found:
        return found
    pairs = " ".join(text[place : place + 2] for place in range(len(text) - 1))
    return cursor.execute(
        "SELECT e.id, e.title FROM search_text t JOIN search_entry e ON e.number = t.rowid WHERE search_text MATCH ? "
        "LIMIT 12",
        (f'"{pairs}"',),
    ).fetchall()


def _p95(work: Callable[[str], object], rounds: int = _ROUNDS) -> float:
    """Return the 95th percentile over all queries of each one's median of some rounds."""
    times = sorted(medians(*(partial(work, query) for query in _QUERIES), rounds=rounds))
    return times[round(0.95 * (len(times) - 1))]


def _lists(desk: Desk) -> list[Row]:
    ids = record_lists.ids(desk, Filter())
    middle, end = len(ids) // 2, len(ids) - _PAGE
    changed = "changed_at DESC, id DESC"
    return [
        _page(desk, "first page", Filter(), changed),
        _page(desk, "first page of one kind", Filter(kind="penalty"), changed, "kind = 'penalty'"),
        _page(desk, "first page of one grade", Filter(grade="严重"), changed, "grade = '严重'"),
        _page(desk, "first page re-sorted by name", Filter(sort="subject"), "subject_name DESC, id DESC"),
        _place(desk, "page in the middle", ids[middle : middle + _PAGE], middle),
        _place(desk, "last page", ids[end:], end),
        _whole(desk),
    ]


def _page(desk: Desk, name: str, wanted: Filter, order: str, where: str = "1") -> Row:
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    sql = f"SELECT {_SHOWN} FROM record WHERE {where} ORDER BY {order} LIMIT {_PAGE}"  # noqa: S608

    def ours() -> object:
        return record_lists.page(desk, wanted, _PAGE)

    ours_s, floor_s = medians(ours, lambda: cursor.execute(sql).fetchall(), rounds=_ROUNDS)
    raw.close()
    return row(f"list of {words(SIZE)} records, {name}; ratio to the bare query", ours_s, goal=2, floor_s=floor_s)


def _place(desk: Desk, name: str, page: Sequence[str], offset: int) -> Row:
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    start = cursor.execute("SELECT changed_at, id FROM record WHERE id = ?", (page[0],)).fetchone()
    order = "ORDER BY changed_at DESC, id DESC LIMIT"
    keyset = f"SELECT {_SHOWN} FROM record WHERE (changed_at, id) <= (?, ?) {order} {_PAGE}"  # noqa: S608
    skipping = f"SELECT {_SHOWN} FROM record {order} {_PAGE} OFFSET {offset}"  # noqa: S608

    def ours() -> object:
        return record_lists.rows(desk, page)

    def floor() -> object:
        return cursor.execute(keyset, start).fetchall()

    def peer() -> object:
        return cursor.execute(skipping).fetchall()

    ours_s, floor_s, peer_s = medians(ours, floor, peer, rounds=_ROUNDS)
    raw.close()
    work = f"list of {words(SIZE)} records, {name}; ratio to the bare keyset query"
    return row(work, ours_s, goal=2, floor_s=floor_s, peer="OFFSET", peer_s=peer_s)


def _whole(desk: Desk) -> Row:
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    sql = "SELECT id FROM record ORDER BY subject_name DESC, id DESC"
    ours_s, floor_s = medians(
        lambda: record_lists.ids(desk, Filter(sort="subject")), lambda: cursor.execute(sql).fetchall(), rounds=3
    )
    raw.close()
    work = f"all {words(SIZE)} identities of a re-sorted list, for its scroll bar; ratio to the bare query's rows"
    return row(work, ours_s, goal=1, floor_s=floor_s)


def _plain(desk: Desk) -> list[Row]:
    with tempfile.TemporaryDirectory() as scratch:
        plain = cast("Desk", PlainDesk(desk, Path(scratch) / "plain.db"))
        ids = record_lists.ids(desk, Filter())
        step = max(len(ids) // 50, 1)
        pages = [ids[start : start + _PAGE] for start in range(0, len(ids), step)]
        works: list[tuple[str, Callable[[Desk], object]]] = [
            ("22 searches", lambda each: [subjects.look_up(each, query) for query in _QUERIES]),
            ("50 pages of a list end to end", lambda each: [record_lists.rows(each, page) for page in pages]),
        ]
        found = []
        for name, work in works:
            ours_s, plain_s = medians(partial(work, desk), partial(work, plain))
            told = f"{name}, {words(SIZE)}, encrypted; ratio to the same on a plain file"
            found.append(row(told, ours_s, goal=1.25, floor_s=plain_s))
        return found


def _flat(small: Desk, large: Desk) -> list[Row]:
    def page(desk: Desk) -> object:
        return record_lists.page(desk, Filter(sort="subject"), _PAGE)

    def search(desk: Desk) -> object:
        return [subjects.look_up(desk, query) for query in _QUERIES]

    works: list[tuple[str, Callable[[Desk], object]]] = [("search", search), ("first page", page), ("save", _save)]
    found = []
    for name, work in works:
        large_s, small_s = medians(partial(work, large), partial(work, small), rounds=9)
        told = f"{name} at {words(SIZE)}; ratio to the same at {words(SMALL)}"
        found.append(row(told, large_s, goal=1.5, floor_s=small_s))
    return found


def _save(desk: Desk) -> None:
    """Enter a penalty like one that is there, under a number of its own."""
    there = record_lists.ids(desk, Filter(kind="penalty"), 1)[0]
    content = record_lists.sheet(desk, there).content
    number = f"示测罚〔2026〕{int(perf_counter() * 1e6)}号"
    desk.perform(records.enter, "penalty", content | {"decision_number": number}, kept_because="测速（示例）")


assert SMALL < MIDDLE <= SIZE
