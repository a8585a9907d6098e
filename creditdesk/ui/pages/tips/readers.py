"""The sheets about who may look at informants: the officers, and what the one at the desk may do about them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import reader_losses, readers
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.reader_losses import ABLE, APPLIED, LOST, Standing
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import WIDTH, ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.choice_editor import ChoicesEditor
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.secret_editor import secret_field
from creditdesk.ui.widgets.small_form import small_choice, small_field

_LABEL = 84
Sheet = tuple[QWidget, QWidget]
Asked = tuple[str, str, Callable[[], Sequence[FormField]], Callable[[Mapping[str, str]], tuple[Any, tuple[Any, ...]]]]
"""An act: its words, what it does, its fields, and the call for their values."""


def overview(page: Page, standing: Standing) -> Sheet:
    """Show who may look, what is missing, and the acts that are open to the officer at the desk."""
    frame, leave = empty_sheet(WIDTH), Button("返回", "large", key="Esc")
    leave.clicked.connect(page.frame.close_sheet)
    facts, missing = Facts(_LABEL), Message()
    told = [(row.name, f"{row.state}，{row.since}申请，公钥指纹 {row.fingerprint}") for row in standing.readers]
    facts.tell(told or [("", "还没有人申请")])
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label("可以查阅举报人的人员", "title"))
    about = f"封存了{standing.sealed}位举报人。岗位不给查阅的权限，管理员、负责人和恢复卡也打不开。"
    column.addWidget(Label(about, "second", wrap=True))
    column.addWidget(facts)
    column.addWidget(missing)
    missing.tell("；".join(standing.warnings))
    row = QHBoxLayout()
    row.setSpacing(theme.PAD_SMALL)
    for asked in _open_acts(page.worker.desk, standing):
        button = Button(asked[0], "large")
        button.clicked.connect(lambda _checked=False, asked=asked: page.frame.show_sheet(*_asking(page, asked)))
        row.addWidget(button)
    row.addStretch(1)
    row.addWidget(leave)
    column.addLayout(row)
    return frame, leave


def _asking(page: Page, asked: Asked) -> Sheet:
    words, told, fields, call = asked
    return ask_sheet(page, words, told, words, fields(), call)


def _open_acts(desk: Desk, standing: Standing) -> Iterator[Asked]:
    own = desk.officer.id
    people = {row.name: row.officer_id for row in standing.readers if row.officer_id != own}
    states = {row.name: row.state for row in standing.readers}
    waiting = [name for name in people if states[name] == APPLIED]
    others = [name for name in people if states[name] == ABLE]
    if standing.mine in ("", LOST):
        yield _apply(give_up=standing.mine == LOST and not standing.able)
    yield _renew()
    if standing.mine == ABLE:
        yield from _by_readers(people, waiting, others)
    all_waiting = {row.name: row.officer_id for row in standing.readers if row.state == APPLIED}
    if not standing.able and all_waiting and desk.may(Power.OFFICE):
        yield _start(all_waiting)
    able = {row.name: row.officer_id for row in standing.readers if row.state == ABLE}
    if able and desk.may(Power.KEYS):
        yield _lost(able)


def _apply(*, give_up: bool) -> Asked:
    told = "用本人口令生成一副查阅密钥，由负责人或者已可查阅的人员指定后生效。"
    if give_up:
        told += "重新申请后，只有原密钥能打开的举报人再也打不开；想得起原口令的，请用“沿用原口令”。"
    fields = lambda: [secret_field("phrase", "本人口令")]  # noqa: E731 -- the fields are made anew for each sheet
    return "申请查阅", told, fields, lambda v: (_applied, (v["phrase"], give_up))


def _applied(desk: Desk, phrase: str, give_up: bool) -> Any:
    return readers.apply(desk, phrase, give_up=give_up)


def _renew() -> Asked:
    told = "口令由他人换发过，或者用恢复卡重新进来的：填写更换以前的口令，查阅密钥改由现在的口令保护。"
    return (
        "沿用原口令", told,
        lambda: [secret_field("old", "原口令"), secret_field("phrase", "现在的口令")],
        lambda v: (readers.renew, (v["old"], v["phrase"])),
    )  # fmt: skip


def _by_readers(people: Mapping[str, str], waiting: Sequence[str], others: Sequence[str]) -> Iterator[Asked]:
    def of(names: Sequence[str]) -> Callable[[], Sequence[FormField]]:
        return lambda: [small_choice("who", "人员", names), *_reason_and_phrase()]

    if waiting:
        told = "请先与本人当面核对公钥指纹。指定后他能查阅全部已封存的举报人，全体人员的工作台将公告 30 天。"
        yield "指定查阅", told, of(waiting), lambda v: (readers.name, (people[v["who"]], v["phrase"], v["reason"]))
    if others:
        told = "取消后他不能再查阅，全部举报人换锁重新封存，全体人员的工作台将公告 30 天。"
        yield "取消查阅", told, of(others), lambda v: (readers.dismiss, (people[v["who"]], v["phrase"], v["reason"]))
    told = "换一把锁，把能打开的举报人全部重新封存：有人离职或取消以后，桌面恢复以后办理。"
    yield "重新封存", told, _reason_and_phrase, lambda v: (readers.reseal, (v["phrase"], v["reason"]))


def _reason_and_phrase() -> list[FormField]:
    return [small_field("reason", "理由"), secret_field("phrase", "本人口令")]


def _start(waiting: Mapping[str, str]) -> Asked:
    def fields() -> list[FormField]:
        who = small_field("who", "人员")
        who.editor = ChoicesEditor("人员", list(waiting))
        who.show_value(";".join(waiting))
        return [small_field("reason", "理由"), who]

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return readers.start, ([waiting[name] for name in values["who"].split(";")], values["reason"])

    told = (
        "请先与本人当面核对公钥指纹，最好两人以上：只有一人时，他的口令遗忘就再也打不开。指定的人自己并不因此能查阅。"
    )
    return "起用封存", told, fields, call


def _lost(able: Mapping[str, str]) -> Asked:
    told = "去世、失联等不能再查阅的，写明理由登记；他以后看了一次，登记就自动取消。"
    return (
        "登记无法查阅", told,
        lambda: [small_choice("who", "人员", list(able)), small_field("reason", "理由")],
        lambda v: (reader_losses.declare_lost, (able[v["who"]], v["reason"])),
    )  # fmt: skip
