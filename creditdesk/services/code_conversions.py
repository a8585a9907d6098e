"""How old codes map to unified social credit codes (存量代码转换) and which codes are new (新赋码), plan 三(二).

Both lists are public and are told in time: printed, and in the package for the credit site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject, SubjectMerge
from creditdesk.models.merges import STANDING
from creditdesk.rules.identifiers import conversion_fault, hyphenated
from creditdesk.services import printed_lists, subjects
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.printed_lists import PrintedList

_OLD_TAX = 15
CONVERTED, NEW = "存量代码转换公示清单", "新赋码公示清单"
REGISTRATION = "registration"
_AT_ONCE = 500
_WITHOUT_RULE = "由登记机关换发，两码之间没有可核算的对应"


@dataclass(frozen=True)
class Conversion:
    """One old code with what it becomes; `agrees` is None where no rule ties the two together."""

    label: str
    code: str
    words: str
    agrees: bool | None


def of_subject(desk: Desk, subject_id: str) -> tuple[Conversion, ...]:
    """Return every old code of a subject, those of subjects merged into it included, beside its USCC."""
    merged = select(SubjectMerge.merged_id).where(SubjectMerge.kept_id == subject_id, SubjectMerge.state == STANDING)
    with desk.read() as session:
        kept = session.get_one(Subject, subject_id)
        rows = [kept, *session.scalars(select(Subject).where(Subject.id.in_(merged)).order_by(Subject.id))]
    told = [_told(name, getattr(row, name), kept.uscc) for row in rows for name in _old(row, kept)]
    return tuple(dict.fromkeys(told))


def _old(row: Subject, kept: Subject) -> list[str]:
    """Return which old codes a row has; another USCC of a merged row is an old code too."""
    names = [name for name in subjects.CODES if name != "uscc" and getattr(row, name)]
    return ["uscc", *names] if row.uscc and row.uscc != kept.uscc else names


def _told(name: str, code: str, uscc: str | None) -> Conversion:
    label = subjects.IDENTITY_LABELS[name]
    if uscc is None:
        return Conversion(label, code, "尚未换发统一社会信用代码", None)
    inside = code if name == "org_code" else code[6:] if name == "tax_number" and len(code) == _OLD_TAX else ""
    if not inside:
        same = code == uscc
        return Conversion(label, code, "与统一社会信用代码相同" if same else _WITHOUT_RULE, True if same else None)
    fault = conversion_fault(inside, uscc)
    where = "后九位" if name == "tax_number" else ""
    agrees = f"{where}与统一社会信用代码第9至17位一致"
    return Conversion(label, hyphenated(code) if name == "org_code" else code, fault or agrees, fault is None)


def converted(session: Session) -> Iterator[tuple[Subject, Conversion]]:
    """Yield every old code of every organisation that has its unified code, beside whom it belongs to."""
    merged = select(SubjectMerge.merged_id).where(SubjectMerge.state == STANDING)
    query = select(Subject).where(Subject.uscc.is_not(None), Subject.category != "person", Subject.id.not_in(merged))
    for subject in session.scalars(query.order_by(Subject.id).execution_options(yield_per=_AT_ONCE)):
        for name in _old(subject, subject):
            yield subject, _told(name, getattr(subject, name), subject.uscc)


def newly_given(session: Session, start: date, end: date) -> Iterator[tuple[str, ...]]:
    """Yield whoever was registered with a unified code in a period: name, code, day, authority."""
    query = select(Record).where(Record.kind == REGISTRATION, Record.state != "revoked")
    query = query.where(Record.decided_on.between(start.isoformat(), end.isoformat()))
    for record in session.scalars(query.order_by(Record.decided_on, Record.id)):
        if code := record.content.get("uscc"):
            yield record.content["subject_name"], code, record.decided_on or "", record.content.get("authority", "")


def save_converted(desk: Desk, path: Path) -> Changes:
    """Write the public list of converted codes as PDF or workbook."""
    with desk.read() as session:
        found = [(subject.name, subject.uscc or "", told) for subject, told in converted(session)]
    differing = sum(told.agrees is False for _, _, told in found)
    rows = [(name, uscc, told.label, told.code, told.words) for name, uscc, told in found]
    columns = (("主体名称", 3.0), ("统一社会信用代码", 2.2), ("原代码类别", 1.6), ("原代码", 2.0), ("核对", 3.0))
    summary = f"共{len(rows):,}条" + (f"，{differing:,}条两码不一致" if differing else "")
    wanted = PrintedList(CONVERTED, "", columns, rows, summary, "没有需要公示的代码转换。")
    return printed_lists.save(desk, wanted, path)


def save_new(desk: Desk, start: date, end: date, path: Path) -> Changes:
    """Write the public list of codes given in a period as PDF or workbook."""
    if end < start:
        raise InputProblem(f"起止日期颠倒：{start}晚于{end}，请核对。")
    with desk.read() as session:
        rows = list(newly_given(session, start, end))
    columns = (("主体名称", 3.0), ("统一社会信用代码", 2.2), ("登记日期", 1.2), ("登记机关", 2.6))
    told = f"登记日期 {start} 至 {end}"
    wanted = PrintedList(NEW, told, columns, rows, f"共{len(rows):,}条", "本期没有新赋的代码。")
    return printed_lists.save(desk, wanted, path)
