"""The sheet that shows what going back to a point would lose, and asks for the reason."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import restores
from creditdesk.services.acts import Changes
from creditdesk.services.losses import Loss
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import WIDTH
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.overlay import sheet as empty_sheet
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.small_form import SmallForm, small_field

_TOLD = (
    "恢复后桌面回到这份备份的样子。下面这些不在备份里，恢复后看不到；现在的桌面整个另存，不会覆盖。"
    "已用过的文书号、案号和数据包序号不再使用，工作人员和口令保持现在的样子。由另一位工作人员在工作台确认后执行。"
)


def restore_sheet(page: Page, name: str, words: str, loss: Loss) -> tuple[QWidget, QWidget]:
    """Return the sheet for the point of this name, called `words`, and the widget that gets the focus.

    It proposes to go back; another officer confirms that on the first page.
    """
    frame, message, facts = empty_sheet(WIDTH), Message(), Facts(88)
    form = SmallForm([small_field("reason", "恢复理由")], page.frame.today)
    sure, leave = Button("提请恢复", "primary", key="Ctrl+Enter"), Button("返回", "large", key="Esc")
    facts.tell(loss.lines)

    def refuse(sentence: str) -> None:
        sure.setEnabled(True)
        message.tell(sentence)

    def finish(changes: Changes) -> None:
        page.frame.close_sheet()
        page.frame.say(changes.sentence)

    def decide() -> None:
        if sure.isEnabled() and form.check():
            sure.setEnabled(False)
            reason = form.values()["reason"]
            page.worker.act(restores.decide, name, reason, on_done=finish, on_problem=refuse)

    sure.setShortcut("Ctrl+Return")
    sure.clicked.connect(decide)
    form.walked_out.connect(sure.setFocus)
    leave.clicked.connect(page.frame.close_sheet)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(10)
    for widget in (Label(f"恢复到 {words}", "title"), Label(_TOLD, "second", wrap=True), facts, form, message):
        column.addWidget(widget)
    row = QHBoxLayout()
    row.setSpacing(theme.PAD_SMALL)
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(sure)
    column.addLayout(row)
    return frame, form.fields["reason"].editor
