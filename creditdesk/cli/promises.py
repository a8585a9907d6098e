"""The green channel from a terminal: three clean years, promises made, kept and broken."""

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, with_desk
from creditdesk.services import green_channel, promise_lists, promises, subjects
from creditdesk.services.promises import Promised


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    check = declare("clean-years", _check, "核查一个主体是否连续三年没有不良信用记录")
    with_desk(check)
    check.add_argument("subject", help="主体的代码、证件号码或名称")
    as_json(check)
    make = declare("promise", _make, "登记容缺受理承诺：哪个事项、哪个单位、缺哪些材料、何时补齐")
    with_desk(make)
    make.add_argument("subject", help="主体的代码、证件号码或名称")
    make.add_argument("--matter", required=True, help="办理事项")
    make.add_argument("--unit", required=True, help="受理单位")
    make.add_argument("--paper", action="append", default=[], help="容缺的材料，可写多次")
    make.add_argument("--on", type=day, metavar="D", help="承诺日期，默认今天")
    make.add_argument("--due", type=day, metavar="D", help="补齐材料的期限，来源没有给出，由受理单位与申请人约定")
    make.add_argument("--exemplar", default="", help="诚信典型的依据；没有的核查连续三年无不良信用记录")
    listed = declare("promises", _list, "列出容缺受理承诺和期限")
    with_desk(listed)
    as_json(listed)
    kept = declare("promise-kept", _keep, "登记承诺的材料已经补齐")
    with_desk(kept)
    kept.add_argument("id", help="承诺的编号，见 promises")
    kept.add_argument("--on", type=day, metavar="D", help="补齐日期，默认今天")
    broken = declare("promise-broken", _breach, "登记承诺到期没有履行")
    with_desk(broken)
    broken.add_argument("id", help="承诺的编号，见 promises")
    broken.add_argument("--reason", required=True, help="未履约的事实和理由")


def _check(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        found = green_channel.check(desk, subjects.named(desk, parsed.subject))
    bad = [{"title": one.title, "on": str(one.on), "until": str(one.until)} for one in found.bad]
    answer(parsed, {"subject": found.subject, "years": found.years, "bad": bad}, [found.sentence])


def _make(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        on = parsed.on or desk.clock().date()
        told = Promised(parsed.matter, parsed.unit, parsed.paper, on, parsed.due, parsed.exemplar)
        print(desk.perform(promises.make, subjects.named(desk, parsed.subject), told).sentence)


def _list(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        rows = promise_lists.rows(desk, promise_lists.ids(desk))
    told = [
        {"id": row.id, "subject": row.subject, "matter": row.matter, "due": str(row.due), "state": row.state}
        for row in rows
    ]
    lines = [f"{row.id} {row.due} {row.words} {row.subject} {row.matter} {'、'.join(row.papers)}" for row in rows]
    answer(parsed, {"promises": told}, lines)


def _keep(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(promises.keep, parsed.id, parsed.on or desk.clock().date()).sentence)


def _breach(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(promises.breach, parsed.id, parsed.reason).sentence)
