"""What a page shows of the office's choice of rules: the decisions, and the pauses that are left to it."""

from dataclasses import dataclass
from datetime import date

from creditdesk.models import Setting
from creditdesk.services import rule_choices
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
        setting = session.get(Setting, rule_choices.pause_setting(procedure_name))
    decided = setting.value if setting else {}
    told = []
    for rule in procedure.rule_sets:
        for pause in (one for one in rule.pauses if one.choice):
            one = decided.get(f"{rule.name}:{pause.kind}", {})
            granted_now = bool(one.get("granted"))
            told.append(
                PauseChoice(rule.name, pause.kind, pause.label, pause.basis, granted_now, one.get("reason", ""))
            )
    return tuple(told)
