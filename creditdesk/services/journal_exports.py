"""The journal as a file for the auditor, whose chain of hashes anybody can check without this program.

One JSON object on each line: what the entry was sealed over, in order, and its hash (docs/check-a-journal.md). The file
says what the rows were before and after, so it takes two persons, and the journal tells when it left and its digest.
"""

import hashlib
import json
from collections.abc import Iterator
from io import BufferedWriter
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.exchange.whole_files import replacing, sync
from creditdesk.models import JournalEntry
from creditdesk.services import decisions, journal
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault.backup import Progress

_AT_ONCE = 500
MAY_CARRY_OUT = (Power.JOURNAL, Power.OFFICE)


@act("journal.export", Power.JOURNAL, "决定导出操作日志", confirmed_by=(Power.OFFICE,))
def decide(a: Act, reason: str) -> Result:
    """Decide to hand the journal out as a file."""
    reason = stated(reason, "导出操作日志须写明理由，请填写。")
    a.say(f"决定导出操作日志：{reason}")
    return {"reason": reason}


@act("journal.exported", Power.OWN, "记下已导出操作日志")
def exported(a: Act, reason: str, entries: int, head: str, sha256: str) -> Result:
    """Write down that the journal left the desk, up to which entry, and the digest of the file."""
    a.say(f"已导出操作日志{entries}条；离开本机的文件不再加密，请妥善保管")
    return {"reason": reason, "entries": entries, "head": head, "sha256": sha256}


def decision(desk: Desk) -> str:
    """Return how the journal says the decision that is to be carried out, or an empty text."""
    entry = decisions.standing(desk, decide, exported)
    return entry.sentence if entry else ""


def carry_out(desk: Desk, path: Path, progress: Progress | None = None) -> Changes:
    """Write the journal to a file, as two persons decided; the journal tells of it before the file has its name."""
    desk.require(*MAY_CARRY_OUT)
    entry = decisions.standing(desk, decide, exported)
    if entry is None:
        raise InputProblem("没有待执行的导出决定，请先提请导出操作日志，由另一位工作人员确认后再导出。")
    with replacing(path) as file:
        with desk.read(*MAY_CARRY_OUT) as session:
            entries, head, digest = _write(session, file, progress or (lambda _done, _total: None))
        sync(file)
        return desk.perform(exported, str(entry.result["reason"]), entries, head, digest)


def _write(session: Session, file: BufferedWriter, tell: Progress) -> tuple[int, str, str]:
    """Write all entries; returns how many there are, the newest hash, and the digest of the file."""
    total = session.scalars(select(func.count()).select_from(JournalEntry)).one()
    digest, done = hashlib.sha256(), 0
    for done, line in enumerate(_lines(session), 1):
        file.write(line)
        digest.update(line)
        if done % _AT_ONCE == 0:
            tell(done, total)
    return done, journal.head_hash(session), digest.hexdigest()


def _lines(session: Session) -> Iterator[bytes]:
    query = select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=_AT_ONCE)
    for entry in session.scalars(query):
        told = {"hash": entry.hash, "said": journal.words_of(entry)}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        session.expunge(entry)
