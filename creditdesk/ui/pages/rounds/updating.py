"""An update of a round's list: who comes, who changes, who goes, and why."""

from collections.abc import Callable
from datetime import date

from creditdesk.services import rounds
from creditdesk.services.round_lists import RoundSheet
from creditdesk.services.round_objects import ADDED, CHANGES
from creditdesk.services.rounds import Change
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui.pages.rounds.gathering import Gathering
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.label import Label, line
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.worker import Worker

_HINT = "先选变动和说明，再查找主体按 Enter 加入；变更、移出必须写明说明。更新后各响应单位都收到一份函，并再次反馈。"


class Updating(SideForm):
    """Asks for the changes and writes them down; `done` is sent when that is done."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("更新名单", worker)
        self.round_id = ""
        self.changes: dict[str, Change] = {}
        self.names: dict[str, str] = {}
        self.kind = SmallForm(
            (small_choice("change", "变动", CHANGES), small_field("note", "说明", required=False)), today
        )
        self.gathering = Gathering(worker, "还没有选择变动的主体")
        self.form = SmallForm(
            (small_field("reason", "更新理由"), small_field("answer_by", "反馈期限", "date", required=False)), today
        )
        self.fill(Label(_HINT, "second", wrap=True), self.kind, self.gathering, line(), self.form)
        self.kind.walked_out.connect(self.gathering.looking.go)
        self.form.walked_out.connect(self.submit)
        self.gathering.taken.connect(self._take)
        self.gathering.cleared.connect(self._clear)

    def begin(self, sheet: RoundSheet) -> None:
        """Start with no change."""
        self.round_id = sheet.row.id
        self.title.setText(f"{sheet.row.objects}　更新名单")
        self.message.tell("")
        self.kind.set_values({"change": ADDED, "note": ""})
        self.form.set_values({"reason": "", "answer_by": ""})
        self._clear()
        self.gathering.looking.begin()

    def submit(self) -> None:
        """Write the update down, or go to the first fault."""
        if not self.changes:
            self.message.tell("请先选择新增、变更或者移出的主体")
            self.gathering.looking.go()
        elif self.form.check():
            values = self.form.values()
            due = date.fromisoformat(values["answer_by"]) if values["answer_by"] else None
            self.perform(rounds.update, self.round_id, tuple(self.changes.values()), values["reason"], due)

    def _take(self, row: SubjectRow) -> None:
        values = self.kind.values()
        self.changes[row.id] = Change(row.id, values["change"], values["note"])
        self.names[row.id] = f"{values['change']}{row.name}"
        self.gathering.tell(list(self.names.values()))

    def _clear(self) -> None:
        self.changes.clear()
        self.names.clear()
        self.gathering.tell([])
