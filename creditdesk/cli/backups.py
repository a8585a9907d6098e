"""Backups from a terminal: made, listed, rehearsed, gone back to; a new key for the desk, its journal as a file."""

import sys
from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, open_desk, tell_progress, with_desk
from creditdesk.errors import InputProblem
from creditdesk.services import (
    asides,
    backups,
    confirmations,
    journal_exports,
    point_lists,
    rehearsals,
    rekeys,
    restores,
    safety,
)
from creditdesk.services.acts import ActFunction
from creditdesk.services.desk import Desk


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    make = declare("backup", _backup, "备份桌面，核对后才算数；或设置第二备份位置")
    with_desk(make)
    make.add_argument("--place", metavar="DIR", help="第二备份位置：U盘或共享文件夹；写成空文字时取消")
    make.add_argument("--list", action="store_true", help="只列出保留的备份，不再备份")
    rehearse = declare("rehearse", _rehearse, "演练：把备份恢复到临时桌面，核对后删除")
    with_desk(rehearse)
    rehearse.add_argument("--point", default="", metavar="NAME", help="演练哪一份，默认最近的一份")
    back = declare("restore", _restore, "恢复到一份备份；先用 --show 看会失去什么")
    with_desk(back)
    back.add_argument("--point", required=True, metavar="NAME", help="备份的名称，见 backup --list")
    back.add_argument("--show", action="store_true", help="只显示恢复后会失去什么，不恢复")
    back.add_argument("--reason", default="", metavar="REASON", help="恢复的理由，提请另一位工作人员确认")
    back.add_argument("--alone", default="", metavar="REASON", help="没有另一位工作人员时，一人应急办理的理由")
    kept = declare("asides", _asides, "列出恢复或抢救时另存的桌面，哪些到期可清理；用 --clear 清理")
    with_desk(kept)
    kept.add_argument("--clear", action="store_true", help="清理到期的，最近的和还有待补办操作的保留")
    renew = declare("rekey", _rekey, "更换密钥：用新的随机密钥重新加密整个桌面；两人办理")
    with_desk(renew)
    renew.add_argument("--reason", default="", metavar="REASON", help="更换的理由，提请另一位工作人员确认")
    renew.add_argument("--alone", default="", metavar="REASON", help="没有另一位工作人员时，一人应急办理的理由")
    journal = declare("journal", _journal, "导出操作日志，供审计核对；两人办理，文件不加密")
    with_desk(journal)
    journal.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这个文件，每行一条")
    journal.add_argument("--reason", default="", metavar="REASON", help="导出的理由，提请另一位工作人员确认")
    journal.add_argument("--alone", default="", metavar="REASON", help="没有另一位工作人员时，一人应急办理的理由")


def _backup(parsed: Arguments) -> int:
    with open_desk(parsed) as desk:
        if parsed.place is not None:
            place = str(Path(parsed.place).absolute()) if parsed.place else ""
            print(desk.perform(backups.choose_place, place).sentence)
        if not parsed.list:
            print(f"已备份并核对 {backups.make(desk, '手动').name}")
        rows, lines = point_lists.rows(desk, point_lists.names(desk)), safety.lines(desk)
        second = backups.second(desk)
    print("\n".join(f"{row.name}  {row.made}  {row.size}  {row.state}  {row.place}" for row in rows))
    print("\n".join(f"{line.label}：{line.words}（{line.state}）" for line in lines))
    if second is not None and second.fault:
        print(second.fault, file=sys.stderr)
        return 1
    return 0


def _rehearse(parsed: Arguments) -> int:
    with open_desk(parsed) as desk:
        changes = desk.perform(rehearsals.record, rehearsals.rehearse(desk, parsed.point))
    print(changes.sentence, file=sys.stdout if changes.result["ok"] else sys.stderr)
    return 0 if changes.result["ok"] else 1


def _restore(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.show or parsed.reason:
            print("\n".join(f"{label}：{words}" for label, words in restores.look(desk, parsed.point).lines))
        if parsed.show:
            print("没有改动")
        else:
            _go_back(desk, parsed)


def _go_back(desk: Desk, parsed: Arguments) -> None:
    decided = restores.decision(desk)
    confirmed = decided is not None and decided.point == parsed.point
    if not confirmed and not parsed.reason.strip():
        raise InputProblem("请先用 --show 看恢复后会失去什么，再用 --reason 写明理由提请恢复。")
    if confirmed or _decide(desk, restores.decide, parsed, point=parsed.point):
        print(restores.carry_out(desk).sentence)


def _asides(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.clear:
            print(asides.clear(desk).sentence)
            return
        gone = asides.outdated(desk)
        lines = [f"{path.name}  {'到期可清理' if path in gone else '保留'}" for path in asides.listing(desk)]
    print("\n".join(lines or ["没有另存的桌面。"]))


def _rekey(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        decided = bool(rekeys.decision(desk)) or _decide(desk, rekeys.decide, parsed)
        if decided:
            print(rekeys.carry_out(desk, tell_progress).sentence)


def _journal(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        decided = bool(journal_exports.decision(desk)) or _decide(desk, journal_exports.decide, parsed)
        if decided:
            print(journal_exports.carry_out(desk, parsed.out, tell_progress).sentence)


def _decide(desk: Desk, function: ActFunction[...], parsed: Arguments, **arguments: str) -> bool:
    """Propose an act for a reason, and with `--alone` perform it as one person; tells whether it is decided."""
    waits = confirmations.own_proposal(desk, function, **arguments) if parsed.alone else None
    if waits is None:
        proposed = confirmations.propose(desk, function, *arguments.values(), parsed.reason)
        waits = str(proposed.result["confirmation"])
        if not parsed.alone:
            print(f"{proposed.sentence}，确认后再运行同一命令执行")
            return False
    confirmations.perform_alone(desk, waits, parsed.alone)
    return True
