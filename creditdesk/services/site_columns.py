"""The public columns of the credit site: what may stand there, why the rest may not, and the package that is pushed.

实施方案三（二）: converted codes; 四（一）: commitments; 五（三）、六（七）: public enquiry of market subjects.
The public sees what an enquiry on public authority opens by 信息使用范围; a contested record stays and is marked.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.enquiries import Authority, EnquiryRule
from creditdesk.catalog.site_columns import SiteColumn, SiteRule
from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.resources import CONTESTED
from creditdesk.exchange.site_package import SiteHead, SiteTable, write_site
from creditdesk.exchange.whole_files import new_file
from creditdesk.models import Record
from creditdesk.services import code_conversions, office_keys, offices, records
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

RULE = "plan_2017"
SUFFIX = ".zip"
ENDED = "公示期已满"
_LEADING = (("uuid", "记录标识", False), ("kind", "信息类别", False), ("mark", "标注", False))
CODES = "codes"
_CODE_FIELDS = (
    *(("id", "标识", False), ("subject_name", "主体名称", False), ("uscc", "统一社会信用代码", False)),
    *(("code_kind", "原代码类别", False), ("old_code", "原代码", False), ("note", "核对", False)),
)
_AT_ONCE = 500


@dataclass(frozen=True)
class ColumnOutlook:
    """What a column would show today, and of what it would not show: why, and how many."""

    name: str
    label: str
    shown: int
    left_out: tuple[tuple[str, int], ...]


def rule_of(catalogue: Catalogue) -> SiteRule:
    """Return the rule about the site's columns."""
    return catalogue.site_rule(RULE)


def outlooks(desk: Desk) -> tuple[ColumnOutlook, ...]:
    """Return what each column would show today."""
    today = desk.clock().date()
    with desk.read() as session:
        return tuple(_outlook(session, desk.catalogue, each, today) for each in rule_of(desk.catalogue).columns)


def _outlook(session: Session, catalogue: Catalogue, column: SiteColumn, today: date) -> ColumnOutlook:
    why = Counter(reason for _, reason in _judged(session, catalogue, column, today))
    shown = why.pop("", 0)
    return ColumnOutlook(column.name, column.label, shown, tuple(sorted(why.items())))


def save(desk: Desk, path: Path) -> Changes:
    """Write the package of all columns; it is journalled, and records whose column keeps the day of pushing get it."""
    if path.suffix.lower() != SUFFIX:
        raise InputProblem(f"公示数据包只能保存为ZIP，{path.name}不是，请改文件名的结尾。")
    if not path.parent.is_dir():
        raise InputProblem(f"文件夹{path.parent}不存在，请先建立，或另选一个。")
    rule, today = rule_of(desk.catalogue), desk.clock().date()
    with new_file(path) as file:
        with desk.read() as session:
            key = office_keys.active(session)
            head = SiteHead(offices.office_of(session).name, rule.label, desk.clock())
            tables = [_table(session, desk.catalogue, column, today) for column in rule.columns]
            tables.append(SiteTable(CODES, code_conversions.CONVERTED, _CODE_FIELDS, _codes(session)))
            rows = write_site(file, head, tables, OfficeCertificate(key.key_pem, key.certificate_pem))
        # Within the block: the file gets its name only when the journal has it.
        return desk.perform(push, rows, path.name)


@act("site.push", Power.EXCHANGE, "制作信用网站公示数据包")
def push(a: Act, rows: dict[str, int], file_name: str) -> Result:
    """Write down what was pushed, and the day in the records that keep it and have none yet."""
    stamped = [one for column in rule_of(a.catalogue).columns if column.stamp for one in _stamped(a, column)]
    labels = {column.name: column.label for column in rule_of(a.catalogue).columns} | {
        CODES: code_conversions.CONVERTED
    }
    told = "、".join(f"{labels[name]}{count:,}条" for name, count in rows.items())
    a.say(f"已制作信用网站公示数据包{file_name}：{told}")
    return {"rows": rows, "file": file_name, "stamped": stamped}


def _codes(session: Session) -> Iterator[tuple[str, ...]]:
    for subject, told in code_conversions.converted(session):
        yield f"{subject.id}-{told.label}", subject.name, subject.uscc or "", told.label, told.code, told.words


def _stamped(a: Act, column: SiteColumn) -> Iterator[str]:
    for record, reason in list(_judged(a.session, a.catalogue, column, a.today)):
        if not reason and not record.content.get(column.stamp):
            content = {**record.content, column.stamp: a.today.isoformat()}
            records.advance(a, record, "pushed", "推送信用网站，实施方案四（一）", content=content)
            yield record.id


def _table(session: Session, catalogue: Catalogue, column: SiteColumn, today: date) -> SiteTable:
    fields = tuple((field.name, field.label, field.type == "date") for field in column.fields)
    return SiteTable(column.name, column.label, (*_LEADING, *fields), _rows(session, catalogue, column, today))


def _rows(session: Session, catalogue: Catalogue, column: SiteColumn, today: date) -> Iterator[tuple[str, ...]]:
    labels = {kind.name: kind.label for kind in catalogue.current_kinds()}
    names = [field.name for field in column.fields]
    for record, reason in _judged(session, catalogue, column, today):
        if not reason:
            mark = CONTESTED if record.objection_mark else ""
            yield (record.id, labels[record.kind], mark, *(record.content.get(name, "") for name in names))


def _judged(session: Session, catalogue: Catalogue, column: SiteColumn, today: date) -> Iterator[tuple[Record, str]]:
    """Yield the records of a column in the order they came, each with why it may not be shown, "" where it may."""
    site = rule_of(catalogue)
    rule = catalogue.enquiry_rule(site.enquiry_rule)
    authority = rule.authority(site.authority)
    assert authority is not None  # the file was read with it
    query = select(Record).where(Record.kind.in_(column.kinds), Record.state != "revoked").order_by(Record.id)
    for record in session.scalars(query.execution_options(yield_per=_AT_ONCE)):
        yield record, _hindrance(rule, authority, record, today)


def _hindrance(rule: EnquiryRule, authority: Authority, record: Record, today: date) -> str:
    """Return why a record may not be shown to the public, "" where it may."""
    scope, category = record.content.get("usage_scope", ""), record.content.get("subject_category", "")
    if record.withheld:
        return record.withheld
    if record.content.get("publicity_until", "9") < today.isoformat():
        return ENDED
    if scope not in authority.sees:
        return rule.hidden.get(scope, rule.unstated)
    return "" if authority.opens(category) else f"{category}的信息不公开查询"
