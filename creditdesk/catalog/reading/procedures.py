"""forms/procedures/*.toml: one procedure per file, made into the engine's own dataclasses."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from creditdesk.catalog.letters import LetterForm
from creditdesk.catalog.reading.heads import read_head, read_period
from creditdesk.catalog.table import Table
from creditdesk.rules.deadlines import RuleSet, StageRule
from creditdesk.rules.pauses import PauseRule
from creditdesk.rules.procedures import Act, Procedure, primary
from creditdesk.rules.urgency import Thresholds, Urgency

REMINDING = (Urgency.SOON, Urgency.TODAY, Urgency.OVERDUE)


def read_procedure(table: Table, letters: Mapping[str, LetterForm]) -> Procedure:
    """Return the procedure of a file; every state is reachable, every open one has exactly one main act."""
    head = read_head(table)
    states = _read_states(table)
    final = table.texts("final")
    _check_known(table, "final", final, states)
    rows = tuple(table.tables("acts", "操作"))
    acts = tuple(_read_act(row, states, letters) for row in rows)
    events = frozenset(act.event for act in acts if act.event)
    thresholds, reminders = _read_thresholds(table)
    procedure = Procedure(
        **head,
        initial=table.text("initial"),
        final=frozenset(final),
        states=states,
        acts=acts,
        rule_sets=tuple(_read_rule_set(row, events) for row in table.tables("rule_sets", "期限规则")),
        materials=table.texts("materials"),
        thresholds=thresholds,
        reminders=reminders,
        attachment_mib=table.number("attachment_mib", 20),
        repeat_days=table.number("repeat_days", 0),
    )
    _check_known(table, "initial", (procedure.initial,), states)
    _check_course(table, rows, procedure)
    table.done()
    return procedure


def _read_states(table: Table) -> Mapping[str, str]:
    states = table.pairs("states")
    if not states:
        table.refuse("states", "没有任何状态")
    return MappingProxyType(states)


def _read_thresholds(table: Table) -> tuple[Thresholds, tuple[Urgency, ...]]:
    """Return from how many working days a due date is near, and which urgencies remind: by default two, and none."""
    if not table.has("thresholds"):
        return Thresholds(), ()
    row = table.table("thresholds")
    thresholds, names = Thresholds(row.number("soon_days")), row.texts("reminders", ())
    for name in names:
        if name not in REMINDING:
            row.refuse("reminders", f"提醒只能设在{'、'.join(REMINDING)}，没有{name}")
    row.done()
    return thresholds, tuple(Urgency(name) for name in names)


def _check_known(table: Table, key: str, names: Iterable[str], states: Mapping[str, str]) -> None:
    for name in names:
        if name not in states:
            table.refuse(key, f"没有状态 {name}")


def _read_act(row: Table, states: Mapping[str, str], letters: Mapping[str, LetterForm]) -> Act:
    act = Act(
        name=row.text("name"),
        label=row.text("label"),
        from_states=frozenset(row.texts("from")),
        to_state=row.text("to"),
        event=row.text("event", "") or None,
        letter=row.text("letter", "") or None,
        undoable=row.flag("undoable"),
        needs=row.texts("needs", ()),
        each=row.flag("each"),
        once=row.text("once", ""),
        together=row.flag("together"),
    )
    _check_known(row, "from", sorted(act.from_states), states)
    _check_known(row, "to", (act.to_state,), states)
    _check_known(row, "main_in", main := row.texts("main_in", ()), states)
    if not act.from_states.issuperset(main):
        row.refuse("main_in", "主办操作的状态须列在 from 中")
    if act.letter and act.letter not in letters:
        row.refuse("letter", f"没有文书 {act.letter}")
    row.done()
    return act


def _read_rule_set(row: Table, events: frozenset[str]) -> RuleSet:
    overall = row.table("overall")
    rule = RuleSet(
        name=row.text("name"),
        label=row.text("label"),
        source=row.text("source"),
        **read_period(row),
        overall_days=overall.number("days") if overall.has("days") else None,
        overall_starts=_event(overall, "starts", events),
        overall_ends=_event(overall, "ends", events),
        stages=tuple(_read_stage(stage, events) for stage in row.tables("stages", "阶段")),
        advisory=row.flag("advisory"),
        own_scope_of=row.text("own_scope_of", "") or None,
        pauses=tuple(_read_pause(pause) for pause in row.tables("pauses", "中止事由")),
    )
    clocks = {"overall", *(stage.name for stage in rule.stages)}
    for pause in rule.pauses:
        if unknown := set(pause.clocks) - clocks:
            row.refuse("pauses", f"没有期限 {'、'.join(sorted(unknown))}")
    if rule.overall_days is not None and sum(stage.days for stage in rule.stages) > rule.overall_days:
        row.refuse("overall", "各阶段工作日之和超过全程工作日")
    overall.done()
    row.done()
    return rule


def _read_pause(row: Table) -> PauseRule:
    pause = PauseRule(
        kind=row.text("kind"),
        label=row.text("label"),
        basis=row.text("basis"),
        clocks=row.texts("clocks", ()),
        choice=row.flag("choice"),
    )
    row.done()
    return pause


def _read_stage(row: Table, events: frozenset[str]) -> StageRule:
    stage = StageRule(
        name=row.text("name"),
        label=row.text("label"),
        days=row.number("days"),
        starts=_event(row, "starts", events),
        ends=_event(row, "ends", events),
    )
    row.done()
    return stage


def _event(row: Table, key: str, events: frozenset[str]) -> str:
    if row.text(key) not in events:
        row.refuse(key, f"没有操作产生事件 {row.text(key)}")
    return row.text(key)


def _check_course(table: Table, rows: Sequence[Table], procedure: Procedure) -> None:
    """Check that the case can go through: every state reached, none left without, and each with its one main act."""
    for act, row in zip(procedure.acts, rows, strict=True):
        if not act.from_states and act.to_state != procedure.initial:
            row.refuse("to", "没有前置状态的操作须到达初始状态")
        if procedure.final & act.from_states:
            row.refuse("from", "办结状态之后不能再有操作")
    reached = _reached(procedure)
    for state in procedure.states:
        if state not in reached:
            table.refuse("states", f"状态 {state} 无法到达")
        if state not in procedure.final:
            _check_main_act(table, rows, procedure, state)


def _check_main_act(table: Table, rows: Sequence[Table], procedure: Procedure, state: str) -> None:
    main = [act.name for act, row in zip(procedure.acts, rows, strict=True) if state in row.texts("main_in", ())]
    if len(main) != 1:
        table.refuse("acts", f"状态 {state} 应有且只有一个主办操作，现有 {len(main)} 个")
    first = primary(procedure, state)
    if first is None or first.name != main[0]:
        table.refuse("acts", f"状态 {state} 的主办操作 {main[0]} 须排在该状态其他操作之前")


def _reached(procedure: Procedure) -> set[str]:
    reached = {procedure.initial}
    while fresh := {act.to_state for act in procedure.acts if act.from_states & reached} - reached:
        reached |= fresh
    return reached
