"""Which rule set the office takes as binding, from which day of receipt on, and why. A choice is undone by another."""

from datetime import date

from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.rules import editions
from creditdesk.rules.deadlines import RuleSet
from creditdesk.rules.procedures import Procedure
from creditdesk.services import settings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power


def chosen_on(session: Session, procedure: str, received_on: date) -> str | None:
    """Return the rule set chosen for cases received on this day; None when the paper's own rule binds."""
    valid = [one for one in decided(session, procedure) if date.fromisoformat(one["since"]) <= received_on]
    # The decision taken last prevails among those already in force on the day.
    return str(max(valid, key=lambda one: one["since"])["rule"]) if valid else None


@act("rule.choose", Power.OFFICE, "选用期限规则")
def choose(a: Act, procedure_name: str, rule_name: str, since: date, reason: str) -> Result:
    """Take a rule set as binding for cases received from `since` on; open cases keep the rule they began under."""
    procedure = a.catalogue.procedure(procedure_name)
    rule = next((one for one in selectable(procedure) if one.name == rule_name), None)
    if rule is None:
        raise InputProblem(f"没有可以选用的规则“{rule_name}”，请从列表中选择。")
    reason = stated(reason, "选用期限规则必须写明理由，请填写。")
    if since < a.today:
        raise InputProblem(f"起用日期{since}早于今天{a.today}，已收到的案件不改规则，请填写今天或以后的日期。")
    if not editions.holds(rule, since):
        raise InputProblem(f"{since}不在“{rule.label}”的施行期内，请核对起用日期。")
    told = {"rule": rule.name, "since": since.isoformat(), "reason": reason}
    told |= {"officer": a.officer.name, "on": a.today.isoformat()}
    # A decision for the same day or later is overtaken by this one.
    kept = [one for one in decided(a.session, procedure_name) if one["since"] < told["since"]]
    settings.keep(a, _name(procedure_name), {"decided": [*kept, told]})
    a.say(f"自{since}起收到的{procedure.label}适用{rule.label}")
    return {"rule": rule.name, "since": told["since"]}


@act("rule.grant_pause", Power.OFFICE, "设定可中止的事由")
def grant_pause(a: Act, procedure_name: str, rule_name: str, kind: str, granted: bool, reason: str) -> Result:
    """Decide whether a pause that no text gives is granted by this office; what is in the ledger stays as it is."""
    procedure = a.catalogue.procedure(procedure_name)
    rule = next((one for one in procedure.rule_sets if one.name == rule_name), None)
    pause = next((one for one in rule.pauses if one.kind == kind and one.choice), None) if rule else None
    if rule is None or pause is None:
        raise InputProblem("这一事由是否不计入期限由规则本身规定，不能由本单位决定，请另选。")
    reason = stated(reason, "规则没有规定的中止事由，采用或停用都必须写明理由，请填写。")
    name = pause_setting(procedure_name)
    decision = {f"{rule_name}:{kind}": {"granted": granted, "reason": reason}}
    settings.keep(a, name, settings.value_of(a.session, name) | decision)
    a.say(f"{rule.label}：{pause.label}期间{'不计入' if granted else '计入'}期限（本单位决定）")
    return {"rule": rule_name, "kind": kind, "granted": granted}


def granted(session: Session, procedure: str, rule: str, kind: str) -> bool:
    """Tell whether the office grants a pause that no text gives."""
    return bool(settings.value_of(session, pause_setting(procedure)).get(f"{rule}:{kind}", {}).get("granted"))


def selectable(procedure: Procedure) -> tuple[RuleSet, ...]:
    """Return the rule sets the office may choose from; an edition for own scope comes with its rule, never alone."""
    return tuple(rule for rule in procedure.rule_sets if rule.own_scope_of is None)


def _name(procedure: str) -> str:
    return f"rule:{procedure}"


def pause_setting(procedure: str) -> str:
    """Return the name of the setting that keeps which pauses the office grants."""
    return f"pauses:{procedure}"


def decided(session: Session, procedure: str) -> list[dict[str, str]]:
    """Return the decisions in force and to come, the earliest first."""
    return list(settings.value_of(session, _name(procedure)).get("decided", ()))
