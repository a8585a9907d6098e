"""What a page shows of the office's choice of rules: the decisions, and the pauses that are left to it."""

from dataclasses import dataclass
from datetime import date

from creditdesk.rules import procedures
from creditdesk.services import rule_choices, settings
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class Choice:
    """One decision: the rule set, the first day of receipt it is for, the reason, who and when."""

    rule: str
    label: str
    since: date
    reason: str
    officer: str
    decided_on: date


@dataclass(frozen=True)
class PauseChoice:
    """A kind of pause that no text gives and that the office may decide to grant; `granted` is the decision now."""

    rule: str
    kind: str
    label: str
    basis: str
    granted: bool
    reason: str


@dataclass(frozen=True)
class RuleStanding:
    """What the window shows of the rule that binds, and of the pause of the binding rule that is left to the office."""

    now: str
    decided: tuple[str, ...]
    selectable: tuple[tuple[str, str], ...]
    pause_of: tuple[str, str]
    pause: str
    granted: bool


def standing(desk: Desk, procedure_name: str) -> RuleStanding:
    """Return which rule binds today, what was decided, and what can be chosen."""
    procedure, today = desk.catalogue.procedure(procedure_name), desk.clock().date()
    with desk.read() as session:
        chosen = rule_choices.chosen_on(session, procedure_name, today)
    rule = procedures.rule_for(procedure, today, chosen)
    pause = next(one for one in pause_choices(desk, procedure_name) if one.rule == rule.name)
    decided = tuple(
        f"{one.since} 起：{one.label}（{one.officer} {one.decided_on} 决定：{one.reason}）"
        for one in choices(desk, procedure_name)
    )
    granted = f"本单位已决定采用：{pause.reason}。" if pause.granted else "本单位没有采用，期间照常计入期限。"
    return RuleStanding(
        f"现在收到的案件适用：{rule.label}",
        decided,
        tuple((one.name, one.label) for one in rule_choices.selectable(procedure)),
        (rule.name, pause.kind),
        f"{pause.label}期间不计入期限，{pause.basis}。{granted}",
        pause.granted,
    )


def choices(desk: Desk, procedure_name: str) -> tuple[Choice, ...]:
    """Return the decisions in force and to come, the earliest first; none means that the paper's own rule binds."""
    labels = {rule.name: rule.label for rule in desk.catalogue.procedure(procedure_name).rule_sets}
    with desk.read() as session:
        return tuple(
            Choice(
                one["rule"],
                labels.get(one["rule"], one["rule"]),
                date.fromisoformat(one["since"]),
                one["reason"],
                one["officer"],
                date.fromisoformat(one["on"]),
            )
            for one in rule_choices.decided(session, procedure_name)
        )


def pause_choices(desk: Desk, procedure_name: str) -> tuple[PauseChoice, ...]:
    """Return every pause that is left to the office, with what it decided."""
    procedure = desk.catalogue.procedure(procedure_name)
    with desk.read() as session:
        decided = settings.value_of(session, rule_choices.pause_setting(procedure_name))
    told = []
    for rule in rule_choices.selectable(procedure):
        for pause in (one for one in rule.pauses if one.choice):
            one = decided.get(f"{rule.name}:{pause.kind}", {})
            granted_now = bool(one.get("granted"))
            told.append(
                PauseChoice(rule.name, pause.kind, pause.label, pause.basis, granted_now, one.get("reason", ""))
            )
    return tuple(told)
