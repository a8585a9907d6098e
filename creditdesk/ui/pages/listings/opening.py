"""A new listing: whose, on which list, decided by whom, why, with what proof; or one kept for reference."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.rules import measures
from creditdesk.services import listings, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.listings import BLACK, RED, Proposed
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui.pages.looking_up import AboutForm, subject_looked
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.widgets.choice_editor import ChoiceEditor
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.worker import Worker

_OWN = {"黑名单": BLACK, "红名单": RED}
_FOREIGN = {"参考黑名单": BLACK, "参考红名单": RED}
_LISTS = _OWN | _FOREIGN
_HINT = {
    "黑名单": "列入前书面告知依据、理由、措施和异议权利；期限由认定单位确定。"
    "有履行能力拒不履行的，写明其有履行能力的证明，措施随之增加。",
    "红名单": "先公示，期满再决定列入。",
}
_FOR_REFERENCE = "群团、行业协会商会和金融机构的名单只供参考，不产生措施。"


class Opening(AboutForm):
    """The form of a new listing."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("提出列入", worker, subject_looked())
        self._today = today
        self.subject: SubjectRow | None = None
        self.boxes: list[QCheckBox] = []
        self.hint, self.head = Label("", "second", wrap=True), Label("措施", "strong")
        self.form = self._fields()
        self._measures = QVBoxLayout()
        self.fill(self.looking, self.form, self.hint, self.head, self._measures)
        self.form.fields["colour"].editor.edited.connect(self._turn)
        self.form.walked_out.connect(self.submit)

    def empty(self) -> None:
        """Let nothing be chosen or filled in but what is usual."""
        empty = dict.fromkeys(self.form.fields, "")
        self.form.set_values(empty | {"colour": "黑名单", "on": self._today().isoformat()})
        self._turn()
        self._show(None)

    def take(self, subject_id: str) -> None:
        """Let the listing be this subject's."""
        self.worker.ask(_subject, subject_id, owner=(self, "subject"), on_done=self._take)

    def submit(self) -> None:
        """Write the listing down, or go to what is missing."""
        if self.subject is None:
            self.message.tell("请先选择列入哪个主体")
            self.looking.go()
            return
        if not self.form.check():
            return
        values = self.form.values()
        if values["term"] and not values["term"].isdecimal():
            self.form.tell("term", "请填写整月数，如24")
            return
        act = listings.propose if values["colour"] in _OWN else listings.record
        on = date.fromisoformat(values["on"])
        self.perform(act, self.subject.id, self._told(), on)

    def _told(self) -> Proposed:
        values = self.form.values()
        own = {name: values[name] for name in ("domain", "list_name", "unit", "basis", "facts", "reason")}
        return Proposed(
            colour=_LISTS[values["colour"]],
            proofs=values["proofs"].replace("，", "、").split("、"),
            measures=[box.text() for box in self.boxes if box.isChecked()],
            term_months=int(values["term"]) if values["term"] else None,
            origin=values["origin"] if values["colour"] != "黑名单" else "",
            refusing=bool(values["refusal"]) and values["colour"] == "黑名单",
            refusal_proof=values["refusal"],
            **own,
        )

    def _take(self, row: SubjectRow) -> None:
        self._show(row)
        self.looking.show_chosen(row.name, row.code)
        self.form.go_to_first()

    def _show(self, row: SubjectRow | None) -> None:
        self.subject = row
        for widget in (self.form, self.hint):
            widget.setVisible(row is not None)
        self._show_measures()

    def _fields(self) -> SmallForm:
        origin = small_field("origin", "来源", required=False)
        self.origin = ChoiceEditor("来源", (), open_ended=True)
        origin.editor = self.origin
        origin.label.setBuddy(self.origin)
        fields = (
            small_choice("colour", "名单", tuple(_LISTS)),
            small_field("list_name", "名单名称"),
            small_field("domain", "所属领域"),
            small_field("unit", "认定单位"),
            origin,
            small_field("basis", "列入依据"),
            small_field("facts", "主要事实", "paragraphs"),
            small_field("reason", "列入理由"),
            small_field("proofs", "证明材料"),
            small_field("term", "期限（月）", required=False),
            small_field("refusal", "拒不履行证明", required=False),
            small_field("on", "提出日期", "date", past=True),
        )
        return SmallForm(fields, self._today)

    def _turn(self) -> None:
        """Ask for what the chosen list needs, and offer its measures."""
        chosen = self.form.values()["colour"]
        for name, shown in (("origin", chosen != "黑名单"), ("refusal", chosen == "黑名单")):
            for widget in (self.form.fields[name].label, self.form.fields[name].editor):
                widget.setVisible(shown)
        catalogue = catalogue_of(self.worker)
        origins = listings.ORIGINS if chosen in _OWN else listings.REFERENCE_ORIGINS
        self.origin.combo.clear()
        self.origin.combo.addItems(catalogue.code_set(origins).labels)
        self.origin.show_value("")
        self.hint.setText(f"{_HINT.get(chosen, _FOR_REFERENCE)}几项证明材料用顿号分开。")
        self._offer(catalogue, chosen)

    def _offer(self, catalogue: Catalogue, chosen: str) -> None:
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        occasion = measures.BLACK if chosen == "黑名单" else measures.RED
        offered = catalogue.measure_list(self._today()).proposed(occasion) if chosen in _OWN else ()
        self.boxes = [QCheckBox(each.label) for each in offered]
        for box in self.boxes:
            box.setChecked(True)
            self._measures.addWidget(box)
        self._show_measures()

    def _show_measures(self) -> None:
        self.head.setVisible(self.subject is not None and bool(self.boxes))
        for box in self.boxes:
            box.setVisible(self.subject is not None)


def _subject(desk: Desk, subject_id: str) -> SubjectRow:
    return subjects.rows(desk, [subject_id])[0]
