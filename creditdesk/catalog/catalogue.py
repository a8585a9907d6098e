"""The catalogue (信用信息目录): everything forms/ holds, found by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from creditdesk.catalog.backup_rules import BackupRule
from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.enquiries import EnquiryRule
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.layouts import Layout
from creditdesk.catalog.letters import LetterForm
from creditdesk.catalog.point_events import PointEvents
from creditdesk.catalog.receipt_rules import ReceiptRule
from creditdesk.catalog.selections import SelectionRule
from creditdesk.catalog.site_columns import SiteRule
from creditdesk.catalog.supervision import SupervisionRule
from creditdesk.errors import InputProblem
from creditdesk.rules.editions import holds
from creditdesk.rules.green_channel import GreenChannel
from creditdesk.rules.measures import MeasureList
from creditdesk.rules.procedures import Procedure
from creditdesk.rules.repairs import Regime
from creditdesk.rules.reporting import Reporting
from creditdesk.rules.retention import Retention


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The office's paper; kinds stand newest edition first within a name."""

    kinds: tuple[RecordKind, ...]
    letters: tuple[LetterForm, ...]
    procedures: tuple[Procedure, ...]
    code_sets: tuple[CodeSet, ...]
    layouts: tuple[Layout, ...]
    receipt_rules: tuple[ReceiptRule, ...]
    backup_rules: tuple[BackupRule, ...]
    reporting_rules: tuple[Reporting, ...]
    enquiry_rules: tuple[EnquiryRule, ...]
    regimes: tuple[Regime, ...]
    green_channels: tuple[GreenChannel, ...]
    measure_lists: tuple[MeasureList, ...]
    site_rules: tuple[SiteRule, ...]
    retentions: tuple[Retention, ...]
    selection_rules: tuple[SelectionRule, ...]
    supervision_rules: tuple[SupervisionRule, ...]
    point_lists: tuple[PointEvents, ...]

    def kind(self, name: str, edition: str | None = None) -> RecordKind:
        """Return the kind of this name, short name or Chinese label, of one edition or the newest.

        A name the catalogue does not have is an InputProblem: officers type it on the command line.
        """
        for kind in self.kinds:
            if name in (kind.name, kind.short, kind.label) and edition in (None, kind.edition):
                return kind
        known = "、".join(f"{kind.short}（{kind.label}）" for kind in self.current_kinds())
        raise InputProblem(f"目录中没有信息类别“{name}”{edition or ''}，可用的有：{known}。")

    def current_kinds(self) -> tuple[RecordKind, ...]:
        """Return the newest edition of every kind, in their order."""
        newest: dict[str, RecordKind] = {}
        for kind in self.kinds:
            newest.setdefault(kind.name, kind)
        return tuple(newest.values())

    def letter(self, name: str) -> LetterForm:
        """Return the letter form of this name; KeyError when there is none."""
        return _named(self.letters, name)

    def procedure(self, name: str) -> Procedure:
        """Return the procedure of this name; KeyError when there is none."""
        return _named(self.procedures, name)

    def layout(self, name: str) -> Layout:
        """Return the layout of this name; KeyError when there is none."""
        return _named(self.layouts, name)

    def receipt_rule(self, name: str) -> ReceiptRule:
        """Return the rule about receipts of this name; KeyError when there is none."""
        return _named(self.receipt_rules, name)

    def backup_rule(self, name: str = "desk") -> BackupRule:
        """Return the rule about backups of this name; KeyError when there is none."""
        return _named(self.backup_rules, name)

    def reporting(self, name: str) -> Reporting:
        """Return the rules about reporting of this name; KeyError when there are none."""
        return _named(self.reporting_rules, name)

    def enquiry_rule(self, name: str) -> EnquiryRule:
        """Return the rule about enquiries of this name; KeyError when there is none."""
        return _named(self.enquiry_rules, name)

    def regime(self, name: str) -> Regime:
        """Return the regime of repair of this name; KeyError when there is none."""
        return _named(self.regimes, name)

    def green_channel(self, name: str) -> GreenChannel:
        """Return the rule about the green channel of this name; KeyError when there is none."""
        return _named(self.green_channels, name)

    def measure_list(self, day: date, name: str = "county") -> MeasureList:
        """Return the edition of the list of measures in force on a day; InputProblem when there is none."""
        found = next((each for each in self.measure_lists if each.name == name and holds(each, day)), None)
        if found is None:
            raise InputProblem(f"{day}没有施行的措施清单，请核对日期。")
        return found

    def site_rule(self, name: str) -> SiteRule:
        """Return the rule about the site's public columns of this name; KeyError when there is none."""
        return _named(self.site_rules, name)

    def retention(self, name: str) -> Retention:
        """Return the rule about keeping records of this name; KeyError when there is none."""
        return _named(self.retentions, name)

    def selection_rule(self, name: str) -> SelectionRule:
        """Return the rule about selections of this name; KeyError when there is none."""
        return _named(self.selection_rules, name)

    def supervision_rule(self, name: str) -> SupervisionRule:
        """Return the rule about supervision by grade of this name; KeyError when there is none."""
        return _named(self.supervision_rules, name)

    def point_events(self, name: str) -> PointEvents:
        """Return the events that may be worth points, of this name; KeyError when there are none."""
        return _named(self.point_lists, name)

    def layouts_of(self, kind: RecordKind) -> tuple[Layout, ...]:
        """Return the layouts the kind names, in its order."""
        return tuple(self.layout(name) for name in kind.layouts)

    def code_set(self, reference: str) -> CodeSet:
        """Return the code set of this reference (name/version); KeyError when there is none."""
        return {code_set.reference: code_set for code_set in self.code_sets}[reference]


def _named(things: Iterable[N], name: str) -> N:
    return {thing.name: thing for thing in things}[name]
