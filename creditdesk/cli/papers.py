"""Papers from a terminal: records, cases, registers, letters."""

import argparse
import sys
from pathlib import Path

from creditdesk import files
from creditdesk.cli.arguments import (
    Arguments,
    Declare,
    answer,
    as_json,
    day,
    open_desk,
    tell_progress,
    with_desk,
)
from creditdesk.exchange import letter_codes
from creditdesk.exchange.whole_files import replace_file
from creditdesk.services import (
    batch_checks,
    case_bundles,
    case_register,
    credit_reports,
    letter_batches,
    office_keys,
    record_papers,
    repairs,
)  # fmt: skip
from creditdesk.services.enquiries import Asking


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    paper = declare("print", _print, "把一条记录打印成记录单")
    with_desk(paper)
    paper.add_argument("number", help="文号")
    paper.add_argument("--out", required=True, type=Path, metavar="PDF", help="写成这个文件")
    paper.add_argument("--kind", default="", help="信息类别，文号有几条记录时指明")
    paper.add_argument("--bare", action="store_true", help="不遮盖证件号码，记入操作日志")
    bundle = declare("bundle", _bundle, "把一件异议的全部材料整理成一份PDF案卷")
    with_desk(bundle)
    bundle.add_argument("number", help="案号")
    bundle.add_argument("--out", required=True, type=Path, metavar="PDF", help="写成这个文件")
    register = declare("register", _register, "写出一段时间的异议台账")
    with_desk(register)
    register.add_argument("--from", required=True, type=day, dest="start", metavar="D", help="收到日期，从这一天起")
    register.add_argument("--to", required=True, type=day, dest="end", metavar="D", help="到这一天止")
    register.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这里，以 .pdf 或 .xlsx 结尾")
    many = declare("issue", _issue, "批量签发受理（accept）、转办（forward）或催办（remind）文书")
    with_desk(many)
    many.add_argument("act", help="accept、forward 或 remind")
    many.add_argument("--case", action="append", default=[], metavar="NUMBER", help="只签发这些案号的，可写多次")
    batch = declare("batch-check", _batch_check, "按名单批量比对，写出核查表和核查报告")
    with_desk(batch)
    batch.add_argument("file", type=Path, help="名单：xlsx、xls、ods、csv、txt，每行一个名称或代码")
    batch.add_argument("--out", required=True, type=Path, metavar="DIR", help="核查表和报告写到这个文件夹")
    _with_asking(batch)
    batch.add_argument("--bare", action="store_true", help="不遮盖自然人证件号码，记入操作日志")
    report = declare("report", _report, "出具一个主体的信用报告，取号存档并写出PDF")
    with_desk(report)
    report.add_argument("subject", help="主体的代码、证件号码或名称")
    report.add_argument("--out", required=True, type=Path, metavar="PDF", help="写成这个文件")
    _with_asking(report)
    repair = declare("repair-terms", _repair_terms, "列出一条失信信息适用的修复规则、最早申请日期和最长公示期限")
    with_desk(repair)
    repair.add_argument("number", help="文号")
    repair.add_argument("--received", type=day, metavar="D", help="收到申请的日期，默认今天")
    as_json(repair)
    certificate = declare("letter-certificate", _letter_certificate, "写出文书证书，交给收文单位核对文书")
    with_desk(certificate)
    certificate.add_argument("--to", required=True, type=Path, metavar="PEM", help="写成这个文件")
    letter = declare("verify-letter", _verify_letter, "核对文书上的二维码")
    letter.add_argument("--certificate", required=True, type=Path, metavar="PEM", help="发文单位的文书证书")
    letter.add_argument("--code", required=True, metavar="TEXT", help="扫描二维码得到的一行文字")
    letter.add_argument("--text", type=Path, metavar="FILE", help="文书正文，从标题到附件，或整页文字")
    letter.add_argument("--addressee", metavar="NAME", help="文书的主送")
    as_json(letter)


def _with_asking(parser: argparse.ArgumentParser) -> None:
    """Add who asks, on what authority, for what."""
    parser.add_argument("--applicant", required=True, help="查询人")
    parser.add_argument("--authority", required=True, help="查询权限：本人、授权、依法履职、公开")
    parser.add_argument("--proof", default="", help="查询权限的凭据，如法律依据和公函文号")
    parser.add_argument("--purpose", required=True, help="查询用途")


def _print(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        record_id = record_papers.by_number(desk, parsed.number, parsed.kind)
        print(record_papers.save(desk, record_id, parsed.out, bare=parsed.bare).sentence)


def _bundle(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(case_bundles.save(desk, case_bundles.by_number(desk, parsed.number), parsed.out).sentence)


def _register(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(case_register.save(desk, parsed.start, parsed.end, parsed.out).sentence)


def _issue(parsed: Arguments) -> int:
    with open_desk(parsed) as desk:
        groups = letter_batches.chosen(desk, parsed.act, parsed.case)
        batch = str(desk.perform(letter_batches.begin, parsed.act, groups).result["batch"])
        job = letter_batches.run(desk, batch, tell_progress)
        print("\n".join(letter_batches.numbers(desk, job.letters)))
    for number, fault in job.faults:
        print(f"{number}未能签发：{fault}", file=sys.stderr)
    return 1 if job.faults else 0


def _batch_check(parsed: Arguments) -> None:
    asked = batch_checks.read_asked(parsed.file)
    asking = (parsed.applicant, parsed.authority, parsed.proof, parsed.purpose)
    enquiry = batch_checks.Enquiry(*asking, bare=parsed.bare)
    with open_desk(parsed) as desk:
        checked = batch_checks.run(desk, asked, enquiry)
        workbook, paper = batch_checks.write(desk, checked, parsed.out)
    print(checked.sentence)
    print(f"核查表 {workbook}\n核查报告 {paper}")


def _report(parsed: Arguments) -> None:
    asking = Asking(parsed.applicant, parsed.authority, parsed.proof, parsed.purpose)
    with open_desk(parsed) as desk:
        print(credit_reports.save(desk, parsed.subject, asking, parsed.out).sentence)
    print(f"信用报告 {parsed.out}")


def _repair_terms(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        record_id = record_papers.by_number(desk, parsed.number)
        choices = repairs.choices(desk, record_id, parsed.received or desk.clock().date())
    told = [
        {
            "regime": choice.regime.name,
            "why": choice.why,
            "class": label,
            "earliest": term.earliest.isoformat() if term.earliest else None,
            "latest": term.latest.isoformat() if term.latest else None,
        }
        for choice in choices
        for label, term in choice.terms
    ]
    lines = [choices[0].why]
    lines += [
        f"{choice.regime.label} {label}：最早 {term.earliest or '没有给出'}，最长公示至 {term.latest or '没有给出'}"
        for choice in choices
        for label, term in choice.terms
    ]
    answer(parsed, {"terms": told}, lines)


def _verify_letter(parsed: Arguments) -> int:
    certificate = files.read(parsed.certificate)
    letter = files.read(parsed.text).decode("utf-8-sig", "replace") if parsed.text else None
    found = letter_codes.check(parsed.code, certificate, letter, parsed.addressee)
    told = letter_codes.read(parsed.code)
    findings = [{"ok": one.ok, "sentence": one.sentence} for one in found]
    lines = [f"{'通过' if one.ok else '不符'}  {one.sentence}" for one in found]
    ok = all(one.ok for one in found)
    answer(parsed, {"ok": ok, "number": told.number, "date": told.date.isoformat(), "findings": findings}, lines)
    if not ok:
        print(f"文书核对不通过：{next(one.sentence for one in found if not one.ok)}", file=sys.stderr)
    return 0 if ok else 1


def _letter_certificate(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        replace_file(parsed.to, office_keys.letter_certificate(desk))
    print(f"文书证书 {parsed.to}")
