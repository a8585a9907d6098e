"""恢复: the desk goes back to a kept point, shows first what that loses, and sets the present desk aside.

Who works here, as what and with which passphrase is not part of what goes back. Numbers that the present desk gave are
not given again: the restored desk knows them as skipped. Its journal goes on with an entry that names the head of the
journal set aside, so that both can be told apart and compared for ever.

Two persons: one proposes, another confirms (services/confirmations.py), and either then carries the decision out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import LostAct, Register, SkippedNumber
from creditdesk.services import (
    backups,
    decisions,
    erasure_traces,
    health,
    journal,
    losses,
    lost_acts,
    rehearsals,
    skips,
)
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.losses import Loss
from creditdesk.services.powers import Power
from creditdesk.vault import copies, points, replacing, scratch
from creditdesk.vault.backup import Progress
from creditdesk.vault.points import Point

ASIDE = "恢复前"
"""How the name of a desk ends that was set aside because the desk went back."""
_STEPS = 4


@dataclass(frozen=True)
class Decision:
    """To which point two persons decided to go back, why, and how the journal says it."""

    point: str
    reason: str
    sentence: str


@dataclass(frozen=True)
class Aside:
    """The desk that is set aside: under which name, and where its journal ended."""

    name: str
    seq: int
    head: str
    lost: int


def look(desk: Desk, name: str, progress: Progress | None = None) -> Loss:
    """Return what going back to a point would lose; the point is opened as a scratch desk and left as it is."""
    tell = progress or (lambda _done, _total: None)
    tell(0, _STEPS)
    with scratch.copy_of(_point(desk, name), desk.folder) as place:
        tell(1, _STEPS)
        with desk.beside(place) as then, then.read(*health.READERS) as before, desk.read(*health.READERS) as now:
            tell(2, _STEPS)
            return losses.between(before, now)


def decision(desk: Desk) -> Decision | None:
    """Return the newest decision to go back that is not carried out yet and not older than a day."""
    entry = decisions.standing(desk, decide, restored)
    return Decision(str(entry.result["point"]), str(entry.result["reason"]), entry.sentence) if entry else None


def carry_out(desk: Desk) -> Changes:
    """Go back to the point that was decided on; the desk must be closed then, and is the restored one when reopened.

    Belongs on the writing thread. A kill leaves the present desk or the restored one, each whole; the present one is
    set aside under a dated name and never overwritten.
    """
    desk.require(Power.DESK, Power.OFFICE)
    decided = decision(desk)
    if decided is None:
        raise InputProblem("没有待执行的恢复决定，请先提请恢复，由另一位工作人员确认后再执行。")
    point, reason = _point(desk, decided.point), decided.reason
    with replacing.building(desk.folder) as place:
        points.require_sound(point)
        copies.copy_files(point.folder, place)
        with desk.beside(place) as then:
            changes = _carry_over(desk, then, point, reason)
            erasure_traces.catch_up(desk, then)
            _require_sound(then)
        desk.vault.decide(str(changes.result["aside"]))
    return changes


def _point(desk: Desk, name: str) -> Point:
    for point in backups.everywhere(desk):
        if point.name == name:
            return point
    raise InputProblem(f"没有名为“{name}”的备份，请在备份列表中选择。")


def _carry_over(desk: Desk, then: Desk, point: Point, reason: str) -> Changes:
    """Write into the desk that is about to be restored what must not go back in time."""
    name = desk.vault.aside_name(f"{desk.clock():%Y%m%d-%H%M%S}-{ASIDE}")
    with then.read(*health.READERS) as before, desk.read(*health.READERS) as now:
        loss, given = losses.between(before, now), skips.missing(before, now)
        lost, newest = lost_acts.between(before, now, name), journal.head(now)
    aside = Aside(name, newest.seq if newest else 0, newest.hash if newest else journal.GENESIS, loss.entries)
    return then.perform(restored, point.name, reason, aside, given, lost)


def _require_sound(then: Desk) -> None:
    wrong = [one for one in health.check(then) if not one.ok and one.name not in rehearsals.BESIDE]
    if wrong:
        raise Problem(
            f"这份备份恢复后没有通过核验（{wrong[0].sentence.rstrip('。')}），桌面没有改动；请改用另一份备份。"
        )


@act("restore.decide", Power.DESK, "决定恢复到一份备份", confirmed_by=(Power.DESK, Power.OFFICE))
def decide(a: Act, point: str, reason: str) -> Result:
    """Decide to go back to a point, in the journal of the desk that is then set aside."""
    reason = stated(reason, "恢复须写明理由，请填写。")
    a.say(f"决定把桌面恢复到{point}：{reason}")
    return {"point": point, "reason": reason}


# The clock is compared with the last act of the point, which may be long ago.
@act("restore.done", Power.OWN, "记下已恢复到一份备份", dated=False)
def restored(
    a: Act, point: str, reason: str, aside: Aside, given: tuple[SkippedNumber, ...], lost: Sequence[LostAct]
) -> Result:
    """Write into the restored desk what it is, what was set aside and lost, and which numbers not to give again."""
    for row in lost:
        a.session.merge(row)
    for run in given:
        run.at, run.officer_id = a.now, a.officer.id
        a.session.add(run)
        _raise_register(a, run)
    skipped = "".join(f"，{skips.words(run)}不再使用" for run in given)
    told = f"原桌面另存为{aside.name}，其后{aside.lost}条操作不在其中{skipped}"
    a.say(f"已把桌面恢复到{point}：{reason.strip()}；{told}")
    return {
        "point": point,
        "reason": reason.strip(),
        "aside": aside.name,
        "aside_seq": aside.seq,
        "aside_head": aside.head,
        "lost": aside.lost,
    }


def _raise_register(a: Act, run: SkippedNumber) -> None:
    if run.register.startswith(skips.BESIDE):
        return
    register = a.session.get(Register, (run.register, run.year))
    if register is None:
        a.session.add(Register(name=run.register, year=run.year, last=run.last))
    else:
        register.last = run.last
