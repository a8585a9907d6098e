"""Three clean years of 10,000 subjects at once, beside one bare question that finds the same records."""

import json

from sqlalchemy import select

from benchmarks import Row, medians, row
from benchmarks.counties import SIZE, words
from creditdesk.models import Subject
from creditdesk.services import green_channel
from creditdesk.services.desk import Desk

_SUBJECTS = 10_000


def clean_years_rows(desk: Desk) -> list[Row]:
    """Measure the check as a selection asks for it: who is in the list, and what stands in whose way."""
    today = desk.clock().date()
    with desk.read() as session:
        subjects = list(session.scalars(select(Subject.id).order_by(Subject.id).limit(_SUBJECTS)))
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    sql, values = _bare(desk, subjects)

    def ours() -> dict[str, green_channel.Standing]:
        with desk.read() as session:
            return green_channel.standings(session, desk.catalogue, subjects, today)

    def floor() -> list[tuple[str, str]]:
        return list(cursor.execute(sql, values).fetchall())

    if sum(len(one.bad) for one in ours().values()) != len(floor()):
        raise AssertionError("the check and the bare question find different records")
    ours_s, floor_s = medians(ours, floor)
    raw.close()
    work = f"three clean years of {len(subjects):,} of {words(SIZE)} subjects; ratio to one bare question"
    return [row(work, ours_s, goal=3, floor_s=floor_s)]


def _bare(desk: Desk, subjects: list[str]) -> tuple[str, list[str]]:
    """Return the question by hand: the records that count, each with what names it."""
    rule, today = green_channel.rule_of(desk.catalogue), desk.clock().date().isoformat()
    named = {kind: ", ".join(f"'{grade}'" for grade in sorted(grades)) for kind, grades in rule.counted.items()}
    graded = " OR ".join(f"kind = '{kind}' AND grade IN ({grades})" for kind, grades in named.items())
    sql = (
        "SELECT subject_id, id, kind, grade, decided_on, decision_number FROM record "  # noqa: S608
        "WHERE subject_id IN (SELECT value FROM json_each(?)) AND state != 'revoked' AND withheld IS NULL "
        f"AND ({graded}) AND date(coalesce(decided_on, date(created_at, '+8 hours')), '+3 years') >= ? "
        "AND coalesce(json_extract(content, '$.publicity_until'), '9') >= ?"
    )
    return sql, [json.dumps(subjects), today, today]
