"""How safe the desk is from loss: the age of the backup, of its copy and of the rehearsal, and the last check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from creditdesk.rules import china_time
from creditdesk.rules.urgency import Urgency
from creditdesk.services import backups, checkups, lost_acts, rehearsals, rekeys
from creditdesk.services.desk import Desk

_STATES = {Urgency.AMPLE: "正常", Urgency.SOON: "该办了", Urgency.OVERDUE: "逾期"}


@dataclass(frozen=True)
class SafetyLine:
    """One line: what it is about, how it stands, how pressing that is, and what to do; `word` says it its own way."""

    label: str
    words: str
    urgency: Urgency
    todo: str = ""
    word: str = ""

    @property
    def short(self) -> str:
        """Say it in as few words as the first page has room for."""
        return self.words if self.urgency is Urgency.AMPLE else f"{self.state} · {self.words}"

    @property
    def state(self) -> str:
        """Say the urgency in a word."""
        return self.word or _STATES[self.urgency]


def lines(desk: Desk) -> tuple[SafetyLine, ...]:
    """Return the lines for the first page: 本机, 第二位置, 演练, 体检.

    恢复卡 is there only where no card opens the desk, 待补办 only where a restore took acts back.
    """
    cards = (_cards(),) if rekeys.cards_missing(desk) else ()
    waiting = lost_acts.waiting(desk)
    again = (_lost(waiting),) if waiting else ()
    return (*cards, *again, _here(desk), _second(desk), _rehearsed(desk), _checked(desk))


def _cards() -> SafetyLine:
    return SafetyLine(
        "恢复卡", "换密钥后还没有打印", Urgency.OVERDUE, "旧卡已作废，请在“设置”打印三张共管恢复卡", "作废"
    )


def _lost(waiting: int) -> SafetyLine:
    return SafetyLine("待补办", f"恢复时丢失的 {waiting} 件操作", Urgency.OVERDUE, "请在“备份”页逐件补办后勾销", "待办")


def _here(desk: Desk) -> SafetyLine:
    rule, newest = desk.catalogue.backup_rule(), backups.state(desk).newest
    urgency = _urgency(desk, newest, rule.soon, rule.late)
    return SafetyLine("本机", _words(newest, "还没有备份"), urgency, _todo(urgency, "请立即备份"))


def _second(desk: Desk) -> SafetyLine:
    rule, second = desk.catalogue.backup_rule(), backups.second(desk)
    if second is None:
        return SafetyLine("第二位置", "没有设置", Urgency.SOON, "请选择U盘或共享文件夹")
    urgency = _urgency(desk, second.newest, rule.soon, rule.late)
    if second.fault and urgency is Urgency.AMPLE:
        urgency = Urgency.SOON
    return SafetyLine("第二位置", _words(second.newest, "还没有副本"), urgency, second.fault)


def _rehearsed(desk: Desk) -> SafetyLine:
    rule, last = desk.catalogue.backup_rule(), rehearsals.last(desk)
    if last is None:
        return SafetyLine("演练", "还没有演练", Urgency.SOON, "请演练一次恢复")
    if not last.ok:
        return SafetyLine("演练", f"{china_time.words(last.at)}，未通过", Urgency.OVERDUE, last.sentence)
    urgency = _urgency(desk, last.at, rule.rehearsal_late, rule.rehearsal_late)
    return SafetyLine("演练", f"{china_time.words(last.at)}，通过", urgency, _todo(urgency, "请演练一次恢复"))


def _checked(desk: Desk) -> SafetyLine:
    since, last = desk.vault.unclean_since, checkups.last(desk)
    if since:
        return SafetyLine("体检", "上次没有正常关闭", Urgency.OVERDUE, "请做一次全面体检", "异常")
    if last is None:
        return SafetyLine("体检", "还没有体检", Urgency.SOON, "请体检一次")
    for found, urgency in ((last.wrong, Urgency.OVERDUE), (last.advice, Urgency.SOON)):
        if found:
            names = "、".join(one.name for one in found)
            return SafetyLine("体检", names, urgency, found[0].sentence, checkups.state(found[0]))
    return SafetyLine("体检", f"{china_time.words(last.at)}，全部正常", Urgency.AMPLE)


def _urgency(desk: Desk, at: datetime | None, soon: timedelta, late: timedelta) -> Urgency:
    if at is None or desk.clock() - at > late:
        return Urgency.OVERDUE
    return Urgency.SOON if desk.clock() - at > soon else Urgency.AMPLE


def _words(at: datetime | None, none: str) -> str:
    return china_time.words(at) if at else none


def _todo(urgency: Urgency, words: str) -> str:
    return "" if urgency is Urgency.AMPLE else words
