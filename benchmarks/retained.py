"""The retention sweep over all persons, beside one bare question that finds the same records."""

from benchmarks import Row, medians, row
from benchmarks.counties import SIZE, words
from creditdesk.services import retention
from creditdesk.services.desk import Desk

_BARE = """
    SELECT record.id, json_extract(record.content, '$.breach_ended_on')
    FROM record JOIN subject ON subject.id = record.subject_id
    WHERE subject.category = 'person' AND record.kind IN ({kinds})
      AND json_extract(record.content, '$.breach_ended_on') <= ?"""


def retention_rows(desk: Desk) -> list[Row]:
    """Measure what the desk asks itself every day: which records of persons are over by the plan's rule."""
    today = desk.clock().date()
    rule = next(one for one in retention.rules_on(desk.catalogue, today) if one.categories == ("person",))
    kinds = ", ".join(f"'{kind.name}'" for kind in desk.catalogue.current_kinds() if kind.adverse)
    sql, last = _BARE.replace("{kinds}", kinds), str(rule.latest_start(today))
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()

    def ours() -> list[tuple[str, str]]:
        return retention.sweep(desk, rule)

    def floor() -> list[tuple[str, str]]:
        return list(cursor.execute(sql, (last,)).fetchall())

    if sorted(ours()) != sorted(floor()):
        raise AssertionError("the sweep and the bare question find different records")
    ours_s, floor_s = medians(ours, floor)
    raw.close()
    work = f"retention sweep over the persons among {words(SIZE)} subjects; ratio to one bare question"
    return [row(work, ours_s, goal=2, floor_s=floor_s)]
