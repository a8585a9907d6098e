"""The points of persons from a terminal; they are off until the office switches them on."""

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, signed, with_desk
from creditdesk.services import person_points, record_papers, subjects


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    switch = declare("points-switch", _switch, "开启或停用个人信用积分（默认不开启）")
    with_desk(switch)
    switch.add_argument("state", choices=("on", "off"), help="on 开启，off 停用")
    switch.add_argument("--basis", required=True, help="本县的积分办法，或停用的理由")
    rule = declare("points-rule", _rule, "登记积分规则：哪种情形、多少分、依据、施行日期")
    with_desk(rule)
    rule.add_argument("event", help="情形，如 志愿服务")
    rule.add_argument("points", type=signed, help="分值，可以为负数；来源没有给出，凭本县办法填写")
    rule.add_argument("--basis", required=True, help="本县积分办法的条款")
    rule.add_argument("--from", dest="start", required=True, type=day, metavar="D", help="施行日期")
    rule.add_argument("--to", dest="end", type=day, metavar="D", help="失效日期")
    consent = declare("points-consent", _consent, "登记个人同意积分，或撤回同意")
    with_desk(consent)
    consent.add_argument("person", help="证件号码或姓名")
    consent.add_argument("--on", type=day, metavar="D", help="同意或撤回的日期，默认今天")
    which = consent.add_mutually_exclusive_group(required=True)
    which.add_argument("--proof", default="", help="同意书的日期和编号")
    which.add_argument("--withdraw", action="store_true", help="撤回同意，积分清除")
    counted = declare("points-count", _count, "按规则为一条记录计分")
    with_desk(counted)
    counted.add_argument("number", help="记录的文号")
    ledger = declare("points", _ledger, "列出一个人的积分")
    with_desk(ledger)
    ledger.add_argument("person", help="证件号码或姓名")
    as_json(ledger)


def _switch(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(person_points.switch, on=parsed.state == "on", basis=parsed.basis).sentence)


def _rule(parsed: Arguments) -> None:
    told = (parsed.event, parsed.points, parsed.basis, parsed.start, parsed.end)
    with open_desk(parsed) as desk:
        print(desk.perform(person_points.rule, *told).sentence)


def _consent(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        person, on = subjects.named(desk, parsed.person), parsed.on or desk.clock().date()
        if parsed.withdraw:
            print(desk.perform(person_points.withdraw, person, on).sentence)
        else:
            print(desk.perform(person_points.consent, person, on, parsed.proof).sentence)


def _count(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(person_points.count, record_papers.by_number(desk, parsed.number)).sentence)


def _ledger(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        found = person_points.ledger(desk, subjects.named(desk, parsed.person))
    told = [{"on": str(line.on), "event": line.event, "points": line.points} for line in found.lines]
    lines = [f"{line.on} {line.event} {line.title} {line.points:+d} {line.basis}" for line in found.lines]
    consented = f"{found.consented_on} 同意" if found.consented_on else "没有同意"
    answer(parsed, {"total": found.total, "lines": told}, [f"合计 {found.total} 分，{consented}", *lines])
