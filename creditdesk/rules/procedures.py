"""The engine of every procedure: states, the acts that lead from one to another, and the rule of the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from creditdesk.errors import InputProblem
from creditdesk.rules.deadlines import RuleSet
from creditdesk.rules.editions import in_force
from creditdesk.rules.heads import Head
from creditdesk.rules.urgency import Thresholds, Urgency


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an officer may do to a case: where from and to, which event it dates, which letter it needs.

    `each` acts are done with every unit on its own, `together` ones in all cases that are joined; a case may
    have a `once` act one time, and that is the reason.
    """

    name: str
    label: str
    from_states: frozenset[str]
    to_state: str
    event: str | None
    letter: str | None
    undoable: bool
    needs: tuple[str, ...]
    each: bool = False
    once: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class Procedure(Head):
    """A procedure as the office's paper tells it; the order of `acts` is the order of their importance.

    `reminders` are the urgencies at which a case reminds its officers, `attachment_mib` is how large one of its
    papers may be, `repeat_days` how long after its end the same application again is a repeated one.
    """

    initial: str
    final: frozenset[str]
    states: Mapping[str, str]
    acts: tuple[Act, ...]
    rule_sets: tuple[RuleSet, ...]
    materials: tuple[str, ...]
    thresholds: Thresholds = Thresholds()
    reminders: tuple[Urgency, ...] = ()
    attachment_mib: int = 20
    repeat_days: int = 0


def allowed(procedure: Procedure, state: str) -> tuple[Act, ...]:
    """Return the acts that a case in this state admits, the most important first."""
    return tuple(act for act in procedure.acts if state in act.from_states)


def least(procedure: Procedure, states: Iterable[str]) -> str:
    """Return the least advanced of several states; the order in the procedure's file tells which that is."""
    order = list(procedure.states)
    return min(states, key=order.index)


def primary(procedure: Procedure, state: str) -> Act | None:
    """Return the one act that a case in this state waits for, or None at its end."""
    return next(iter(allowed(procedure, state)), None)


def act_named(procedure: Procedure, name: str) -> Act:
    """Return the act of this name; KeyError when the procedure has none, which is a fault of ours."""
    return {act.name: act for act in procedure.acts}[name]


def step(procedure: Procedure, state: str, act_name: str) -> str:
    """Return the state after the act; refused with an InputProblem when the case does not admit it now."""
    act = act_named(procedure, act_name)
    if state in act.from_states:
        return act.to_state
    options = "、".join(act.label for act in allowed(procedure, state)) or "无"
    raise InputProblem(f"{procedure.label}现为“{procedure.states[state]}”，不能{act.label}；可办理的有：{options}。")


def rule_for(procedure: Procedure, received_on: date, chosen: str | None = None, *, own: bool = False) -> RuleSet:
    """Return the binding rule set for a case received on this day, or the one the office has `chosen` by name.

    Among several in force the one that came into force last prevails; an advisory one binds only when chosen. `own`
    says that the office itself keeps what the case is about: a chosen rule may have another edition for that.
    """
    running = in_force(procedure.rule_sets, received_on)
    if own:
        chosen = next((rule.name for rule in running if chosen and rule.own_scope_of == chosen), chosen)
    binding = [rule for rule in running if rule.name == chosen] or [rule for rule in running if not rule.advisory]
    if not binding:
        raise InputProblem(f"{received_on:%Y-%m-%d} 收到的{procedure.label}没有适用的期限规则，请核对收到日期。")
    return max(binding, key=lambda rule: rule.valid_from)


def advisory_rules(
    procedure: Procedure, received_on: date, chosen: str | None = None, *, own: bool | None = None
) -> tuple[RuleSet, ...]:
    """Return the rule sets in force on this day that do not bind but are shown beside the binding one.

    With `own` told, of a rule with an edition for what the office itself keeps only the one that fits is returned.
    """
    binding = rule_for(procedure, received_on, chosen)
    others = tuple(rule for rule in in_force(procedure.rule_sets, received_on) if rule is not binding)
    if own is None:
        return others
    doubled = {rule.own_scope_of for rule in procedure.rule_sets if rule.own_scope_of}
    unfit = {rule.name for rule in others if (rule.name in doubled if own else rule.own_scope_of is not None)}
    return tuple(rule for rule in others if rule.name not in unfit)
