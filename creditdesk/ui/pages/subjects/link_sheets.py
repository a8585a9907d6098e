"""The sheets about one subject: a responsible person added, such a link ended, a certificate issued."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import clean_records, enquiries, green_channel, role_links
from creditdesk.services.acts import Changes
from creditdesk.services.enquiries import Asking
from creditdesk.services.role_links import ROLES, LinkRow
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.asking_form import AskingForm
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field

_WIDTH = 560
_NAMES = {label: name for name, label in ROLES.items()}
_PERSON = ("subject_name", "document_type", "document_number")


class ActSheet(QFrame):
    """A few fields and one act: `call(values)` returns the act with its arguments and keywords; `then` follows it."""

    def __init__(
        self, page: Page, title: str, told: str, form: SmallForm, words: str,
        call: Callable[[Mapping[str, str]], tuple[Any, tuple[Any, ...], dict[str, Any]]],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("role", "sheet")
        self.setMinimumWidth(_WIDTH)
        self.setAccessibleName(title)
        self.form, self.message, self._page, self._call = form, Message(), page, call
        self.then: Callable[[Changes], object] = lambda _changes: None
        self.sure, leave = Button(words, "primary", key="Enter"), Button("返回", "large", key="Esc")
        self.sure.clicked.connect(self.submit)
        form.walked_out.connect(self.submit)
        leave.clicked.connect(page.frame.close_sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for widget in (Label(title, "title", wrap=True), Label(told, "second", wrap=True), form, self.message):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.sure)
        column.addLayout(row)

    def submit(self) -> None:
        """Perform the act, or go to what is missing."""
        if not self.form.check():
            return
        act, arguments, named = self._call(self.form.values())
        self.message.tell("")
        self._page.worker.act(act, *arguments, **named, on_done=self._done, on_problem=self.message.tell)

    def _done(self, changes: Changes) -> None:
        self._page.frame.close_sheet()
        self.then(changes)


def link_sheet(page: Page, subject_id: str, name: str) -> ActSheet:
    """Return the sheet that adds a responsible person."""
    documents = catalogue_of(page.worker).kind("penalty").field("document_type").choices
    form = SmallForm(
        (
            small_choice("role", "身份", tuple(_NAMES)),
            small_field("subject_name", "姓名"),
            small_choice("document_type", "证件类型", documents),
            small_field("document_number", "证件号码"),
            small_field("valid_from", "任职开始", "date", past=True),
            small_field("valid_until", "任职终止", "date", required=False),
            small_field("kept", "保留理由", required=False),
        ),
        page.frame.today,
    )
    form.set_values({"document_type": role_links.CITIZEN_CARD})

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
        person = {name: values[name] for name in _PERSON}
        until = date.fromisoformat(values["valid_until"]) if values["valid_until"] else None
        start = date.fromisoformat(values["valid_from"])
        arguments = (subject_id, person, _NAMES[values["role"]], start, until)
        return role_links.link, arguments, {"kept_because": values["kept"]}

    told = "由证件号码确认是谁。号码校验不符而确实无误的，写明保留理由。仍在任的不填任职终止。"
    return ActSheet(page, f"为{name}添加责任人", told, form, "添加关联", call)


def clean_record_sheet(page: Page, subject_id: str, name: str) -> ActSheet:
    """Return the sheet that issues the certificate of no adverse record and then shows it."""
    told = "出具时核对本中心的全部失信记录；有有效失信记录的不能出具。证明取号存档，出具后在文书登记中打印。"
    return _certificate(page, subject_id, f"为{name}出具无不良信用记录证明", told, name, clean_records.certify)


def clean_years_sheet(page: Page, subject_id: str, name: str) -> ActSheet:
    """Return the sheet that issues the proof of three clean years and then shows it."""
    told = "申请绿色通道、容缺受理的，核查后出具；哪些类别和等级算不良记录由表单写明。证明取号存档。"
    title = f"为{name}出具连续三年无不良信用记录证明"
    return _certificate(page, subject_id, title, told, name, green_channel.prove)


def _certificate(page: Page, subject_id: str, title: str, told: str, name: str, act: Any) -> ActSheet:
    rule = enquiries.rule_of(catalogue_of(page.worker))
    form = AskingForm("申请人", rule.authorities, page.frame.today)
    form.set_values({"applicant": name})

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
        asking = Asking(values["applicant"], values["authority"], values["proof"], values["purpose"])
        return act, (subject_id, asking), {}

    sheet = ActSheet(page, title, told, form, "出具证明", call)
    sheet.then = lambda changes: page.frame.open_page("letters", id=changes.result["letter"])
    return sheet


def unlink_sheet(page: Page, row: LinkRow) -> ActSheet:
    """Return the sheet that ends a link on a day, or withdraws it."""
    until = small_field("until", "任职终止", "date", required=False)
    form = SmallForm((until, small_field("reason", "理由")), page.frame.today)

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
        until = date.fromisoformat(values["until"]) if values["until"] else None
        return role_links.unlink, (row.id, values["reason"], until), {}

    told = "已离任的，填写任职终止日期，任职期间仍作为责任人。登记有误的，不填日期，整条关联作废；两者都留有记录。"
    return ActSheet(page, f"解除{row.role}{row.name}的关联", told, form, "解除关联", call)
