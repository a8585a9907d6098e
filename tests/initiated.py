"""A round of joint punishment on a test's desk, as an officer begins one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from creditdesk.services import round_lists, rounds, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.responses import Done
from creditdesk.services.round_lists import RoundSheet
from creditdesk.services.rounds import Initiation
from tests.entered import OTHER_UNIT, UNIT, penalty

TAX = "中牟县税务局（示例）"
DUE = date(2026, 2, 26)
FIRM, OTHER, THIRD = ("91410122MA3X000105", "91410122MA3X000292", "91410122MA3X00037W")
NAMES = {FIRM: "示例建材有限公司", OTHER: "示例商贸有限公司", THIRD: "示例物流有限公司"}


def severe(desk: Desk, uscc: str = FIRM, **changed: str) -> str:
    """Enter a severe penalty of a firm and return the firm's identity."""
    penalty(
        desk, uscc=uscc, subject_name=NAMES[uscc], grade="严重", severity="严重",
        decision_number=f"示市监罚〔2025〕{uscc[-4:-1]}号", **changed,
    )  # fmt: skip
    return subjects.named(desk, uscc)


def initiation(firms: Sequence[str], **changed: Any) -> Initiation:
    """Return what begins a round of joint punishment for these subjects."""
    told: dict[str, Any] = {
        "initiator": TAX, "kind": "惩戒", "objects": "重大税收违法失信主体",
        "basis": "《河南省社会信用条例》第三十三条", "decided_on": date(2026, 2, 11),
        "measures": ["key_supervision", "限制参与公共资源交易活动"], "units": [UNIT, OTHER_UNIT],
        "subjects": firms, "answer_by": DUE,
    }  # fmt: skip
    return Initiation(**told | changed)


def begun(desk: Desk, firms: Sequence[str], **changed: Any) -> str:
    """Begin a round and return its identity."""
    return str(desk.perform(rounds.start, initiation(firms, **changed)).result["round"])


def sheet(desk: Desk, round_id: str) -> RoundSheet:
    """Return everything about a round."""
    return round_lists.sheet(desk, round_id)


def taken(places: int, on: date, measure: str = "列为重点监管对象") -> list[Done]:
    """Return what a unit did with every subject of a list."""
    return [Done(place, measure, on) for place in range(1, places + 1)]
