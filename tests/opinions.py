"""Cases of a test's centre that are with its units, and the opinions with which these answer."""

from datetime import date
from pathlib import Path

from creditdesk.models import Case
from creditdesk.services import objections, opinions
from creditdesk.services.desk import Desk
from tests.entered import on, two_units_received

TEXT = "经核实，罚款金额应为0.2万元，\n以决定书为准（示例）。"


def with_the_units(centre: Desk, day: date) -> None:
    """Register an objection and forward it to both units, who receive it the same day."""
    case_id = two_units_received(centre, day)
    with on(centre, day):
        centre.perform(objections.accept, case_id)
        centre.perform(objections.forward, case_id)
        with centre.read() as session:
            parts = [one.id for one in session.get_one(Case, case_id).referrals]
        for part in parts:
            centre.perform(objections.deliver, case_id, day, "", part)


def case_number(desk: Desk) -> str:
    """Return the number of the only case."""
    with desk.read() as session:
        return session.query(Case).one().number


def said_by_units(desk: Desk) -> list[str | None]:
    """Return what the units of the only case have said."""
    with desk.read() as session:
        return sorted((one.opinion for one in session.query(Case).one().referrals), key=str)


def give(unit: Desk, case: str, folder: Path, open_because: str = "") -> Path:
    """Let a unit give its opinion on a case; returns the file."""
    folder.mkdir(exist_ok=True)
    return Path(str(unit.perform(opinions.give, case, TEXT, folder, open_because).result["file"]))
