"""Feedback sheets out and in: written for a unit, and read back into its response after an officer looked at it."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.fields.dates import parse, written
from creditdesk.errors import InputProblem
from creditdesk.exchange.response_sheets import NAME, AskedRow, Filled, FilledRow, read_sheet, write_sheet
from creditdesk.models import JointObject, JointResponse, Letter
from creditdesk.services import responses, round_lists, round_objects, subjects
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.responses import Done

_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class Feedback:
    """A sheet that came back and fits a response of this desk; nothing of it is written yet."""

    response_id: str
    unit: str
    letter: str
    done: tuple[Done, ...]
    names: tuple[str, ...]
    digest: str


def hand_out(desk: Desk, response_id: str, path: Path) -> Changes:
    """Write the sheet a unit is to fill in; the journal is told first."""
    with desk.read() as session:
        response = responses.response_of(session, response_id)
        letter = session.get_one(Letter, response.letter_id)
        query = select(JointObject).where(JointObject.update_id == response.update_id).order_by(JointObject.place)
        told = round_objects.told(session, list(session.scalars(query)))
    rows = [AskedRow(each.place, one.name, subjects.code_of(one), each.change) for each, one in told]
    changes = desk.perform(handed_out, response.unit, letter.number, len(rows), path.name)
    write_sheet(path, letter.number, response.unit, rows)
    return changes


def hand_out_all(desk: Desk, round_id: str, folder: Path) -> str:
    """Write the sheets of every response that is awaited into a folder; InputProblem where none is."""
    asked = [each for update in round_lists.sheet(desk, round_id).updates for each in update.responses if each.waits]
    if not asked:
        raise InputProblem("各单位都已反馈，没有要发出的反馈表。")
    for each in asked:
        hand_out(desk, each.id, folder / f"{NAME}-{_IN_NAMES.sub('_', each.unit)}-{each.letter}.xlsx")
    return f"已导出{len(asked)}份{NAME}到{folder}"


@act("round.hand_out", Power.OBJECTION, "导出响应反馈表")
def handed_out(a: Act, unit: str, letter: str, rows: int, file_name: str) -> Result:
    """Write down that a sheet left for a unit."""
    a.say(f"已导出{unit}的{NAME}（{letter}，{rows}个主体）到{file_name}")
    return {"unit": unit, "letter": letter, "rows": rows, "file": file_name}


def opened(desk: Desk, path: Path) -> Feedback:
    """Read a sheet and find what it answers; InputProblem for a letter or a unit that the desk never asked."""
    filled = read_sheet(path)
    with desk.read() as session:
        response = _asked(session, filled)
        query = select(JointObject).where(JointObject.update_id == response.update_id)
        names = {each.place: one.name for each, one in round_objects.told(session, list(session.scalars(query)))}
    done = tuple(_done(row, names) for row in filled.rows)
    return _feedback(response.id, filled, done)


def _asked(session: Session, filled: Filled) -> JointResponse:
    """Return the response a sheet answers: its letter went to its unit."""
    query = select(JointResponse).join(Letter, Letter.id == JointResponse.letter_id)
    response = session.scalar(query.where(Letter.number == filled.letter))
    if response is None:
        raise InputProblem(f"本桌面没有发过请求响应的函“{filled.letter}”，请与{filled.unit}核对函号。")
    if response.unit != filled.unit:
        raise InputProblem(f"{filled.letter}是发给“{response.unit}”的，没有请“{filled.unit}”响应，请核对函号和单位。")
    return response


def _feedback(response_id: str, filled: Filled, done: tuple[Done, ...]) -> Feedback:
    names = tuple(row.name for row in filled.rows)
    return Feedback(response_id, filled.unit, filled.letter, done, names, filled.digest)


def _done(row: FilledRow, names: dict[int, str]) -> Done:
    if names.get(row.place) != row.name:
        raise InputProblem(
            f"第{row.number}行的“{row.name}”不是名单第{row.place}项，请按发出的表填写，不要改动序号和名称。"
        )
    return Done(row.place, row.measure, _day(row), row.effect)


def _day(row: FilledRow) -> date | None:
    if not row.day:
        return None
    day = parse(written(row.day))
    if day is None:
        raise InputProblem(f"第{row.number}行的实施日期“{row.day}”不是日期，请写成2026-03-02。")
    return day


@act("round.take", Power.OBJECTION, "载入响应反馈表", undoable=True)
def take(a: Act, feedback: Feedback, on: date) -> Result:
    """Record a sheet that was looked at as the unit's response, received on a day."""
    return responses.respond(a, feedback.response_id, on, feedback.done, feedback.digest)
