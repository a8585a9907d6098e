"""The campaign log (诚信活动台账), clause 七: what was held, listed by period and written as workbook or PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from creditdesk.errors import InputProblem, stated
from creditdesk.models import Campaign
from creditdesk.services import printed_lists
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.printed_lists import PrintedList

KINDS = "campaign_kind/1"
TITLE = "诚信活动台账"
_COLUMNS = (
    *(("日期", 1.1), ("类别", 1.0), ("名称", 2.2), ("主办单位", 1.8)),
    *(("地点", 1.4), ("参加人数", 0.8), ("内容", 3.2)),
)


@dataclass(frozen=True)
class Held:
    """What was held: on which day, of which kind (a word of the code set), its name, by which unit, and the rest."""

    on: date
    kind: str
    title: str
    unit: str
    place: str = ""
    people: int | None = None
    content: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the campaign as a row of texts."""
        people = "" if self.people is None else str(self.people)
        return self.on.isoformat(), self.kind, self.title, self.unit, self.place, people, self.content


def told(values: Mapping[str, str]) -> Held:
    """Return what a form's texts say, by the names of the fields; InputProblem for a number that is none."""
    people = values.get("people", "").strip()
    if people and not (people.isascii() and people.isdigit()):
        raise InputProblem(f"参加人数“{people}”不是整数，请填写数字或留空。")
    day = date.fromisoformat(values["on"])
    words = {name: values.get(name, "") for name in ("kind", "title", "unit", "place", "content")}
    return Held(day, **words, people=int(people) if people else None)


@dataclass(frozen=True)
class CampaignRow:
    """A campaign as the log has it."""

    id: str
    held: Held


@act("campaign.enter", Power.RECORD, "登记诚信活动", undoable=True)
def enter(a: Act, held: Held) -> Result:
    """Write a campaign down; InputProblem where something is not told or the day lies ahead."""
    code = a.catalogue.code_set(KINDS).find(held.kind)
    if code is None:
        raise InputProblem(f"没有活动类别“{held.kind}”，请在{'、'.join(a.catalogue.code_set(KINDS).labels)}中选一种。")
    for value, what in ((held.title, "活动名称"), (held.unit, "主办单位")):
        stated(value, f"没有写明{what}，请填写。")
    if held.on > a.today:
        raise InputProblem(f"活动日期{held.on}晚于今天{a.today}，请在举办之后登记。")
    row = Campaign(
        held_on=held.on, kind=held.kind.strip(), title=held.title.strip(), unit=held.unit.strip(),
        place=held.place.strip(), people=held.people, content=held.content.strip(), at=a.now, officer_id=a.officer.id,
    )  # fmt: skip
    a.session.add(row)
    a.session.flush()
    a.say(f"已登记{held.on}的{row.title}")
    return {"campaign": row.id}


def hold(desk: Desk, values: Mapping[str, str]) -> Changes:
    """Write down what a form says of a campaign."""
    return desk.perform(enter, told(values))


@act("campaign.withdraw", Power.RECORD, "作废诚信活动登记", undoable=True)
def withdraw(a: Act, campaign_id: str, reason: str) -> Result:
    """Take an entry out of the log for a reason; the row stays."""
    row = a.session.get(Campaign, campaign_id)
    if row is None or row.withdrawn_because:
        raise InputProblem("活动台账里没有这个编号的活动，请先列出台账再核对编号。")
    reason = stated(reason, "作废活动登记必须写明理由，请填写。")
    row.withdrawn_because = reason
    a.say(f"已作废{row.held_on}的{row.title}")
    return {"campaign": row.id}


def rows(desk: Desk, start: date, end: date) -> tuple[CampaignRow, ...]:
    """Return what was held from one day to another, both included, the earliest first."""
    if end < start:
        raise InputProblem(f"起止日期颠倒：{start}晚于{end}，请核对。")
    query = select(Campaign).where(Campaign.held_on.between(start, end), Campaign.withdrawn_because.is_(None))
    with desk.read() as session:
        found = session.scalars(query.order_by(Campaign.held_on, Campaign.id))
        return tuple(CampaignRow(each.id, _held(each)) for each in found)


def _held(row: Campaign) -> Held:
    return Held(row.held_on, row.kind, row.title, row.unit, row.place, row.people, row.content)


def save(desk: Desk, start: date, end: date, path: Path) -> Changes:
    """Write the log of a period as PDF or workbook."""
    cells = [row.held.cells() for row in rows(desk, start, end)]
    told = f"举办日期 {start} 至 {end}"
    wanted = PrintedList(TITLE, told, _COLUMNS, cells, f"共{len(cells)}项", "本期没有登记活动。")
    return printed_lists.save(desk, wanted, path)
