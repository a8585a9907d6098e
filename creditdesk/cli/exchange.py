"""Packages from a terminal."""

import sys
from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, answer, count, open_desk, read_file, with_desk
from creditdesk.exchange.verifying import verify_package
from creditdesk.services import packages, upload_templates


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    out = declare("export", _export, "生成数据包")
    with_desk(out)
    out.add_argument("--to", required=True, type=Path, metavar="DIR")
    template = declare("template", _template, "按上传模板写出数据包的记录")
    with_desk(template)
    template.add_argument("--package", required=True, type=count, metavar="N", help="数据包序号")
    template.add_argument("--layout", required=True, metavar="NAME", help="版式，如 xzcf_municipal")
    template.add_argument("--out", required=True, type=Path, metavar="DIR")
    verify = declare("verify", _verify, "核对数据包")
    verify.add_argument("package", type=Path)
    verify.add_argument("--certificate", required=True, type=Path, metavar="PEM")
    verify.add_argument("--json", action="store_true")


def _export(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        changes = desk.perform(packages.build, parsed.to)
        certificate = parsed.to / "certificate.pem"
        certificate.write_bytes(packages.certificate(desk))
    print(changes.sentence)
    print(f"数据包 {changes.result['path']}\n证书 {certificate}")


def _template(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        with desk.read() as session:
            package = upload_templates.package_of(session, parsed.package).id
        changes = desk.perform(upload_templates.write, package, parsed.layout, parsed.out)
    print("\n".join([changes.sentence, *changes.result["files"]]))


def _verify(parsed: Arguments) -> int:
    report = verify_package(parsed.package, read_file(parsed.certificate, "证书文件"))
    findings = [{"ok": finding.ok, "sentence": finding.sentence} for finding in report.findings]
    lines = [f"{'通过' if finding.ok else '不符'}  {finding.sentence}" for finding in report.findings]
    answer(parsed, {"ok": report.ok, "findings": findings}, lines)
    if not report.ok:
        wrong = next(finding.sentence for finding in report.findings if not finding.ok)
        print(f"数据包核对不通过：{wrong}", file=sys.stderr)
    return 0 if report.ok else 1
