"""Retention from a terminal: what is due and what holds it back, proposed by one officer and confirmed by another."""

import sys
from collections.abc import Sequence

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, open_desk, tell_progress, with_desk
from creditdesk.errors import InputProblem
from creditdesk.rules.retention import ARCHIVE, ERASE
from creditdesk.services import confirmations, erasure_previews, erasure_traces, erasures, retention
from creditdesk.services.desk import Desk
from creditdesk.services.retention import DueRow

_ACTS = {ERASE: erasures.erase, ARCHIVE: erasures.archive}
_WORDS = {ERASE: "消除", ARCHIVE: "转为档案"}


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    listed = declare("retention", _list, "列出保存期满的记录、期满日和不能处理的原因")
    with_desk(listed)
    as_json(listed)
    erase = declare("erase", _erase, "提请消除保存期满的自然人记录，由另一位工作人员用 --confirm 确认")
    with_desk(erase)
    erase.add_argument(
        "--record", action="append", default=[], metavar="ID", help="记录标识，见 retention；默认全部可处理的"
    )
    erase.add_argument("--archive", action="store_true", help="不消除，将单位的到期记录转为档案")
    erase.add_argument("--confirm", action="store_true", help="确认另一位工作人员的提请，并改写保留的备份")
    erase.add_argument("--alone", default="", metavar="REASON", help="没有另一位工作人员时，一人应急办理的理由")
    erase.add_argument("--follow", action="store_true", help="只改写保留的备份，例如接通第二备份位置以后")


def _list(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        due, unclocked = retention.due(desk), retention.unclocked(desk)
    told = {
        "due": [
            {"id": row.record_id, "outcome": row.outcome, "since": str(row.since), "holds": row.holds} for row in due
        ],
        "unclocked": [row.record_id for row in unclocked],
    }
    lines = [_line(row) for row in due]
    lines += [
        f"{row.record_id} 不起算 {row.subject} {row.kind}{row.title}：没有填写失信行为终止之日" for row in unclocked
    ]
    answer(parsed, told, lines or ["没有保存期满的记录。"])


def _line(row: DueRow) -> str:
    held = f"（暂缓：{'；'.join(row.holds)}）" if row.holds else ""
    return f"{row.record_id} {row.since} {_WORDS[row.outcome]} {row.subject} {row.kind}{row.title}{held}"


def _erase(parsed: Arguments) -> int:
    outcome = ARCHIVE if parsed.archive else ERASE
    with open_desk(parsed) as desk:
        if parsed.follow:
            return _follow(desk)
        if parsed.confirm:
            return _confirm(desk, outcome)
        ids = parsed.record or [
            row.record_id for row in retention.due(desk) if row.outcome == outcome and not row.holds
        ]
        return _propose(desk, outcome, ids, parsed.alone)


def _propose(desk: Desk, outcome: str, ids: Sequence[str], alone: str) -> int:
    if outcome == ERASE and ids:
        print(f"将消除：{erasure_previews.of(desk, ids).words}")
    proposed = confirmations.propose(desk, _ACTS[outcome], ids)
    if not alone:
        print(f"{proposed.sentence}，由另一位工作人员加 --confirm 运行同一命令")
        return 0
    print(confirmations.perform_alone(desk, str(proposed.result["confirmation"]), alone).sentence)
    return _follow(desk)


def _confirm(desk: Desk, outcome: str) -> int:
    waiting = [one for one in confirmations.pending(desk) if one.label == _ACTS[outcome].label and not one.mine]
    if not waiting:
        raise InputProblem(f"没有等待您确认的“{_ACTS[outcome].label}”，请先由另一位工作人员提请。")
    for one in waiting:
        print(confirmations.confirm(desk, one.id).sentence)
    return _follow(desk)


def _follow(desk: Desk) -> int:
    done = erasure_traces.finish(desk, tell_progress)
    print(f"已改写{done.rewritten}份保留的备份")
    print("".join(f"{sentence}\n" for sentence in done.left), end="", file=sys.stderr)
    return 1 if done.left else 0
