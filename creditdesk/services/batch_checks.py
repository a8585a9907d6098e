"""批量比对: a list checked against all subjects for somebody, on some authority and for some purpose, and journalled.

Nobody sees an answer before the journal has the question (省条例第22–25、39条: 留痕可查).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from creditdesk.catalog.enquiries import Authority
from creditdesk.documents.batch_report import BatchReport, batch_report_pdf
from creditdesk.errors import InputProblem
from creditdesk.exchange.asked_lists import Asked, asked_in, read_asked
from creditdesk.exchange.list_sheets import ListSheet, write_lists
from creditdesk.exchange.whole_files import replace_file
from creditdesk.services import batch_matches, enquiries, offices
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.batch_matches import Answer
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import BATCH, Asking
from creditdesk.services.powers import Power
from creditdesk.vault import exact_keys

__all__ = ["Asked", "asked_in", "read_asked"]

_ANSWER_HEADS = (
    "行号",
    "查询内容",
    "结果",
    "主体名称",
    "类别",
    "代码或证件号码",
    "查到方式",
    "记录",
    "失信记录",
    "提示",
)
_MISSING_HEADS = ("行号", "查询内容", "提示")
_ADVERSE_HEADS = (
    *("行号", "查询内容", "主体名称", "代码或证件号码", "信息类别"),
    *("文号", "等级", "决定日期", "来源单位", "状态"),
)


@dataclass(frozen=True)
class Enquiry(Asking):
    """Who asks, on what authority, for what purpose; `bare` when persons' numbers are wanted unmasked."""

    bare: bool = False


@dataclass(frozen=True)
class Checked:
    """A list that was checked: every answer, and the journal entry that tells of it."""

    enquiry: Enquiry
    authority: Authority
    answers: tuple[Answer, ...]
    repeated: int
    at: datetime
    officer: str
    seq: int
    sentence: str

    @property
    def found(self) -> tuple[Answer, ...]:
        """What was found."""
        return tuple(answer for answer in self.answers if answer.matches)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """What was not found."""
        return tuple(answer for answer in self.answers if not answer.matches)

    @property
    def adverse(self) -> tuple[Answer, ...]:
        """What was found with adverse records that stand."""
        return tuple(answer for answer in self.answers if answer.adverse)

    @property
    def name(self) -> str:
        """The name of its files."""
        return f"批量核查-{self.at:%Y%m%d}-{self.seq}"


def run(desk: Desk, asked: Sequence[Asked], enquiry: Enquiry) -> Checked:
    """Check a list and keep the enquiry; lines that say the same are asked once.

    InputProblem when the enquiry is not complete, or asks on the authority of a subject about itself.
    """
    desk.require(batch_check.power)
    authority = enquiries.authority_of(enquiries.rule_of(desk.catalogue), enquiry)
    if authority.own:
        raise InputProblem(f"批量核查不能凭“{authority.label}”查询，请改选其他查询权限，本人查询请出具信用报告。")
    wanted = _distinct(asked)
    with desk.read() as session:
        answers = batch_matches.answers(session, desk.catalogue, wanted, authority, desk.clock().date())
    changes = desk.perform(batch_check, enquiry, answers)
    assert changes.seq is not None
    return Checked(
        enquiry,
        authority,
        answers,
        len(asked) - len(wanted),
        desk.clock(),
        desk.officer.name,
        changes.seq,
        changes.sentence,
    )


@act("subject.batch_check", Power.ENQUIRY, "批量核查主体")
def batch_check(a: Act, enquiry: Enquiry, answers: Sequence[Answer]) -> Result:
    """Keep an enquiry: its counts, whom it found, and the list's hash, by which the paper can be proved."""
    said = "\n".join(f"{answer.asked.name}\t{answer.asked.code}" for answer in answers)
    found = sum(bool(answer.matches) for answer in answers)
    adverse = sum(answer.adverse for answer in answers)
    subjects = sorted({match.id for answer in answers for match in answer.matches})
    kept = enquiries.keep(a, BATCH, enquiry, subjects, asked=len(answers))
    a.say(f"已批量比对{len(answers):,}个：查到{found:,}，未查到{len(answers) - found:,}，有失信记录{adverse:,}")
    return {
        "enquiry": kept,
        "applicant": enquiry.applicant.strip(),
        "authority": enquiry.authority.strip(),
        "proof": enquiry.proof.strip(),
        "purpose": enquiry.purpose.strip(),
        "unmasked": enquiry.bare,
        "asked": len(answers),
        "found": found,
        "adverse": adverse,
        "list_sha256": hashlib.sha256(said.encode()).hexdigest(),
        "subjects": subjects,
    }


def _distinct(asked: Sequence[Asked]) -> list[Asked]:
    seen: dict[tuple[str, str], Asked] = {}
    for each in asked:
        seen.setdefault((exact_keys.comparable(each.name) or each.name, each.code), each)
    return list(seen.values())


def write(desk: Desk, checked: Checked, folder: Path) -> tuple[Path, Path]:
    """Write workbook and report into a folder; returns both paths, and replaces what stands there of the same check."""
    if not folder.is_dir():
        raise InputProblem(f"文件夹{folder}不存在，请先建立，或另选一个。")
    workbook, paper = folder / f"{checked.name}.xlsx", folder / f"{checked.name}.pdf"
    write_workbook(checked, workbook)
    replace_file(paper, report_pdf(desk, checked))
    return workbook, paper


def write_workbook(checked: Checked, path: Path) -> None:
    """Write the answers as a workbook: asked, found, not found, with adverse records."""
    bare = checked.enquiry.bare
    everything, found = (
        [row for answer in some for row in answer_rows(answer, bare=bare)] for some in (checked.answers, checked.found)
    )
    adverse = [row for answer in checked.adverse for row in adverse_rows(answer, bare=bare)]
    sheets = (
        ListSheet("查询名单", _ANSWER_HEADS, everything),
        ListSheet("查到", _ANSWER_HEADS, found),
        ListSheet("未查到", _MISSING_HEADS, [missing_row(answer, bare=bare) for answer in checked.missing]),
        ListSheet("有失信记录", _ADVERSE_HEADS, adverse),
    )
    write_lists(path, sheets)


def answer_rows(answer: Answer, *, bare: bool) -> Iterator[tuple[str, ...]]:
    """Return an answer as rows, one for each subject found, one when there is none."""
    asked = (str(answer.asked.number), answer.shown(bare=bare))
    if not answer.matches:
        yield (*asked, "未查到", "", "", "", "", "", "", answer.note)
    for match in answer.matches:
        result = "有失信记录" if match.adverse else "查到"
        counts = (str(match.records), str(len(match.adverse)))
        yield (*asked, result, match.name, match.category, match.shown(bare=bare), match.by, *counts, answer.note)


def missing_row(answer: Answer, *, bare: bool) -> tuple[str, ...]:
    """Return what was not found as a row."""
    return str(answer.asked.number), answer.shown(bare=bare), answer.note


def adverse_rows(answer: Answer, *, bare: bool) -> Iterator[tuple[str, ...]]:
    """Return the adverse records of an answer, one row each."""
    for match in answer.matches:
        who = (str(answer.asked.number), answer.shown(bare=bare), match.name, match.shown(bare=bare))
        for one in match.adverse:
            yield (*who, one.kind, one.number, one.grade, one.decided_on, one.unit, one.state)


def report_pdf(desk: Desk, checked: Checked) -> bytes:
    """Return the 批量核查报告: the counts, and as annexes the adverse records and what was not found."""
    bare = checked.enquiry.bare
    report = BatchReport(
        office=offices.office(desk).name,
        number=checked.seq,
        applicant=checked.enquiry.applicant.strip(),
        authority=_ground(checked),
        scopes=tuple(scope for scope in enquiries.rule_of(desk.catalogue).scopes if scope in checked.authority.sees),
        purpose=checked.enquiry.purpose.strip(),
        officer=checked.officer,
        on=checked.at.date(),
        asked=len(checked.answers),
        repeated=checked.repeated,
        found=len(checked.found),
        adverse_count=len(checked.adverse),
        adverse=tuple(
            (row[0], row[2], row[3], f"{row[4]}\n{row[5]}", row[6], row[7], row[9])
            for answer in checked.adverse
            for row in adverse_rows(answer, bare=bare)
        ),
        missing=tuple(missing_row(answer, bare=bare) for answer in checked.missing),
        masked=not bare,
    )
    return batch_report_pdf(report)


def _ground(checked: Checked) -> str:
    """Return the authority with its proof, as the report names it."""
    proof = checked.enquiry.proof.strip()
    return f"{checked.authority.label}（{proof}）" if proof else checked.authority.label
