"""批量比对: a list of names found with their records among all subjects, beside one indexed join and pandas."""

import json
from random import Random

import pandas as pd
from sqlalchemy import text

from benchmarks import Row, medians, row
from benchmarks.counties import SIZE, words
from creditdesk.exchange.asked_lists import Asked
from creditdesk.services import batch_matches, enquiries
from creditdesk.services.desk import Desk

_ASKED = 10_000
_UNKNOWN = _ASKED // 5
_JOIN = """
    SELECT asked.value, s.id, s.name, s.uscc,
           r.id, r.kind, r.decision_number, r.grade, r.decided_on, r.source_unit, r.state
    FROM json_each(?) AS asked JOIN subject AS s ON s.name = asked.value LEFT JOIN record AS r ON r.subject_id = s.id"""
_SUBJECTS = "SELECT id, name, uscc FROM subject"
_RECORDS = "SELECT id, subject_id, kind, decision_number, grade, decided_on, source_unit, state FROM record"


def batch_rows(desk: Desk) -> list[Row]:
    """Ask for every few subjects by name, and for some that nobody knows."""
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()
    step = max(SIZE // (_ASKED - _UNKNOWN), 1)
    known = cursor.execute("SELECT name FROM subject WHERE rowid % ? = 0 LIMIT ?", (step, _ASKED - _UNKNOWN))
    names = [name for (name,) in known] + [f"查无企业{number}（示例）" for number in range(_UNKNOWN)]
    Random(1).shuffle(names)
    asked = [Asked(number, name) for number, name in enumerate(names, 1)]

    (duty,) = (each for each in enquiries.rule_of(desk.catalogue).authorities if each.code == "duty")

    def ours() -> object:
        with desk.read() as session:
            return batch_matches.answers(session, desk.catalogue, asked, duty, desk.clock().date())

    def floor() -> object:
        return cursor.execute(_JOIN, (json.dumps(names),)).fetchall()

    def peer() -> object:
        with desk.vault.reader.connect() as connection:
            subjects, records = (pd.read_sql(text(sql), connection) for sql in (_SUBJECTS, _RECORDS))
        found = pd.DataFrame({"name": names}).merge(subjects, on="name")
        return found.merge(records, left_on="id", right_on="subject_id", how="left")

    ours_s, floor_s, peer_s = medians(ours, floor, peer, rounds=3)
    raw.close()
    work = f"批量比对 of {len(names):,} names with their records against {words(SIZE)} subjects; ratio to "
    return [
        row(work + "one indexed join", ours_s, goal=3, floor_s=floor_s),
        row(work + "the peer, loading included", ours_s, goal=1, against="peer", peer="pandas merge", peer_s=peer_s),
    ]
