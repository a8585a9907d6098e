"""评选核查, clause 七: a list of candidates for a title against records, black lists and the honours they have.

It is a batch check like any other, with its enquiry and its journal entry; what it adds is a verdict on each candidate.
Severe breaches and black lists keep a candidate out (五（二）); other records are told, and the selecting unit decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.selections import Selection, SelectionRule
from creditdesk.errors import InputProblem
from creditdesk.models import Record
from creditdesk.services import batch_checks, listings, printed_lists
from creditdesk.services.batch_checks import Asked, Checked, Enquiry
from creditdesk.services.batch_matches import Answer, Match
from creditdesk.services.desk import Desk
from creditdesk.services.printed_lists import PrintedList

RULE = "plan_2017"
CLEAN, TOLD, OUT, WRONG, MISSING, DOUBTFUL = (
    "没有失信记录",
    "有失信记录，由评选单位决定",
    "不得参评",
    "不属于评选对象",
    "未查到",
    "同名，请用代码核对",
)
_COLUMNS = (
    *(("行号", 0.5), ("候选", 2.0), ("主体名称", 2.0), ("类别", 1.2), ("代码或证件号码", 1.8)),
    *(("核查结果", 1.6), ("失信记录", 2.4), ("黑名单", 1.6), ("已有荣誉", 2.0)),
)


@dataclass(frozen=True)
class Candidate:
    """One line of the list: who it is, the verdict, and what it rests on."""

    number: int
    asked: str
    name: str
    category: str
    code: str
    verdict: str
    adverse: tuple[str, ...] = ()
    black: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()

    def verdict_and(self, note: str) -> tuple[str, ...]:
        """Return the verdict, the black lists behind it and what else is to be told."""
        return tuple(each for each in (self.verdict, *self.black, note) if each)

    def cells(self) -> tuple[str, ...]:
        """Return the candidate as a row of texts."""
        more = ("；".join(some) for some in (self.adverse, self.black, self.honours))
        return (str(self.number), self.asked, self.name, self.category, self.code, self.verdict, *more)


@dataclass(frozen=True)
class Selected:
    """A list of candidates that was checked for one selection."""

    selection: Selection
    checked: Checked
    candidates: tuple[Candidate, ...]

    @property
    def name(self) -> str:
        """Return what its files are called."""
        return f"{self.selection.label}评选核查_{self.checked.seq}"

    @property
    def summary(self) -> str:
        """Return how many candidates have which verdict."""
        verdicts = [each.verdict for each in self.candidates]
        counted = ((verdict, verdicts.count(verdict)) for verdict in (CLEAN, TOLD, OUT, WRONG, MISSING, DOUBTFUL))
        return "、".join(f"{verdict}{count:,}" for verdict, count in counted if count)


def rule_of(catalogue: Catalogue) -> SelectionRule:
    """Return the rule about selections."""
    return catalogue.selection_rule(RULE)


def run(desk: Desk, named: str, asked: Sequence[Asked], enquiry: Enquiry) -> Selected:
    """Check candidates for a selection; InputProblem for a selection the rule does not know, or no whole enquiry."""
    rule = rule_of(desk.catalogue)
    selection = rule.selection(named)
    if selection is None:
        labels = "、".join(each.label for each in rule.selections)
        raise InputProblem(f"没有“{named}”这种评选，可选的有：{labels}。")
    checked = batch_checks.run(desk, asked, enquiry)
    with desk.read() as session:
        found = tuple(_candidate(desk, session, rule, selection, checked, answer) for answer in checked.answers)
    told = zip(checked.answers, found, strict=True)
    answers = tuple(replace(answer, note="；".join(each.verdict_and(answer.note))) for answer, each in told)
    return Selected(selection, replace(checked, answers=answers), found)


def _candidate(
    desk: Desk, session: Session, rule: SelectionRule, selection: Selection, checked: Checked, answer: Answer
) -> Candidate:
    number, asked = answer.asked.number, answer.shown(bare=checked.enquiry.bare)
    if len(answer.matches) != 1:
        return Candidate(number, asked, "", "", "", DOUBTFUL if answer.matches else MISSING)
    match = answer.matches[0]
    black = tuple(
        f"{each.list_name}（{each.domain}）"
        for each in listings.in_force(session, checked.at.date(), subject_id=match.id)
    )
    return Candidate(
        number, asked, match.name, match.category, match.shown(bare=checked.enquiry.bare),
        _verdict(rule, selection, match, black), _adverse(match), black,
        tuple(_honours(session, desk.catalogue, rule, match.id)),
    )  # fmt: skip


def _verdict(rule: SelectionRule, selection: Selection, match: Match, black: Sequence[str]) -> str:
    if match.category not in selection.categories:
        return WRONG
    if black or rule.excludes(one.grade for one in match.adverse):
        return OUT
    return TOLD if match.adverse else CLEAN


def _adverse(match: Match) -> tuple[str, ...]:
    return tuple(f"{one.kind}{one.number}（{one.grade}）" for one in match.adverse)


def _honours(session: Session, catalogue: Catalogue, rule: SelectionRule, subject_id: str) -> Iterator[str]:
    """Yield the honours a subject has and was not deprived of, the oldest first."""
    query = select(Record).where(Record.subject_id == subject_id, Record.kind.in_(rule.honours))
    for record in session.scalars(query.where(Record.state != "revoked").order_by(Record.decided_on, Record.id)):
        if not record.content.get("removed_on"):
            kind = catalogue.kind(record.kind, record.edition)
            yield record.content.get("decision_title") or kind.title(record.content)


def write(desk: Desk, selected: Selected, folder: Path) -> tuple[Path, Path]:
    """Write the candidates as a workbook and a printed list into a folder; returns both paths."""
    wanted, paths = _printed(selected), (folder / f"{selected.name}.xlsx", folder / f"{selected.name}.pdf")
    for path in paths:
        printed_lists.save(desk, wanted, path)
    return paths


def pdf(desk: Desk, selected: Selected) -> bytes:
    """Draw the list of candidates."""
    return printed_lists.pdf(desk, _printed(selected))


def _printed(selected: Selected) -> PrintedList:
    rows = [candidate.cells() for candidate in selected.candidates]
    told = f"查询单位 {selected.checked.enquiry.applicant.strip()}　日志第{selected.checked.seq}号"
    title = f"{selected.selection.label}评选核查表"
    return PrintedList(title, told, _COLUMNS, rows, selected.summary, "名单里没有候选。")
