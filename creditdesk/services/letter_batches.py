"""Many letters as one job: chosen together, issued one after the other, each with its step in a transaction of its own.

A job that is cancelled or killed has issued whole letters and no half one; what is left of it waits and can be gone on
with or given up. A letter that cannot be issued is set aside with the reason and holds up none of the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Case, CaseStep, Letter, LetterBatch, LetterBatchItem
from creditdesk.rules import procedures
from creditdesk.services import objection_lists, objections, unit_reminders
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.identities import AMONG, listed
from creditdesk.services.paper import Paper
from creditdesk.services.powers import Power

Progress = Callable[[int, int], object]
REMIND = unit_reminders.ACT
ACTS = ("accept", "forward", REMIND)
"""The acts that need nothing but the officer's decision, so that many can be decided together."""


@dataclass(frozen=True)
class Offer:
    """An act that can be done with many cases now: its label, its letter, and how many letters that would be."""

    act: str
    label: str
    letter: str
    letters: int


@dataclass(frozen=True)
class Candidate:
    """One letter that a job may issue: for one case, or for all late cases of one unit."""

    case_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    applicant: str
    unit: str
    due: date | None
    urgency: str
    words: str

    @property
    def number(self) -> str:
        """The number of the case, and how many there are when the letter is for several."""
        return self.numbers[0] + (f"等 {len(self.numbers)} 件" if len(self.numbers) > 1 else "")


@dataclass(frozen=True)
class Job:
    """A job as it stands: `waiting` letters are not issued yet, `faults` are (case number, reason)."""

    id: str
    label: str
    on: date
    letters: tuple[str, ...]
    waiting: int
    faults: tuple[tuple[str, str], ...]
    ended: bool


def offers(desk: Desk) -> tuple[Offer, ...]:
    """Return what many letters can be issued for now; acts for which nothing waits are among them."""
    return tuple(_offer(desk, name, len(candidates(desk, name))) for name in ACTS)


def _offer(desk: Desk, name: str, letters: int) -> Offer:
    label, form = _about(desk, name)
    return Offer(name, label, desk.catalogue.letter(form).label, letters)


def _about(desk: Desk, name: str) -> tuple[str, str]:
    """Return an act's label and the form of its letter."""
    if name == REMIND:
        return "催办", unit_reminders.FORM
    told = procedures.act_named(desk.catalogue.procedure(objections.PROCEDURE), name)
    return told.label, told.letter or ""


def candidates(desk: Desk, name: str) -> tuple[Candidate, ...]:
    """Return the letters that an act could issue now, the most pressing first."""
    if name not in ACTS:
        raise InputProblem(f"没有可以批量办理的“{name}”，可以批量办理的有受理、转办和催办。")
    with desk.read() as session:
        groups = _late(desk, session) if name == REMIND else [(one,) for one in _ready(desk, session, name)]
    rows = {row.id: row for row in objection_lists.rows(desk, [one for group in groups for one in group])}
    return tuple(_candidate([rows[one] for one in group]) for group in groups)


def _candidate(group: Sequence[objection_lists.QueueRow]) -> Candidate:
    first = group[0]
    ids, numbers = tuple(row.id for row in group), tuple(row.number for row in group)
    return Candidate(ids, numbers, first.applicant, first.unit, first.due, first.urgency, first.words)


def chosen(desk: Desk, name: str, numbers: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the cases of each letter that is for one of these case numbers, all letters without any."""
    found = candidates(desk, name)
    known = {number for candidate in found for number in candidate.numbers}
    if unknown := [number for number in numbers if number not in known]:
        raise InputProblem(f"{unknown[0]}现在不能办理这件文书，请核对案号。")
    return [one.case_ids for one in found if not numbers or set(numbers) & set(one.numbers)]


def _ready(desk: Desk, session: Session, name: str) -> list[str]:
    states = procedures.act_named(desk.catalogue.procedure(objections.PROCEDURE), name).from_states
    query = select(Case.id).where(
        Case.procedure == objections.PROCEDURE, Case.open.is_(True), Case.state.in_(sorted(states))
    )
    return list(session.scalars(query.order_by(Case.effective_due.nulls_last(), Case.id)))


def _late(desk: Desk, session: Session) -> list[tuple[str, ...]]:
    """Return the cases whose unit is due or late and was not urged today already, those of one unit together."""
    paper = Paper.of_desk(desk, session)
    urged = select(CaseStep.case_id).where(CaseStep.act == REMIND, CaseStep.on == paper.today)
    query = select(Case).where(
        Case.procedure == objections.PROCEDURE,
        Case.open.is_(True),
        Case.stage == unit_reminders.STAGE,
        Case.effective_due <= paper.today,
        Case.id.not_in(urged),
    )
    units: dict[str | None, list[str]] = {}
    for case in session.scalars(query.order_by(Case.effective_due, Case.id)):
        if unit_reminders.may(paper, case):
            units.setdefault(case.unit_id, []).append(case.id)
    return [tuple(cases) for cases in units.values()]


@act("letter_batch.begin", Power.OBJECTION, "开始批量签发")
def begin(a: Act, name: str, groups: Sequence[Sequence[str]]) -> Result:
    """Write down which letters a job shall issue; none is issued yet."""
    if not groups or not all(groups):
        raise InputProblem("没有选择要签发的文书，请至少勾选一件。")
    form, label = _form(a, name)
    batch = LetterBatch(label=f"批量{label}", officer_id=a.officer.id, at=a.now)
    a.session.add(batch)
    a.session.flush()
    a.session.add_all(
        LetterBatchItem(
            batch_id=batch.id, place=place, act=name, form=form, case_id=group[0], values={"cases": list(group)}
        )
        for place, group in enumerate(groups, 1)
    )
    a.say(f"{batch.label}：{len(groups)}件文书待签发")
    return {"batch": batch.id, "letters": len(groups)}


def _form(a: Act, name: str) -> tuple[str, str]:
    if name == REMIND:
        return unit_reminders.FORM, "催办"
    told = procedures.act_named(a.catalogue.procedure(objections.PROCEDURE), name)
    return told.letter or "", told.label


@act("letter_batch.issue", Power.OBJECTION, "批量签发文书")
def issue(a: Act, item_id: str) -> Result:
    """Issue one letter of a job, with its step in the case."""
    item = a.session.get_one(LetterBatchItem, item_id)
    if item.letter_id is not None:
        raise InputProblem("这件文书已经签发，不再重复签发。")
    result = _DO[item.act or ""](a, item.values["cases"])
    letters = result.get("letters") or [result["letter"]]
    item.letter_id, item.values = letters[0], {**item.values, "letters": letters}
    return {"letters": letters}


_DO: dict[str, Callable[[Act, Sequence[str]], Result]] = {
    "accept": lambda a, cases: objections.accept(a, cases[0]),
    "forward": lambda a, cases: objections.forward(a, cases[0]),
    REMIND: unit_reminders.remind,
}


@act("letter_batch.set_aside", Power.OBJECTION, "批量中搁置一件")
def set_aside(a: Act, item_id: str, fault: str) -> Result:
    """Write down why a letter of a job cannot be issued."""
    item = a.session.get_one(LetterBatchItem, item_id)
    item.fault = fault
    number = a.session.get_one(Case, item.case_id).number
    a.say(f"{number}未能签发：{fault}")
    return {"item": item_id}


@act("letter_batch.end", Power.OBJECTION, "结束批量签发")
def end(a: Act, batch_id: str) -> Result:
    """End a job; letters it has not issued stay unissued."""
    batch = a.session.get_one(LetterBatch, batch_id)
    batch.ended_at = a.now
    counts = _counts(a.session, batch_id)
    left = f"，{counts['waiting']}件不再签发" if counts["waiting"] else ""
    aside = f"，{counts['faults']}件未能签发" if counts["faults"] else ""
    a.say(f"{batch.label}已完成，签发{counts['issued']}件{aside}{left}")
    return {"batch": batch_id, **counts}


def _counts(session: Session, batch_id: str) -> dict[str, int]:
    items = LetterBatchItem
    query = select(func.count(items.letter_id), func.count(items.fault), func.count()).where(items.batch_id == batch_id)
    issued, faults, every = session.execute(query).one()
    return {"issued": issued, "faults": faults, "waiting": every - issued - faults}


def run(desk: Desk, batch_id: str, progress: Progress | None = None) -> Job:
    """Issue what a job has not issued yet, and end it; `progress` may raise between two letters to stop it there."""
    with desk.read() as session:
        places = list(session.scalars(_items(batch_id).with_only_columns(LetterBatchItem.id)))
        waiting = list(session.scalars(_waiting(batch_id)))
    done = len(places) - len(waiting)
    for number, item_id in enumerate(waiting, done):
        if progress is not None:
            progress(number, len(places))
        try:
            desk.perform_once(item_id, issue, item_id)
        except InputProblem as problem:
            desk.perform(set_aside, item_id, problem.sentence)
    if progress is not None:
        progress(len(places), len(places))
    desk.perform(end, batch_id)
    return job(desk, batch_id)


def _items(batch_id: str) -> Any:
    return select(LetterBatchItem).where(LetterBatchItem.batch_id == batch_id).order_by(LetterBatchItem.place)


def _waiting(batch_id: str) -> Any:
    open_ = (LetterBatchItem.letter_id.is_(None), LetterBatchItem.fault.is_(None))
    return _items(batch_id).where(*open_).with_only_columns(LetterBatchItem.id)


def job(desk: Desk, batch_id: str) -> Job:
    """Return a job as it stands."""
    with desk.read() as session:
        batch = session.get_one(LetterBatch, batch_id)
        items = session.scalars(_items(batch_id)).all()
        asked = [item.case_id for item in items if item.fault and item.case_id]
        query = select(Case.id, Case.number).where(Case.id.in_(AMONG))
        numbers = {row.id: row.number for row in session.execute(query, {"ids": listed(asked)})}
    return Job(
        batch.id,
        batch.label,
        office_date(batch.at),
        tuple(letter for item in items for letter in item.values.get("letters", ())),
        sum(item.letter_id is None and item.fault is None for item in items),
        tuple((numbers.get(item.case_id or "", ""), item.fault) for item in items if item.fault),
        batch.ended_at is not None,
    )


def unfinished(desk: Desk) -> Job | None:
    """Return the job that was stopped before its end, the latest when there are several."""
    with desk.read() as session:
        query = select(LetterBatch.id).where(LetterBatch.ended_at.is_(None)).order_by(LetterBatch.at.desc()).limit(1)
        found = session.scalar(query)
    return job(desk, found) if found else None


def numbers(desk: Desk, letter_ids: Sequence[str]) -> list[str]:
    """Return the numbers of letters, in the same order."""
    with desk.read() as session:
        query = select(Letter.id, Letter.number).where(Letter.id.in_(AMONG))
        found = {row.id: row.number for row in session.execute(query, {"ids": listed(letter_ids)})}
    return [found[one] for one in letter_ids]
