"""The same acts from a terminal: answers on stdout, errors as one Chinese sentence on stderr.

Exit status 0 is success, 2 bad input, 1 everything else an officer can mend. The window and the pictures of `demo`
need Qt, which is loaded by those two commands only.
"""

import argparse
import getpass
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from creditdesk import __version__
from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange import letter_codes
from creditdesk.exchange.verifying import verify_package
from creditdesk.services import (
    batch_checks,
    case_bundles,
    case_register,
    generating,
    health,
    import_previews,
    imports,
    letter_batches,
    office_forms,
    office_keys,
    offices,
    packages,
    questions,
    record_papers,
)
from creditdesk.services.clock import system_clock
from creditdesk.services.desk import Desk
from creditdesk.vault import Vault
from creditdesk.vault.privacy import keep_memory_private

Arguments = argparse.Namespace
Command = Callable[[Arguments], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    keep_memory_private()
    parsed = _parser().parse_args(arguments)
    command: Command = parsed.command
    try:
        return command(parsed) or 0
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return problem.exit_status


class _Parser(argparse.ArgumentParser):
    """argparse with its complaint as one Chinese sentence."""

    def error(self, message: str) -> Any:
        """End with status 2."""
        print(f"命令写法有误（{message}），请用 creditdesk --help 查看用法。", file=sys.stderr)
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="creditdesk", description="县信用中心的加密工作台")
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(command=_window, desk=None, sample=None)
    commands = parser.add_subparsers(metavar="命令")

    def declare(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(command=command)
        return sub

    _declare_desk_commands(declare)
    _declare_papers(declare)
    _declare_questions(declare)
    return parser


def _declare_desk_commands(declare: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    window = declare("window", _window, "打开窗口")
    window.add_argument("desk", nargs="?", type=Path, help="桌面文件夹")
    window.add_argument("--sample", type=Path, metavar="DIR", help="在此文件夹建立示例桌面并打开")
    new = declare("new", _new, "新建桌面，并显示恢复卡")
    _with_desk(new)
    new.add_argument("--office", required=True, help="单位全称")
    new.add_argument("--prefix", default="牟信", help="发文代字")
    new.add_argument("--card", type=Path, metavar="PDF", help="把恢复卡写成PDF，打印后请删除")
    into = declare("import", _import, "导入双公示表格")
    _with_desk(into)
    into.add_argument("file", type=Path)
    into.add_argument("--kind", default="", help="信息类别，如 xzcf；不写时按表头辨认")
    into.add_argument("--rejected", type=Path, metavar="XLSX", help="退回的行写到这里")
    into.add_argument("--whole", action="store_true", help="全部有效才入库")
    into.add_argument("--late", default="", metavar="REASON", help="补录，并写明理由")
    into.add_argument("--answer", action="append", default=[], metavar="字段=值", help="为整份文件填写一项，可写多次")
    out = declare("export", _export, "生成数据包")
    _with_desk(out)
    out.add_argument("--to", required=True, type=Path, metavar="DIR")
    _with_desk(declare("check", _check, "体检"))
    forms = declare("forms", _forms, "列出信息目录和待采用的表单，或采用一份")
    _with_desk(forms)
    forms.add_argument("--accept", metavar="FILE", help="采用桌面表单文件夹里的这份文件")
    forms.add_argument("--reason", default="", help="采用理由，如批准文号")
    forms.add_argument("--json", action="store_true")
    invented = declare("generate", _generate, "在桌面中生成示例数据，供试用和测速")
    _with_desk(invented)
    invented.add_argument("--subjects", required=True, type=_count, metavar="N", help="主体数")
    invented.add_argument("--records", required=True, type=_count, metavar="N", help="记录数")
    invented.add_argument("--seed", type=int, default=1, help="同一个数在新桌面上生成同样的内容，默认1")
    certificate = declare("letter-certificate", _letter_certificate, "写出文书证书，交给收文单位核对文书")
    _with_desk(certificate)
    certificate.add_argument("--to", required=True, type=Path, metavar="PEM")
    demo = declare("demo", _demo, "用示例数据把主要工作做一遍")
    demo.add_argument("--out", required=True, type=Path, metavar="DIR")


def _declare_papers(declare: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    paper = declare("print", _print, "把一条记录打印成记录单")
    _with_desk(paper)
    paper.add_argument("number", help="文号")
    paper.add_argument("--out", required=True, type=Path, metavar="PDF")
    paper.add_argument("--kind", default="", help="信息类别，文号有几条记录时指明")
    paper.add_argument("--bare", action="store_true", help="不遮盖证件号码，记入操作日志")
    bundle = declare("bundle", _bundle, "把一件异议的全部材料整理成一份PDF案卷")
    _with_desk(bundle)
    bundle.add_argument("number", help="案号")
    bundle.add_argument("--out", required=True, type=Path, metavar="PDF")
    register = declare("register", _register, "写出一段时间的异议台账")
    _with_desk(register)
    register.add_argument("--from", required=True, type=_day, dest="start", metavar="D", help="收到日期，从这一天起")
    register.add_argument("--to", required=True, type=_day, dest="end", metavar="D", help="到这一天止")
    register.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这里，以 .pdf 或 .xlsx 结尾")
    many = declare("issue", _issue, "批量签发受理（accept）、转办（forward）或催办（remind）文书")
    _with_desk(many)
    many.add_argument("act", help="accept、forward 或 remind")
    many.add_argument("--case", action="append", default=[], metavar="NUMBER", help="只签发这些案号的，可写多次")
    batch = declare("batch-check", _batch_check, "按名单批量比对，写出核查表和核查报告")
    _with_desk(batch)
    batch.add_argument("file", type=Path, help="名单：xlsx、xls、ods、csv、txt，每行一个名称或代码")
    batch.add_argument("--out", required=True, type=Path, metavar="DIR", help="核查表和报告写到这个文件夹")
    batch.add_argument("--applicant", required=True, help="查询单位")
    batch.add_argument("--authority", required=True, help="查询依据")
    batch.add_argument("--purpose", required=True, help="查询用途")
    batch.add_argument("--bare", action="store_true", help="不遮盖自然人证件号码，记入操作日志")


def _with_desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("desk", type=Path, help="桌面文件夹")
    parser.add_argument("--officer", help="工作人员姓名；只有一人时可以省略")
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="从文件第一行读口令")


def _declare_questions(declare: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    verify = declare("verify", _verify, "核对数据包")
    verify.add_argument("package", type=Path)
    verify.add_argument("--certificate", required=True, type=Path, metavar="PEM")
    letter = declare("verify-letter", _verify_letter, "核对文书上的二维码")
    letter.add_argument("--certificate", required=True, type=Path, metavar="PEM", help="发文单位的文书证书")
    letter.add_argument("--code", required=True, metavar="TEXT", help="扫描二维码得到的一行文字")
    letter.add_argument("--text", type=Path, metavar="FILE", help="文书正文，从标题到附件，或整页文字")
    letter.add_argument("--addressee", metavar="NAME", help="文书的主送")
    deadline = declare("deadline", _deadline, "计算异议各阶段期限")
    deadline.add_argument("--received", required=True, type=_day, metavar="D")
    for event in ("forwarded", "delivered", "opinion", "notified"):
        deadline.add_argument(f"--{event}", type=_day, metavar="D")
    deadline.add_argument("--today", type=_day, metavar="D", help="按这一天计算余日，默认今天")
    deadline.add_argument("--rule", help="规则集名称，默认按收到日期")
    calendar = declare("calendar", _calendar, "列出一年的工作日和休息日")
    calendar.add_argument("--year", required=True, type=int)
    identify = declare("identify", _identify, "辨认一个代码或证件号码")
    identify.add_argument("text")
    for parser in (deadline, calendar, identify, verify, letter):
        parser.add_argument("--json", action="store_true")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}不是日期，应写成2026-02-10") from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text}不是个数，应写成1000")
    return int(text)


def _passphrase(parsed: Arguments, *, twice: bool = False) -> str:
    if parsed.passphrase_file:
        try:
            return str(parsed.passphrase_file.read_text("utf-8-sig").splitlines()[0])
        except (OSError, IndexError, UnicodeDecodeError) as error:
            raise InputProblem(f"口令文件{parsed.passphrase_file}读不出来，请检查文件。") from error
    typed = getpass.getpass("口令：")
    if twice and getpass.getpass("再输一次：") != typed:
        raise InputProblem("两次输入的口令不同，请重新运行。")
    return typed


def _open(parsed: Arguments) -> Desk:
    officer = parsed.officer
    if not officer:
        slots = Vault.slots(parsed.desk)
        if len(slots) != 1:
            names = "、".join(slot.name for slot in slots)
            raise InputProblem(f"这个桌面有几位工作人员（{names}），请用 --officer 指明。")
        officer = slots[0].id
    return Desk.open(parsed.desk, officer, _passphrase(parsed))


def _new(parsed: Arguments) -> None:
    if not parsed.officer:
        raise InputProblem("没有写明第一位工作人员，请用 --officer 写明姓名。")
    office = offices.Office(parsed.office, parsed.prefix)
    desk, card = offices.create_desk(parsed.desk, office, parsed.officer, _passphrase(parsed, twice=True))
    with desk:
        if parsed.card:
            parsed.card.write_bytes(offices.card_pdf(desk, card))
            print(f"恢复卡已写到 {parsed.card}，请打印后删除该文件并封存纸卡。")
        else:
            print("恢复卡（请抄写或打印后封存，电脑中不保存）：")
            print("\n".join(f"{place:2} {group}" for place, group in enumerate(card.groups, 1)))
    print(f"已建立桌面 {parsed.desk}")


def _import(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        kind = parsed.kind or import_previews.kind_of(desk, parsed.file)
        given = import_previews.answers(desk.catalogue.kind(kind), parsed.answer)
        planned = imports.plan(desk, parsed.file, kind, given)
        if planned.good or planned.asked:
            done = desk.perform(imports.run, planned, whole=parsed.whole, late_because=parsed.late)
            print(done.sentence)
        else:
            print(f"{planned.file_name}里没有可以入库的行。", file=sys.stderr)
    bad = planned.bad
    if bad and parsed.rejected:
        imports.write_back(planned, parsed.rejected)
        print(f"退回{bad}行，原因见 {parsed.rejected}")


def _batch_check(parsed: Arguments) -> None:
    asked = batch_checks.read_asked(parsed.file)
    enquiry = batch_checks.Enquiry(parsed.applicant, parsed.authority, parsed.purpose, parsed.bare)
    with _open(parsed) as desk:
        checked = batch_checks.run(desk, asked, enquiry)
        workbook, paper = batch_checks.write(desk, checked, parsed.out)
    print(checked.sentence)
    print(f"核查表 {workbook}\n核查报告 {paper}")


def _bundle(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        print(case_bundles.save(desk, case_bundles.by_number(desk, parsed.number), parsed.out).sentence)


def _register(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        print(case_register.save(desk, parsed.start, parsed.end, parsed.out).sentence)


def _issue(parsed: Arguments) -> int:
    with _open(parsed) as desk:
        groups = letter_batches.chosen(desk, parsed.act, parsed.case)
        batch = str(desk.perform(letter_batches.begin, parsed.act, groups).result["batch"])
        job = letter_batches.run(desk, batch, _tell_progress)
        print("\n".join(letter_batches.numbers(desk, job.letters)))
    for number, fault in job.faults:
        print(f"{number}未能签发：{fault}", file=sys.stderr)
    return 1 if job.faults else 0


def _generate(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        print(generating.generate(desk, parsed.subjects, parsed.records, parsed.seed, _tell_progress).sentence)


def _tell_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r已写入 {done} / {total}", end="\n" if done >= total else "", file=sys.stderr, flush=True)


def _print(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        record_id = record_papers.by_number(desk, parsed.number, parsed.kind)
        print(record_papers.save(desk, record_id, parsed.out, bare=parsed.bare).sentence)


def _forms(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        if parsed.accept:
            print(office_forms.accept_file(desk, Path(parsed.accept).name, parsed.reason).sentence)
        told = office_forms.answer(desk)
    kinds = [f"{one['short']} {one['label']} {one['edition']}" for one in told["kinds"]]
    files = [f"{one['file']} {one['state']} {one['sentence']}".rstrip() for one in told["proposals"]]
    lines = [*kinds, *files, *(f"  {each}" for one in told["proposals"] for each in one["changes"])]
    _answer(parsed, told, lines)


def _export(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        changes = desk.perform(packages.build, parsed.to)
        certificate = parsed.to / "certificate.pem"
        certificate.write_bytes(packages.certificate(desk))
    print(changes.sentence)
    print(f"数据包 {changes.result['path']}\n证书 {certificate}")


def _verify(parsed: Arguments) -> int:
    report = verify_package(parsed.package, _read(parsed.certificate, "证书文件"))
    findings = [{"ok": finding.ok, "sentence": finding.sentence} for finding in report.findings]
    lines = [f"{'通过' if finding.ok else '不符'}  {finding.sentence}" for finding in report.findings]
    _answer(parsed, {"ok": report.ok, "findings": findings}, lines)
    if not report.ok:
        wrong = next(finding.sentence for finding in report.findings if not finding.ok)
        print(f"数据包核对不通过：{wrong}", file=sys.stderr)
    return 0 if report.ok else 1


def _verify_letter(parsed: Arguments) -> int:
    certificate = _read(parsed.certificate, "证书文件")
    letter = _read(parsed.text, "文书正文").decode("utf-8-sig", "replace") if parsed.text else None
    found = letter_codes.check(parsed.code, certificate, letter, parsed.addressee)
    told = letter_codes.read(parsed.code)
    findings = [{"ok": one.ok, "sentence": one.sentence} for one in found]
    lines = [f"{'通过' if one.ok else '不符'}  {one.sentence}" for one in found]
    ok = all(one.ok for one in found)
    _answer(parsed, {"ok": ok, "number": told.number, "date": told.date.isoformat(), "findings": findings}, lines)
    if not ok:
        print(f"文书核对不通过：{next(one.sentence for one in found if not one.ok)}", file=sys.stderr)
    return 0 if ok else 1


def _letter_certificate(parsed: Arguments) -> None:
    with _open(parsed) as desk:
        parsed.to.write_bytes(office_keys.letter_certificate(desk))
    print(f"文书证书 {parsed.to}")


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputProblem(f"{what}{path}读不出来，请检查文件。") from error


def _check(parsed: Arguments) -> int:
    with _open(parsed) as desk:
        findings, counted = health.check(desk), health.counts(desk)
    for finding in findings:
        word = "正常" if finding.ok else "提醒" if finding.name in health.ADVICE else "异常"
        print(f"{word}  {finding.name}：{finding.sentence}")
    labels = {"subjects": "信用主体", "records": "信用记录", "cases": "异议", "letters": "文书", "packages": "数据包"}
    print("，".join(f"{labels[name]}{count}" for name, count in counted.items()))
    wrong = [finding for finding in findings if not finding.ok and finding.name not in health.ADVICE]
    if wrong:
        print(f"体检有{len(wrong)}项异常：{wrong[0].sentence}", file=sys.stderr)
    return 1 if wrong else 0


def _deadline(parsed: Arguments) -> None:
    names = ("received", "forwarded", "delivered", "opinion", "notified")
    events = {name: day for name in names if (day := getattr(parsed, name))}
    told = questions.deadline_answer(events, parsed.today or system_clock().date(), parsed.rule)
    rows = (("转办", "forward_due"), ("核实", "verify_due"), ("答复", "notify_due"), ("全程", "overall_due"))
    lines = [f"{label}到期 {told.get(name) or '未定'}" for label, name in rows]
    lines += [f"最晚办理 {told['effective_due'] or '无'}" + ("（暂定）" if told["provisional"] else "")]
    lines += [f"{day['date']} {day['number'] or '—'} {day['reason']}" for day in told["days"]]
    _answer(parsed, told, lines)


def _calendar(parsed: Arguments) -> None:
    told = questions.calendar_answer(parsed.year)
    lines = [f"{day['date']} {'上班' if day['working'] else '休息'} {day['reason']}" for day in told["days"]]
    _answer(parsed, told, lines)


def _identify(parsed: Arguments) -> None:
    told = questions.identity_answer(parsed.text)
    parts = [f"{label}：{value}" for label, value in told["parts"].items()]
    _answer(parsed, told, [f"{told['kind']} {'有效' if told['valid'] else '无效'} {told['reason']}", *parts])


def _answer(parsed: Arguments, told: dict[str, Any], lines: Sequence[str]) -> None:
    print(json.dumps(told, ensure_ascii=False) if parsed.json else "\n".join(lines))


def _demo(parsed: Arguments) -> None:
    importlib.import_module("creditdesk.app").demo(parsed.out)


def _window(parsed: Arguments) -> int:
    return int(importlib.import_module("creditdesk.app").window(parsed.desk, parsed.sample))
