"""What officers wrote about an erased person into the files of others loses name and number; the files stay."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, String, Table, insert, select
from sqlalchemy.orm import Session

from creditdesk.models import Base, CaseNote, Tip
from creditdesk.models.base import Moment
from creditdesk.services import (
    case_notes,
    erasure_mentions,
    erasure_previews,
    erasure_texts,
    erasure_traces,
    erasures,
    records,
    tips,
)
from creditdesk.services.desk import Desk
from creditdesk.services.erasure_scopes import GONE, Reach
from creditdesk.services.informants import Informant
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import by_two, objection, penalty
from tests.erased import ERASED, NAME, NUMBER, found, key_of, spellings
from tests.named import TOLD, told

SAID = f"据{NAME}（{NUMBER}）说，货已退（示例）"
LEFT = f"据{GONE}（{GONE}）说，货已退（示例）"
PLACES = {name: columns for name, (_, columns) in erasure_mentions.PLACES.items()} | erasure_texts.LOOSE

# What no officer writes freely: codes, names of units and files, digests, and the fields of a subject's own file.
FIXED = """
attachment: part_of kind sha256
calendar_year: text
campaign: kind unit place
case: procedure edition rule_set number applicant channel state events stage calendar_version outcome
case_item: field old_value claimed_value outcome new_value
case_pause: referral_id kind
case_step: act from_state to_state
commitment_check: unit finding
confirmation: act outcome
enquiry: form applicant authority
erasure: rule
escalation: domains told letters task
grading_criterion: unit industry edition source grades
hand_over: fingerprint
incoming_conflict: content state lineage
incoming_package: desk office digest counts
informant_lock: exposed
issued_receipt: receiver desk package_digest file_name digest lines_digest
joint_object: change
joint_response: unit urged digest
joint_result: measure effect
joint_round: initiator kind basis measures units
journal: officer_id officer_name act sentence once nouns result changes previous_hash hash salt
letter: form edition series number issuer title addressee values code sha256 journal_head
letter_batch_item: act form
letter_clock: rule_set calendar_version events pauses
letter_wording: form edition text sha256 reason
listing: colour domain list_name unit origin basis measures decision_number channel
lost_act: aside officer_name act
monthly_return: rows
office_form: kind edition file_name text sha256 reason
officer: name role
package: type receiver file_name digest previous_digest counts journal_head
package_proposal: type receiver counts
package_proposal_row: action
package_row: action
partner: name
partner_certificate: fingerprint holder compared stopped_because
point_consent: proof
point_rule: event basis
promise: matter unit papers exemplar
recall: receiver
receipt: kind file_name digest fingerprint
receipt_row: answer field
record: kind edition content state withheld origin subject_name decision_number decided_on grade source_unit
record_base: lineage
record_version: content state origin
rectification: unit
referral: state events
reminder: threshold
repair: regime regime_class
role_link: role state origin
seal_picture: sha256
sealed_file: sha256
setting: value
skipped_number: register digest
source_unit: name uscc contact phone address
subject: category name uscc org_code reg_number tax_number institution_number social_number
subject: document_type document_number legal_representative representative_document_type representative_document_number
subject_merge: state given name_id moved
subject_name: name
tip: number source channel accused_code state finding
tip_referral: unit finding
"""
# Drafts go as a whole.
DROPPED = {("draft", "kind"), ("draft", "content")}


def invented(column: Column[Any], words: str) -> object:
    """Return a value that a column takes, with the words where it has room for them."""
    if isinstance(column.type, String | JSON) and not column.primary_key and not column.foreign_keys:
        return words if isinstance(column.type, String) else {"words": [words]}
    if isinstance(column.type, Moment):
        return datetime.combine(TODAY, datetime.min.time()).astimezone()
    made = {date: TODAY, bool: False, int: 1, bytes: b"", str: "示例"}
    return made[column.type.python_type]


def filled(table: Table, words: str) -> dict[str, object]:
    """Return a row of a table with the words in each column of PLACES."""
    free = PLACES.get(table.name, ())
    columns = [column for column in table.columns if column.computed is None]
    return {column.name: invented(column, words if column.name in free else "示例") for column in columns}


@pytest.fixture(scope="module")
def mended(founded: Path) -> Iterator[dict[tuple[str, str], str]]:
    """What is left in each place after an erasure of the person; the desk is as before afterwards."""
    with Desk.open(founded, OFFICER, PASSPHRASE, cost=CHEAP) as desk, Session(desk.vault.writer) as session:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tables = [Base.metadata.tables[name] for name in PLACES]
        for table in tables:
            session.execute(insert(table), [filled(table, SAID)])
        reach = Reach(frozenset(), frozenset({"示例"}), names=frozenset({NAME}), numbers=frozenset({NUMBER}))
        erasure_texts.take_out(session, reach)
        erasure_mentions.take_out(session, reach)
        left = {
            (table.name, name): json.dumps(session.scalar(select(table.c[name])), ensure_ascii=False)
            for table in tables
            for name in PLACES[table.name]
        }
        session.rollback()
        yield left


@pytest.mark.parametrize("place", [(table, column) for table, columns in PLACES.items() for column in columns])
def test_no_place_keeps_a_name_that_was_written_there(
    mended: dict[tuple[str, str], str], place: tuple[str, str]
) -> None:
    assert LEFT in mended[place]
    assert NAME not in mended[place]
    assert NUMBER not in mended[place]


def test_every_column_with_words_is_such_a_place_or_is_known_to_hold_none() -> None:
    fixed = {
        (line.partition(":")[0], column)
        for line in FIXED.strip().splitlines()
        for column in line.split(": ")[1].split()
    }
    places = {(table, column) for table, columns in PLACES.items() for column in columns}
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON) and not column.primary_key and not column.foreign_keys
    }
    assert columns - places - DROPPED == fixed
    assert not places & fixed


def test_a_tip_and_a_note_about_a_firm_lose_the_person_and_keep_the_rest(desk: Desk, tmp_path: Path) -> None:
    record, firms = penalty(desk, **ERASED), penalty(desk)
    about = replace(
        TOLD, accused=f"示例建材有限公司（{NAME}经营）", matter=f"{NAME}，身份证{NUMBER}，卖无日期建材（示例）"
    )
    tip = told(desk, Informant(), about)
    desk.perform(tips.drop, tip, f"{NAME}已离职，无法核查（示例）")
    case = objection(desk, firms, TODAY)
    desk.perform(case_notes.add, case, f"{NAME}代为来电（示例）")
    desk.perform(records.correct, firms, {"facts": "更正后的事实（示例）"}, f"{NAME}提供证据（示例）")
    told_before = dict(erasure_previews.of(desk, [record]).lines)["他人案卷提及"]
    assert told_before == f"5 处（举报线索 3、案件备注 1、更正理由 1），以“{GONE}”代替"
    by_two(desk, erasures.erase, [record])
    assert erasure_traces.finish(desk).left == ()
    assert found(desk.folder, key_of(desk), spellings(NAME, NUMBER)) == []
    with desk.read() as session:
        row = session.get_one(Tip, tip)
        assert (row.accused, row.matter) == (
            f"示例建材有限公司（{GONE}经营）",
            f"{GONE}，身份证{GONE}，卖无日期建材（示例）",
        )
        assert session.scalars(select(CaseNote.text)).all() == [f"{GONE}代为来电（示例）"]


def test_a_name_that_somebody_has_who_stays_is_left_to_him(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    penalty(desk, subject_name=f"{NAME}百货店")
    case = objection(desk, penalty(desk, decision_number="示罚〔2026〕8号"), TODAY)
    desk.perform(case_notes.add, case, f"{NAME}是{NAME}百货店的店员（示例）")
    by_two(desk, erasures.erase, [record])
    with desk.read() as session:
        assert session.scalars(select(CaseNote.text)).all() == [f"{GONE}是{NAME}百货店的店员（示例）"]
