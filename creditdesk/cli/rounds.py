"""Joint reward and punishment from a terminal: the list of measures, rounds, feedback sheets and the report."""

from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, answer, as_json, day, open_desk, with_desk
from creditdesk.services import (
    escalation_lists,
    measure_lists,
    response_files,
    round_lists,
    round_reports,
    rounds,
    subjects,
)
from creditdesk.services.rounds import Initiation


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    measures = declare("measures", _measures, "列出现行措施清单：措施、性质、依据、实施单位")
    with_desk(measures)
    as_json(measures)
    _declare_start(declare)
    listed = declare("rounds", _list, "列出联合奖惩，各单位的响应和期限")
    with_desk(listed)
    as_json(listed)
    out = declare("round-sheet", _hand_out, "导出一个单位的响应反馈表（xlsx）")
    with_desk(out)
    out.add_argument("response", help="响应的编号，见 rounds")
    out.add_argument("--out", required=True, type=Path, metavar="XLSX", help="写成这个文件")
    back = declare("round-answer", _take, "载入单位填好的响应反馈表")
    with_desk(back)
    back.add_argument("file", type=Path, help="填好的反馈表（xlsx）")
    back.add_argument("--on", type=day, metavar="D", help="收到日期，默认今天")
    report = declare("round-report", _report, "把联合奖惩实施情况报告写成 PDF 或 xlsx")
    with_desk(report)
    report.add_argument("round", help="联合奖惩的编号，见 rounds")
    report.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这里，以 .pdf 或 .xlsx 结尾")
    several = declare("escalations", _escalations, "列出同时在两个以上领域黑名单上的主体")
    with_desk(several)
    as_json(several)


def _declare_start(declare: Declare) -> None:
    start = declare("round", _start, "发起联合奖惩：发起单位、对象、措施、响应单位")
    with_desk(start)
    start.add_argument("--initiator", required=True, help="发起单位")
    start.add_argument("--kind", default="惩戒", help="激励或惩戒，默认惩戒")
    start.add_argument("--objects", required=True, help="对象的名称，如 重大税收违法失信主体")
    start.add_argument("--basis", required=True, help="认定对象的依据")
    start.add_argument("--decided-on", required=True, type=day, metavar="D", help="认定日期")
    start.add_argument("--measure", action="append", default=[], help="措施，见 measures，可写多次")
    start.add_argument("--unit", action="append", default=[], help="响应单位，可写多次")
    start.add_argument("--subject", action="append", default=[], help="主体的代码、证件号码或名称，可写多次")
    start.add_argument("--answer-by", type=day, metavar="D", help="反馈期限；来源没有规定，可以不写")


def _measures(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        found, edition = measure_lists.rows(desk), measure_lists.in_force(desk).edition
    told = [{"code": row.code, "label": row.label, "force": row.force, "basis": row.basis} for row in found]
    lines = [f"{row.code} {row.kind} {row.force} {row.label} {row.basis} {row.units}" for row in found]
    answer(parsed, {"edition": edition, "measures": told}, lines)


def _start(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        firms = [subjects.named(desk, each) for each in parsed.subject]
        told = Initiation(
            parsed.initiator, parsed.kind, parsed.objects, parsed.basis, parsed.decided_on, parsed.measure, parsed.unit,
            firms, parsed.answer_by,
        )  # fmt: skip
        print(desk.perform(rounds.start, told).sentence)


def _list(parsed: Arguments) -> None:
    told, lines = [], []
    with open_desk(parsed) as desk:
        for one in round_lists.ids(desk):
            sheet = round_lists.sheet(desk, one)
            asked = [each for update in sheet.updates for each in update.responses]
            told.append(
                {
                    "id": one,
                    "objects": sheet.row.objects,
                    "subjects": sheet.row.subjects,
                    "responses": [{"id": each.id, "unit": each.unit, "state": each.words} for each in asked],
                }
            )
            lines.append(
                f"{one} {sheet.row.words} {sheet.row.initiator} {sheet.row.objects} {sheet.row.subjects}个主体"
            )
            lines += [f"  {each.id} {each.unit} {each.letter} {each.words}" for each in asked]
    answer(parsed, {"rounds": told}, lines)


def _hand_out(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(response_files.hand_out(desk, parsed.response, parsed.out).sentence)


def _take(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        feedback = response_files.opened(desk, parsed.file)
        print(desk.perform(response_files.take, feedback, parsed.on or desk.clock().date()).sentence)


def _report(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(round_reports.save(desk, parsed.round, parsed.out).sentence)


def _escalations(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        found = escalation_lists.rows(desk, escalation_lists.ids(desk))
    told = [{"id": row.id, "subject": row.subject, "domains": row.domains, "state": row.words} for row in found]
    answer(
        parsed, {"escalations": told}, [f"{row.id} {row.words} {row.subject} {'、'.join(row.domains)}" for row in found]
    )
