"""The page 联合奖惩: the list at the left, one round, a new one or an update of its list beside it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from creditdesk.services import (
    escalation_lists,
    escalations,
    measure_lists,
    response_files,
    responses,
    round_lists,
    round_reports,
    rounds,
)
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.escalation_lists import EscalationRow
from creditdesk.services.response_files import Feedback
from creditdesk.services.responses import Done
from creditdesk.services.round_lists import ENDED, RUNNING, ResponseRow, RoundSheet, UpdateRow
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.list_page import ListPage, Offer
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.rounds.listing import LISTED, MEASURES, SEVERAL, RoundView, Shown
from creditdesk.ui.pages.rounds.opening import Opening
from creditdesk.ui.pages.rounds.updating import Updating
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import small_choice, small_field

_SAME = "各主体的措施相同时在这里登记；不同的，导出反馈表填写后载入。没有采取的写“未采取”，在效果和建议中说明原因。"
_FILTER = "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx)"
_SHOWN = 5


def _find(desk: Desk, one: str) -> Shown | None:
    """Return what a row of the list stands for; a response stands for its round."""
    found: list[Shown] = [*escalation_lists.rows(desk, [one])]
    found += [row for row in measure_lists.rows(desk) if row.code == one]
    if found:
        return found[0]
    return round_lists.sheet(desk, round_lists.round_of(desk, one) or one)


class RoundsPage(ListPage):
    """联合奖惩. Other pages may open it at a round, a response or a subject on several black lists (`id`)."""

    name, title, icon = "rounds", "联合奖惩", "send"
    made = "round"
    nouns = frozenset({"joint_round", "joint_update", "joint_response", "escalation", "record", "listing"})
    count: ClassVar[Callable[[Desk], int] | None] = staticmethod(round_lists.running)
    begin_words, submit_words = "发起联合奖惩", "发出"
    nothing_words = ("没有选中的联合奖惩", "在左侧选一件，对象、措施和各单位的响应显示在这里")
    none_words = ("没有进行中的联合奖惩", "按 F8 发起：选对象和措施，向各单位发函，响应期限列在工作台上")
    no_match_words = ("没有符合条件的内容", "换一个范围，或清除查找")
    listed = LISTED
    shown: Shown | None

    def make(self) -> tuple[Any, ...]:
        """Return the view, the form of a new round and that of an update."""
        listed = catalogue_of(self.worker).measure_list(self.frame.today())
        opening = Opening(self.worker, self.frame.today, listed)
        self.updating = Updating(self.worker, self.frame.today)
        return RoundView(), opening, self.updating

    def offers(self) -> Sequence[Offer]:
        """Return what may be done with a round beside what it waits for."""
        return (
            Offer(self.add_act("更新名单", "Ctrl+U", self._update), _runs, beside=True),
            Offer(self.add_act("载入反馈表", "Ctrl+O", self._ask_feedback), lambda shown: bool(_waiting(shown))),
            Offer(self.add_act("导出反馈表", "Ctrl+E", self._ask_folder), lambda shown: bool(_waiting(shown))),
            Offer(self.add_act("催报", "Ctrl+R", self._ask_urge), lambda shown: bool(self._late(shown))),
            Offer(
                self.add_act(round_reports.NAME, "Ctrl+T", self._ask_report),
                lambda shown: isinstance(shown, RoundSheet),
            ),
            Offer(self.add_act("结束", "Ctrl+Del", self._ask_end), _runs),
            Offer(self.add_act("查看最近的函", "Ctrl+Shift+P", self._open_letter), lambda shown: bool(_letter(shown))),
            Offer(
                self.add_act("打开主体", "Ctrl+Return", self._open_subject),
                lambda shown: isinstance(shown, EscalationRow),
            ),
        )

    def read(self, desk: Desk, one: str) -> Shown | None:
        """Return a round, a subject on several black lists, or a measure."""
        return _find(desk, one)

    def place(self, shown: Shown) -> tuple[str, str]:
        """Return the id of what is shown and the chip under which it is listed."""
        if isinstance(shown, RoundSheet):
            return shown.row.id, ENDED if shown.row.ended_on else RUNNING
        return (shown.id, SEVERAL) if isinstance(shown, EscalationRow) else (shown.code, MEASURES)

    def next_act(self, shown: Shown) -> tuple[str, Callable[[], object]] | None:
        """Return the response that is waited for, an update of the list, or the letter that waits."""
        if isinstance(shown, EscalationRow) and shown.task:
            return shown.words.replace("待发", "签发"), self._tell
        if _waiting(shown):
            return "登记响应", self._ask_response
        return ("更新名单", self._update) if _runs(shown) else None

    def save_report(self, path: Path) -> None:
        """Write the report of what is shown."""
        self._run(round_reports.save, path)

    def hand_out(self, folder: Path) -> None:
        """Write the feedback sheets that are awaited into a folder."""
        self._run(response_files.hand_out_all, folder)

    def take_file(self, path: Path) -> None:
        """Read a feedback sheet and ask before it is recorded."""
        self.worker.ask(
            response_files.opened, path, owner=(self, "sheet"), on_done=self._ask_take, on_problem=self.frame.warn
        )

    def _run(self, function: Callable[..., Any], path: Path) -> None:
        if isinstance(self.shown, RoundSheet):
            self.worker.run(
                function, self.shown.row.id, path,
                on_done=self._tell_written, on_problem=self.frame.warn,
            )  # fmt: skip

    def _tell_written(self, told: Changes | str) -> None:
        self.frame.say(told.sentence if isinstance(told, Changes) else told)

    def _update(self) -> None:
        if isinstance(self.shown, RoundSheet):
            self.updating.begin(self.shown)
            self.show_inside(self.updating)

    def _tell(self) -> None:
        if isinstance(self.shown, EscalationRow):
            self.worker.act(
                escalations.tell, self.shown.id, on_problem=self.frame.warn,
                on_done=lambda changes: self.frame.open_page("letters", id=changes.result["letter"]),
            )  # fmt: skip

    def _ask_response(self) -> None:
        known = {f"{one.unit} {one.letter}": (update, one) for update, one in _waiting(self.shown)}
        fields = [
            small_choice("unit", "响应单位", tuple(known)),
            small_field("on", "反馈日期", "date", past=True),
            small_field("measure", "采取的措施"),
            small_field("done_on", "实施日期", "date", required=False, past=True),
            small_field("effect", "效果和建议", required=False),
        ]
        fields[0].show_value(next(iter(known), ""))
        fields[1].show_value(self.frame.today().isoformat())

        def call(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
            update, one = known[values["unit"]]
            day = date.fromisoformat(values["done_on"]) if values["done_on"] else None
            done = [Done(each.place, values["measure"], day, values["effect"]) for each in update.objects]
            return responses.respond, (one.id, date.fromisoformat(values["on"]), done)

        self._sheet("登记响应", _SAME, "登记", fields, call)

    def _ask_take(self, feedback: Feedback) -> None:
        field = small_field("on", "收到日期", "date", past=True)
        field.show_value(self.frame.today().isoformat())
        lines = [
            f"{name}：{one.measure or '没有填写'}" for name, one in zip(feedback.names, feedback.done, strict=True)
        ]
        more = f"等{len(lines)}个主体" if len(lines) > _SHOWN else ""
        told = f"{feedback.unit}对{feedback.letter}的反馈：{'；'.join(lines[:_SHOWN])}{more}。"
        self._sheet(
            "载入反馈表", told, "登记", [field],
            lambda values: (response_files.take, (feedback, date.fromisoformat(values["on"]))),
        )  # fmt: skip

    def _ask_urge(self) -> None:
        known = {f"{one.unit} {one.letter}": one.id for one in self._late(self.shown)}
        field = small_choice("unit", "响应单位", tuple(known))
        field.show_value(next(iter(known), ""))
        told = "反馈期限已到或已过，向单位发出催报函。"
        self._sheet("催报", told, "发出", [field], lambda values: (responses.urge, (known[values["unit"]],)))

    def _ask_end(self) -> None:
        if isinstance(self.shown, RoundSheet):
            one, told = self.shown.row.id, "名单上的主体都已移出后才能结束；还没有反馈的单位不再等待。"
            fields = [small_field("because", "理由")]
            self._sheet("结束联合奖惩", told, "结束", fields, lambda values: (rounds.end, (one, values["because"])))

    def _sheet(
        self, title: str, told: str, words: str, fields: Sequence[FormField],
        call: Callable[[Mapping[str, str]], tuple[Any, tuple[Any, ...]]],
    ) -> None:  # fmt: skip
        self.frame.show_sheet(*ask_sheet(self, title, told, words, fields, call, self._said))

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)
        self.reload()

    def _late(self, shown: Shown | None) -> list[ResponseRow]:
        today = self.frame.today()
        return [one for _, one in _waiting(shown) if one.due is not None and one.due <= today]

    def _ask_feedback(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "载入反馈表", "", "表格 (*.xlsx *.xls *.ods *.csv)")
        if path:
            self.take_file(Path(path))

    def _ask_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "反馈表导出到"):
            self.hand_out(Path(folder))

    def _ask_report(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, f"保存{round_reports.NAME}", f"{round_reports.NAME}.pdf", _FILTER)
        if path:
            self.save_report(Path(path))

    def _open_letter(self) -> None:
        if letter := _letter(self.shown):
            self.frame.open_page("letters", id=letter)

    def _open_subject(self) -> None:
        if isinstance(self.shown, EscalationRow):
            self.frame.open_page("subjects", id=self.shown.subject_id)


def _runs(shown: Shown | None) -> bool:
    return isinstance(shown, RoundSheet) and shown.row.ended_on is None


def _waiting(shown: Shown | None) -> list[tuple[UpdateRow, ResponseRow]]:
    """Return the responses that are awaited, the earliest list first."""
    updates = shown.updates if isinstance(shown, RoundSheet) else ()
    return [(update, one) for update in updates for one in update.responses if one.waits]


def _letter(shown: Shown | None) -> str:
    if isinstance(shown, RoundSheet):
        return shown.updates[-1].responses[-1].letter_id
    return shown.letters[-1] if isinstance(shown, EscalationRow) and shown.letters else ""
