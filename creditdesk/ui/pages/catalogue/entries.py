"""What the list of the page 信息目录 shows: proposed forms first, then every kind in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from creditdesk.catalog import editions
from creditdesk.catalog.kinds import RecordKind
from creditdesk.services import office_forms
from creditdesk.services.desk import Desk
from creditdesk.services.office_forms import EDITION, FAULTY, KNOWN, NEW, STATE_LABELS, Accepted, Proposal
from creditdesk.ui.widgets.table_model import Cell, Column, Row

COLUMNS = (
    Column("label", "信息类别", kind="strong"),
    Column("edition", "版本", kind="second"),
    Column("fields", "字段", 54, "figure"),
    Column("state", "状态", 72),
)
_TONES = {NEW: "accent", EDITION: "accent", FAULTY: "today"}


@dataclass(frozen=True)
class Entry:
    """One line: a kind in force, or a proposal; with what its edition changed against the one before."""

    kind: RecordKind | None
    changes: tuple[str, ...] = ()
    proposal: Proposal | None = None
    accepted: Accepted | None = None
    coming: bool = False

    @property
    def key(self) -> str:
        """Return what finds the line again."""
        if self.proposal or not self.kind:
            return self.proposal.file_name if self.proposal else ""
        return f"{self.kind.name} {self.kind.edition}" if self.coming else self.kind.name

    @property
    def waits(self) -> bool:
        """Return whether the form may be accepted now."""
        return self.proposal is not None and self.kind is not None


def entries(desk: Desk) -> tuple[Entry, ...]:
    """Return the lines of the list."""
    taken = {(one.kind, one.edition): one for one in office_forms.accepted(desk)}
    waiting = [one for one in office_forms.proposals(desk) if one.state != KNOWN]
    proposed = [Entry(one.kind, one.changes, one) for one in waiting]
    in_force = desk.catalogue.current_kinds()
    kinds = [Entry(each, _since(desk, each), None, taken.get((each.name, each.edition))) for each in in_force]
    later = [
        Entry(each, _against(office_forms.newest(desk.catalogue, each.name), each), None,
              taken.get((each.name, each.edition)), coming=True)
        for each in office_forms.coming(desk)
    ]  # fmt: skip
    return (*proposed, *later, *kinds)


def _against(before: RecordKind | None, kind: RecordKind) -> tuple[str, ...]:
    return editions.changes(before, kind) if before else ()


def _since(desk: Desk, kind: RecordKind) -> tuple[str, ...]:
    all_editions = [each for each in desk.catalogue.kinds if each.name == kind.name]
    before = all_editions[all_editions.index(kind) + 1 :]
    return _against(before[0] if before else None, kind)


def rows(lines: Sequence[Entry]) -> list[Row]:
    """Return the cells of the lines."""
    return [_row(line) for line in lines]


def _row(line: Entry) -> Row:
    state = line.proposal.state if line.proposal else ""
    words = STATE_LABELS[state] if state else "待启用" if line.coming else "本单位" if line.accepted else "现行"
    label = line.kind.label if line.kind else line.key
    return {
        "label": label,
        "edition": line.kind.edition if line.kind else "",
        "fields": len(line.kind.fields) if line.kind else "",
        "state": Cell(words, tone=_TONES.get(state, "text2"), medium=bool(state)),
    }
