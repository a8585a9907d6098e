"""Open cases by the hundred thousand, written as rows."""

import json
import random
from datetime import date, timedelta
from typing import Any

from creditdesk.models import Case, SourceUnit, Subject
from creditdesk.models.base import moment_text, new_id
from creditdesk.services import bulk
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power

TODAY = date(2026, 12, 31)
_UNITS = 40


@act("benchmark.open_cases", Power.RECORD)
def write_open_cases(a: Act, count: int, today: date) -> Result:
    """Write so many cases received in the last days, with due dates around today, past the session's bookkeeping."""
    subject = Subject(category="法人及非法人组织", name="示例", created_at=a.now, changed_at=a.now, version=1)
    a.session.add(subject)
    a.session.flush()
    units = [SourceUnit(name=f"示例单位{number}") for number in range(_UNITS)]
    a.session.add_all(units)
    a.session.flush()
    chance = random.Random(20261231)
    about = [(subject.id, units[serial % _UNITS].id) for serial in range(count)]
    rows = [_case_row(a, one, chance, serial, today) for serial, one in enumerate(about, 1)]
    bulk.insert(a.session, Case, tuple(rows[0]), (tuple(one.values()) for one in rows))
    return {}


def _case_row(a: Act, about: tuple[str, str], chance: random.Random, serial: int, today: date) -> dict[str, Any]:
    """Return a case as its row keeps it: forwarded, half of them delivered, due on a day around today."""
    subject_id, unit_id = about
    received = today - timedelta(chance.randrange(4, 12))
    forwarded = received + timedelta(chance.randrange(4))
    events = {"received": received, "accepted": received, "forwarded": forwarded}
    if chance.random() < 0.5:
        events["delivered"] = forwarded + timedelta(chance.randrange(2))
    return {
        "id": new_id(), "procedure": "objection", "edition": "示例", "rule_set": "plan_2017", "year": 2026,
        "serial": serial, "number": f"2026-{serial:06d}", "subject_id": subject_id, "officer_id": a.officer.id,
        "applicant": '{"name": "示例"}', "channel": "窗口", "request": "示例", "materials": "[]",
        "unit_id": unit_id, "state": "forwarded", "open": 1, "received_on": received.isoformat(),
        "stage": "verify", "effective_due": (today + timedelta(chance.randrange(-9, 12))).isoformat(),
        "events": json.dumps({name: day.isoformat() for name, day in events.items()}),
        "provisional": 1, "calendar_version": a.calendar.version, "changed_at": moment_text(a.now),
    }  # fmt: skip
