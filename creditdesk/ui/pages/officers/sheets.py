"""The sheets about officers: joining, another role, a one-time passphrase, leaving, one's own passphrase; a new key."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import officers, rekeys
from creditdesk.services.acts import Changes
from creditdesk.services.powers import ROLE_LABELS
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.passphrase_form import PassphraseForm
from creditdesk.ui.widgets.small_form import small_choice, small_field

_WIDTH, _EDGE = 580, 24
_ROLES = {label: role for role, label in ROLE_LABELS.items()}
Sheet = tuple[QWidget, QWidget]
Done = Callable[[Changes], object]


def joining(page: Page, done: Done) -> Sheet:
    """Ask for a new officer's name and role."""
    fields = [small_field("name", "姓名"), small_choice("role", "岗位", list(_ROLES))]

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return officers.invite, (values["name"], _ROLES[values["role"]])

    told = "添加后显示一次性口令，本人首次打开时须换成自己的口令。"
    return ask_sheet(page, "添加工作人员", told, "添加", fields, call, done)


def role(page: Page, officer_id: str, name: str) -> Sheet:
    """Ask for another role of an officer; a second person will confirm it."""
    fields = [small_choice("role", "新岗位", list(_ROLES)), small_field("reason", "理由")]

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return officers.change_role, (officer_id, _ROLES[values["role"]], values["reason"])

    told = "变更岗位由两人办理：提请后由另一位有权限的工作人员在工作台确认。"
    return ask_sheet(page, f"变更{name}的岗位", told, "提请", fields, call)


def reissuing(page: Page, officer_id: str, name: str, done: Done) -> Sheet:
    """Ask why an officer gets a one-time passphrase."""

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return officers.reissue, (officer_id, values["reason"])

    told = "原口令随即失效，换成一次性口令；全体人员的工作台将公告 30 天。"
    return ask_sheet(page, f"为{name}换发口令", told, "换发", [small_field("reason", "理由")], call, done)


def leaving(page: Page, officer_id: str, name: str) -> Sheet:
    """Ask why an officer leaves."""

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return officers.remove, (officer_id, values["reason"])

    told = "停用后不能再打开桌面，办理过的事项和日志不变；全体人员的工作台将公告 30 天。"
    return ask_sheet(page, f"停用{name}", told, "停用", [small_field("reason", "理由")], call)


def new_key(page: Page) -> Sheet:
    """Ask why the desk gets a new key; a second person will confirm it."""

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return rekeys.decide, (values["reason"],)

    told = (
        "用新的随机密钥重新加密整个数据库。以前复制走的钥匙文件和恢复卡从此打不开桌面，各人口令不变；"
        "恢复卡须重新打印，更换前的备份仍是旧密钥。如果担心某人的口令泄露，请先由本人更换口令。"
        "由另一位工作人员在工作台确认后执行。"
    )
    return ask_sheet(page, "更换桌面的密钥", told, "提请", [small_field("reason", "理由")], call)


def one_time(page: Page, once: str) -> Sheet:
    """Show a one-time passphrase, once."""
    frame, close = empty_sheet(_WIDTH), Button("已转交，关闭", "primary", key="Esc")
    close.clicked.connect(page.frame.close_sheet)
    shown = Label(once, "number")
    shown.setAccessibleName("一次性口令")
    _lay_out(
        frame,
        Label("一次性口令", "title"),
        Label("请抄写后当面交给本人。口令只在这里显示一次，不在任何地方保存。", "second", wrap=True),
        shown,
        close,
    )
    return frame, close


def own_passphrase(page: Page) -> Sheet:
    """Ask for the officer's present passphrase and a new one."""
    frame, form = empty_sheet(_WIDTH), PassphraseForm()

    def change(old: str, new: str) -> None:
        page.worker.act(officers.change_passphrase, old, new, on_done=finish, on_problem=form.refuse)

    def finish(_changes: Changes) -> None:
        form.clear()
        page.frame.close_sheet()

    form.given.connect(change)
    sure = Button("更换", "primary", key="Enter")
    sure.clicked.connect(form.give)
    _lay_out(frame, Label("更换我的口令", "title"), form, sure)
    return frame, form.present.line


def _lay_out(frame: QWidget, *parts: QWidget) -> None:
    """Lay the parts below each other, the last one as the button at the right."""
    column = QVBoxLayout(frame)
    column.setContentsMargins(_EDGE, 20, _EDGE, 20)
    column.setSpacing(10)
    for part in parts[:-1]:
        column.addWidget(part)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(parts[-1])
    column.addLayout(row)
