"""One form as the page 信息目录 shows it: where it comes from, what its edition changed, and the form itself to try."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from creditdesk.catalog.kinds import RecordKind
from creditdesk.ui import theme
from creditdesk.ui.pages.catalogue.entries import Entry
from creditdesk.ui.pages.records.reason import ReasonStrip
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.form import Form
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.panel import Facts

_HEAD = 48
_MOST_CHANGES = 8


class FormView(QFrame):
    """The right side of the page. Sends `accept_asked` when the reason is written and Enter pressed."""

    accept_asked = Signal()

    def __init__(self, accept: QAction, folder: QAction, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(560)
        self.entry: Entry | None = None
        self.form: Form | None = None
        self._accept, self._today = accept, today
        self.title, self.edition = Label("", "title"), Elided("", "second")
        self.facts = Facts(72)
        self.changes = Label("", "second", wrap=True)
        self.sentence = Label("", "fault13", wrap=True)
        self.why = ReasonStrip("采用理由", "写明批准文号或会议，如：县信用办〔2026〕3 号通知")
        self.why.entered.connect(self.accept_asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("rules", "没有可以显示的表单", "在左边选一个；有误的文件改好后按 F5 重新查看"))
        self._lay_out(ActionBar(accept, [folder], icon="check"))

    def show_entry(self, entry: Entry | None) -> None:
        """Show a form, or why a file is none."""
        same = self.entry is not None and entry is not None and self.entry == entry
        self.entry = entry
        waits = entry is not None and entry.waits
        self._accept.setEnabled(waits)
        self._accept.setToolTip("只有文件夹中待采用的表单可以采用")
        self.why.setVisible(waits)
        if same:
            return
        self.why.clear()
        kind = entry.kind if entry else None
        self.title.setText(kind.label if kind else entry.key if entry else "")
        self.edition.setText(kind.edition if kind else "")
        self.sentence.setText(entry.proposal.sentence if entry and entry.proposal else "")
        self.sentence.setVisible(bool(self.sentence.text()))
        self._tell(entry, kind)
        self._show_form(kind)

    def _tell(self, entry: Entry | None, kind: RecordKind | None) -> None:
        self.facts.setVisible(kind is not None)
        self.changes.setVisible(bool(entry and entry.changes))
        if entry is None or kind is None:
            return
        told = [("来源", kind.source), ("启用", f"{kind.valid_from}，{kind.checked} 核对")]
        if entry.proposal:
            told.append(("文件", entry.proposal.file_name))
        if entry.accepted:
            one = entry.accepted
            told.append(("采用", f"{one.on} {one.officer}：{one.reason}"))
        self.facts.tell(told)
        shown = [*entry.changes[:_MOST_CHANGES]]
        more = len(entry.changes) - len(shown)
        lines = [f"· {each}" for each in shown] + ([f"· 另有 {more} 处"] if more > 0 else [])
        self.changes.setText("\n".join(["本版变化", *lines]))

    def _show_form(self, kind: RecordKind | None) -> None:
        before, self.form = self.form, None
        if kind is not None:
            self.form = Form(kind, self._today)
            self.form.set_content(kind.defaults())
            self._stack.addWidget(self.form)
            self._stack.setCurrentWidget(self.form)
        else:
            self._stack.setCurrentIndex(0)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _lay_out(self, bar: ActionBar) -> None:
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN + 8, 0, theme.MARGIN + 4, 0)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(self.title)
        row.addWidget(self.edition, 1)
        about = QWidget()
        told = QVBoxLayout(about)
        told.setContentsMargins(theme.MARGIN + 8, 10, theme.MARGIN + 4, 6)
        told.setSpacing(8)
        for widget in (self.sentence, self.facts, self.changes):
            told.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, about):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.why)
        column.addWidget(bar)
