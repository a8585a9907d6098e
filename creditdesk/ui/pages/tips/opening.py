"""A new tip: what is said of whom; and below it who said so, which is sealed and never shown here again."""

from collections.abc import Callable
from datetime import date

from creditdesk.services import reader_losses, tip_lists, tips
from creditdesk.services.acts import Changes
from creditdesk.services.informants import Informant
from creditdesk.services.reader_losses import ABLE, Standing
from creditdesk.services.tips import Told
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.worker import Worker

_HINT = "这些内容各岗位都能看到，也会写进转办函，不要写入举报人的姓名、电话和住址。"


class Opening(SideForm):
    """The form of a new tip."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("登记线索", worker)
        self._today = today
        self.readers = Label("", "second", wrap=True)
        words = tip_lists.words(worker.desk)
        self.form = SmallForm(
            (
                small_choice("source", "线索来源", words["source"]),
                small_choice("channel", "收到方式", words["channel"]),
                small_field("received_on", "收到日期", "date", past=True),
                small_field("accused", "被反映单位", "name"),
                small_field("accused_code", "单位代码", "uscc", required=False),
                small_field("matter", "反映的问题", "paragraphs"),
            ),
            today,
        )
        asked = (("name", "举报人"), ("phone", "联系电话"), ("address", "联系地址"), ("note", "其他情况"))
        self.informant = SmallForm([small_field(name, label, required=False) for name, label in asked], today)
        self.fill(
            Label(_HINT, "second", wrap=True), self.form, line(), Label("举报人（封存）", "strong"), self.readers,
            self.informant,
        )  # fmt: skip
        self.form.walked_out.connect(self.informant.go_to_first)
        self.informant.walked_out.connect(self.submit)

    def begin(self, _about: str = "") -> None:
        """Start with an empty form; nothing of the last informant stays in it."""
        self.message.tell("")
        fresh = {"source": tips.REPORTED, "received_on": self._today().isoformat()}
        self.form.set_values(dict.fromkeys(self.form.fields, "") | fresh)
        self.forget()
        self.worker.ask(reader_losses.standing, owner=(self, "readers"), on_done=self._tell_readers)
        self.form.go_to_first()

    def forget(self) -> None:
        """Take the informant out of the form."""
        self.informant.set_values(dict.fromkeys(self.informant.fields, ""))

    def submit(self) -> None:
        """Write the tip down and seal its informant, or go to what is missing."""
        if not (self.form.check() and self.informant.check()):
            return
        values = self.form.values()
        told = Told(**(values | {"received_on": date.fromisoformat(values["received_on"])}))  # type: ignore[arg-type]
        self.perform(tips.receive, told, Informant(**self.informant.values()))

    def _done(self, changes: Changes) -> None:
        self.forget()
        super()._done(changes)

    def _tell_readers(self, standing: Standing) -> None:
        names = "、".join(row.name for row in standing.readers if row.state == ABLE)
        told = f"登记后只有{names}能凭本人口令查看，看一次公告一次。全部留空为匿名举报。" if names else ""
        self.readers.setText("；".join(filter(None, (told.rstrip("。"), *standing.warnings))) + "。")
