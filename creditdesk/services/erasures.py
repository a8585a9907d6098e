"""消除: a person's records go when their time is over, so that nobody can find them again, and that can be proved.

Erased are the rows and everything that belongs to them (`erasure_reach`), the words in the journal
(`journal_erasures`), in loose texts (`erasure_texts`) and in what officers wrote into the files of others
(`erasure_mentions`), the search index, the PDF of letters, and the kept zips of packages that had one of the records. A
package that left is evidence: its number, digest, counts and the digest of the one before it stay, so that whoever has
the zip can still prove that it is ours; the zip itself cannot lose a row without becoming another.

What stays is a register of random identities (`Erasure`, `ErasedRow`), the entry in the journal, and a certificate.
The register is what brings an old backup up to the erasures made since (`again`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem
from creditdesk.models import ErasedRow, Erasure, Letter, LetterFile, PackageFile, Record, SealedFile, Subject, Tip
from creditdesk.rules.retention import ARCHIVE, ERASE
from creditdesk.services import (
    erasure_mentions,
    erasure_reach,
    erasure_texts,
    erasure_tips,
    journal,
    journal_erasures,
    letters,
    records,
    retention,
    retention_papers,
)
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.erasure_scopes import GONE, Reach, table_of
from creditdesk.services.identities import among
from creditdesk.services.powers import Power
from creditdesk.services.records import ARCHIVED
from creditdesk.services.retention import DueRow
from creditdesk.vault import search

_INDEXED = ("subject", "record", "case")
PROVED = ("erasure", "SELECT id FROM erasure WHERE scrubbed_at IS NOT NULL")
"""The table and the question that tell which erasures a kept database has, old pages included."""


@dataclass(frozen=True)
class Erased:
    """One erasure as the register keeps it: what was chosen to go, by identities that tell nothing."""

    id: str
    rule: str
    at: datetime
    records: tuple[str, ...]
    subjects: tuple[str, ...]
    tips: tuple[str, ...] = ()


@act("retention.erase", Power.WORDING, "消除到期的自然人记录", confirmed_by=(Power.WORDING,))
def erase(a: Act, record_ids: Sequence[str]) -> Result:
    """Erase records of persons whose time is over, and persons of whom nothing else stays; issues the certificate.

    InputProblem for a record that is not due, that something holds back, or whose end of conduct is not known.
    """
    rows = chosen(a, record_ids, ERASE)
    rule = a.catalogue.retention(rows[0].rule)
    whole = erasure_reach.whole_persons(a.session, record_ids, a.today)
    reach = erasure_reach.of(a.session, record_ids, whole)
    sent = retention_papers.sent(a.session, record_ids)
    vouched = carry_out(a, reach)
    letter = retention_papers.certify(a, rule, rows, sent, len(whole))
    made = Erasure(rule=rule.name, at=a.now, officer_id=a.officer.id, letter_id=letter.id)
    register(a.session, made, reach)
    a.say(f"已消除{len(rows)}条保存期满的自然人记录，{letter.number}")
    told = {"erasure": made.id, "letter": letter.id, "number": letter.number, "counts": reach.counts()}
    return told | {journal.VOUCHED: vouched}


@act("retention.archive", Power.WORDING, "保存期满的记录转为档案", confirmed_by=(Power.WORDING,))
def archive(a: Act, record_ids: Sequence[str]) -> Result:
    """Turn records whose time is over into archives: kept here, in no report, check, certificate or package."""
    rows = chosen(a, record_ids, ARCHIVE)
    rule = a.catalogue.retention(rows[0].rule)
    letter = retention_papers.certify(a, rule, rows, retention_papers.sent(a.session, record_ids), 0)
    for row in rows:
        record = a.session.get_one(Record, row.record_id)
        record.withheld = ARCHIVED
        records.advance(a, record, "archival", f"{rule.label}，{letter.number}")
    a.say(f"已将{len(rows)}条保存期满的记录转为档案，{letter.number}")
    return {"letter": letter.id, "number": letter.number, "records": [row.record_id for row in rows]}


# The clock is compared with the last act of a backup, which may be long ago.
@act("retention.again", Power.OWN, "记下已在旧备份中再次消除", dated=False)
def again(a: Act, erased: Erased) -> Result:
    """Erase in an older state of the desk what was erased since; nothing is asked and no certificate is issued."""
    known = set(a.session.scalars(select(Record.id).where(Record.id.in_(among(erased.records)))))
    persons = set(a.session.scalars(select(Subject.id).where(Subject.id.in_(among(erased.subjects)))))
    tips = set(a.session.scalars(select(Tip.id).where(Tip.id.in_(among(erased.tips)))))
    reach = erasure_reach.of(a.session, known, persons, tips)
    vouched = carry_out(a, reach)
    made = Erasure(id=erased.id, rule=erased.rule, at=erased.at, officer_id=a.officer.id)
    register(a.session, made, reach, erased)
    a.say(f"已按{erased.at.date()}的消除在这一状态中再次消除{len(known)}条记录")
    return {"erasure": erased.id, "counts": reach.counts(), journal.VOUCHED: vouched}


def chosen(a: Act, record_ids: Sequence[str], outcome: str) -> list[DueRow]:
    """Return the rows of records that may go now by one rule; InputProblem for every other choice."""
    if not record_ids:
        raise InputProblem("没有选择记录，请先在“保存期限”中选择到期的记录。")
    due = {
        row.record_id: row
        for row in retention.due_in(a.session, a.catalogue, a.today, record_ids)
        if row.outcome == outcome
    }
    rows = []
    for record_id in dict.fromkeys(record_ids):
        if record_id not in due:
            raise InputProblem(_why_not(a, record_id))
        rows.append(due[record_id])
    held = [row for row in rows if row.holds]
    if held:
        raise InputProblem(f"{held[0].subject}的{held[0].kind}{held[0].title}：{held[0].holds[0]}。")
    return rows


def _why_not(a: Act, record_id: str) -> str:
    record = a.session.get(Record, record_id)
    if record is None:
        return "选择的记录已经不在桌面上，请刷新“保存期限”后重新选择。"
    title = a.catalogue.kind(record.kind, record.edition).title(record.content)
    if retention.is_unclocked(a.session, a.catalogue, a.today, record_id):
        return f"{title}没有填写失信行为终止之日，五年没有起算，不能消除；请查明后更正。"
    return f"{title}的保存期限没有届满，或不适用这种处理，请在“保存期限”中核对。"


def carry_out(a: Act, reach: Reach) -> journal_erasures.Vouched:
    """Take everything in reach away, from every table and the index; returns what the journal vouches for."""
    erasure_texts.take_out(a.session, reach)
    erasure_mentions.take_out(a.session, reach)
    vouched = journal_erasures.empty(a.session, reach)
    a.session.flush()
    connection = a.session.connection()
    for noun in _INDEXED:
        for row_id in reach.rows[noun]:
            search.drop(connection, noun, row_id)
    _empty_letters(a.session, reach)
    erasure_tips.empty(a.session, reach)
    a.session.execute(delete(PackageFile).where(PackageFile.package_id.in_(among(list(reach.packages)))))
    erasure_reach.take_away(a.session, reach)
    a.session.expire_all()
    for table, rows in reach.counts().items():
        a.wrote(table, rows)
    a.wrote("erasure", 1)
    return vouched


def _empty_letters(session: Session, reach: Reach) -> None:
    """Leave of a letter its number, its form and its dates."""
    ids = among(list(reach.letters))
    for file in (LetterFile, SealedFile):
        session.execute(delete(file).where(file.letter_id.in_(ids)))
    words, table = erasure_texts.pattern_of(reach.words), table_of("letter")
    for letter_id, title in session.execute(select(Letter.id, Letter.title).where(Letter.id.in_(ids))).all():
        left = {"title": words.sub(GONE, title) if words else title, "addressee": GONE, "values": {}, "code": ""}
        session.execute(update(table).where(table.c.id == letter_id).values(left))
    for letter in session.scalars(select(Letter).where(Letter.id.in_(ids)).execution_options(populate_existing=True)):
        search.put(session.connection(), letters.entry_of(letter))


def register(session: Session, made: Erasure, reach: Reach, earlier: Erased | None = None) -> None:
    """Write down what went, by identities alone; an earlier erasure keeps what it chose, wherever it found it."""
    session.add(made)
    session.flush()
    nouns = dict(reach.rows) | {"letter": reach.letters, "tip": reach.tips}
    nouns |= {"package": reach.packages, "issued_receipt": reach.receipts}
    if earlier is not None:
        nouns |= {"record": {*earlier.records}, "subject": {*earlier.subjects}, "tip": reach.tips.union(earlier.tips)}
    known = {(noun, one) for noun, one in session.execute(select(ErasedRow.noun, ErasedRow.row_id))}
    new = [{"noun": noun, "row_id": one} for noun, ids in nouns.items() for one in ids if (noun, one) not in known]
    if new:
        session.execute(insert(table_of("erased_row")), [row | {"erasure_id": made.id} for row in new])


def registered(session: Session) -> tuple[Erased, ...]:
    """Return every erasure the desk knows of, the first one first."""
    return tuple(
        Erased(one.id, one.rule, one.at, *(_ids(session, one.id, noun) for noun in ("record", "subject", "tip")))
        for one in session.scalars(select(Erasure).order_by(Erasure.at, Erasure.id))
    )


def _ids(session: Session, erasure_id: str, noun: str) -> tuple[str, ...]:
    query = select(ErasedRow.row_id).where(ErasedRow.erasure_id == erasure_id, ErasedRow.noun == noun)
    return tuple(session.scalars(query.order_by(ErasedRow.row_id)))
