"""What erasing records would take away, before anybody decides: counted by the very reach that the act has."""

from collections.abc import Sequence
from dataclasses import dataclass

from creditdesk.services import erasure_mentions, erasure_reach, retention_papers
from creditdesk.services.desk import Desk

_LABELS = {
    "record": ("记录", "条"),
    "record_version": ("历史版本", "个"),
    "subject": ("身份信息", "人"),
    "case": ("案件", "件"),
    "attachment": ("附件", "件"),
    "enquiry": ("查询登记", "条"),
    "letter": ("文书存档", "件"),
    "tip": ("举报线索的内容", "条"),
    "package_file": ("数据包存档", "个"),
}


@dataclass(frozen=True)
class Preview:
    """What would go, in lines of label and words, and the packages whose receivers have it too."""

    lines: tuple[tuple[str, str], ...]
    packages: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        return "、".join(f"{label} {words}" for label, words in self.lines)


def of(desk: Desk, record_ids: Sequence[str]) -> Preview:
    """Return what erasing these records would take away today."""
    with desk.read() as session:
        whole = erasure_reach.whole_persons(session, record_ids, desk.clock().date())
        reach = erasure_reach.of(session, record_ids, whole)
        counts, mentions = reach.counts(), erasure_mentions.told(session, reach)
        packages = retention_papers.sent(session, record_ids)
    lines = [(label, f"{counts[name]} {unit}") for name, (label, unit) in _LABELS.items() if counts.get(name)]
    rest = sum(count for name, count in counts.items() if name not in _LABELS)
    lines += [("其他关联内容", f"{rest} 项")] if rest else []
    lines += [("他人案卷提及", mentions)] if mentions else []
    return Preview(tuple(lines), packages)
