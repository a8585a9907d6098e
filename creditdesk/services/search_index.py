"""The first step of repair: the side indexes are built again from the tables, which lose nothing by it."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.models import Case, Letter, Record, Subject, SubjectName
from creditdesk.services import cases, letters, records, subjects
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power
from creditdesk.vault import search

_AT_ONCE = 1000


@act("index.rebuild", Power.DESK, "重建搜索索引", dated=False)
def rebuild(a: Act) -> Result:
    """Fill the search index again from the tables, and sort every other index again."""
    search.rebuild(a.session.connection(), _entries(a.session))
    tables = (Subject, Record, Case, Letter)
    counted = sum(a.session.scalars(select(func.count()).select_from(table)).one() for table in tables)
    a.say(f"已从{counted}条主体、记录、案件和文书重建搜索索引")
    return {"indexed": counted}


def _entries(session: Session) -> Iterator[search.Entry]:
    """Yield what the index keeps of everything, table by table, without holding them all."""
    others = defaultdict(list)
    for subject_id, name in session.execute(select(SubjectName.subject_id, SubjectName.name)):
        others[subject_id].append(name)
    for subject in session.scalars(select(Subject).execution_options(yield_per=_AT_ONCE)):
        yield subjects.found_by(subject, others[subject.id])
    numbered = select(Record.id, Record.content).where(Record.decision_number.is_not(None))
    for record_id, content in session.execute(numbered.execution_options(yield_per=_AT_ONCE)):
        yield records.entry_of(record_id, content)
    for case in session.scalars(select(Case).execution_options(yield_per=_AT_ONCE)):
        yield cases.entry_of(case)
    for letter in session.scalars(select(Letter).execution_options(yield_per=_AT_ONCE)):
        yield letters.entry_of(letter)
