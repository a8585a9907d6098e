"""A credit report of a subject with 500 records, beside a bare canvas that is given every finished line."""

from datetime import timedelta

from benchmarks import Row, medians, row
from benchmarks.letters import bare_pages, lines_of
from creditdesk.documents.letter import LetterContent, letter_pdf
from creditdesk.models import Letter, Subject
from creditdesk.models.base import new_id
from creditdesk.services import bulk, credit_reports, letters, record_lists
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.powers import Power
from creditdesk.services.record_lists import Filter

_RECORDS = 500
_ASKING = Asking("示例银行", "本人", "示例", "测速（示例）")


def report_rows(desk: Desk) -> list[Row]:
    """Measure the whole act, and the drawing of its letter alone."""
    penalty = record_lists.sheet(desk, record_lists.ids(desk, Filter(kind="penalty"), 1)[0]).content
    subject_id = str(desk.perform(write_subject, penalty).result["subject"])
    content = _issued(desk, _issue(desk, subject_id))
    plan = lines_of(content)

    def ours() -> str:
        return _issue(desk, subject_id)

    def drawn() -> bytes:
        return letter_pdf(content)

    def floor() -> bytes:
        return bare_pages(plan)

    ours_s, drawn_s, floor_s = medians(ours, drawn, floor)
    work = f"a credit report of {_RECORDS} records, {plan[-1].page + 1} pages"
    told = "ratio to a bare canvas with the same lines and fonts"
    return [
        row(f"{work}, drawn; {told}", drawn_s, goal=1.5, floor_s=floor_s),
        # Our own goal: the canvas neither asks the desk nor keeps anything.
        row(f"{work}, asked, numbered, drawn, kept, journalled; {told}", ours_s, goal=2.5, floor_s=floor_s),
    ]


def _issue(desk: Desk, subject_id: str) -> str:
    return str(desk.perform(credit_reports.issue, subject_id, _ASKING).result["letter"])


def _issued(desk: Desk, letter_id: str) -> LetterContent:
    with desk.read() as session:
        return letters.content_of(session, session.get_one(Letter, letter_id))


@act("benchmark.subject", Power.RECORD)
def write_subject(a: Act, penalty: dict[str, str]) -> Result:
    """Write a subject with penalties of the last years."""
    subject = Subject(category="organisation", name="示例测速有限公司", uscc="91410122MA3X000105", created_at=a.now,
                      changed_at=a.now, version=1)  # fmt: skip
    a.session.add(subject)
    a.session.flush()
    kind = a.catalogue.kind("penalty")
    days = {number: (a.today - timedelta(number)).isoformat() for number in range(_RECORDS)}
    contents = (
        penalty | {"decision_number": f"示测罚〔2025〕{number}号", "decided_on": day, "subject_name": subject.name}
        for number, day in days.items()
    )
    new = [bulk.NewRecord(new_id(), kind, subject.id, content) for content in contents]
    bulk.insert_records(a.session, new, a.officer.id, a.now, bulk.IMPORT)
    return {"subject": subject.id}
