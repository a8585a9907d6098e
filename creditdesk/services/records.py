"""Credit records: entered whole, corrected and revoked with a reason; every version stays readable."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.errors import InputProblem, stated
from creditdesk.models import Draft, Record, RecordVersion, Subject
from creditdesk.rules.exclusions import withheld_reason
from creditdesk.services import merges, role_links, stated_roles
from creditdesk.services.acts import Act, Result, act, listed
from creditdesk.services.bulk import LATE, NewRecord
from creditdesk.services.plain_rows import first, rows
from creditdesk.services.powers import Power
from creditdesk.vault import search

SEVERE = "严重"
ARCHIVED = "保存期满，已转为档案（省条例第十九条）"
"""Why an archived record is reported and counted no more; it stands where every such reason stands (`withheld`)."""
STATE_LABELS = {"recorded": "已录入", "reported": "已报送", "contested": "异议中", "revoked": "已撤销"}


@act("record.enter", Power.RECORD, "录入信用记录", undoable=True)
def enter(
    a: Act, kind_name: str, content: Mapping[str, str], *, kept_because: str = "", late_because: str = ""
) -> Result:
    """Enter a new record; doubtful values (a failed check digit) are kept only with a reason.

    `late_because` makes it a late entry (补录): it says so for ever, with the reason. Raises InputProblem for the
    first faults, or when the same decision on the same subject is already there.
    """
    kind = a.catalogue.kind(kind_name)
    clean = checked(a, kind, content, kept_because)
    subject = merges.settle(a, clean)
    refuse_double(a.session, kind, subject, clean)
    origin = LATE if late_because.strip() else "entry"
    record = new_record(a, kind, clean, subject, origin)
    a.session.add(record)
    a.session.flush()
    keep_version(a, record, origin, "；".join(filter(None, (late_because.strip(), kept_because.strip()))))
    stated_roles.learn(a, subject, record)
    index(a.session, record)
    forget_draft(a, kind.name)
    a.say(f"已{'补录' if origin == LATE else '录入'}{kind.label} {kind.title(clean)}{_responsible(a, kind, record)}")
    return {"record": record.id, "subject": subject.id}


def _responsible(a: Act, kind: RecordKind, record: Record) -> str:
    """Say how many persons answered for a severe breach at the time, 实施方案五（六）."""
    day = record.content.get("decided_on", "")
    if not kind.adverse or record.content.get("grade") != SEVERE or not day:
        return ""
    persons = {link.person_id for link in role_links.in_force(a.session, record.subject_id, date.fromisoformat(day))}
    return f"，{len(persons)}名责任人待定" if persons else ""


@act("record.correct", Power.RECORD, "更正信用记录", undoable=True)
def correct(
    a: Act, record_id: str, news: Mapping[str, str], reason: str, *, case_id: str | None = None, kept_because: str = ""
) -> Result:
    """Correct fields of a record (更正) for a reason; the version before stays readable."""
    record = current(a.session, record_id)
    kind = a.catalogue.kind(record.kind, record.edition)
    reason = stated(reason, "更正必须写明理由，请填写更正理由。")
    clean = checked(a, kind, dict(record.content) | dict(news), kept_because)
    if clean == record.content:
        raise InputProblem("没有任何字段与原值不同，无需更正。")
    subject = merges.settle(a, clean)
    record.subject_id = subject.id
    advance(a, record, "correction", reason, case_id, content=clean)
    stated_roles.learn(a, subject, record)
    index(a.session, record)
    a.say(f"已更正{kind.label} {kind.title(clean)}")
    return {"record": record.id, "version": record.version}


@act("record.revoke", Power.RECORD, "撤销信用记录", undoable=True)
def revoke(a: Act, record_id: str, reason: str, *, case_id: str | None = None) -> Result:
    """Revoke a record (撤销) for a reason; it stays readable and leaves as withdrawn in the next package."""
    record = current(a.session, record_id)
    reason = stated(reason, "撤销必须写明理由，请填写撤销理由。")
    record.state = "revoked"
    advance(a, record, "revocation", reason, case_id)
    kind = a.catalogue.kind(record.kind, record.edition)
    a.say(f"已撤销{kind.label} {kind.title(record.content)}")
    return {"record": record.id, "version": record.version}


@act("draft.save", Power.RECORD, "保存草稿", journaled=False)
def save_draft(a: Act, kind_name: str, content: dict[str, str]) -> Result:
    """Keep what an officer has typed so far; each officer has one draft per kind."""
    draft = _draft(a.session, a.officer.id, kind_name)
    if draft is None:
        draft = Draft(officer_id=a.officer.id, kind=kind_name)
        a.session.add(draft)
    draft.content, draft.changed_at = dict(content), a.now
    return {}


@act("draft.drop", Power.RECORD, "丢弃草稿", journaled=False)
def drop_draft(a: Act, kind_name: str) -> Result:
    """Give up what was typed."""
    forget_draft(a, kind_name)
    return {}


def forget_draft(a: Act, kind_name: str) -> None:
    """Remove the officer's draft of a kind, once it is saved or given up."""
    draft = _draft(a.session, a.officer.id, kind_name)
    if draft is not None:
        a.session.delete(draft)


def _draft(session: Session, officer_id: str, kind_name: str) -> Draft | None:
    draft = first(session, "SELECT id FROM draft WHERE officer_id = ? AND kind = ?", (officer_id, kind_name))
    return session.get(Draft, draft) if draft else None


def draft_of(session: Session, officer_id: str, kind_name: str) -> dict[str, str]:
    """Return what an officer had typed, empty when there is no draft."""
    draft = _draft(session, officer_id, kind_name)
    return dict(draft.content) if draft else {}


def checked(a: Act, kind: RecordKind, content: Mapping[str, str], kept_because: str) -> dict[str, str]:
    """Return the cleaned content; raises InputProblem with the faults that stand against it.

    A doubtful value (a failed check digit) may stay when the officer says why; advice stops nothing.
    """
    clean = kind.applicable(kind.clean(content))
    standing = {Severity.ERROR} if kept_because.strip() else {Severity.ERROR, Severity.WARNING}
    errors = [fault for fault in kind.check(clean, a.today) if fault.severity in standing]
    if errors:
        told = [f"{kind.field(fault.field).label}：{fault.sentence}" for fault in errors[:3]]
        more = f"（另有{len(errors) - 3}处）" if len(errors) > 3 else ""
        raise InputProblem(f"记录没有保存。{listed(told)}{more}。")
    return clean


def refuse_double(session: Session, kind: RecordKind, subject: Subject, content: Mapping[str, str]) -> None:
    """Raise InputProblem when this decision on this subject is already a record."""
    if same_decision(session, kind, subject.id, content):
        raise InputProblem(
            f"{subject.name}已有{kind.told_key(content)}的{kind.label}记录，请打开原记录更正，不要重复录入。"
        )


_STANDING = "SELECT id, content FROM record WHERE kind = ? AND subject_id = ? AND state != 'revoked'"
_NUMBERED = f"{_STANDING} AND decision_number IS ?"


def same_decision(session: Session, kind: RecordKind, subject_id: str, content: Mapping[str, str]) -> Record | None:
    """Return the record on this subject that the kind's key knows as the same, revoked ones left out."""
    key = kind.key_of(content)
    if not key:
        return None
    numbered = "decision_number" in kind.key
    values = [kind.name, subject_id, *([content.get("decision_number")] if numbered else [])]
    standing = rows(session, _NUMBERED if numbered else _STANDING, values)
    found = next((found for found, told in standing if kind.key_of(json.loads(told)) == key), None)
    return session.get(Record, found) if found else None


def new_record(a: Act, kind: RecordKind, content: dict[str, str], subject: Subject, origin: str) -> Record:
    """Make a record that is not yet in the session."""
    return Record(
        kind=kind.name,
        edition=kind.edition,
        subject_id=subject.id,
        content=content,
        state="recorded",
        objection_mark=False,
        withheld=withheld_reason(kind.name, content),
        version=1,
        origin=origin,
        created_at=a.now,
        changed_at=a.now,
        officer_id=a.officer.id,
    )


def make(a: Act, kind: RecordKind, subject: Subject, content: dict[str, str], origin: str, why: str) -> Record:
    """Keep a record that follows from something else at the desk, such as a parent's record or a broken promise."""
    record = new_record(a, kind, content, subject, origin)
    a.session.add(record)
    a.session.flush()
    keep_version(a, record, "entry", why)
    index(a.session, record)
    return record


def current(session: Session, record_id: str) -> Record:
    """Return a record that may still be changed; raises InputProblem for one that is revoked or archived."""
    record = session.get_one(Record, record_id)
    if record.state == "revoked":
        raise InputProblem("这条记录已经撤销，不能再更正或撤销。")
    if record.withheld == ARCHIVED:
        raise InputProblem("这条记录保存期满，已经转为档案，不能再更正或撤销。")
    return record


def mark(a: Act, record_id: str, *, contested: bool) -> None:
    """Set or lift the objection mark (异议标注); the record stays visible and in use meanwhile, 实施方案六（三）."""
    record = a.session.get_one(Record, record_id)
    if record.objection_mark != contested:
        record.objection_mark = contested
        advance(a, record, "objection_mark", "异议标注" if contested else "异议标注解除")


def advance(
    a: Act,
    record: Record,
    origin: str,
    reason: str,
    case_id: str | None = None,
    *,
    content: dict[str, str] | None = None,
) -> None:
    """Make the next version of a record, of other content or the same; the one before keeps what it said."""
    before = a.session.scalar(
        select(RecordVersion).where(RecordVersion.record_id == record.id, RecordVersion.version == record.version)
    )
    if before is not None and before.content is None:
        before.content = dict(record.content)
    if content is not None:
        record.content, record.withheld = content, withheld_reason(record.kind, content)
    record.version, record.changed_at = record.version + 1, a.now
    a.session.flush()
    keep_version(a, record, origin, reason, case_id)


def keep_version(a: Act, record: Record, origin: str, reason: str = "", case_id: str | None = None) -> None:
    """Write down the record as it stands now among its versions."""
    a.session.add(
        RecordVersion(
            record_id=record.id,
            version=record.version,
            state=record.state,
            origin=origin,
            reason=reason or None,
            case_id=case_id,
            at=a.now,
            officer_id=a.officer.id,
        )
    )


def index(session: Session, record: Record) -> None:
    """Bring the search index up to a record's document number."""
    if record.content.get("decision_number"):
        search.put(session.connection(), entry_of(record.id, record.content))


def entry_of(record_id: str, content: Mapping[str, str]) -> search.Entry:
    """Return what the search index keeps of a record that has a number."""
    number = content["decision_number"]
    return search.Entry("record", record_id, f"{number} {content['subject_name']}", codes=[number], named=False)


def entries_of(new: Iterable[NewRecord]) -> list[search.Entry]:
    """Return what the search index keeps of new records: of those that have a number."""
    return [entry_of(each.id, each.content) for each in new if each.content.get("decision_number")]


def state_of(record: Any) -> str:
    """Return the state a list shows: contested, revoked, reported (this version has left), or recorded.

    A row of the columns that the state is told from does as well, and is much cheaper than a whole Record.
    """
    if record.state == "revoked":
        return "revoked"
    if record.objection_mark:
        return "contested"
    return "reported" if record.left_version >= record.version else "recorded"
