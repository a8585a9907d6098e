"""How a case stands, told for the eye: the lines of its timeline, and the band of an earlier effective due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.models import Case, CaseStep, Letter, SourceUnit
from creditdesk.rules import procedures
from creditdesk.rules.china_time import weekday
from creditdesk.rules.deadlines import Clocks, StageClock, StageRule
from creditdesk.rules.procedures import Act, Procedure
from creditdesk.rules.urgency import Urgency
from creditdesk.rules.workdays import Calendar
from creditdesk.services import cases
from creditdesk.services.desk import Desk

RECEIVED = "收到申请"
URGED = "remind"
DONE, CURRENT, AHEAD = "done", "current", "ahead"


@dataclass(frozen=True)
class Line:
    """One line of the timeline; `state` is done, current or ahead, `used` counts working days."""

    label: str
    note: str
    due: str
    done: str
    used: str
    state: str
    urgency: Urgency | None = None
    letter_id: str = ""


@dataclass(frozen=True)
class Band:
    """Why the current stage must end before its own due; `brief` and `cause` say it in fewer words."""

    urgency: Urgency
    headline: str
    why: str
    brief: str
    cause: str


@dataclass(frozen=True)
class Standing:
    """Both, as the case page asks for them."""

    lines: tuple[Line, ...]
    band: Band | None


def standing(desk: Desk, case_id: str) -> Standing:
    """Return how a case stands today."""
    with desk.read() as session:
        case = session.get_one(Case, case_id)
        unit = session.get(SourceUnit, case.unit_id) if case.unit_id else None
        teller = _Teller(desk, case, unit.name if unit else "来源单位")
        return Standing((*teller.done(session), *teller.open()), teller.band())


def act_word(act: Act) -> str:
    """Return an act's label as its line is called: 登记核实意见 is 核实意见, 转办来源单位 is 转办."""
    return RECEIVED if act.name == "receive" else act.label.removeprefix("登记").removesuffix("来源单位")


def day_words(day: date, calendar: Calendar) -> str:
    """Write a day with its weekday, and 补班 when it is a working weekend."""
    makeup = "（补班）" if day.weekday() >= 5 and calendar.is_working(day) else ""
    return f"{day} {weekday(day)}{makeup}"


def earlier_because(procedure: Procedure, stages: tuple[StageRule, ...], stage: str) -> str:
    """Say which later stages need how many working days: 书面答复须留 2 个工作日."""
    names = [one.name for one in stages]
    later = stages[names.index(stage) + 1 :]
    return "，".join(f"{ending_word(procedure, one.ends)}须留 {one.days} 个工作日" for one in later)


def ending_word(procedure: Procedure, event: str) -> str:
    """Return what the act that dates this event is called."""
    return next((act_word(act) for act in procedure.acts if act.event == event), event)


class _Teller:
    """Tells the lines of one case."""

    def __init__(self, desk: Desk, case: Case, unit: str) -> None:
        self.case, self.unit = case, unit
        self.calendar = desk.calendar
        self.today = desk.clock().date()
        self.procedure = desk.catalogue.procedure(case.procedure)
        self.rule = cases.rule_of(case, desk.catalogue)
        self.clocks: Clocks = cases.clocks_of(case, desk.catalogue, desk.calendar, self.today)
        self.acts = {act.name: act for act in self.procedure.acts}
        ends = {stage.ends: stage.name for stage in self.rule.stages}
        by_name = {clock.name: clock for clock in self.clocks.stages}
        self.ended_by: Mapping[str, StageClock] = {event: by_name[name] for event, name in ends.items()}
        self.last = case.received_on

    def done(self, session: Session) -> Iterator[Line]:
        """Tell the steps that were taken."""
        query = select(CaseStep, Letter.number).outerjoin(Letter, Letter.id == CaseStep.letter_id)
        for step, number in session.execute(query.where(CaseStep.case_id == self.case.id).order_by(CaseStep.id)):
            yield self._urged(step, number or "") if step.act == URGED else self._taken(step, number or "")
            self.last = self.last if step.act == URGED else step.on

    def _urged(self, step: CaseStep, number: str) -> Line:
        """Tell a 催办, which moves neither the case nor a clock."""
        return Line("催办", f"{step.note}，{number}", "—", str(step.on), "", DONE, None, step.letter_id or "")

    def _taken(self, step: CaseStep, number: str) -> Line:
        if step.act == "receive":
            return Line(RECEIVED, self.case.channel, "起算，不计", str(step.on), "0", DONE)
        act = self.acts[step.act]
        clock = self.ended_by.get(act.event or "")
        used = str(self.calendar.between(self.last, step.on))
        if clock and clock.used is not None:
            used = f"{clock.used} / {clock.days}"
        due = str(clock.latest) if clock and clock.latest else "—"
        late = clock is not None and clock.latest is not None and step.on > clock.latest
        urgency = Urgency.OVERDUE if late else None
        return Line(
            act_word(act), number or step.note or "", due, str(step.on), used, DONE, urgency, step.letter_id or ""
        )

    def open(self) -> Iterator[Line]:
        """Tell what the case waits for, and what follows."""
        state = CURRENT
        for act in self._chain():
            clock = self.ended_by.get(act.event or "")
            running = state == CURRENT
            yield Line(
                act_word(act),
                self._awaited(act) if running else self._follows(clock),
                self._due(clock),
                "办理中" if running else "",
                self._used(clock, running=running),
                state,
                self._urgency(act) if clock else None,
            )
            state = AHEAD

    def _chain(self) -> Iterator[Act]:
        """Return the main acts from here to the answer, or the one act after it."""
        state, ended = self.case.state, self.clocks.overall.done is not None
        while act := procedures.primary(self.procedure, state):
            yield act
            if ended or act.event == self.rule.overall_ends:
                return
            state = act.to_state

    def _awaited(self, act: Act) -> str:
        if act.event in ("delivered", "opinion"):
            return f"等待{self.unit}"
        return "等待申请人" if act.event == "supplemented" else "待办理"

    def _follows(self, clock: StageClock | None) -> str:
        if clock is None:
            return ""
        stage = next(one for one in self.rule.stages if one.name == clock.name)
        return f"{ending_word(self.procedure, stage.starts)}后 {stage.days} 个工作日"

    def _due(self, clock: StageClock | None) -> str:
        return str(clock.latest) if clock and clock.latest else "—"

    def _used(self, clock: StageClock | None, *, running: bool) -> str:
        if clock:
            return f"{clock.used or 0} / {clock.days}"
        return str(self.calendar.between(self.last, self.today)) if running else ""

    def _urgency(self, act: Act) -> Urgency | None:
        clock = self.ended_by.get(act.event or "")
        return self.clocks.urgency if clock and clock.name == self.clocks.stage else None

    def band(self) -> Band | None:
        """Tell why the stage must end early; nothing when its own due binds."""
        stage = next((clock for clock in self.clocks.stages if clock.name == self.clocks.stage), None)
        if stage is None or stage.latest is None or stage.latest == stage.due:
            return None
        rule = next(one for one in self.rule.stages if one.name == stage.name)
        label = next(act.label for act in self.procedure.acts if act.event == rule.ends)
        verb = f"收到{label.removeprefix('登记')}" if label.startswith("登记") else label
        own = f"故早于本阶段的 {stage.due:%m-%d}" if stage.due else "本阶段自送达起算，尚未送达"
        why = earlier_because(self.procedure, self.rule.stages, stage.name)
        headline = f"最晚 {day_words(stage.latest, self.calendar)}{verb}"
        brief = f"最晚 {stage.latest:%m-%d} {verb}"
        return Band(self.clocks.urgency, headline, f"{why}，{own}" if why else own, brief, why or own)
