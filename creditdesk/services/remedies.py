"""What an officer can do about a finding of the 体检: which act mends it, or which page it is mended on."""

from dataclasses import dataclass, field

from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.search_index import rebuild
from creditdesk.vault.checking import Finding

REBUILD, BACK_UP, GO = "rebuild", "back_up", "go"


@dataclass(frozen=True)
class Remedy:
    """The words of its button, what that does, and for GO the page and the place on it; `powers`: one is needed."""

    words: str
    does: str
    powers: tuple[Power, ...]
    page: str = ""
    where: dict[str, str] = field(default_factory=dict)


_ANYBODY = (Power.READ, Power.DESK)
_GO_BACK = Remedy("到“备份”页恢复", GO, _ANYBODY, "backups")
_REMEDIES = {
    "搜索索引": Remedy("重建搜索索引", REBUILD, (rebuild.power,)),
    "备份": Remedy("立即备份", BACK_UP, _ANYBODY),
    "消除": Remedy("到“备份”页查看", GO, _ANYBODY, "backups"),
    "举报人封存": Remedy("打开举报线索", GO, (Power.READ,), "tips"),
    "磁盘空间": Remedy("到“备份”页查看", GO, _ANYBODY, "backups"),
    "工作日历": Remedy("打开工作日历", GO, (Power.READ,), "calendar"),
    "证书": Remedy("打开伙伴与证书", GO, (Power.READ,), "exchange", {"pane": "伙伴与证书"}),
    "数据包回执": Remedy("打开回执", GO, (Power.READ,), "exchange", {"pane": "回执"}),
    "本单位表单": Remedy("打开信息目录", GO, (Power.READ,), "catalogue"),
} | dict.fromkeys(
    ("加密校验", "数据库结构", "数据关联", "操作日志", "文书编号", "文书存档", "案卷材料", "数据包台账"), _GO_BACK
)


def of(desk: Desk, finding: Finding) -> Remedy | None:
    """Return what this officer can do about a finding; nothing where all is well, or where it is another's to do."""
    remedy = None if finding.ok else _REMEDIES.get(finding.name)
    return remedy if remedy is not None and desk.may(*remedy.powers) else None
