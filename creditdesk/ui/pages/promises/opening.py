"""A new promise: whose, whether three years are clean, and what is promised to which unit by when."""

from collections.abc import Callable
from datetime import date

from creditdesk.services import green_channel, promises
from creditdesk.services.green_channel import Standing
from creditdesk.services.promises import Promised
from creditdesk.ui.pages.looking_up import AboutForm, subject_looked
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_field
from creditdesk.ui.worker import Worker

_HINT = "几项材料用顿号分开；法律法规规定必须先提交的材料不能容缺。补齐期限来源没有给出，由受理单位与申请人约定。"


class Opening(AboutForm):
    """The form of a new promise."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("登记承诺", worker, subject_looked())
        self._today = today
        self.standing: Standing | None = None
        self.told = Label("", "second", wrap=True)
        self.form = SmallForm(
            (
                small_field("matter", "办理事项"),
                small_field("unit", "受理单位"),
                small_field("papers", "容缺材料"),
                small_field("on", "承诺日期", "date", past=True),
                small_field("due", "补齐期限", "date"),
                small_field("exemplar", "诚信典型", required=False),
            ),
            today,
        )
        self.fill(self.looking, self.told, self.form)
        self.form.walked_out.connect(self.submit)

    def empty(self) -> None:
        """Let nothing be chosen or filled in but what is usual."""
        self.form.set_values(dict.fromkeys(self.form.fields, "") | {"on": self._today().isoformat()})
        self._show(None)

    def take(self, subject_id: str) -> None:
        """Let the promise be this subject's."""
        self.worker.ask(green_channel.check, subject_id, owner=(self, "standing"), on_done=self._take)

    def submit(self) -> None:
        """Write the promise down, or go to what is missing."""
        if self.standing is None:
            self.message.tell("请先选择是谁的承诺")
            self.looking.go()
        elif self.form.check():
            values = self.form.values()
            on, due = (date.fromisoformat(values[name]) for name in ("on", "due"))
            papers = values["papers"].replace("，", "、").split("、")
            told = Promised(values["matter"], values["unit"], papers, on, due, values["exemplar"])
            self.perform(promises.make, self.standing.subject_id, told)

    def _take(self, standing: Standing) -> None:
        self._show(standing)
        self.looking.show_chosen(standing.subject)
        self.form.go_to_first()

    def _show(self, standing: Standing | None) -> None:
        self.standing = standing
        for widget in (self.form, self.told):
            widget.setVisible(standing is not None)
        only = "只有诚信典型可以容缺受理，请写明依据。" if standing and standing.bad else ""
        self.told.setText(f"{standing.sentence}{only}{_HINT}" if standing else "")
