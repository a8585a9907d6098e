"""Personal numbers stay masked until an officer asks for one, and the asking is journalled (省条例第39条: 留痕可查).

The journal names the thing and the field, never the number.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import Record, Subject
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.subjects import IDENTITY_LABELS

PERSONAL_OF_SUBJECT = ("document_number", "representative_document_number")


@act("subject.reveal", Power.RECORD, "显示证件号码")
def reveal(a: Act, noun: str, thing_id: str, field: str) -> Result:
    """Write down that the officer asked to see one personal number of a `record` or a `subject`."""
    told, labels = _told(a.session, noun, thing_id), dict(IDENTITY_LABELS)
    if noun == "record":
        record = a.session.get_one(Record, thing_id)
        fields = a.catalogue.kind(record.kind, record.edition).fields
        labels = {each.name: each.label for each in fields if each.personal}
    elif field not in PERSONAL_OF_SUBJECT:
        labels = {}
    if field not in labels:
        raise InputProblem("这一项不是遮盖的证件号码，无需申请显示。")
    a.say(f"已显示{told}的{labels[field]}")
    return {"noun": noun, "id": thing_id, "field": field}


def value(desk: Desk, noun: str, thing_id: str, field: str) -> str:
    """Return the bare number; a page asks for it only after `reveal` was done."""
    with desk.read() as session:
        return _content(session, noun, thing_id).get(field) or ""


def _content(session: Session, noun: str, thing_id: str) -> Mapping[str, str | None]:
    if noun == "record":
        return session.get_one(Record, thing_id).content
    subject = session.get_one(Subject, thing_id)
    return {name: getattr(subject, name) for name in PERSONAL_OF_SUBJECT}


def _told(session: Session, noun: str, thing_id: str) -> str:
    """Return what the sentence calls the thing: a record by its number, else by its subject's name."""
    if noun == "record":
        record = session.get_one(Record, thing_id)
        return record.decision_number or record.subject_name or "记录"
    return session.get_one(Subject, thing_id).name
