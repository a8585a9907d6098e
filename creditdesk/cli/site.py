"""The credit site and commitments from a terminal."""

from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, with_desk
from creditdesk.services import commitments, record_papers, site_columns
from creditdesk.services.commitments import Found


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    site = declare("site", _site, "制作信用网站公示数据包：信用承诺公示、信用信息查询公示栏")
    with_desk(site)
    which = site.add_mutually_exclusive_group(required=True)
    which.add_argument("--out", type=Path, metavar="FILE", help="写成这个 zip 文件，并记入推送日期")
    which.add_argument("--dry-run", action="store_true", help="只列出各栏会有几条、哪些不公开")
    as_json(site)
    check = declare("commitment-check", _check, "登记一项信用承诺的履约核查")
    with_desk(check)
    check.add_argument("number", help="承诺书编号")
    check.add_argument("--finding", required=True, choices=commitments.FINDINGS, help="核查结果")
    check.add_argument("--unit", required=True, help="核查单位")
    check.add_argument("--note", required=True, help="核查情况")
    check.add_argument("--on", type=day, metavar="D", help="核查日期，默认今天")
    check.add_argument("--next", type=day, metavar="D", help="继续履约的，下次核查日期")
    check.add_argument("--facts", default="", help="未履约的事实")
    check.add_argument("--grade", default="", help="未履约的失信等级")
    check.add_argument("--grade-reason", default="", help="认定理由")


def _site(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.out:
            changes = site_columns.save(desk, parsed.out)
            answer(parsed, changes.result, [changes.sentence])
            return
        found = site_columns.outlooks(desk)
    told = {one.name: {"shown": one.shown, "left_out": dict(one.left_out)} for one in found}
    lines = [
        f"{one.label} {one.shown}条" + "".join(f"；{why}{count}条" for why, count in one.left_out) for one in found
    ]
    answer(parsed, told, lines)


def _check(parsed: Arguments) -> None:
    breach = {"facts": parsed.facts, "grade": parsed.grade, "grade_reason": parsed.grade_reason}
    with open_desk(parsed) as desk:
        on = parsed.on or desk.clock().date()
        filled = {name: value for name, value in breach.items() if value}
        found = Found(on, parsed.unit, parsed.finding, parsed.note, parsed.next, filled)
        record_id = record_papers.by_number(desk, parsed.number, commitments.KIND)
        print(desk.perform(commitments.check, record_id, found).sentence)
