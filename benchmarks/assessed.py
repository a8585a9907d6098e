"""The assessment of a month of 60 units, beside one bare question that counts the same by hand."""

import json
from datetime import date, timedelta
from typing import Any

from benchmarks import Row, medians, row
from benchmarks.counties import FULL
from creditdesk.models import Package, PackageRow, Receipt, ReceiptRow
from creditdesk.models.base import moment_text, new_id
from creditdesk.rules.china_time import start_of
from creditdesk.services import assessments, bulk, offices, record_lists, report_dues
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.powers import Power
from creditdesk.services.record_lists import Filter

_UNITS, _MONTH = 60, Period.month("2026-01")
_RECORDS = 20_000 if FULL else 3_000  # what a county of a million records decides in a month
_DAYS = 28

_BARE = """
    WITH due AS MATERIALIZED (SELECT key, value FROM json_each(:dues))
    , judged AS MATERIALIZED (
        SELECT record.source_unit AS unit, record.kind AS kind, record.withheld AS withheld, due.value AS due_end,
               (SELECT min(package.created_at) FROM package_row JOIN package ON package.id = package_row.package_id
                WHERE package_row.record_id = record.id AND +package.receiver = :receiver) AS first,
               EXISTS (SELECT 1 FROM package_row JOIN receipt ON receipt.package_id = package_row.package_id
                       WHERE package_row.record_id = record.id AND receipt.ended_by IS NULL) AS answered,
               EXISTS (SELECT 1 FROM receipt_row JOIN receipt ON receipt.id = receipt_row.receipt_id
                       WHERE receipt_row.record_id = record.id AND receipt_row.answer = 'rejected'
                         AND receipt.ended_by IS NULL) AS rejected,
               record.version > 1 AND EXISTS (
                       SELECT 1 FROM record_version AS later WHERE later.record_id = record.id
                         AND later.origin IN ('correction', 'revocation') AND later.version > (
                           SELECT min(version) FROM package_row WHERE record_id = record.id)) AS corrected
        FROM record JOIN due ON due.key = record.decided_on
        WHERE record.decided_on BETWEEN :start AND :end)
    SELECT unit, kind, count(*), sum(withheld IS NOT NULL),
           sum(withheld IS NULL AND first IS NOT NULL),
           sum(withheld IS NULL AND first < due_end),
           sum(withheld IS NULL AND first >= due_end),
           sum(withheld IS NULL AND first IS NULL AND due_end <= :now),
           sum(withheld IS NULL AND answered),
           sum(withheld IS NULL AND answered AND NOT rejected),
           sum(withheld IS NULL AND rejected), sum(withheld IS NULL AND corrected),
           sum(withheld IS NULL AND first IS NOT NULL AND NOT rejected AND NOT corrected)
    FROM judged
    GROUP BY unit, kind"""


def assessment_rows(desk: Desk) -> list[Row]:
    """Measure a month that was reported by day and answered, some of it late and some rejected."""
    desk.perform(write_month, record_lists.sheet(desk, record_lists.ids(desk, Filter(kind="penalty"), 1)[0]).content)
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    asked = _asked(desk)

    def ours() -> assessments.Assessment:
        return assessments.assess(desk, _MONTH)

    def floor() -> list[tuple[Any, ...]]:
        return list(cursor.execute(_BARE, asked).fetchall())

    judged, counted = ours(), floor()
    penalties = [one for one in counted if one[1] == "penalty"]
    if sum(unit.publicity.timely for unit in judged.units if "示例单位" in unit.unit) != sum(
        one[5] for one in penalties if "示例单位" in one[0]
    ):
        raise AssertionError("the assessment and the bare question count differently")
    ours_s, floor_s = medians(ours, floor)
    raw.close()
    work = f"a month of {_UNITS} units assessed, {_RECORDS:,} decisions; ratio to one bare question"
    return [row(work, ours_s, goal=2, floor_s=floor_s)]


def _asked(desk: Desk) -> dict[str, str]:
    """Return what the bare question is given: when each day's decisions are due, counted beforehand."""
    one, days = report_dues.singly(desk), (_MONTH.end - _MONTH.start).days + 1
    dues = {day: one.due(day, desk.calendar) for day in (_MONTH.start + timedelta(each) for each in range(days))}
    ends = {str(day): moment_text(start_of(due + timedelta(1))) for day, due in dues.items()}
    told = {"start": str(_MONTH.start), "end": str(_MONTH.end), "now": moment_text(desk.clock())}
    return told | {"receiver": offices.office(desk).receiver, "dues": json.dumps(ends)}


@act("benchmark.month", Power.RECORD)
def write_month(a: Act, content: dict[str, str]) -> Result:
    """Write a month's penalties of 60 units, the packages of each day, and a receipt to each."""
    kind, officer = a.catalogue.kind("penalty"), a.officer.id
    new = [bulk.NewRecord(new_id(), kind, _subject(a), _content(content, number)) for number in range(_RECORDS)]
    bulk.insert_records(a.session, new, officer, a.now, bulk.IMPORT)
    receiver = offices.office_of(a.session).receiver
    by_day: dict[int, list[str]] = {}
    for number, one in enumerate(new):
        # One in nine has not left yet, one in seven left late.
        if number % 9:
            by_day.setdefault(number % _DAYS + (20 if number % 7 == 0 else 5), []).append(one.id)
    for serial, (after, ids) in enumerate(sorted(by_day.items()), 1):
        _package(a, receiver, serial, _MONTH.start + timedelta(after), ids)
    return {}


def _subject(a: Act) -> str:
    return str(a.session.connection().exec_driver_sql("SELECT id FROM subject LIMIT 1").scalar_one())


def _content(content: dict[str, str], number: int) -> dict[str, str]:
    day = _MONTH.start + timedelta(number % _DAYS)
    named = {"source_unit": f"示例单位{number % _UNITS:02}", "decision_number": f"示测罚〔2026〕{number}号"}
    return content | named | {"decided_on": str(day)}


def _package(a: Act, receiver: str, serial: int, day: date, ids: list[str]) -> None:
    moment, package, receipt = moment_text(start_of(day)), new_id(), new_id()
    head = ("id", "type", "receiver", "serial", "file_name", "digest", "rows", "counts", "journal_head", "created_at",
            "officer_id", "maker_id")  # fmt: skip
    values = (package, "report", receiver, serial, "", f"{serial:064}", len(ids), "{}", "", moment, a.officer.id,
              a.officer.id)  # fmt: skip
    bulk.insert(a.session, Package, head, [values])
    names = ("package_id", "record_id", "version", "action", "marked")
    bulk.insert(a.session, PackageRow, names, ((package, one, 1, "new", 0) for one in ids))
    marks = ", ".join("?" * len(ids))
    a.session.connection().exec_driver_sql(
        f"UPDATE record SET left_version = 1 WHERE id IN ({marks})",  # noqa: S608
        tuple(ids),
    )
    told = ("id", "package_id", "number", "file_name", "digest", "accepted", "rejected", "replaced", "taken_at",
            "officer_id")  # fmt: skip
    answered = (receipt, package, 1, "", f"{serial:064}", len(ids), 0, 0, moment, a.officer.id)
    bulk.insert(a.session, Receipt, told, [answered])
    rejected = ("id", "receipt_id", "record_id", "version", "answer", "field", "reason")
    some = ((new_id(), receipt, one, 1, "rejected", "grade", "示例") for one in ids[::20])
    bulk.insert(a.session, ReceiptRow, rejected, some)
