"""恢复后待补办: the acts that a restore or damage took back, listed one by one until an officer ticks each off.

They are read from the journal of the desk that is set aside, or from what is left of it. Nothing is done again by the
program itself: the journal has the digests of letters and papers, not the papers, and what was decided then may be
decided otherwise now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from creditdesk.documents.case_register import CaseRegister, case_register_pdf
from creditdesk.documents.tables import Column
from creditdesk.errors import InputProblem, few, stated
from creditdesk.models import Case, JournalEntry, Letter, LostAct, Record
from creditdesk.rules import china_time
from creditdesk.services import losses, offices
from creditdesk.services.acts import ACTS, Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

NAME = "恢复后待补办清单"
MAY_LOOK = (Power.READ, Power.DESK)
_NAMES = ("number", "decision_number", "file_name")
"""What a changed row is called by, the best first; never by a person's name."""
_NOT_LOST = frozenset({"confirmation", "notice", "officer", "lost_act", "register", "skipped_number"})
"""Tables that are carried over to the restored desk, or whose rows nobody has to do again."""
_KEY: BindParameter[str] = bindparam("key")
_NUMBERED = {
    "case": select(Case.number).where(Case.id == _KEY),
    "letter": select(Letter.number).where(Letter.id == _KEY),
    "record": select(Record.decision_number).where(Record.id == _KEY),
}
_COLUMNS = (
    Column("时间", 1.6), Column("工作人员", 1.1), Column("操作", 2.2), Column("涉及", 4.2), Column("补办情况", 2.4)
)  # fmt: skip


@dataclass(frozen=True)
class LostRow:
    """An act to do again as a list shows it; `outcome` is empty until it is ticked off."""

    id: str
    at: str
    officer: str
    act: str
    about: str
    outcome: str


def between(then: Session, now: Session, aside: str) -> list[LostAct]:
    """Return what the desk `now` has done since the older desk `then`, and what it still had to do again itself."""
    known = [_copied(row) for row in now.scalars(select(LostAct).where(LostAct.settled_at.is_(None)))]
    query = select(JournalEntry).where(JournalEntry.seq > losses.common(then, now)).order_by(JournalEntry.seq)
    return [*known, *(_lost(now, entry, aside) for entry in now.scalars(query) if set(entry.nouns) - _NOT_LOST)]


def of_rows(now: Session, lost: Mapping[str, frozenset[str]], since: int, aside: str) -> list[LostAct]:
    """Return the acts after an entry whose rows are lost, by table and identity; an import tells its rows by number.

    Rows that no act is known to have written lead to the acts that wrote into their table in bulk.
    """
    query = select(JournalEntry).where(JournalEntry.seq > since).order_by(JournalEntry.seq)
    entries = [entry for entry in now.scalars(query) if not lost.keys().isdisjoint(entry.nouns)]
    named = {(change["table"], change["id"]) for entry in entries for change in entry.changes if "id" in change}
    bulk = {table for table, ids in lost.items() if not ids or any((table, one) not in named for one in ids)}
    return [_lost(now, entry, aside) for entry in entries if _wrote(entry, lost, bulk)]


def _wrote(entry: JournalEntry, lost: Mapping[str, frozenset[str]], bulk: set[str]) -> bool:
    return any(
        change["id"] in lost.get(change["table"], ()) if "id" in change else change["table"] in bulk
        for change in entry.changes
        if change["table"] not in _NOT_LOST
    )


def _lost(now: Session, entry: JournalEntry, aside: str) -> LostAct:
    declared = ACTS.get(entry.act)
    return LostAct(
        aside=aside,
        seq=entry.seq,
        at=entry.at,
        officer_name=entry.officer_name,
        act=declared.label if declared and declared.label else entry.act,
        about="、".join(_about(now, entry.changes)),
    )


def _copied(row: LostAct) -> LostAct:
    return LostAct(
        id=row.id, aside=row.aside, seq=row.seq, at=row.at, officer_name=row.officer_name, act=row.act, about=row.about
    )


def _about(now: Session, changes: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the numbers of the rows an act changed, and how many more there were."""
    told = [change for change in changes if change["table"] not in _NOT_LOST]
    names = list(dict.fromkeys(filter(None, (_name(now, change) for change in told))))
    if names:
        yield few(names, "件")
    for change in told:
        if "rows" in change:
            yield f"{losses.NOUNS.get(change['table'], change['table'])} {change['rows']} 行"


def _name(now: Session, change: dict[str, Any]) -> str:
    row = (change.get("before") or {}) | (change.get("after") or {})
    content = row.get("content")
    row = (content if isinstance(content, dict) else {}) | row
    told = next((str(row[name]) for name in _NAMES if row.get(name)), "")
    if told:
        return told
    # Of a row that was changed the journal tells what changed, and that is seldom its number.
    table, key = ("case", row["case_id"]) if row.get("case_id") else (change["table"], change.get("id"))
    question = _NUMBERED.get(table)
    return str((now.scalar(question, {"key": key}) if question is not None else "") or "")


def ids(desk: Desk) -> list[str]:
    """Return the identities of all acts that were lost, those to do first, each group as they were done."""
    query = select(LostAct.id).order_by(LostAct.settled_at.is_not(None), LostAct.at, LostAct.seq)
    with desk.read(*MAY_LOOK) as session:
        return list(session.scalars(query))


def rows(desk: Desk, wanted: Sequence[str]) -> list[LostRow]:
    """Return the acts of these identities, in the same order."""
    with desk.read(*MAY_LOOK) as session:
        found = {row.id: _row(row) for row in session.scalars(select(LostAct).where(LostAct.id.in_(wanted)))}
    return [found[one] for one in wanted if one in found]


def waiting(desk: Desk) -> int:
    """Return how many acts nobody has ticked off yet."""
    with desk.read(Power.OWN) as session:
        return session.scalars(select(func.count()).select_from(LostAct).where(LostAct.settled_at.is_(None))).one()


@act("restore.settle", Power.RECORD, "勾销恢复后待补办的操作")
def settle(a: Act, ids: Sequence[str], outcome: str) -> Result:
    """Tick acts off, saying what became of them: done again, or not needed any more."""
    outcome = stated(outcome, "勾销须写明补办情况，请填写，如“已重新录入”。")
    found = [a.session.get_one(LostAct, one) for one in ids]
    if not found:
        raise InputProblem("没有选中要勾销的操作，请在清单中选择。")
    for row in found:
        if row.settled_at is not None:
            raise InputProblem(f"{row.act}（{row.about or row.officer_name}）已经勾销，不用再办。")
        row.settled_at, row.settled_by, row.outcome = a.now, a.officer.id, outcome
    a.say(f"已勾销恢复后待补办的操作{len(found)}件：{outcome}")
    return {"settled": len(found)}


def pdf(desk: Desk) -> bytes:
    """Draw the list for printing."""
    told = rows(desk, ids(desk))
    today = desk.clock().date()
    open_ones = sum(not row.outcome for row in told)
    register = CaseRegister(
        offices.office(desk).name,
        desk.officer.name,
        today,
        today,
        today,
        _COLUMNS,
        tuple((row.at, row.officer, row.act, row.about, row.outcome) for row in told),
        f"共 {len(told)} 件，待补办 {open_ones} 件",
        title=NAME,
        narrowed=f"截至 {today}",
        nothing="没有因恢复丢失的操作。",
    )
    return case_register_pdf(register)


def _row(row: LostAct) -> LostRow:
    at: datetime = row.at
    return LostRow(row.id, china_time.words(at), row.officer_name, row.act, row.about, row.outcome or "")
