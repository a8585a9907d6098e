"""Who may do what: each act names the power it needs, each role holds some powers, and one function compares them.

Reading needs a power too. 经办人, 复核人 and 负责人 do the office's work and read what is in the desk. Three
administrators, none of whom reads a record, look after the rest: the 系统管理员 after the desk itself, the 安全管理员
after who may do what, the 审计员 after the journal.

A small office has no administrators, and desks older than these roles have none either: as long as no active officer
has an administrator's role, the 负责人 stands in for it and holds its powers. Naming the administrator ends that. The
one power of the 安全管理员 that a 负责人 always keeps is KEYS, lest a desk whose 安全管理员 forgot the passphrase or
left be stuck for good.
"""

from collections.abc import Collection
from enum import StrEnum

from creditdesk.errors import Problem


class Power(StrEnum):
    """What an act or a question may require of the officer."""

    OWN = "own"
    READ = "read"
    RECORD = "record"
    OBJECTION = "objection"
    EXCHANGE = "exchange"
    CALENDAR = "calendar"
    WORDING = "wording"
    ENQUIRY = "enquiry"
    OFFICE = "office"
    DESK = "desk"
    GRANT = "grant"
    KEYS = "keys"
    JOURNAL = "journal"


POWER_LABELS = {
    Power.OWN: "办理本人事务",
    Power.READ: "查阅信用记录、案件和文书",
    Power.RECORD: "录入和导入信用记录",
    Power.OBJECTION: "办理异议、签发文书",
    Power.EXCHANGE: "制作数据包",
    Power.CALENDAR: "导入节假日安排",
    Power.WORDING: "改写文书文本、作废文书",
    Power.ENQUIRY: "查询信用信息、出具信用报告",
    Power.OFFICE: "管理单位信息和表单",
    Power.DESK: "管理桌面",
    Power.GRANT: "添加工作人员、变更岗位",
    Power.KEYS: "换发口令、停用离职人员",
    Power.JOURNAL: "查阅操作日志",
}

PRINCIPAL = "principal"
ROLE_LABELS = {
    "maker": "经办人",
    "checker": "复核人",
    PRINCIPAL: "负责人",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计员",
}

_WORK = frozenset({Power.OWN, Power.READ, Power.RECORD, Power.OBJECTION, Power.EXCHANGE, Power.ENQUIRY})
_ROLE_POWERS = {
    "maker": _WORK,
    "checker": _WORK | {Power.CALENDAR, Power.WORDING},
    PRINCIPAL: _WORK | {Power.CALENDAR, Power.WORDING, Power.OFFICE, Power.KEYS},
    "system_admin": frozenset({Power.OWN, Power.DESK}),
    "security_admin": frozenset({Power.OWN, Power.GRANT, Power.KEYS}),
    "auditor": frozenset({Power.OWN, Power.JOURNAL}),
}
_STOOD_IN_FOR = ("system_admin", "security_admin", "auditor")


def powers_of(role: str, present: Collection[str] = ()) -> frozenset[Power]:
    """Return what a role may do at a desk whose active officers have the roles `present`; an unknown role nothing."""
    held = _ROLE_POWERS.get(role, frozenset())
    if role == PRINCIPAL:
        held = held.union(*(_ROLE_POWERS[each] for each in _STOOD_IN_FOR if each not in present))
    return held


def holds(role: str, power: Power, present: Collection[str] = ()) -> bool:
    """Tell whether a role holds a power at such a desk."""
    return power in powers_of(role, present)


def require(role: str, needed: Collection[Power], present: Collection[str]) -> None:
    """Raise a Problem unless the role holds one of the powers."""
    if powers_of(role, present).isdisjoint(needed):
        label, wanted = ROLE_LABELS.get(role, role), "”或“".join(POWER_LABELS[each] for each in dict.fromkeys(needed))
        raise Problem(f"{label}没有“{wanted}”的权限，请由有此权限的工作人员办理。")
