"""体检, remembered: when the desk was last checked, what was found, and what to do about each finding.

A check is an act of its own in the journal, so that nobody has to take a colleague's word for it. The check after an
unclean end (a kill, a power cut) is one too; until it is done the first page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creditdesk.models import JournalEntry
from creditdesk.rules.urgency import Urgency
from creditdesk.services import health
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.vault.checking import Finding

NAME = "health.record"
NOUNS = frozenset({"checkup"})
"""What pages that show the last check listen to."""

_STATES = {Urgency.AMPLE: "正常", Urgency.SOON: "提醒", Urgency.OVERDUE: "异常"}


@dataclass(frozen=True)
class Checkup:
    """A check as the journal tells it; `unclean` is since when the desk was open that was never closed."""

    at: datetime
    findings: tuple[Finding, ...]
    unclean: str = ""

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Return what does not hold, what is only advice left out."""
        return tuple(one for one in self.findings if urgency(one) is Urgency.OVERDUE)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """Return what an officer should see to soon."""
        return tuple(one for one in self.findings if urgency(one) is Urgency.SOON)


def urgency(finding: Finding) -> Urgency:
    """Return how pressing a finding is: a fault, advice, or nothing to do."""
    if finding.ok:
        return Urgency.AMPLE
    return Urgency.SOON if finding.name in health.ADVICE else Urgency.OVERDUE


def state(finding: Finding) -> str:
    """Say in a word how a finding stands: 正常, 提醒 or 异常."""
    return _STATES[urgency(finding)]


def finish(desk: Desk, findings: Sequence[Finding]) -> Changes:
    """Look at the search index too and remember the whole check; an unclean end before it is dealt with."""
    return remember(desk, (*findings, health.look_at_index(desk)))


def remember(desk: Desk, findings: Sequence[Finding]) -> Changes:
    """Write a whole check into the journal; an unclean end before it is dealt with."""
    changes = desk.perform(record, tuple(findings), desk.vault.unclean_since)
    desk.vault.checked()
    return changes


@act(NAME, Power.OWN, "记下体检的结果", dated=False)
def record(a: Act, findings: tuple[Finding, ...], unclean: str) -> Result:
    """Write down what a check found."""
    checkup = Checkup(a.now, findings, unclean)
    told = "，".join(
        f"{len(some)}项{word}（{'、'.join(one.name for one in some)}）"
        for word, some in (("异常", checkup.wrong), ("提醒", checkup.advice))
        if some
    )
    before = f"桌面上次（{unclean}打开）没有正常关闭，" if unclean else ""
    a.say(f"{before}体检完毕：{told or '全部正常'}")
    listed = [[one.name, one.ok, one.sentence] for one in findings]
    return {"findings": listed, "unclean": unclean, "wrong": len(checkup.wrong)}


def last(desk: Desk) -> Checkup | None:
    """Return the newest check the journal tells of."""
    query = select(JournalEntry).where(JournalEntry.act == NAME).order_by(JournalEntry.seq.desc()).limit(1)
    with desk.read(Power.OWN) as session:
        entry = session.scalar(query)
    if entry is None:
        return None
    found = tuple(Finding(str(name), bool(ok), str(sentence)) for name, ok, sentence in entry.result["findings"])
    return Checkup(entry.at, found, str(entry.result["unclean"]))


def due(desk: Desk) -> bool:
    """Tell whether the desk ended uncleanly and was not checked since; never to an officer who may not check it."""
    return bool(desk.vault.unclean_since) and not desk.vault.read_only and desk.may(*health.READERS)
