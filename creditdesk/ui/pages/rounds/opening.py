"""A new round: by whom, for whom on what basis, with which measures, to which units, by when."""

from collections.abc import Callable
from datetime import date

from creditdesk.catalog.conditions import JOINT
from creditdesk.rules.measures import BLACK, PUNISHMENT, RED, REWARD, MeasureList
from creditdesk.services import rounds
from creditdesk.services.rounds import Initiation
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui.pages.rounds.gathering import Gathering
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.choice_editor import ChoicesEditor
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.worker import Worker

_HINT = (
    "响应单位用顿号分开。反馈期限来源没有规定，可以不填；措施只能从措施清单中选。"
    "惩戒的对象须有有效的严重失信记录或者在黑名单上。"
)
_OCCASIONS = {PUNISHMENT: BLACK, REWARD: RED}


def measures_field(name: str, listed: MeasureList, kind: str) -> FormField:
    """Return a field for several measures of one kind."""
    field = small_field(name, "措施")
    words = [each.label for each in listed.measures if each.kind == kind]
    field.editor = ChoicesEditor("措施", words)
    field.label.setBuddy(field.editor)
    return field


class Opening(SideForm):
    """The form of a new round."""

    def __init__(self, worker: Worker, today: Callable[[], date], listed: MeasureList) -> None:
        super().__init__("发起联合奖惩", worker)
        self._today, self._listed = today, listed
        self.subjects: dict[str, str] = {}
        self.gathering = Gathering(worker, "还没有选择对象，查到主体后按 Enter 加入")
        self.form = SmallForm(
            (
                small_choice("kind", "种类", (PUNISHMENT, REWARD)),
                small_field("initiator", "发起单位"),
                small_field("objects", "对象名称"),
                small_field("basis", "认定依据"),
                small_field("decided_on", "认定日期", "date", past=True),
                *(measures_field(kind, listed, kind) for kind in _OCCASIONS),
                small_field("units", "响应单位"),
                small_field("answer_by", "反馈期限", "date", required=False),
            ),
            today,
        )
        self.fill(Label(_HINT, "second", wrap=True), self.form, self.gathering)
        self.form.fields["kind"].editor.edited.connect(self._fit)
        self.form.walked_out.connect(self.gathering.looking.go)
        self.gathering.taken.connect(self._take)
        self.gathering.cleared.connect(self._clear)

    def begin(self, subject_id: str = "") -> None:
        """Start with an empty form whose measures are those the list proposes, about a subject or none."""
        self.message.tell("")
        proposed = {kind: self._listed.proposed(occasion) for kind, occasion in _OCCASIONS.items()}
        told = {kind: JOINT.join(each.label for each in measures) for kind, measures in proposed.items()}
        self.form.set_values(
            dict.fromkeys(self.form.fields, "") | told | {"kind": PUNISHMENT, "decided_on": self._today().isoformat()}
        )
        self._fit()
        self._clear()
        self.gathering.looking.begin(at_once=False)
        self.form.fields["initiator"].editor.setFocus()
        if subject_id:
            self.gathering.looking.taken.emit(subject_id)

    def submit(self) -> None:
        """Begin the round, or go to what is missing."""
        if not self.form.check():
            return
        if not self.subjects:
            self.message.tell("请先选择对象，查到主体后按 Enter 加入")
            self.gathering.looking.go()
            return
        values = self.form.values()
        due = values["answer_by"]
        told = Initiation(
            values["initiator"], values["kind"], values["objects"], values["basis"],
            date.fromisoformat(values["decided_on"]), values[values["kind"]].split(JOINT),
            values["units"].replace("，", "、").split("、"), tuple(self.subjects),
            date.fromisoformat(due) if due else None,
        )  # fmt: skip
        self.perform(rounds.start, told)

    def _fit(self) -> None:
        """Show the measures of the chosen kind."""
        chosen = self.form.values()["kind"]
        for kind in _OCCASIONS:
            field = self.form.fields[kind]
            for widget in (field.label, field.editor):
                widget.setVisible(kind == chosen)

    def _take(self, row: SubjectRow) -> None:
        self.subjects[row.id] = row.name
        self.gathering.tell(list(self.subjects.values()))

    def _clear(self) -> None:
        self.subjects.clear()
        self.gathering.tell([])
