"""More life for the sample desk: some thirty objections under way at once, other work, and a package that left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from creditdesk.services import (
    backups,
    objection_lists,
    objections,
    record_lists,
    records,
    sample,
    sample_clauses,
    subjects,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested, Decision
from creditdesk.services.record_lists import Filter
from creditdesk.vault import DEFAULT_COST, Cost

_STEPS = ("accept", "forward", "deliver", "opinion", "reply", "close")
# Working days after receipt on which each step happens, for a prompt, a usual and a slow case.
_PACES = ((1, 2, 3, 6, 7, 8), (2, 4, 5, 9, 10, 11), (2, 5, 6, 14, 15, 16))
_CASES = 28
_FIRST = date(2026, 1, 19)
_IMPORT_DAY = date(2026, 1, 16)
_PACKAGE_DAY = date(2026, 2, 5)
_LICENCE_DAYS = ("2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-09")
_AUTHORITY = {"name": "中牟县行政审批和政务信息管理局（示例）", "uscc": "11410122000000078U"}
_OPINION, _REASON = "经核实无误（示例）。", "与处罚决定书原件核对一致（示例）"


@dataclass
class _Course:
    """One sample case: its record, and the days of its steps that lie before today."""

    record_id: str
    received: date
    steps: tuple[tuple[date, str], ...]
    case_id: str = ""


def make(folder: Path, cost: Cost = DEFAULT_COST) -> Desk:
    """Make the sample desk with its weeks of work below a folder; returns it open for its maker, on TODAY."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "desk"
    with sample.found(place, cost) as desk:
        sample.import_sheet(desk, folder / "退回.xlsx", _IMPORT_DAY)
        _populate(desk, folder)
        desk.clock = fixed_clock(sample.TODAY, 8, 30)
        backups.make(desk, "每日")
    return Desk.open(place, sample.MAKER, sample.PASSPHRASE, clock=fixed_clock(sample.TODAY), cost=cost)


def _populate(desk: Desk, exchange: Path) -> None:
    """Act out the weeks before TODAY, and hand one package to `exchange` on the way."""
    courses = list(_courses(desk))
    events: list[tuple[date, int, Callable[[], object]]] = [(_PACKAGE_DAY, 2, partial(_send_package, desk, exchange))]
    events += [(date(2026, 2, 10), 3, partial(_enter_licence, desk, *one)) for one in enumerate(_LICENCE_DAYS, 1)]
    events += [(day, 4, happen) for day, happen in sample_clauses.steps(desk)]
    for course in courses:
        events.append((course.received, 0, partial(_receive, desk, course)))
        events += [(day, 1, partial(_ACTS[name], desk, course)) for day, name in course.steps]
    for day, _, happen in sorted(events, key=lambda event: event[:2]):
        desk.clock = fixed_clock(day)
        happen()


def _send_package(desk: Desk, folder: Path) -> None:
    sample.propose_package(desk)
    sample.hand_package_over(desk, sample.release_package(desk), folder)


def _courses(desk: Desk) -> Iterator[_Course]:
    found = record_lists.ids(desk, Filter(kind="penalty", sort="decision_number"))
    span = desk.calendar.between(_FIRST, sample.TODAY)
    for place, record_id in enumerate(found[:: max(1, len(found) // _CASES)][:_CASES]):
        received = desk.calendar.add(_FIRST, 1 + place * span // _CASES - (place % 3 == 0))
        pace = _PACES[place % len(_PACES)]
        days = [(desk.calendar.add(received, after), name) for after, name in zip(pace, _STEPS, strict=True)]
        yield _Course(record_id, received, tuple(step for step in days if step[0] <= sample.TODAY))


def _enter_licence(desk: Desk, number: int, decided_on: str) -> None:
    """Enter a licence by hand whose reporting still runs."""
    companies = record_lists.ids(desk, Filter(kind="penalty", text="有限公司", sort="decided_on"))
    known = record_lists.sheet(desk, companies[number]).content
    identity = {name: known[name] for name in ("subject_category", "subject_name", *subjects.IDENTITY) if name in known}
    content = identity | {
        "decision_title": "准予行政许可决定书（示例）",
        "decision_number": f"示审许〔2026〕{number}号",
        "decided_on": decided_on,
        "valid_from": decided_on,
        "valid_until": "2029-02-01",
        "licence_kind": "普通",
        "licence_content": "准予从事所申请的经营活动（示例）",
        "authority": _AUTHORITY["name"],
        "authority_uscc": _AUTHORITY["uscc"],
        "source_unit": _AUTHORITY["name"],
        "source_unit_uscc": _AUTHORITY["uscc"],
        "usage_scope": "公示",
        "status": "有效",
    }
    desk.perform(records.enter, "licence", content)


def _receive(desk: Desk, course: _Course) -> None:
    content = record_lists.sheet(desk, course.record_id).content
    changes = desk.perform(
        objections.receive,
        [Contested(course.record_id, "facts", "与事实不符（示例）")],
        applicant={"name": content["subject_name"], "phone": "0371-00000000"},
        request="对违法事实有异议（示例）",
        received_on=course.received,
        materials=("异议申请书",),
    )
    course.case_id = str(changes.result["case"])


def _reply(desk: Desk, course: _Course) -> None:
    items = objection_lists.sheet(desk, course.case_id).items
    desk.perform(objections.reply, course.case_id, [Decision(item.id, "维持", _REASON) for item in items])


_ACTS: dict[str, Callable[[Desk, _Course], object]] = {
    "accept": lambda desk, course: desk.perform(objections.accept, course.case_id),
    "forward": lambda desk, course: desk.perform(objections.forward, course.case_id),
    "deliver": lambda desk, course: desk.perform(objections.deliver, course.case_id, desk.clock().date()),
    "opinion": lambda desk, course: desk.perform(objections.opinion, course.case_id, desk.clock().date(), _OPINION),
    "reply": _reply,
    "close": lambda desk, course: desk.perform(objections.close, course.case_id, desk.clock().date()),
}
