"""One case as one PDF (案卷): contents, 期限计算单, every letter in the order of its issue, and the papers with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import or_, select

from creditdesk.documents import bundles
from creditdesk.documents.case_contents import TITLE, CaseContents, ContentsLine, case_contents_pdf
from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.whole_files import replace_file
from creditdesk.models import Case, CaseStep, Letter
from creditdesk.services import attachments, deadline_sheets, letter_copies, letters, objection_lists, offices
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

_PICTURES = ("png", "jpeg", "tiff")


@dataclass(frozen=True)
class _Paper:
    """One paper of the case; one that cannot be bound has no file, and its title says why."""

    title: str
    number: str
    on: date
    file: bytes


@act("case.bundle", Power.OBJECTION, "导出案卷")
def export(a: Act, case_id: str, papers: int) -> Result:
    """Write down that a case leaves the encrypted desk as one file."""
    number = a.session.get_one(Case, case_id).number
    a.say(f"已导出 {number} 的案卷，共 {papers} 份材料；离开本机的文件不再加密，请妥善保管")
    return {"case": case_id, "papers": papers}


def save(desk: Desk, case_id: str, path: Path) -> Changes:
    """Write the case as one PDF, the journal first; a Problem when the file cannot be written."""
    desk.require(export.power)
    papers = list(_papers(desk, case_id))
    told = _bound(desk, case_id, papers)
    changes = desk.perform(export, case_id, sum(bool(paper.file) for paper in papers))
    replace_file(path, told)
    return changes


def pdf(desk: Desk, case_id: str) -> bytes:
    """Return the case as one PDF."""
    return _bound(desk, case_id, list(_papers(desk, case_id)))


def by_number(desk: Desk, number: str) -> str:
    """Return the case with this number; InputProblem when there is none."""
    with desk.read() as session:
        found = session.scalar(select(Case.id).where(Case.number == number.strip()))
    if found is None:
        raise InputProblem(f"没有案号为{number}的案件，请核对案号。")
    return found


def _bound(desk: Desk, case_id: str, papers: list[_Paper]) -> bytes:
    """Bind the papers behind their contents, which are drawn again once their own length is known."""
    before = 1
    while True:
        first = case_contents_pdf(_contents(desk, case_id, papers, before))
        if bundles.pages_of(first) == before:
            break
        before = bundles.pages_of(first)
    bound = [(TITLE, first), *((paper.title, paper.file) for paper in papers if paper.file)]
    starts = [1, *(start for _, start in _placed(papers, before) if start)]
    return bundles.numbered(bound, starts, desk.clock().date())


def _placed(papers: list[_Paper], before: int) -> Iterator[tuple[_Paper, int]]:
    """Yield each paper with its first page, 0 for one that is not bound."""
    page = before + 1
    for paper in papers:
        yield paper, page if paper.file else 0
        page += bundles.pages_of(paper.file) if paper.file else 0


def _contents(desk: Desk, case_id: str, papers: list[_Paper], before: int) -> CaseContents:
    sheet = objection_lists.sheet(desk, case_id)
    lines = [
        ContentsLine(paper.title, paper.number, paper.on, _pages(paper, start) if start else "—")
        for paper, start in _placed(papers, before)
    ]
    return CaseContents(
        offices.office(desk).name,
        desk.officer.name,
        sheet.row.number,
        sheet.row.applicant,
        sheet.state,
        desk.clock().date(),
        tuple(lines),
    )


def _pages(paper: _Paper, start: int) -> str:
    last = start + bundles.pages_of(paper.file) - 1
    return f"{start}–{last}" if last > start else str(start)


def _papers(desk: Desk, case_id: str) -> Iterator[_Paper]:
    today = desk.clock().date()
    yield _Paper("期限计算单", "", today, deadline_sheets.pdf(desk, case_id))
    for row in letters.rows(desk, _letters(desk, case_id)):
        void = "（已作废）" if row.void_reason else ""
        yield _Paper(f"{row.title}{void}", row.number, row.issued_on, letter_copies.shown(desk, row.id))
    for paper in attachments.listing(desk, case_id):
        if not paper.withdrawn_by:
            yield _attached(desk, paper)


def _attached(desk: Desk, paper: attachments.AttachmentRow) -> _Paper:
    on = office_date(paper.at)
    if paper.kind != "pdf" and paper.kind not in _PICTURES:
        return _Paper(f"{paper.name}（{paper.label}，未装入）", "", on, b"")
    try:
        content = attachments.content(desk, paper.id)
        file = content if paper.kind == "pdf" else bundles.picture_pages(content)
        bundles.pages_of(file)
    except Problem:
        return _Paper(f"{paper.name}（画不出来，未装入）", "", on, b"")
    return _Paper(paper.name, "", on, file)


def _letters(desk: Desk, case_id: str) -> list[str]:
    """Return the letters of a case, those that name it among others too, in the order of their issue."""
    steps = select(CaseStep.letter_id).where(CaseStep.case_id == case_id, CaseStep.letter_id.is_not(None))
    query = select(Letter.id).where(or_(Letter.case_id == case_id, Letter.id.in_(steps)))
    with desk.read() as session:
        return list(session.scalars(query.order_by(Letter.issued_at, Letter.id)))
