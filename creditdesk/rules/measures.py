"""The list of measures (措施清单), clause 六(五): what may be done to whom, on what basis, in dated editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.errors import InputProblem
from creditdesk.rules.heads import Head

REWARD, PUNISHMENT = "激励", "惩戒"
KINDS = (REWARD, PUNISHMENT)
MANDATORY, RECOMMENDED = "强制性", "推荐性"
FORCES = (MANDATORY, RECOMMENDED)
RED, BLACK, REFUSING = "红名单", "黑名单", "有履行能力拒不履行"
OCCASIONS = (RED, BLACK, REFUSING)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `units` are who carries it out, none where the basis names nobody.

    `proposed_for` names the occasions on which the desk proposes it; without one an officer chooses it.
    """

    code: str
    label: str
    kind: str
    force: str
    basis: str
    objects: str
    units: tuple[str, ...]
    proposed_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureList(Head):
    """One edition of the list; units asked to act have `response_days` working days, None where nobody set a term."""

    valid_from: date
    valid_until: date | None
    response_days: int | None
    measures: tuple[Measure, ...]

    def proposed(self, occasion: str) -> tuple[Measure, ...]:
        """Return what is proposed on an occasion, in the order of the list."""
        return tuple(each for each in self.measures if occasion in each.proposed_for)

    def chosen(self, codes: Sequence[str], kind: str) -> tuple[Measure, ...]:
        """Return the measures of these codes or labels in the order of the list.

        InputProblem for one that is not on the list or is of the other kind.
        """
        known = {word: each for each in self.measures for word in (each.code, each.label)}
        for code in codes:
            if code not in known:
                raise InputProblem(f"措施清单（{self.edition}）没有“{code}”这项措施，没有依据的措施不能采取。")
            if known[code].kind != kind:
                raise InputProblem(f"“{known[code].label}”是{known[code].kind}措施，不能用于联合{kind}。")
        wanted = {known[code].code for code in codes}
        return tuple(each for each in self.measures if each.code in wanted)
