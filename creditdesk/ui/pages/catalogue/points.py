"""积分规则: whether points of persons are on, how many an event is worth by which text, clause 四(七)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from creditdesk.rules import editions
from creditdesk.services import person_point_lists, person_points
from creditdesk.services.desk import Desk
from creditdesk.services.person_point_lists import RuleRow
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.side_form import SideForm
from creditdesk.ui.widgets.chips import Chip
from creditdesk.ui.widgets.facts_view import FactsView
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.narrowed_list import Listed
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field
from creditdesk.ui.widgets.table_model import Column, Row
from creditdesk.ui.worker import Worker

_ALL, _NOW = "all", "now"
_TOLD = "县实施方案没有给出分值，照本县的积分办法填写，写明条款。记录按决定日期当天施行的规则计一次。"


def _ids(desk: Desk, text: str, chip: str) -> list[str]:
    today, words = desk.clock().date(), text.strip()
    return [
        row.id
        for row in person_point_lists.rules(desk)
        if (chip == _ALL or editions.holds(row, today)) and (words in row.event or words in row.basis)
    ]


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    known = {row.id: row for row in person_point_lists.rules(desk)}
    return [_row(known[one]) if one in known else {} for one in wanted]


def _row(row: RuleRow) -> Row:
    return {
        "event": row.event,
        "points": signed(row.points),
        "basis": row.basis,
        "start": str(row.valid_from),
        "end": str(row.valid_until or "—"),
    }


def signed(points: int) -> str:
    """Return points with their sign, a true minus before what is taken off."""
    return f"{points:+d}".replace("-", "−")


class RuleView(FactsView):
    """Shows a rule."""

    def __init__(self) -> None:
        super().__init__(("积分规则",))

    def show_one(self, row: RuleRow) -> None:
        """Show a rule."""
        told = (
            ("分值", f"{signed(row.points)} 分"),
            ("依据", row.basis),
            ("施行日期", str(row.valid_from)),
            ("失效日期", str(row.valid_until or "没有登记，一直施行")),
        )
        self.tell(row.event, {"积分规则": told})


class RuleForm(SideForm):
    """The form of a new rule."""

    def __init__(self, worker: Worker, today: Callable[[], date]) -> None:
        super().__init__("登记积分规则", worker)
        events = catalogue_of(worker).point_events(person_points.EVENTS).events
        self.form = SmallForm(
            (
                small_choice("event", "计分情形", [each.label for each in events]),
                small_field("points", "分值"),
                small_field("basis", "依据的条款"),
                small_field("start", "施行日期", "date"),
                small_field("end", "失效日期", "date", required=False),
            ),
            today,
        )
        self.fill(Label(_TOLD, "second", wrap=True), self.form)
        self.form.walked_out.connect(self.submit)

    def begin(self, _about: str = "") -> None:
        """Start with an empty form."""
        self.message.tell("")
        self.form.set_values(dict.fromkeys(self.form.fields, ""))
        self.form.go_to_first()

    def submit(self) -> None:
        """Write the rule down, or go to what is missing."""
        if not self.form.check():
            return
        values = self.form.values()
        try:
            points = int(values["points"])
        except ValueError:
            self.form.tell("points", "填写整数，扣分的写负数，如 -5")
            return
        until = date.fromisoformat(values["end"]) if values["end"] else None
        told = (values["event"], points, values["basis"], date.fromisoformat(values["start"]), until)
        self.perform(person_points.rule, *told)


class PointRulesPage(ListPage):
    """积分规则, a view of the page 信息目录; the first act while points are off is to switch them on."""

    name, title, icon = "points", "积分规则", "rules"
    made = "rule"
    nouns = frozenset({"point_rule", "setting"})
    begin_words = "登记积分规则"
    nothing_words = ("没有选中的积分规则", "在左侧选一条，分值和依据显示在这里")
    none_words = ("没有积分规则", "个人信用积分默认不开启；由负责人凭本县的积分办法开启后，按 F8 逐条登记")
    no_match_words = ("没有符合条件的积分规则", "换一个范围，或清除查找")
    listed = Listed(
        "积分规则",
        (
            Column("event", "计分情形", 110),
            Column("points", "分值", 60, "figure"),
            Column("basis", "依据的条款", kind="second"),
            Column("start", "施行日期", 104, "second"),
            Column("end", "失效日期", 104, "second", hide_below=560),
        ),
        (Chip(_ALL, "全部"), Chip(_NOW, "现行")),
        _ids,
        _rows,
        "查找情形或依据",
        "条",
    )
    shown: RuleRow | None

    def make(self) -> tuple[Any, ...]:
        """Return the rule and the form of a new one."""
        self.on = False
        opening = RuleForm(self.worker, self.frame.today)
        return RuleView(), opening

    def offers(self) -> Sequence[Offer]:
        """Return the acts of the person in charge: points on or off, and the last day of a rule."""
        self.turn = self.add_act("开启积分", "Ctrl+K", self._ask_turn)
        end = self.add_act("登记失效日期", "Ctrl+E", self._ask_end)
        return (
            Offer(self.turn, lambda _shown: True, beside=True),
            Offer(end, lambda row: bool(row and row.valid_until is None)),
        )

    def read(self, desk: Desk, one: str) -> RuleRow | None:
        """Return a rule."""
        return next((row for row in person_point_lists.rules(desk) if row.id == one), None)

    def place(self, shown: RuleRow) -> tuple[str, str]:
        """Return the rule; all are listed under the first chip."""
        return shown.id, _ALL

    def reload(self) -> None:
        """Ask again for the rules, and whether points are on."""
        super().reload()
        self.worker.ask(person_point_lists.standing, owner=(self, "standing"), on_done=self._tell)

    def begin_new(self, about: str = "") -> None:
        """Begin a rule; while points are off, ask for the scheme that switches them on."""
        if self.on:
            super().begin_new(about)
        else:
            self._ask_turn()

    def _tell(self, told: tuple[bool, str]) -> None:
        self.on, basis = told
        self.turn.setText("停用积分" if self.on else "开启积分")
        self.set_subtitle(f"个人信用积分已开启，依据{basis}" if self.on else "个人信用积分没有开启")

    def _ask_turn(self) -> None:
        words, on = self.turn.text(), not self.on
        told = (
            "开启后可以登记积分规则；没有本人同意的不积分。由负责人办理，写明本县的积分办法。"
            if on
            else "停用后不再计分，已登记的规则和同意保留。由负责人办理，写明理由。"
        )
        field = small_field("basis", "依据的文件" if on else "停用的理由")
        self.frame.show_sheet(*ask_sheet(self, words, told, words, [field], partial(_turn, on)))

    def _ask_end(self) -> None:
        if self.shown is not None:
            sheet = ask_sheet(
                self, f"登记失效日期：{self.shown.event}", "写明这条规则施行的最后一天，新的规则从次日起登记。",
                "登记失效日期", [small_field("until", "失效日期", "date")], partial(_end, self.shown.id),
            )  # fmt: skip
            self.frame.show_sheet(*sheet)


def _turn(on: bool, values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return person_points.switch, (on, values["basis"])


def _end(one: str, values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return person_points.end, (one, date.fromisoformat(values["until"]))
