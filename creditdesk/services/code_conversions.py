"""How a subject's old codes map to its unified social credit code (存量代码转换), plan 三(二)."""

from dataclasses import dataclass

from sqlalchemy import select

from creditdesk.models import Subject, SubjectMerge
from creditdesk.models.merges import STANDING
from creditdesk.rules.identifiers import conversion_fault, hyphenated
from creditdesk.services import subjects
from creditdesk.services.desk import Desk

_OLD_TAX = 15
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
