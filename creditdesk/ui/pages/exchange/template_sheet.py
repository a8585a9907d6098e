"""The sheet that asks by which of the platform's upload templates the rows of a package are written."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from creditdesk.catalog.layouts import Layout
from creditdesk.services import upload_templates
from creditdesk.services.acts import Changes
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.small_form import small_choice

WORDS = "写出上传模板"
_TOLD = "表头与平台的模板一致，全部是文本；撤销的记录另写一个工作簿。写出的文件未加密，上传后请删除。"


def ask_folder(page: Page, package_id: str) -> None:
    """Ask where the workbooks go, then by which layout."""
    folder = QFileDialog.getExistingDirectory(page, "上传模板写到哪个文件夹")
    if folder:
        ask_layout(page, package_id, Path(folder))


def ask_layout(page: Page, package_id: str, folder: Path) -> None:
    """Ask by which layout the rows of a package are written into a folder."""

    def show(layouts: Sequence[Layout]) -> None:
        if not layouts:
            page.frame.warn("这个数据包里没有平台上传模板所列的信息类别，不用写出模板。")
            return
        choice = small_choice("layout", "模板", [layout.label for layout in layouts])
        choice.show_value(layouts[0].label)
        page.frame.show_sheet(
            *ask_sheet(
                page, WORDS, _TOLD, "写出", [choice],
                lambda values: (upload_templates.write, (package_id, values["layout"], folder)), said,
            )
        )  # fmt: skip

    def said(changes: Changes) -> None:
        page.frame.say(f"{changes.sentence}：{'、'.join(changes.result['files'])}")

    page.worker.ask(upload_templates.offered, package_id, owner=(page, "layouts"), on_done=show)
