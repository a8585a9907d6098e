"""What the promises cost: an act with permission, journal and a wait for the disk, beside a bare insert that waits."""

import json
from collections.abc import Callable
from contextlib import closing
from itertools import count

from benchmarks import Row, medians, row
from benchmarks.counties import CLOCK, SMALL, county
from creditdesk.services import case_notes, objections, record_lists, records
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from creditdesk.services.record_lists import Filter
from creditdesk.vault import opening
from creditdesk.vault.opening import DeskKey

_ROUNDS = 60
_GOAL = 2.0


def rows() -> list[Row]:
    """Measure on an invented county; the floor inserts the same text into a database of the same key and settings."""
    with county(SMALL) as desk:
        record = record_lists.ids(desk, Filter(kind="penalty"))[0]
        content = record_lists.sheet(desk, record).content
        received = desk.perform(
            objections.receive,
            [Contested(record, "facts", "与事实不符（示例）")],
            applicant={"name": "王示例", "phone": "0371-00000000"},
            request="对事实有异议（示例）",
            received_on=CLOCK().date(),
        )
        case, numbers = str(received.result["case"]), count(1)

        def note() -> None:
            desk.perform(case_notes.add, case, "与当事人通话，已说明期限（示例）")

        def enter() -> None:
            desk.perform(records.enter, "penalty", content | {"decision_number": f"示测速〔2026〕{next(numbers)}号"})

        told = "act with permission, journal and FULL sync: {}; ratio to a bare insert with FULL sync"
        return [
            _beside_an_insert(desk, told.format("a note on a case"), note, "与当事人通话，已说明期限（示例）"),
            _beside_an_insert(
                desk, told.format("a record with its subject and search index"), enter, json.dumps(content)
            ),
        ]


def _beside_an_insert(desk: Desk, work: str, act: Callable[[], object], text: str) -> Row:
    """Let the act and the insert of a text of that length take turns."""
    database, ids = desk.folder / "bare.db", count(1)
    key = DeskKey("00" * 16, bytearray(range(1, 33)))
    with closing(opening.connect(database, key)) as bare:
        bare.execute("CREATE TABLE IF NOT EXISTS line (id TEXT PRIMARY KEY, text TEXT)")
        bare.execute("DELETE FROM line")

        def insert() -> None:
            bare.execute("INSERT INTO line VALUES (?, ?)", (f"id{next(ids)}", text))

        ours_s, floor_s = medians(act, insert, rounds=_ROUNDS)
    return row(work, ours_s, goal=_GOAL, floor_s=floor_s)
