"""Receipts from a terminal."""

from pathlib import Path

from creditdesk.cli.arguments import Arguments, Declare, count, open_desk, with_desk
from creditdesk.services import receipt_files, receipts, upload_templates


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    receipt = declare("receipt", _receipt, "登记接收单位的回执，或平台退回的表格")
    with_desk(receipt)
    receipt.add_argument("file", type=Path, help="回执（.zip、.p7m）或退回表格（.xlsx 等）")
    receipt.add_argument("--dry-run", action="store_true", help="只核对，不登记")
    receipt.add_argument("--package", type=count, metavar="N", help="退回表格所答复的数据包序号")
    receipt.add_argument("--reason", default="", help="确认没有签名的退回表格的理由")


def _receipt(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        package = ""
        if parsed.package is not None:
            with desk.read() as session:
                package = upload_templates.package_of(session, parsed.package).id
        taking = receipt_files.read(desk, parsed.file, package)
        tried = receipts.trial(desk, taking)
        if parsed.dry_run or tried.repeated:
            print(tried.sentence)
        else:
            print(receipts.take(desk, taking, parsed.reason).sentence)
