"""The engine knows no word of objections: a small procedure that exists nowhere runs through it from its file alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creditdesk.catalog.reading.procedures import read_procedure
from creditdesk.catalog.source import Source
from creditdesk.catalog.table import Table
from creditdesk.errors import InputProblem
from creditdesk.models import Case, Record
from creditdesk.rules.procedures import Procedure
from creditdesk.services import cases, letters, referrals, units
from creditdesk.services.acts import Act, ActFunction, Result
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from tests.conftest import TODAY
from tests.entered import OTHER_UNIT, UNIT, penalty

MADE_UP = """
name = "made_up"
label = "借阅（虚构）"
edition = "1"
source = "测试"
checked = 2026-11-26
initial = "asked"
final = ["returned"]
materials = []

[states]
asked = "已提出"
lent = "已借出"
back = "已还"
returned = "已归档"

[[acts]]
name = "receive"
label = "提出"
from = []
to = "asked"
event = "received"

[[acts]]
name = "lend"
label = "借出"
from = ["asked"]
to = "lent"
event = "lent"
letter = "delivery_slip"
each = true
main_in = ["asked"]

[[acts]]
name = "bring"
label = "归还"
from = ["lent"]
to = "back"
event = "brought"
each = true
main_in = ["lent"]

[[acts]]
name = "file"
label = "归档"
from = ["back"]
to = "returned"
event = "closed"
main_in = ["back"]

[[rule_sets]]
name = "three"
label = "三日"
source = "测试"
valid_from = 2020-01-01

[rule_sets.overall]
days = 8
starts = "received"
ends = "closed"

[[rule_sets.stages]]
name = "out"
label = "在外"
days = 3
starts = "lent"
ends = "brought"
"""


@pytest.fixture
def procedure(desk: Desk, tmp_path: Path) -> Procedure:
    """The made-up procedure, in the desk's catalogue."""
    path = tmp_path / "made_up.toml"
    path.write_text(MADE_UP, "utf-8")
    source = Source.of(path)
    made = read_procedure(Table(source, source.data), {form.name: form for form in desk.catalogue.letters})
    desk.catalogue = replace(desk.catalogue, procedures=(*desk.catalogue.procedures, made))
    return made


def _open(a: Act, record_id: str) -> Result:
    subject = a.session.get_one(Record, record_id).subject_id
    opening = cases.Opening(subject, {"name": "示例"}, "窗口", "借（示例）", (), date(2026, 2, 10))
    case = cases.open_case(a, a.catalogue.procedure("made_up"), opening)
    for name in (UNIT, OTHER_UNIT):
        referrals.open_with(a.session, case, units.unit_named(a.session, name, "").id)
    return {"case": case.id}


def _lend(a: Act, case_id: str) -> Result:
    case, sent = cases.case_of(a.session, case_id), []
    for part in case.referrals:
        names = ("letter_title", "letter_number", "case_number", "recipient", "place", "you")
        letter = letters.issue(a, a.catalogue.letter("delivery_slip"), dict.fromkeys(names, "示例"), case.id)
        cases.advance(a, case, "lend", a.today, letter=letter, referral=part)
        sent.append(letter.number)
    return {"numbers": sent}


def _step(a: Act, case_id: str, name: str, place: int | None = None) -> Result:
    case = cases.case_of(a.session, case_id)
    cases.advance(a, case, name, a.today, referral=None if place is None else case.referrals[place])
    return {"state": case.state, "stage": case.stage, "due": str(case.effective_due), "open": case.open}


def _perform(desk: Desk, function: Any, *args: Any) -> Result:
    made: ActFunction[Any] = ActFunction("made_up.act", Power.OBJECTION, "虚构", True, True, (), None, function)
    return desk.perform(made, *args).result


def test_a_made_up_procedure_runs_with_its_own_words_units_letters_and_days(desk: Desk, procedure: Procedure) -> None:
    case_id = _perform(desk, _open, penalty(desk))["case"]
    with pytest.raises(InputProblem, match=r"借阅（虚构）现为“已提出”，不能归还；可办理的有：借出。"):
        _perform(desk, _step, case_id, "bring", 0)
    first, second = _perform(desk, _lend, case_id)["numbers"]
    assert (first[-2:], second[-2:]) == ("1号", "2号")
    assert _perform(desk, _step, case_id, "bring", 1) == {
        "state": "lent", "stage": "out", "due": str(desk.calendar.add(TODAY, 3)), "open": True,
    }  # fmt: skip
    with pytest.raises(InputProblem, match="不能归档"):
        _perform(desk, _step, case_id, "file")
    assert _perform(desk, _step, case_id, "bring", 0)["state"] == "back"
    assert _perform(desk, _step, case_id, "file") == {
        "state": "returned", "stage": None, "due": "None", "open": False,
    }  # fmt: skip
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        assert case.number == "2026-0001"
        assert {part.state for part in case.referrals} == {"returned"}


def test_the_engine_names_no_procedure() -> None:
    rooms = Path(cases.__file__).parent
    for file in (rooms / "cases.py", rooms / "referrals.py", rooms.parent / "rules" / "procedures.py"):
        code = file.read_text("utf-8").split('"""', 2)[2]
        assert "objection" not in code, file.name
        assert "异议" not in code, file.name
