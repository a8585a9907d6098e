"""Questions that need no desk: dates, the calendar, numbers."""

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, count, day
from creditdesk.services import questions
from creditdesk.services.clock import system_clock

_EVENTS = {"forwarded": "转来源单位", "delivered": "来源单位签收", "opinion": "收到核实意见", "notified": "答复申请人"}


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    deadline = declare("deadline", _deadline, "计算异议各阶段期限")
    deadline.add_argument("--received", required=True, type=day, metavar="D", help="中心收到异议的日期")
    for event, about in _EVENTS.items():
        deadline.add_argument(f"--{event}", type=day, metavar="D", help=f"{about}的日期")
    deadline.add_argument("--today", type=day, metavar="D", help="按这一天计算余日，默认今天")
    deadline.add_argument("--rule", help="规则集名称，默认按收到日期")
    calendar = declare("calendar", _calendar, "列出一年的工作日和休息日")
    calendar.add_argument("--year", required=True, type=count, metavar="YYYY", help="哪一年")
    identify = declare("identify", _identify, "辨认一个代码或证件号码")
    identify.add_argument("text", help="统一社会信用代码、组织机构代码、居民身份证号码等")
    for parser in (deadline, calendar, identify):
        as_json(parser)


def _deadline(parsed: Arguments) -> None:
    names = ("received", *_EVENTS)
    events = {name: day for name in names if (day := getattr(parsed, name))}
    told = questions.deadline_answer(events, parsed.today or system_clock().date(), parsed.rule)
    rows = (("转办", "forward_due"), ("核实", "verify_due"), ("答复", "notify_due"), ("全程", "overall_due"))
    lines = [f"{label}到期 {told.get(name) or '未定'}" for label, name in rows]
    lines += [f"最晚办理 {told['effective_due'] or '无'}" + ("（暂定）" if told["provisional"] else "")]
    lines += [f"{day['date']} {day['number'] or '—'} {day['reason']}" for day in told["days"]]
    answer(parsed, told, lines)


def _calendar(parsed: Arguments) -> None:
    told = questions.calendar_answer(parsed.year)
    lines = [f"{day['date']} {'上班' if day['working'] else '休息'} {day['reason']}" for day in told["days"]]
    answer(parsed, told, lines)


def _identify(parsed: Arguments) -> None:
    told = questions.identity_answer(parsed.text)
    parts = [f"{label}：{value}" for label, value in told["parts"].items()]
    answer(parsed, told, [f"{told['label']} {'有效' if told['valid'] else '无效'} {told['reason']}", *parts])
