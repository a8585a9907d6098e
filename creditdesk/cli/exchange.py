"""Packages from a terminal."""

import sys
from functools import partial
from pathlib import Path

from creditdesk import files
from creditdesk.cli.arguments import (
    Arguments,
    Declare,
    answer,
    as_json,
    count,
    open_desk,
    tell_progress,
    with_desk,
)
from creditdesk.errors import InputProblem
from creditdesk.exchange.verifying import verify_package
from creditdesk.exchange.whole_files import replace_file
from creditdesk.services import (
    incoming,
    office_keys,
    opinions,
    packages,
    partners,
    receipt_answers,
    releases,
    upload_templates,
)
from creditdesk.services.opinions import Answer


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    with_desk(declare("propose", _propose, "提请报送：把应报送的变化交另一位工作人员核对签发"))
    out = declare("export", _export, "签发提请报送的数据包，写到文件夹")
    with_desk(out)
    out.add_argument("--to", required=True, type=Path, metavar="DIR", help="写到这个文件夹")
    out.add_argument("--open", default="", metavar="REASON", help="接收单位没有证书、以明文交付的理由")
    believe = declare("trust", _trust, "载入伙伴的证书，核对过指纹后用于加密和核对签名")
    with_desk(believe)
    believe.add_argument("partner", help="伙伴单位全称")
    believe.add_argument("certificate", type=Path, help="证书文件（PEM 或 DER）")
    believe.add_argument("--way", default="", help="核对方式：电话、当面或书面；不写时只显示指纹")
    believe.add_argument("--whom", default="", help="对方核对人")
    template = declare("template", _template, "按上传模板写出数据包的记录")
    with_desk(template)
    template.add_argument("--package", required=True, type=count, metavar="N", help="数据包序号")
    template.add_argument("--layout", required=True, metavar="NAME", help="版式，如 xzcf_municipal")
    template.add_argument("--out", required=True, type=Path, metavar="DIR", help="写到这个文件夹")
    into = declare("take", _take, "接收别的桌面交来的数据包或核实意见")
    with_desk(into)
    into.add_argument("package", type=Path, help="数据包（.zip、.p7m）")
    into.add_argument("--dry-run", action="store_true", help="只核对和预览，不写入")
    into.add_argument("--withdrawn", action="store_true", help="同时撤销对方已撤销的记录")
    into.add_argument("--whole", action="store_true", help="有一行不能接收就全部不接收")
    into.add_argument("--receipt", type=Path, metavar="DIR", help="把回执写到这个文件夹")
    say = declare("opinion", _opinion, "出具核实意见，签名后写到文件夹，交给信用中心")
    with_desk(say)
    say.add_argument("case", help="案号，如 2026-0001")
    say.add_argument("--text", required=True, type=Path, metavar="F", help="写有核实意见的文本文件（UTF-8）")
    say.add_argument("--to", required=True, type=Path, metavar="DIR", help="写到这个文件夹")
    say.add_argument("--open", default="", metavar="REASON", help="接收单位没有证书、以明文交付的理由")
    verify = declare("verify", _verify, "核对数据包")
    verify.add_argument("package", type=Path, help="数据包（.zip、.p7m）")
    verify.add_argument("--desk", type=Path, help="用这个桌面的密钥打开发给本单位的加密数据包（.p7m）")
    verify.add_argument("--officer", help="工作人员姓名；只有一人时可以省略")
    verify.add_argument("--passphrase-file", type=Path, metavar="F", help="从文件第一行读口令")
    verify.add_argument("--certificate", required=True, type=Path, metavar="PEM", help="签发单位的证书")
    as_json(verify)


def _propose(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(desk.perform(releases.propose).sentence)


def _export(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        proposal = releases.waiting(desk)
        if proposal is not None:
            print(desk.perform(releases.release, proposal.id, progress=tell_progress).sentence)
        ready = releases.not_handed(desk)
        if not ready:
            raise InputProblem("没有等待签发或交付的数据包，请先运行 creditdesk propose 提请报送。")
        changes = releases.hand_over(desk, ready, parsed.to, parsed.open)
        certificate = parsed.to / "certificate.pem"
        replace_file(certificate, packages.certificate(desk))
    print(changes.sentence)
    print("\n".join(f"数据包 {path}" for path in changes.result["files"]))
    print(f"证书 {certificate}")


def _trust(parsed: Arguments) -> None:
    data = files.read(parsed.certificate)
    seen = partners.look(data)
    print(f"持有人 {seen.holder}\n有效期 {seen.valid_from} 至 {seen.valid_until}\n指纹 {seen.fingerprint}")
    if parsed.way:
        with open_desk(parsed) as desk:
            print(desk.perform(partners.trust, parsed.partner, data, parsed.way, parsed.whom).sentence)
    else:
        print("请与对方逐组核对指纹，一致后加 --way 和 --whom 载入。")


def _template(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        with desk.read() as session:
            package = upload_templates.package_of(session, parsed.package).id
        changes = desk.perform(upload_templates.write, package, parsed.layout, parsed.out)
    print("\n".join([changes.sentence, *changes.result["files"]]))


def _take(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        plan = opinions.opened(desk, parsed.package)
        print("\n".join(plan.findings))
        if isinstance(plan, Answer):
            print(f"{plan.unit}对{plan.number}的核实意见（{plan.on}）：{plan.text}")
            print("没有写入" if parsed.dry_run else desk.perform(opinions.take, plan).sentence)
            return
        for fault in plan.faults:
            print(f"不接收 {fault.kind} {fault.number}：{fault.sentence}")
        if parsed.dry_run:
            print(f"{plan.sentence}，没有写入")
            return
        chosen = {"withdrawn": parsed.withdrawn, "whole": parsed.whole}
        changes = desk.perform(incoming.take, plan, **chosen, progress=tell_progress)
        print(changes.sentence)
        if parsed.receipt:
            print(f"回执 {receipt_answers.hand_over(desk, changes.result['issued'], parsed.receipt)}")


def _opinion(parsed: Arguments) -> None:
    try:
        text = files.read(parsed.text).decode()
    except UnicodeDecodeError as error:
        raise InputProblem(f"{parsed.text}不是 UTF-8 编码的文本文件，请另存为 UTF-8 后重试。") from error
    with open_desk(parsed) as desk:
        changes = desk.perform(opinions.give, parsed.case, text, parsed.to, parsed.open)
    print(f"{changes.sentence}\n{changes.result['file']}")


def _verify(parsed: Arguments) -> int:
    certificate = files.read(parsed.certificate)
    if parsed.desk is None:
        report = verify_package(parsed.package, certificate)
    else:
        with open_desk(parsed) as desk, desk.read() as session:
            report = verify_package(parsed.package, certificate, opener=partial(office_keys.opened, session))

    findings = [{"ok": finding.ok, "sentence": finding.sentence} for finding in report.findings]
    lines = [f"{'通过' if finding.ok else '不符'}  {finding.sentence}" for finding in report.findings]
    answer(parsed, {"ok": report.ok, "findings": findings}, lines)
    if not report.ok:
        wrong = next(finding.sentence for finding in report.findings if not finding.ok)
        print(f"数据包核对不通过：{wrong}", file=sys.stderr)
    return 0 if report.ok else 1
