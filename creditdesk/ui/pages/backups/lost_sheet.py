"""The sheet with the acts that going back took back: each is ticked off when it was done again, and all are printed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import lost_acts
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui import printing, theme
from creditdesk.ui.page import Page
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column, Row

_WIDTH, _LIST, _EDGE = 900, 320, 24
_COLUMNS = (
    Column("at", "时间", 156),
    Column("officer", "工作人员", 84),
    Column("act", "操作", 160),
    Column("about", "涉及", stretch=3),
    Column("outcome", "补办情况", kind="second", stretch=2),
)
_TOLD = (
    "这些操作在恢复后的桌面里没有，按另存的原桌面的日志列出，请对照文书和材料逐件补办，办好一件勾销一件；"
    "程序不会自动重做。已用过的编号不再使用。"
)


class LostSheet(QFrame):
    """A list to work off, to be laid over the page 备份."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setProperty("role", "sheet")
        self.setAccessibleName(lost_acts.NAME)
        self.setFixedWidth(_WIDTH)
        self.table = Table(_COLUMNS, page.worker, lost_acts.NAME)
        self.table.setFixedHeight(_LIST)
        self.table.set_empty(EmptyState("passed", "没有待补办的操作", "恢复到备份以后，丢失的操作列在这里"))
        self.form = SmallForm([small_field("outcome", "补办情况")], page.frame.today)
        self.message = Message()
        self.sure, self.print_ = Button("勾销所选", "primary", key="Ctrl+Enter"), Button("打印", "large", key="Ctrl+P")
        self.sure.setEnabled(page.worker.desk.may(lost_acts.settle.power))
        leave = Button("返回", "large", key="Esc")
        self.sure.clicked.connect(self.settle)
        self.print_.clicked.connect(self._print)
        leave.clicked.connect(page.frame.close_sheet)
        self.form.walked_out.connect(self.sure.setFocus)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.settle, context=inside)
        QShortcut(QKeySequence("Ctrl+P"), self, self._print, context=inside)
        self._lay_out(self.sure, self.print_, leave)
        self.reload()

    def reload(self) -> None:
        """Ask again for the acts."""
        self.table.ask(lambda desk, _sort, _falling: lost_acts.ids(desk), _rows)

    def settle(self) -> None:
        """Tick the chosen act off."""
        chosen = self.table.current_id()
        if self.sure.isEnabled() and self.form.check():
            ids = [] if chosen is None else [str(chosen)]
            self._page.worker.act(
                lost_acts.settle, ids, self.form.values()["outcome"], on_done=self._settled,
                on_problem=self.message.tell,
            )  # fmt: skip

    def _settled(self, changes: Changes) -> None:
        self.message.tell(changes.sentence, "check", "ample", "hint")
        self.reload()
        self._page.reload()

    def _print(self) -> None:
        self._page.worker.ask(lost_acts.pdf, owner=(self, "pdf"), on_done=self._printed)

    def _printed(self, pdf: bytes) -> None:
        printing.print_pdf(pdf, lost_acts.NAME, self)

    def _lay_out(self, *buttons: Button) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(theme.PAD_SMALL)
        parts = (Label(lost_acts.NAME, "title"), Label(_TOLD, "second", wrap=True), self.table, self.form, self.message)
        for part in parts:
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_SMALL)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


def _rows(desk: Desk, wanted: Sequence[object]) -> list[Row]:
    return [
        {"at": one.at, "officer": one.officer, "act": one.act, "about": one.about, "outcome": one.outcome or "待补办"}
        for one in lost_acts.rows(desk, [str(each) for each in wanted])
    ]
