"""Lists and registers of the county plan's smaller clauses from a terminal."""

from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, count, day, open_desk, with_desk
from creditdesk.services import batch_checks, campaigns, code_conversions, grading, selections, supervision
from creditdesk.services.batch_checks import Enquiry
from creditdesk.services.campaigns import Held
from creditdesk.services.grading import Criteria


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    _declare_lists(declare)
    _declare_selection(declare)
    _declare_campaigns(declare)
    criteria = declare("criteria", _criteria, "登记一个单位的失信等级认定标准")
    with_desk(criteria)
    criteria.add_argument("--unit", required=True, help="认定单位全称")
    criteria.add_argument("--industry", default="", help="行业，不写为各行业")
    criteria.add_argument("--edition", required=True, help="版次")
    criteria.add_argument("--source", required=True, help="依据的文件")
    criteria.add_argument("--from", dest="start", required=True, type=day, metavar="D", help="施行日期")
    criteria.add_argument("--to", dest="end", type=day, metavar="D", help="失效日期")
    for name, grade in (("general", "一般"), ("heavier", "较重"), ("severe", "严重")):
        criteria.add_argument(f"--{name}", required=True, help=f"{grade}失信行为的标准")


def _declare_lists(declare: Declare) -> None:
    codes = declare("codes", _codes, "写出存量代码转换公示清单；写明起止日期的写出新赋码公示清单")
    with_desk(codes)
    codes.add_argument("--out", required=True, type=Path, metavar="FILE", help="PDF 或 xlsx")
    codes.add_argument("--from", dest="start", type=day, metavar="D", help="赋码日期，从这一天起")
    codes.add_argument("--to", dest="end", type=day, metavar="D", help="到这一天止，不写为今天")
    classes = declare("supervision", _supervision, "写出信用分类监管名单，或一项公共服务的优先名单")
    with_desk(classes)
    classes.add_argument("--out", required=True, type=Path, metavar="FILE", help="PDF 或 xlsx")
    which = classes.add_mutually_exclusive_group()
    which.add_argument("--result", default="", help="只列一个评定结果，如 A级")
    which.add_argument("--priority", default="", metavar="SERVICE", help="公共服务，如 就业、财政资金项目")


def _declare_selection(declare: Declare) -> None:
    check = declare("selection-check", _select, "评选核查：候选名单逐个核查，写出核查表")
    with_desk(check)
    check.add_argument("file", type=Path, help="候选名单：xlsx、xls、ods、csv、txt")
    check.add_argument("--selection", required=True, help="哪种评选，如 文明单位")
    check.add_argument("--out", required=True, type=Path, metavar="DIR", help="核查表写到这个文件夹")
    check.add_argument("--applicant", required=True, help="查询单位")
    check.add_argument("--proof", required=True, help="法律依据和公函文号")


def _declare_campaigns(declare: Declare) -> None:
    held = declare("campaign", _hold, "登记一项诚信活动")
    with_desk(held)
    held.add_argument("--on", required=True, type=day, metavar="D", help="举办日期")
    held.add_argument("--kind", required=True, help="宣传活动、业务培训、评选表彰、主题活动或其他")
    held.add_argument("--title", required=True, help="活动名称")
    held.add_argument("--unit", required=True, help="主办单位")
    held.add_argument("--place", default="", help="地点")
    held.add_argument("--people", type=count, metavar="N", help="参加人数")
    held.add_argument("--content", default="", help="内容")
    log = declare("campaigns", _log, "写出一段时间的诚信活动台账")
    with_desk(log)
    log.add_argument("--from", dest="start", required=True, type=day, metavar="D", help="举办日期，从这一天起")
    log.add_argument("--to", dest="end", required=True, type=day, metavar="D", help="到这一天止")
    log.add_argument("--out", required=True, type=Path, metavar="FILE", help="PDF 或 xlsx")


def _codes(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.start:
            end = parsed.end or desk.clock().date()
            print(code_conversions.save_new(desk, parsed.start, end, parsed.out).sentence)
        else:
            print(code_conversions.save_converted(desk, parsed.out).sentence)


def _supervision(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.priority:
            print(supervision.save_priority(desk, parsed.priority, parsed.out).sentence)
        else:
            print(supervision.save(desk, parsed.out, parsed.result).sentence)


def _select(parsed: Arguments) -> None:
    enquiry = Enquiry(parsed.applicant, "依法履职", parsed.proof, f"{parsed.selection}评选")
    with open_desk(parsed) as desk:
        selected = selections.run(desk, parsed.selection, batch_checks.read_asked(parsed.file), enquiry)
        paths = selections.write(desk, selected, parsed.out)
    print("\n".join([selected.summary, *map(str, paths)]))


def _hold(parsed: Arguments) -> None:
    held = Held(parsed.on, parsed.kind, parsed.title, parsed.unit, parsed.place, parsed.people, parsed.content)
    with open_desk(parsed) as desk:
        print(desk.perform(campaigns.enter, held).sentence)


def _log(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(campaigns.save(desk, parsed.start, parsed.end, parsed.out).sentence)


def _criteria(parsed: Arguments) -> None:
    grades = {"一般": parsed.general, "较重": parsed.heavier, "严重": parsed.severe}
    told = Criteria(parsed.unit, parsed.industry, parsed.edition, parsed.source, grades, parsed.start, parsed.end)
    with open_desk(parsed) as desk:
        print(desk.perform(grading.enter, told).sentence)
