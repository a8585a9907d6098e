"""Tips from a terminal: entered, referred, answered, closed, listed; who told is typed unseen, never an argument."""

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, typed_unseen, with_desk
from creditdesk.services import tip_lists, tips
from creditdesk.services.informants import Informant
from creditdesk.services.judged_records import Period
from creditdesk.services.tips import Told


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    enter = declare("tip", _enter, "登记举报线索；举报人在提问时输入，不写在命令里")
    with_desk(enter)
    enter.add_argument("--source", default=tips.REPORTED, help="线索来源，默认举报")
    enter.add_argument("--channel", required=True, help="收到方式，如来访、来电、来信、网上")
    enter.add_argument("--on", type=day, metavar="D", help="收到日期，默认今天")
    enter.add_argument("--accused", required=True, help="被反映单位的名称")
    enter.add_argument("--code", default="", help="被反映单位的统一社会信用代码，不知道的不写")
    enter.add_argument("--matter", required=True, help="反映的问题，不要写入举报人")
    enter.add_argument("--anonymous", action="store_true", help="匿名举报，不提问举报人")
    listed = declare("tips", _list, "列出举报线索，不含举报人")
    with_desk(listed)
    as_json(listed)
    counted = declare("tip-figures", _figures, "统计一段时间收到的举报线索")
    with_desk(counted)
    counted.add_argument("--from", dest="start", type=day, required=True, metavar="D", help="收到日期从哪天起")
    counted.add_argument("--to", dest="end", type=day, required=True, metavar="D", help="到哪天止")
    as_json(counted)
    refer = declare("tip-refer", _refer, "把线索转有权处理的单位，生成举报转办函")
    with_desk(refer)
    refer.add_argument("number", help="线索编号，见 tips")
    refer.add_argument("--unit", required=True, help="承办单位")
    refer.add_argument("--by", type=day, metavar="D", help="请答复的日期，来源没有规定期限，不写的不限")
    answered = declare("tip-answered", _answer, "登记承办单位的答复")
    with_desk(answered)
    answered.add_argument("number", help="线索编号，见 tips")
    answered.add_argument("--on", type=day, metavar="D", help="答复日期，默认今天")
    answered.add_argument("--finding", required=True, help="核查结论")
    answered.add_argument("--text", required=True, help="认定的事实和处理情况")
    closed = declare("tip-close", _close, "办结线索；没有转办的只写理由")
    with_desk(closed)
    closed.add_argument("number", help="线索编号，见 tips")
    closed.add_argument("--finding", default="", help="核查结论；没有转办的不写")
    closed.add_argument("--reason", required=True, help="办结的情况，或不转办的理由")


def _informant(parsed: Arguments) -> Informant:
    """Ask for the informant without showing it, so that neither the screen nor the shell's history keeps it."""
    if parsed.anonymous or parsed.source != tips.REPORTED:
        return Informant()
    asked = ("举报人姓名：", "联系电话：", "联系地址：", "其他情况：")
    return Informant(*(typed_unseen(prompt) for prompt in asked))


def _enter(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        on = parsed.on or desk.clock().date()
        told = Told(parsed.source, parsed.channel, on, parsed.accused, parsed.matter, parsed.code)
        print(desk.perform(tips.receive, told, _informant(parsed)).sentence)


def _list(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        rows = tip_lists.rows(desk, tip_lists.ids(desk))
    told = [
        {"number": row.number, "accused": row.accused, "state": row.state, "unit": row.unit, "named": row.named}
        for row in rows
    ]
    lines = [f"{row.number} {row.received_on} {row.words} {row.accused} {row.unit}".rstrip() for row in rows]
    answer(parsed, {"tips": told}, lines)


def _figures(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        found = tip_lists.figures(desk, Period(parsed.start, parsed.end))
    told = {label: dict(counted) for label, counted in found.groups}
    counts = {"received": found.received, "named": found.named, "open": found.open, "late": found.late}
    answer(parsed, counts | told, [f"{label}：{words}" for label, words in found.lines])


def _refer(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(tips.refer, tip_lists.numbered(desk, parsed.number), parsed.unit, parsed.by).sentence)


def _answer(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        tip, on = tip_lists.numbered(desk, parsed.number), parsed.on or desk.clock().date()
        print(desk.perform(tips.answer, tip, on, parsed.finding, parsed.text).sentence)


def _close(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        tip = tip_lists.numbered(desk, parsed.number)
        if parsed.finding:
            print(desk.perform(tips.close, tip, parsed.finding, parsed.reason).sentence)
        else:
            print(desk.perform(tips.drop, tip, parsed.reason).sentence)
