"""The lists that an office prints for the public or hands to units, by name: each is written as it stands today."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from creditdesk.services import campaigns, code_conversions, supervision
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk


@dataclass(frozen=True)
class PublicList:
    """One list: its title, what it holds, and how it is written; `period` ones ask for two days first."""

    title: str
    about: str
    period: bool
    save: Callable[..., Changes]


def known(desk: Desk) -> tuple[PublicList, ...]:
    """Return every list in its order."""
    services = supervision.rule_of(desk.catalogue).services
    return (
        PublicList(code_conversions.CONVERTED, "原代码与统一社会信用代码", False, code_conversions.save_converted),
        PublicList(code_conversions.NEW, "一段时间内登记的主体和代码", True, code_conversions.save_new),
        PublicList(supervision.CLASSES, "有效的评定结果和监管方式", False, supervision.save),
        *(
            PublicList(f"{supervision.PRIORITY}（{each.label}）", "有荣誉、没有失信记录的主体", False,
                       partial(_priority, each.label))
            for each in services
        ),
        PublicList(campaigns.TITLE, "一段时间内举办的活动", True, campaigns.save),
    )  # fmt: skip


def _priority(service: str, desk: Desk, path: Path) -> Changes:
    return supervision.save_priority(desk, service, path)
