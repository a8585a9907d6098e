"""认定标准: what each unit wrote for the grades, edition by edition, and the form that enters one, clause 三(三)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from creditdesk.rules import editions
from creditdesk.services import grading, units
from creditdesk.services.desk import Desk
from creditdesk.services.grading import EVERY, GRADES, Criteria
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.choice_editor import ChoiceEditor
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.small_form import SmallForm, small_field
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

Shown = tuple[str, Criteria]
_ALL, _NOW = "all", "now"
_TOLD = "照单位印发的标准填写，三个等级都要写。登记后显示在录入表单的失信等级下面，不代替单位认定。"


def _ids(desk: Desk, text: str, chip: str) -> list[str]:
    today, words = desk.clock().date(), text.strip()
    return [
        one
        for one, told in grading.listing(desk)
        if (chip == _ALL or editions.holds(told, today)) and (words in told.unit or words in told.industry)
    ]


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    known = dict(grading.listing(desk))
    return [_row(known[one]) if one in known else {} for one in wanted]


def _row(told: Criteria) -> Row:
    return {
        "unit": told.unit,
        "industry": told.industry or EVERY,
        "edition": told.edition,
        "start": str(told.valid_from),
        "end": str(told.valid_until or "—"),
    }


def unit_field(known: Sequence[str]) -> FormField:
    """Return the field of a unit: chosen out of those that report here, or written in."""
    field = small_field("unit", "认定单位")
    field.editor = ChoiceEditor("认定单位", known, True)
    field.label.setBuddy(field.editor)
    return field


class CriteriaView(FactsView):
    """Shows an edition: whose it is, by which text and when, and what it says of each grade."""

    def __init__(self) -> None:
        super().__init__(("标准", "各等级"))

    def show_one(self, shown: Shown) -> None:
        """Show an edition."""
        told = shown[1]
        about = (
            ("行业", told.industry or EVERY),
            ("版次", told.edition),
            ("依据", told.source),
            ("施行日期", str(told.valid_from)),
            ("失效日期", str(told.valid_until or "没有登记，一直施行")),
        )
        self.tell(f"{told.unit}　认定标准", {"标准": about, "各等级": tuple(told.grades.items())})


class CriteriaForm(SideForm):
    """The form of a new edition."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("登记认定标准", worker)
        self._grades = catalogue_of(worker).code_set(GRADES).labels
        self._unit = unit_field(())
        self.form = SmallForm(
            (
                self._unit,
                small_field("industry", "行业", required=False),
                small_field("edition", "版次"),
                small_field("source", "依据的文件"),
                small_field("start", "施行日期", "date"),
                small_field("end", "失效日期", "date", required=False),
                *(small_field(grade, f"{grade}失信", "paragraphs") for grade in self._grades),
            ),
            today,
        )
        self.fill(Label(_TOLD, "second", wrap=True), self.form)
        self.form.walked_out.connect(self.submit)

    def begin(self, _about: str = "") -> None:
        """Start with an empty form that offers the units known here."""
        self.message.tell("")
        self.form.set_values(dict.fromkeys(self.form.fields, ""))
        self.worker.ask(units.listing, owner=(self, "units"), on_done=self._offer)
        self.form.go_to_first()

    def submit(self) -> None:
        """Keep the edition, or go to what is missing."""
        if not self.form.check():
            return
        values = self.form.values()
        until = date.fromisoformat(values["end"]) if values["end"] else None
        told = Criteria(
            values["unit"], values["industry"], values["edition"], values["source"],
            {grade: values[grade] for grade in self._grades}, date.fromisoformat(values["start"]), until,
        )  # fmt: skip
        self.perform(grading.enter, told)

    def _offer(self, known: Sequence[units.UnitRow]) -> None:
        editor = self._unit.editor
        if isinstance(editor, ChoiceEditor) and not editor.combo.count():
            written = editor.value()
            editor.combo.addItems([row.name for row in known])
            editor.show_value(written)


class CriteriaPage(ListPage):
    """认定标准, a view of the page 信息目录."""

    name, title, icon = "criteria", "认定标准", "rules"
    made = "criterion"
    nouns = frozenset({"grading_criterion"})
    begin_words = "登记认定标准"
    nothing_words = ("没有选中的认定标准", "在左侧选一版，各等级的标准显示在这里")
    none_words = ("没有登记认定标准", "单位印发失信等级认定标准的，按 F8 登记，录入失信等级时对照显示")
    no_match_words = ("没有符合条件的认定标准", "换一个范围，或清除查找")
    listed = Listed(
        "认定标准",
        (
            Column("unit", "认定单位", stretch=2),
            Column("industry", "行业", kind="second"),
            Column("edition", "版次", 96, "second"),
            Column("start", "施行日期", 104, "second"),
            Column("end", "失效日期", 104, "second", hide_below=560),
        ),
        (Chip(_ALL, "全部"), Chip(_NOW, "现行")),
        _ids,
        _rows,
        "查找单位或行业",
        "版",
    )
    shown: Shown | None

    def make(self) -> tuple[Any, ...]:
        """Return the edition and the form of a new one."""
        opening = CriteriaForm(self.worker, self.frame.today)
        return CriteriaView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return the act that ends an edition that goes on."""
        end = self.add_act("登记失效日期", "Ctrl+E", self._ask_end)
        return (Offer(end, lambda shown: bool(shown and shown[1].valid_until is None), beside=True),)

    def read(self, desk: Desk, one: str) -> Shown | None:
        """Return an edition with its identity."""
        return next((each for each in grading.listing(desk) if each[0] == one), None)

    def place(self, shown: Shown) -> tuple[str, str]:
        """Return the edition; all are listed under the first chip."""
        return shown[0], _ALL

    def _ask_end(self) -> None:
        if self.shown is None:
            return
        one, told = self.shown
        sheet = ask_sheet(
            self, f"登记失效日期：{told.unit}{told.edition}", "写明这一版施行的最后一天，新的一版从次日起登记。",
            "登记失效日期", [small_field("until", "失效日期", "date")], partial(_end, one),
        )  # fmt: skip
        self.frame.show_sheet(*sheet)


def _end(one: str, values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return grading.end, (one, date.fromisoformat(values["until"]))
