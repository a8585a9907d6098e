"""Who may do what: each act names the power it needs, each role holds some powers, and one function compares them."""

from enum import StrEnum

from creditdesk.errors import Problem


class Power(StrEnum):
    """What an act may require of the officer who performs it."""

    RECORD = "record"
    OBJECTION = "objection"
    EXCHANGE = "exchange"
    CALENDAR = "calendar"
    OFFICE = "office"
    WORDING = "wording"


POWER_LABELS = {
    Power.RECORD: "录入和导入信用记录",
    Power.OBJECTION: "办理异议、签发文书",
    Power.EXCHANGE: "制作数据包",
    Power.CALENDAR: "导入节假日安排",
    Power.OFFICE: "管理单位信息、工作人员和表单",
    Power.WORDING: "改写文书文本、作废文书",
}

ROLE_LABELS = {"maker": "经办人", "checker": "复核人", "principal": "负责人"}

_ROLE_POWERS = {
    "maker": frozenset({Power.RECORD, Power.OBJECTION, Power.EXCHANGE}),
    "checker": frozenset({Power.RECORD, Power.OBJECTION, Power.EXCHANGE, Power.CALENDAR, Power.WORDING}),
    "principal": frozenset(Power),
}


def holds(role: str, power: Power) -> bool:
    """Tell whether a role holds a power; an unknown role holds none."""
    return power in _ROLE_POWERS.get(role, frozenset())


def require(role: str, power: Power) -> None:
    """Raise a Problem unless the role holds the power."""
    if not holds(role, power):
        label = ROLE_LABELS.get(role, role)
        raise Problem(f"{label}没有“{POWER_LABELS[power]}”的权限，请由有此权限的工作人员办理。")
