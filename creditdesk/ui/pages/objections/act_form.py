"""The small form of one act of the procedure, and what it asks for."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from creditdesk.services import objections, recalls, units
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import CaseSheet
from creditdesk.ui import theme
from creditdesk.ui.widgets.field import FormField, Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field

Today = Callable[[], date]


@dataclass(frozen=True)
class Filled:
    """What a form holds: the act's arguments after the case, and the data its letter is drawn from."""

    arguments: tuple[object, ...] = ()
    data: Mapping[str, Any] | None = None


class ActForm(QWidget):
    """Asks for what one act needs. `done` is sent on Enter in its last field."""

    done = Signal()
    hint = ""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.PAD_SMALL)

    @abstractmethod
    def filled(self) -> Filled | None:
        """Return what the officer entered, or None after going to the first fault."""

    @abstractmethod
    def go_to_first(self) -> None:
        """Give the focus to the first field."""


class FieldsForm(ActForm):
    """An act that needs a few plain fields; `take` makes its arguments from their values."""

    def __init__(self, fields: Sequence[FormField], today: Today, take: Callable[[Mapping[str, str]], Filled]) -> None:
        super().__init__()
        self._take = take
        self.form = SmallForm(fields, today)
        self.form.walked_out.connect(self.done)
        self.column.addWidget(self.form)

    def filled(self) -> Filled | None:
        """Return what was entered."""
        return self._take(self.form.values()) if self.form.check() else None

    def go_to_first(self) -> None:
        """Give the focus to the first empty field."""
        self.form.go_to_first()


class MissingForm(ActForm):
    """Ticks for the materials that are missing, and a line for what no list foresees."""

    def __init__(self, today: Today, materials: Sequence[str], present: Sequence[str]) -> None:
        super().__init__()
        self.boxes = [QCheckBox(name) for name in materials]
        self.column.addWidget(Label("一次告知需要补正的全部材料", "second"))
        for box in self.boxes:
            box.setChecked(box.text() not in present)
            self.column.addWidget(box)
        self.form = SmallForm([small_field("more", "其他材料", "paragraphs", required=False)], today)
        self.form.walked_out.connect(self.done)
        self.message = Message()
        self.column.addWidget(self.form)
        self.column.addWidget(self.message)

    def filled(self) -> Filled | None:
        """Return the missing materials."""
        more = [line.strip() for line in self.form.values()["more"].splitlines() if line.strip()]
        missing = [box.text() for box in self.boxes if box.isChecked()] + more
        self.message.tell("" if missing else "请至少勾选或填写一项要补正的材料")
        if not missing:
            self.go_to_first()
            return None
        return Filled((missing,), {"missing": missing})

    def go_to_first(self) -> None:
        """Give the focus to the first material."""
        first = self.boxes[0] if self.boxes else self.form
        first.setFocus(Qt.FocusReason.OtherFocusReason)


@dataclass(frozen=True)
class FormContext:
    """What a form may start from: the case, the day, the units by name, the materials a complete case has."""

    sheet: CaseSheet
    today: Today
    units: Mapping[str, str]
    materials: Sequence[str]

    def day(self, label: str) -> FormField:
        """Return a date field that starts with today."""
        field = small_field("on", label, "date", past=True)
        field.show_value(self.today().isoformat())
        return field


def _dated(note: str) -> Callable[[Mapping[str, str]], Filled]:
    return lambda values: Filled((date.fromisoformat(values["on"]), values[note]))


def _supplement(context: FormContext) -> ActForm:
    fields = [context.day("收到日期"), small_field("note", "补正材料", required=False)]
    return FieldsForm(fields, context.today, _dated("note"))


def _deliver(context: FormContext) -> ActForm:
    note = small_field("note", "送达方式", required=False)
    note.show_value("送达回证，收件人已签")
    return _with_unit(context, "deliver", [context.day("送达日期"), note], "note")


def _opinion(context: FormContext) -> ActForm:
    fields = [context.day("收到日期"), small_field("text", "核实意见", "paragraphs")]
    return _with_unit(context, "opinion", fields, "text")


def _with_unit(context: FormContext, act: str, fields: Sequence[FormField], note: str) -> ActForm:
    """Ask for the unit first where the case is with several; the most pressing one that waits is offered."""
    waiting = sorted((part for part in context.sheet.parts if act in part.acts), key=lambda one: one.due or date.max)
    if len(context.sheet.parts) < 2 or not waiting:
        return FieldsForm(fields, context.today, _dated(note))
    parts = {part.unit: part.id for part in waiting}
    unit = small_choice("unit", "来源单位", tuple(parts))
    unit.show_value(waiting[0].unit)

    def take(values: Mapping[str, str]) -> Filled:
        return Filled((date.fromisoformat(values["on"]), values[note], parts[values["unit"]]))

    return FieldsForm([unit, *fields], context.today, take)


def _close(context: FormContext) -> ActForm:
    fields = [context.day("办结日期"), small_field("note", "送达情况", required=False)]
    return FieldsForm(fields, context.today, _dated("note"))


def _withdraw(context: FormContext) -> ActForm:
    fields = [context.day("撤回日期"), small_field("reason", "理由或方式", "paragraphs")]
    return FieldsForm(fields, context.today, _dated("reason"))


def _refuse(context: FormContext) -> ActForm:
    reason = small_field("reason", "不予受理理由", "paragraphs")

    def take(values: Mapping[str, str]) -> Filled:
        words = values["reason"].rstrip("。")  # the letter ends the sentence itself
        return Filled((words,), {"reason": words})

    return FieldsForm([reason], context.today, take)


def _forward(context: FormContext) -> ActForm:
    unit = small_choice("unit", "来源单位", tuple(context.units))
    unit.show_value(context.sheet.row.unit)

    def take(values: Mapping[str, str]) -> Filled:
        unit_id = context.units[values["unit"]]
        return Filled((unit_id,), {"unit_id": unit_id})

    return FieldsForm([unit], context.today, take)


def _ask_more(context: FormContext) -> ActForm:
    return MissingForm(context.today, context.materials, context.sheet.materials)


def notify_form(today: Today) -> ActForm:
    """Ask which notices every receiver of the wrong data shall get."""
    which = {"更正、撤销通知和消除影响告知函": recalls.FORMS, "只发更正、撤销通知": (recalls.NOTICE,)}
    choice = small_choice("forms", "发送文书", tuple(which))
    choice.show_value(next(iter(which)))
    return FieldsForm([choice], today, lambda values: Filled((which[values["forms"]],)))


def told_form(today: Today, receivers: Sequence[str]) -> ActForm:
    """Ask which receiver was told, and on which day."""
    receiver = small_choice("receiver", "接收单位", tuple(receivers))
    receiver.show_value(receivers[0])
    on = small_field("on", "告知日期", "date", past=True)
    on.show_value(today().isoformat())
    return FieldsForm(
        [receiver, on], today, lambda values: Filled((values["receiver"], date.fromisoformat(values["on"])))
    )


FORMS: Mapping[str, Callable[[FormContext], ActForm]] = {
    "ask_more": _ask_more,
    "supplement_in": _supplement,
    "refuse": _refuse,
    "forward": _forward,
    "deliver": _deliver,
    "opinion": _opinion,
    "close": _close,
    "withdraw": _withdraw,
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "accept": objections.accept,
    "ask_more": objections.ask_more,
    "supplement_in": objections.supplement,
    "refuse": objections.refuse,
    "forward": objections.forward,
    "deliver": objections.deliver,
    "opinion": objections.opinion,
    "reply": objections.reply,
    "close": objections.close,
    "withdraw": objections.withdraw,
    "notify": recalls.notify,
    "told": recalls.told,
}

# What the officer should know before filling a form.
HINTS: Mapping[str, str] = {
    "ask_more": "保存前先预览补正告知书，取号后送申请人。",
    "refuse": "保存前先预览不予受理通知书，理由逐字载入文书。",
    "forward": "保存前先预览异议转办函，材料随函转交。",
    "deliver": "来源单位的核实期限自送达次日起算。",
    "reply": "逐项决定并写明理由，先预览结果通知书，取号后记录随之更正或撤销。",
    "withdraw": "撤回后异议标注解除，记录不变。",
    "notify": "给每个收到过错误信息的单位各发一份，依次取号；已发过的不再重复。更正、撤销的内容随下一个数据包报送。",
    "told": "单位签收或确认收到通知后登记。",
}

# The acts that are never the main one, with their keys.
OTHER_KEYS: Mapping[str, str] = {"ask_more": "Ctrl+B", "refuse": "Ctrl+R", "withdraw": "Ctrl+W"}


def offers(desk: Desk) -> tuple[Mapping[str, str], Sequence[str]]:
    """Return the source units by name, and the materials a complete application has."""
    return {unit.name: unit.id for unit in units.listing(desk)}, desk.catalogue.procedure("objection").materials
