"""The sheets for a look at who reported a tip: the reason and the passphrase, and then who it was, for a minute."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import informants
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.informants import Informant
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import WIDTH, ask_sheet
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.secret_editor import secret_field
from creditdesk.ui.widgets.small_form import small_field

SHOWN_MS = 60_000
_LABEL = 84
_LABELS = {"name": "举报人", "phone": "联系电话", "address": "联系地址", "note": "其他情况"}
Sheet = tuple[QWidget, QWidget]


def asking(page: Page, tip_id: str, number: str) -> Sheet:
    """Ask why the officer wants to see who reported, and for the passphrase."""
    fields = [small_field("reason", "理由"), secret_field("phrase", "本人口令")]

    def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
        return _look, (tip_id, values["reason"], values["phrase"])

    def done(changes: Changes) -> None:
        page.frame.show_sheet(*_shown(page, number, changes.result["informant"]))

    told = "每次查看都记入操作日志，并在全体人员的工作台公告 30 天，公告不含举报人。理由里不要写举报人。"
    return ask_sheet(page, f"查看线索{number}的举报人", told, "查看", fields, call, done)


def _look(desk: Desk, tip_id: str, reason: str, phrase: str) -> Changes:
    informant = informants.look(desk, tip_id, reason, phrase)
    return Changes(frozenset({"notice"}), {"informant": informant}, "已查看举报人，并已公告")


def _shown(page: Page, number: str, informant: Informant) -> Sheet:
    """Show who reported, for a minute at the most; the words cannot be marked and copied."""
    frame, close = empty_sheet(WIDTH), Button("关闭", "primary", key="Esc")
    close.clicked.connect(page.frame.close_sheet)
    # The timer belongs to the sheet and goes with it.
    timer = QTimer(frame, singleShot=True, interval=SHOWN_MS)
    timer.timeout.connect(page.frame.close_sheet)
    timer.start()
    facts = Facts(_LABEL)
    facts.tell([(_LABELS[name], value) for name, value in asdict(informant).items() if value])
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    column.addWidget(Label(f"线索{number}的举报人", "title"))
    column.addWidget(facts)
    column.addWidget(Label("一分钟后自动收起。不要抄录、拍照或者转告。", "second", wrap=True))
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    column.addLayout(row)
    return frame, close
