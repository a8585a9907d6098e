"""After how many minutes without mouse or keyboard the desk locks itself."""

from creditdesk.errors import InputProblem
from creditdesk.services import settings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

CHOICES = (5, 10, 15, 30, 60)
USUAL = 10
_NAME = "auto_lock"


@act("desk.auto_lock", Power.DESK, "设定自动锁定")
def choose(a: Act, minutes: int) -> Result:
    """Choose the minutes; a desk that never locks cannot be chosen."""
    if minutes not in CHOICES:
        raise InputProblem(f"自动锁定的时间只能是{'、'.join(map(str, CHOICES))}分钟之一，请重新选择。")
    settings.keep(a, _NAME, {"minutes": minutes})
    a.say(f"无人操作满 {minutes} 分钟自动锁定")
    return {"minutes": minutes}


def minutes(desk: Desk) -> int:
    """Return the minutes chosen, or the usual ones."""
    with desk.read(Power.OWN) as session:
        return int(settings.value_of(session, _NAME).get("minutes", USUAL))
