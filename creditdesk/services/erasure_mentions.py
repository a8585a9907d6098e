"""Words about an erased person in the files of others: in tips, notes, opinions and reasons that officers wrote.

Such a file stays, with everything its own fields say, as an organisation's 法定代表人. What was written beside it loses
name and number, and a mark stands in their place. A name that somebody has who stays, or that is part of such a name,
is left alone: nobody can tell who is meant. Letters stay as they were sealed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, Table, select, type_coerce, update
from sqlalchemy.orm import Session

from creditdesk.models import Subject, SubjectName
from creditdesk.services import erasure_texts
from creditdesk.services.erasure_scopes import GONE, Reach, table_of
from creditdesk.services.identities import among

PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "tip": ("举报线索", ("accused", "matter", "reason")),
    "tip_referral": ("线索核查答复", ("answer",)),
    "case": ("申请事由", ("request", "materials")),
    "case_note": ("案件备注", ("text",)),
    "case_step": ("办理经过", ("note", "data")),
    "case_item": ("核查结论", ("reason",)),
    "case_join": ("并案理由", ("reason",)),
    "case_pause": ("中止说明", ("reason", "evidence", "end_note")),
    "referral": ("单位意见", ("opinion",)),
    "attachment": ("附件", ("name", "withdrawn_because")),
    "repair": ("修复说明", ("chosen_because", "conditions")),
    "record_version": ("更正理由", ("reason",)),
    "listing": ("名单说明", ("facts", "reason", "proofs", "refusal_proof", "exit_reason", "exit_because")),
    "joint_object": ("联合惩戒说明", ("note",)),
    "commitment_check": ("承诺核查", ("note",)),
    "promise": ("承诺说明", ("reason", "declined")),
    "role_link": ("任职说明", ("reason",)),
    "mirror": ("关联说明", ("reason",)),
    "subject_apart": ("主体区分理由", ("reason",)),
    "subject_merge": ("主体合并理由", ("reason", "separated_because")),
    "incoming_conflict": ("冲突处理理由", ("reason",)),
    "enquiry": ("查询用途", ("proof", "purpose")),
    "campaign": ("宣传活动", ("title", "content", "withdrawn_because")),
    "receipt": ("回执说明", ("reason",)),
    "receipt_row": ("退回说明", ("reason", "settled_because")),
    "rectification": ("整改答复", ("answer",)),
    "hand_over": ("交付说明", ("open_because",)),
}
"""Table → what an officer calls its words, and the columns that have them."""

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Words:
    """What is looked for in the files of others, and the names of those who stay."""

    pattern: re.Pattern[str]
    spared: frozenset[str]

    def clean(self, text: str) -> str:
        """Return a text with the mark in the place of each word."""
        return self.pattern.sub(lambda found: found[0] if found[0] in self.spared else GONE, text)


@dataclass(frozen=True)
class Mention:
    """One text that mentions an erased person: where it stands, and what stays of it."""

    table: Table
    column: str
    identity: tuple[Any, ...]
    clean: str


def words_of(session: Session, reach: Reach) -> Words | None:
    """Return what the persons who go as a whole are called in the files of others; None where nobody goes."""
    named = erasure_texts.pattern_of(reach.names)
    if named is None:
        return None
    staying = (name for name in _names(session, reach) if named.search(name))
    spared = erasure_texts.spellings(staying)
    pattern = erasure_texts.pattern_of(reach.names | reach.numbers | spared)
    return None if pattern is None else Words(pattern, spared)


def _names(session: Session, reach: Reach) -> Iterator[str]:
    """Yield every name of a subject who stays."""
    for name, whose in ((Subject.name, Subject.id), (SubjectName.name, SubjectName.subject_id)):
        query = select(name).where(whose.not_in(among(list(reach.subjects))))
        yield from session.scalars(query.execution_options(yield_per=_AT_ONCE))


def found(session: Session, reach: Reach) -> Iterator[Mention]:
    """Yield every text in the files of others that mentions a person who goes as a whole."""
    words = words_of(session, reach)
    for name, (_, columns) in PLACES.items() if words else ():
        table = table_of(name)
        for column in columns:
            text = type_coerce(table.c[column], String)
            query = select(*table.primary_key, text).where(table.c[column].is_not(None), *_staying(table, reach))
            for *identity, told in session.execute(query).all():
                clean = words.clean(told) if words else told
                if clean != told:
                    yield Mention(table, column, tuple(identity), clean)


def _staying(table: Table, reach: Reach) -> list[ColumnElement[bool]]:
    """Return what holds for the rows of a table that neither go nor lose all their words."""
    going = [(column, ids) for column, ids in reach.parts.items() if column.table is table]
    emptied = {"tip": reach.tips, "tip_referral": reach.referrals}.get(table.name, set())
    gone = reach.rows.get(table.name, set()) | emptied
    if gone:
        going.append((table.c.id, gone))
    return [column.not_in(among(list(ids))) for column, ids in going]


def take_out(session: Session, reach: Reach) -> None:
    """Put the mark in the place of every mention."""
    for one in list(found(session, reach)):
        keys = zip(one.table.primary_key, one.identity, strict=True)
        clean = type_coerce(one.clean, String)
        session.execute(update(one.table).where(*(key == value for key, value in keys)).values({one.column: clean}))


def told(session: Session, reach: Reach) -> str:
    """Say how many texts of which kind mention the persons; empty where none does."""
    counted: dict[str, int] = {}
    for one in found(session, reach):
        label = PLACES[one.table.name][0]
        counted[label] = counted.get(label, 0) + 1
    kinds = "、".join(f"{label} {count}" for label, count in counted.items())
    return f"{sum(counted.values())} 处（{kinds}），以“{GONE}”代替" if counted else ""
