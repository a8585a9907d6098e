"""What waits for a second person, and what one person did alone: at the top of everybody's first page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.rules.china_time import CHINA
from creditdesk.services import confirmations, notices
from creditdesk.services.confirmations import Pending
from creditdesk.services.desk import Desk
from creditdesk.services.notices import NoticeRow
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Panel
from creditdesk.ui.widgets.small_form import small_field

NOUNS = frozenset({"confirmation", "notice"})
_IN_SIGHT = 3


class Duties(QWidget):
    """Proposals with their buttons, and notices; nothing of it takes room while there is nothing."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self._bands, self._rows = QVBoxLayout(), QVBoxLayout()
        self._bands.setSpacing(6)
        self._rows.setSpacing(theme.PAD_SMALL)
        column.addLayout(self._bands)
        self._panel = Panel("待确认")
        self._panel.body.addLayout(self._rows)
        column.addWidget(self._panel)
        self.hide()

    def reload(self) -> None:
        """Ask what waits and what stands."""
        self._page.worker.ask(_look, owner=(self, "duties"), on_done=self._show)

    def _show(self, looked: tuple[tuple[Pending, ...], tuple[NoticeRow, ...]]) -> None:
        waiting, standing = looked
        _empty(self._rows)
        _empty(self._bands)
        for notice in standing[:_IN_SIGHT]:
            band = Band(boxed=True)
            band.tell("soon", notice.sentence, f"理由：{notice.reason}　{notice.on}，公告至 {notice.until}")
            self._bands.addWidget(band)
        for one in waiting[:_IN_SIGHT]:
            self._rows.addWidget(self._row(one))
        self._panel.hint.setText(f"共 {len(waiting)} 件" if len(waiting) > _IN_SIGHT else "")
        self._panel.setVisible(bool(waiting))
        self.setVisible(bool(waiting or standing))

    def _row(self, one: Pending) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_SMALL)
        words = QVBoxLayout()
        words.setSpacing(2)
        at, until = (f"{moment.astimezone(CHINA):%m-%d %H:%M}" for moment in (one.at, one.until))
        words.addWidget(Label(f"{one.label}　{one.by} {at} 提请，{until} 前有效", "strong13"))
        words.addWidget(Label(f"确认后：{one.told}", "second", wrap=True))
        row.addLayout(words, 1)
        for button in self._buttons(one):
            row.addWidget(button)
        return holder

    def _buttons(self, one: Pending) -> Sequence[Button]:
        if not one.mine:
            sure = Button("确认", "primary", "check")
            sure.clicked.connect(lambda: self._confirm(one, sure))
            refuse = self._asking("拒绝", "不予办理，提请人会看到理由。", confirmations.end, one)
            return (sure, refuse)
        back = self._asking("撤回", "撤回以后不再等待确认。", confirmations.end, one)
        if not one.alone:
            return (back,)
        told = "只在没有别人能确认、或满一天无人答复时使用；全体人员的工作台将公告 30 天。"
        return (self._asking("一人应急办理", told, confirmations.perform_alone, one), back)

    def _confirm(self, one: Pending, button: Button) -> None:
        button.setEnabled(False)
        self._page.worker.act(confirmations.confirm, one.id, on_problem=self._refused)

    def _refused(self, sentence: str) -> None:
        self._page.frame.warn(sentence)
        self.reload()

    def _asking(self, words: str, told: str, function: Callable[..., Any], one: Pending) -> Button:
        def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
            return function, (one.id, values["reason"])

        def show() -> None:
            fields = [small_field("reason", "理由")]
            sheet = ask_sheet(self._page, f"{words}：{one.label}", f"{one.told}\n{told}", words, fields, call)
            self._page.frame.show_sheet(*sheet)

        button = Button(words, "plain")
        button.clicked.connect(show)
        return button


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _look(desk: Desk) -> tuple[tuple[Pending, ...], tuple[NoticeRow, ...]]:
    return confirmations.pending(desk), notices.standing(desk)


def to_confirm(desk: Desk) -> int:
    """Return how many proposals wait for this officer, for the rail."""
    return sum(not one.mine for one in confirmations.pending(desk))
