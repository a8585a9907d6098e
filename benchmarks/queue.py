"""The queue of open cases: its first page, its filters, its counts, and how soon it is on screen."""

import json
import subprocess
import sys
from collections.abc import Callable

from benchmarks import Row, medians, row
from benchmarks.counties import CLOCK, FULL, OFFICER, PASSPHRASE, county
from benchmarks.open_cases import write_open_cases
from creditdesk.services import home, objection_lists, units
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Filter

_CASES = 100_000 if FULL else 20_000
_ROUNDS = 15
_PAGE = 100
_SHOWN = (
    'SELECT one.id, one.number, one.applicant, one.stage, one.effective_due, unit.name FROM "case" AS one '
    "LEFT JOIN source_unit AS unit ON unit.id = one.unit_id WHERE one.procedure = 'objection' AND one.open = 1"
)
_ORDER = f"ORDER BY one.effective_due, one.id LIMIT {_PAGE}"
_COUNTS = (
    """SELECT stage, effective_due, count(*) FROM "case" WHERE procedure = 'objection' AND open = 1 GROUP BY 1, 2"""
)


def queue_rows() -> list[Row]:
    """Measure on a desk with nothing but open cases."""
    with county(0) as desk:
        today = desk.clock().date()
        desk.perform(write_open_cases, _CASES, today)
        unit, late = units.listing(desk)[0].id, f"AND effective_due < '{today}'"
        found = [
            _page(desk, "first page", Filter(), _ORDER),
            _page(desk, "first page of one unit", Filter(unit_id=unit), f"AND unit_id = '{unit}' {_ORDER}"),
            _page(desk, "first page of what is late", Filter(urgency="overdue"), f"{late} {_ORDER}"),
            _measured(desk, "counts of the chips", objection_lists.counts, _COUNTS),
            _measured(desk, "counts and strip of the home page", home.workbench, _COUNTS),
        ]
        folder = desk.folder
        desk.close()
        return [*found, _on_screen(str(folder))]


def _page(desk: Desk, name: str, wanted: Filter, rest: str) -> Row:
    return _measured(desk, name, lambda desk: objection_lists.page(desk, wanted, _PAGE), f"{_SHOWN} {rest}")


def _measured(desk: Desk, name: str, ours: Callable[[Desk], object], sql: str) -> Row:
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    ours_s, floor_s = medians(lambda: ours(desk), lambda: cursor.execute(sql).fetchall(), rounds=_ROUNDS)
    raw.close()
    return row(f"queue of {_CASES:,} open cases, {name}; ratio to the bare query", ours_s, goal=2, floor_s=floor_s)


def _on_screen(folder: str) -> Row:
    told = json.dumps([folder, OFFICER, PASSPHRASE, CLOCK().date().isoformat()])
    command = [sys.executable, "-m", "benchmarks.opened", "queue"]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True)  # noqa: S603
    (seconds, most) = json.loads(done.stdout)["opened"]
    work = f"queue of {_CASES:,} open cases in the window, until its first page is on screen; limit 50 ms"
    return Row(
        work=work, ours_s=round(seconds, 4), floor_s=None, peer=None, peer_s=None, ratio=round(seconds / most, 3),
        goal=1.0, met=seconds <= most,
    )  # fmt: skip
