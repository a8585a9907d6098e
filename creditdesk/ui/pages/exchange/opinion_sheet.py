"""The sheet on which a unit writes its opinion on a contested record; it leaves as a signed file for the centre."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from creditdesk.services import opinions
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.small_form import small_field

_TOLD = "本单位收到信用中心转来的异议后，核实结果写在这里，签名后交给对方。没有对方证书时以明文交付，须写明理由。"


def opinion_sheet(page: Page, folder: Path) -> tuple[QWidget, QWidget]:
    """Return the sheet and its first field; Ctrl+Enter signs the opinion and writes it into the folder."""
    fields = [
        small_field("case", "案号"),
        small_field("text", "核实意见", "paragraphs"),
        small_field("open", "明文理由", required=False),
    ]
    return ask_sheet(
        page, "出具核实意见", _TOLD, "签名并写出", fields,
        lambda values: (opinions.give, (values["case"], values["text"], folder, values["open"])),
        lambda changes: page.frame.say(f"{changes.sentence}，已写到 {changes.result['file']}"), at_once=False,
    )  # fmt: skip
