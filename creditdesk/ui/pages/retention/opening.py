"""A proposal: what may go today is shown with everything that goes along, then proposed to a second officer."""

from creditdesk.services import confirmations, erasures, retention_lists
from creditdesk.services.retention_lists import Ready
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.worker import Worker

_HINT = (
    "消除以后查不回来：记录、版本、案件、附件、文书和数据包的存档、日志中的个人内容都不再有，保留的备份随后改写。"
    "提请后由另一位工作人员在工作台确认，确认时签发证明。"
)


class Opening(SideForm):
    """The form of a proposal."""

    def __init__(self, worker: Worker) -> None:
        super().__init__("提请处理到期记录", worker)
        self.ready: Ready | None = None
        self.erase, self.archive, self.gone = (Label("", wrap=True) for _ in range(3))
        self.sent = Label("", "second", wrap=True)
        self.fill(self.erase, self.gone, self.sent, self.archive, Label(_HINT, "second", wrap=True))

    def begin(self, record_id: str = "") -> None:
        """Show what may go today, or one record of it."""
        self.message.tell("")
        self._show(None)
        self.worker.ask(retention_lists.ready, record_id, owner=(self, "ready"), on_done=self._show)

    def submit(self) -> None:
        """Propose what is shown: what is to be erased first, then what becomes an archive."""
        if self.ready is None or not (self.ready.erase or self.ready.archive):
            self.message.tell("没有可以处理的记录，暂缓的请先办结。")
            return
        # Two proposals, each by itself: one that waits already does not hold the other back.
        for act, ids in ((erasures.erase, self.ready.erase), (erasures.archive, self.ready.archive)):
            if ids:
                self.worker.act(confirmations.propose, act, ids, on_done=self._done, on_problem=self.message.tell)

    def _show(self, ready: Ready | None) -> None:
        self.ready = ready
        erase, archive = (len(ready.erase), len(ready.archive)) if ready else (0, 0)
        preview = ready.preview if ready else None
        self.erase.setText(f"消除：{erase} 条自然人记录" if erase else "没有可以消除的自然人记录。")
        self.gone.setText(f"一并消除：{preview.words}" if preview else "")
        self.sent.setText(f"曾随{'、'.join(preview.packages)}报送，证明将写明" if preview and preview.packages else "")
        self.archive.setText(f"转为档案：{archive} 条单位记录" if archive else "")
        for label in (self.gone, self.sent, self.archive):
            label.setVisible(bool(label.text()))
