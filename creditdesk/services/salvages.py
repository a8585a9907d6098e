"""抢救: a damaged desk becomes a whole one again, as far as anything knows what it held.

Row by row: what can still be read of the desk itself is the newest there is; what is missing then comes from the newest
sound backup, as the journal tells it became since; the journal comes from both, and an entry that both have must be the
same, or the backup is none of this desk's.

What the erasure register knows as erased comes back from nowhere. Numbers stay given. What is missing still is listed
by table, and the acts behind it wait in 恢复后待补办. The damaged desk is set aside whole, or stays where it is.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from creditdesk.errors import InputProblem
from creditdesk.models import Letter, LostAct
from creditdesk.rules import china_time
from creditdesk.services import (
    asides,
    health,
    journal,
    losses,
    lost_acts,
    mended_desks,
    notices,
    number_gaps,
    rehearsals,
    search_index,
    skips,
)
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import Clock, system_clock
from creditdesk.services.desk import Desk
from creditdesk.services.mended_desks import Mended
from creditdesk.services.missing_rows import JOURNAL, Filled
from creditdesk.services.powers import Power
from creditdesk.vault import DEFAULT_COST, Cost, points, rescuing
from creditdesk.vault.backup import Progress
from creditdesk.vault.checking import Finding
from creditdesk.vault.rescuing import Rescue

_NAMES = losses.NOUNS | {
    "journal": "操作日志",
    "record_version": "记录的版本",
    "case_item": "异议事项",
    "case_step": "办理经过",
    "letter_file": "文书存档",
    "attachment": "案卷材料",
    "attachment_file": "案卷材料的文件",
    "register": "编号登记",
    "draft": "草稿",
    "notice": "公告",
    "skipped_number": "不再使用的编号",
}
"""What tables are called; the others are told by their own names."""
_ADVICE = "请核对“恢复后待补办”清单和最近的文书；如非本单位安排，请立即报告负责人"


@dataclass(frozen=True)
class Way:
    """How to salvage: in the desk's place or into a new folder `to`, with its backups or without.

    Backups are looked for beside the desk, at its second place, and at `places`. With `look` nothing stays but the
    answer.
    """

    to: Path | None = None
    backups: bool = True
    places: tuple[Path, ...] = ()
    look: bool = False


@dataclass(frozen=True)
class Salvaged:
    """What a salvage gives: where the desk lies, from what it was made, and what a check of it found.

    `aside` is the name under which the damaged desk was set aside, `acts` what is to be done again.
    """

    folder: Path
    aside: str
    mended: Mended
    acts: tuple[str, ...]
    sentence: str
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Filled, ...]:
        """Return the tables that lost rows, or may have."""
        return tuple(one for one in self.mended.tables if one.missing != 0)

    @property
    def whole(self) -> bool:
        """Tell whether nothing is missing, as far as anything tells."""
        return not (self.missing or self.mended.caution)

    @property
    def lines(self) -> tuple[str, ...]:
        """Say what is missing table by table, then what was brought back, then what a check finds wrong."""
        brought = [one for one in self.mended.tables if one.brought and one.missing == 0]
        tables = () if self.mended.alone else map(words, (*self.missing, *brought))
        return (*tables, *(f"体检：{one.name}，{one.sentence}" for one in self.findings if not one.ok))

    @property
    def outcome(self) -> str:
        """Say in a line how much came out."""
        kept, brought = _sum(self.mended)
        if self.mended.alone:
            return f"从备份取回 {brought:,} 行"
        taken = f"，取回 {brought:,} 行" if brought else ""
        if self.mended.sound:
            return f"读出 {kept:,} 行，没有发现损坏，不用修复"
        return f"救出 {kept:,} 行{taken}，" + (f"{len(self.missing)} 张表有缺失" if self.missing else "没有缺失")

    @property
    def source(self) -> str:
        """Say which backup was used, and when it was made."""
        point, (_, brought) = self.mended.point, _sum(self.mended)
        if point is None:
            return "没有用到备份，缺失的行取自操作日志" if brought else "没有用到备份"
        backup = f"{china_time.words(point.made)}的备份（{point.name}）"
        if self.mended.alone:
            return f"{self.mended.why}，全部取自{backup}"
        return f"缺失的行取自{backup}和操作日志" if brought else f"没有要取回的行，未用{backup}"

    def answer(self) -> dict[str, Any]:
        """Return it as JSON tells it."""
        point = self.mended.point
        return {
            "folder": str(self.folder),
            "aside": self.aside,
            "point": point.name if point else "",
            "made": point.made.isoformat() if point else None,
            "alone": self.mended.alone,
            "whole": self.whole,
            "tables": [_counts(one) for one in self.mended.tables],
            "acts": list(self.acts),
            "caution": self.mended.caution,
            "sentence": self.sentence,
            "findings": [asdict(one) for one in self.findings if not one.ok],
        }


def words(filled: Filled) -> str:
    """Say what became of one table."""
    missing = "缺多少行无法得知" if filled.missing is None else f"缺 {filled.missing} 行"
    brought = f"取回 {filled.brought} 行，" if filled.brought else ""
    return f"{_NAMES.get(filled.table, filled.table)}：救出 {filled.kept} 行，{brought}{missing}"


def salvage(
    folder: Path,
    officer: str,
    passphrase: str,
    way: Way,
    *,
    clock: Clock = system_clock,
    cost: Cost = DEFAULT_COST,
    progress: Progress | None = None,
) -> Salvaged:
    """Make a damaged desk whole, with an officer's passphrase.

    Who may not manage the desk is refused, and nothing changes; what `progress` raises stops it, and nothing changes
    either. A kill leaves the damaged desk or the new one.
    """
    if way.to is None and not way.look and points.is_backup(folder):
        raise InputProblem("这是一份备份，不能就地修复，请用“写成新桌面…”（salvage --to）由它另建一个桌面。")
    held: AbstractContextManager[Rescue]
    if way.to is None or way.look:
        held = rescuing.instead(folder, officer, passphrase, cost=cost)
    else:
        held = rescuing.beside(folder, officer, passphrase, way.to, cost=cost)
    with held as rescue:
        mended = mended_desks.build(rescue, way.places if way.backups else None, clock, progress)
        if mended.sound and way.to is None and not way.look:
            raise InputProblem("桌面没有损坏，也没有比它更新的备份，不用修复，请直接打开。")
        aside = rescue.aside_name(f"{clock():%Y%m%d-%H%M%S}-{asides.SALVAGED}") if way.to is None else ""
        done = _finish(rescue, mended, clock, aside, (way.to or folder).absolute())
        if way.to is None and not way.look:
            rescue.decide(aside)
    return done


def _finish(rescue: Rescue, mended: Mended, clock: Clock, aside: str, folder: Path) -> Salvaged:
    """Perform the act in the desk that was built, and check that."""
    lost = {one.table: one.lost for one in mended.tables if one.missing != 0 and not mended.alone}
    with Desk.enter(rescue.open(), clock) as desk:
        with desk.read(Power.OWN) as session:
            acts = lost_acts.of_rows(session, lost, mended.since.seq, aside or rescue.folder.name)
        changes = desk.perform(salvaged, str(rescue.folder), mended, aside, acts)
        findings = tuple(one for one in health.check(desk) if one.name not in rehearsals.BESIDE)
    told = tuple(f"{china_time.words(row.at)} {row.officer_name} {row.act} {row.about}".rstrip() for row in acts)
    return Salvaged(folder, aside, mended, told, changes.sentence, findings)


# The clock is compared with the last act that is left, which may be long ago.
@act(journal.SALVAGE, Power.DESK, "从损坏的桌面抢救数据", dated=False)
def salvaged(a: Act, folder: str, mended: Mended, aside: str, lost: Sequence[LostAct]) -> Result:
    """Build the search index, keep the numbers given, and write down what was salvaged and what is missing."""
    a.after_entry = _last_lost(a, mended)
    search_index.rebuild(a)
    skipped = number_gaps.close(a, mended.since, mended.traces)
    for row in lost:
        a.session.merge(row)
    sentence = f"已从{folder}抢救：{_told(mended)}{''.join(f'，{skips.words(run)}不再使用' for run in skipped)}"
    notices.put_up(a, f"{a.officer.name}一人抢救了损坏的桌面", f"{sentence}；{_ADVICE}")
    a.say(sentence)
    return {
        "from": folder,
        "aside": aside,
        "point": mended.point.name if mended.point else "",
        "tables": [_counts(one) for one in mended.tables],
        journal.VOUCHED: mended.vouched + journal.gaps(a.session, a.after_entry),
    }


def _last_lost(a: Act, mended: Mended) -> int:
    """Return the number of the last entry that was lost, as far as the journal's indexes and the letters tell."""
    known = [int(seq) for one in mended.tables if one.table == JOURNAL for seq in one.lost]
    printed = a.session.scalar(select(func.max(Letter.journal_seq)))
    return max([*known, printed + 1 if printed else 0])


def _told(mended: Mended) -> str:
    kept, brought = _sum(mended)
    backup = f"备份{mended.point.name}" if mended.point else ""
    if mended.alone:
        return f"全部取自{backup}，{brought}行；{mended.caution}"
    taken = f"，从{'和'.join(filter(None, (backup, '操作日志')))}取回{brought}行" if brought else ""
    gone = "；".join(words(one) for one in mended.tables if one.missing != 0) or "没有缺失"
    return "；".join(filter(None, (f"救出{kept}行{taken}", gone, mended.caution)))


def _sum(mended: Mended) -> tuple[int, int]:
    return sum(one.kept for one in mended.tables), sum(one.brought for one in mended.tables)


def _counts(filled: Filled) -> dict[str, Any]:
    return {"table": filled.table, "kept": filled.kept, "brought": filled.brought, "missing": filled.missing}
