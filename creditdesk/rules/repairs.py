"""Credit repair (信用修复): which dated regime governs a record, from when it may be repaired, when publicity ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.errors import InputProblem
from creditdesk.rules import editions
from creditdesk.rules.heads import Head
from creditdesk.rules.periods import last_day


@dataclass(frozen=True, slots=True)
class RepairClass:
    """One class of a regime: its shortest and longest publicity in months, None where the source gives no figure.

    A class that is not `early` is never repaired before its publicity ends by itself.
    """

    label: str
    minimum: int | None
    maximum: int | None
    early: bool = True


@dataclass(frozen=True, slots=True)
class Regime(Head):
    """One dated set of rules about repair, for applications received while it is in force.

    `starts` is the record's field from whose date publicity counts. `authorities` are words in the name of the deciding
    body that it is made for, everybody's when there are none; such a regime goes before a general one.
    """

    valid_from: date
    valid_until: date | None
    starts: str
    authorities: tuple[str, ...]
    classes: tuple[RepairClass, ...]
    conditions: tuple[str, ...]

    @property
    def cited(self) -> str:
        """Return the text as a letter cites it: the source without the remarks behind it."""
        return self.source.partition("；")[0]

    def class_named(self, label: str) -> RepairClass:
        """Return the class of this label; InputProblem when the regime has none."""
        found = next((each for each in self.classes if each.label == label), None)
        if found is None:
            known = "、".join(each.label for each in self.classes)
            raise InputProblem(f"{self.label}没有“{label}”这一类，可选的有：{known}。")
        return found

    def made_for(self, authority: str) -> bool:
        """Tell whether the regime governs what this body decided."""
        return not self.authorities or any(word in authority for word in self.authorities)


@dataclass(frozen=True, slots=True)
class Term:
    """What a regime says of one record: the day publicity counts from, and both ends; None where nothing is said."""

    start: date | None
    earliest: date | None
    latest: date | None


def governing(regimes: Sequence[Regime], received_on: date, authority: str) -> tuple[Regime, ...]:
    """Return the regimes that govern an application received on a day, the binding one first.

    A regime made for the deciding body goes before a general one, a later one before an earlier.
    """
    found = [each for each in editions.in_force(regimes, received_on) if each.made_for(authority)]
    if not found:
        raise InputProblem(f"{received_on}收到的信用修复申请没有适用的规则，请核对收到日期。")
    return tuple(sorted(found, key=lambda each: (bool(each.authorities), each.valid_from), reverse=True))


def why(regime: Regime, received_on: date, called: str = "") -> str:
    """Say why a regime binds an application; `called` is said in place of its label."""
    until = f"至{regime.valid_until}" if regime.valid_until else "起"
    body = "，专门适用于该认定单位" if regime.authorities else ""
    return f"申请于{received_on}收到，{called or regime.label}自{regime.valid_from}{until}施行{body}"


def term(repair_class: RepairClass, start: date | None) -> Term:
    """Return both ends of a record's publicity; a period ends on the same day of the month, else on its last day."""
    earliest = None if not repair_class.early else _after(start, repair_class.minimum)
    return Term(start, earliest, _after(start, repair_class.maximum))


def refuse_untimely(regime: Regime, repair_class: RepairClass, when: Term, received_on: date) -> None:
    """Raise InputProblem for an application before its day or after the last, or that the class does not admit."""
    end = f"公示至{when.latest}自动停止" if when.latest else "公示期满自动停止"
    if not repair_class.early:
        raise InputProblem(f"{regime.label}规定“{repair_class.label}”不提前修复，{end}，不能登记修复申请。")
    if when.latest is not None and received_on > when.latest:
        raise InputProblem(
            f"按{regime.label}“{repair_class.label}”，公示到{when.latest}为止，已经期满，不需要修复；请更正该记录的公示截止期。"
        )
    if when.earliest is not None and received_on < when.earliest:
        raise InputProblem(f"按{regime.label}“{repair_class.label}”，最早{when.earliest}可以申请修复，请到期后再登记。")


def _after(start: date | None, months: int | None) -> date | None:
    return None if start is None or months is None else last_day(start, months)
