"""One case beside the queue: its clocks, why it is urgent, its course, what is contested, and the papers with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from creditdesk.rules.deadlines import StageClock
from creditdesk.services import (
    attachments,
    case_notes,
    joins,
    objection_lists,
    objection_timeline,
    recalls,
    unit_reminders,
)
from creditdesk.services.attachments import AttachmentRow
from creditdesk.services.case_notes import NoteRow
from creditdesk.services.desk import Desk
from creditdesk.services.joins import Joined
from creditdesk.services.objection_lists import CaseSheet, Part
from creditdesk.services.objection_timeline import Line, Standing
from creditdesk.services.unit_reminders import LateCase
from creditdesk.ui import theme
from creditdesk.ui.pages.objections.contested import Contested
from creditdesk.ui.pages.objections.papers import CasePapers, dropped_files
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.clock_view import ClockView
from creditdesk.ui.widgets.label import Elided, Label
from creditdesk.ui.widgets.panel import Facts
from creditdesk.ui.widgets.pill import Pill
from creditdesk.ui.widgets.timeline import Stage, Timeline

_STATES = {objection_timeline.DONE: "done", objection_timeline.CURRENT: "now", objection_timeline.AHEAD: "later"}
_SIDE = theme.MARGIN + 4
_LEAST_CLOCK, _BETWEEN_CLOCKS = 190, 16


@dataclass(frozen=True)
class WholeCase:
    """Everything the case page shows, asked at once."""

    sheet: CaseSheet
    standing: Standing
    recalls: tuple[recalls.Line, ...]
    papers: tuple[AttachmentRow, ...]
    notes: tuple[NoteRow, ...]
    late: tuple[LateCase, ...]
    joined: tuple[Joined, ...]
    joinable: Mapping[str, str]


def whole(desk: Desk, case_id: str) -> WholeCase:
    """Return one case as this page shows it."""
    sheet, standing = objection_lists.sheet(desk, case_id), objection_timeline.standing(desk, case_id)
    return WholeCase(
        sheet,
        standing,
        recalls.listing(desk, case_id),
        attachments.listing(desk, case_id),
        case_notes.listing(desk, case_id),
        unit_reminders.late_with(desk, case_id),
        joins.told(desk, case_id),
        joins.candidates(desk, case_id),
    )


class CaseHead(QFrame):
    """Number, subject and urgency; both clocks; and the band where the effective due is earlier."""

    def __init__(self, sheet_action: QAction) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.title, self.about, self.pill = Elided("", "title"), Elided("", "second"), Pill()
        self.stage, self.overall = ClockView("本阶段"), ClockView("全程")
        self.band = Band(sheet_action)
        for clock in (self.stage, self.overall):
            clock.setMinimumWidth(_LEAST_CLOCK)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._title_rows())
        self.clocks = self._clock_row()
        column.addWidget(self.clocks)
        column.addWidget(self.band)

    def tell(self, told: WholeCase) -> None:
        """Show a case."""
        sheet = told.sheet
        row = sheet.row
        self.title.setText(f"{row.number}　{sheet.subject}")
        records = len({item.record_id for item in sheet.items})
        marked = "，已标注“异议中”" if any(item.state == "异议中" for item in sheet.items) else ""
        unit = row.unit if len(sheet.parts) < 2 else f"{row.unit}等 {len(sheet.parts)} 个来源单位"
        self.about.setText(f"{unit} · {records} 条记录{marked} · 经办 {sheet.officer}")
        self.pill.tell(row.urgency, _pill_words(sheet))
        self._tell_clocks(sheet)
        band = told.standing.band
        self.band.setVisible(band is not None)
        if band is not None:
            self.band.tell(band.urgency, band.headline, band.why)

    def _tell_clocks(self, sheet: CaseSheet) -> None:
        clocks = sheet.clocks
        current = next((clock for clock in clocks.stages if clock.name == clocks.stage), None)
        self.stage.setVisible(current is not None)
        if current is not None:
            _tell_clock(self.stage, current, f"{current.label} {current.days} 个工作日")
        _tell_clock(self.overall, clocks.overall, f"{clocks.overall.days} 个工作日")

    def _title_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setContentsMargins(_SIDE, 12, _SIDE, 10)
        rows.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(theme.PAD_SMALL)
        top.addWidget(self.title, 1)
        top.addWidget(self.pill)
        rows.addLayout(top)
        rows.addWidget(self.about)
        return rows

    def _clock_row(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "bar")
        row = QHBoxLayout(frame)
        row.setContentsMargins(_SIDE, 9, _SIDE, 9)
        row.setSpacing(_BETWEEN_CLOCKS)
        row.addWidget(self.stage, 1)
        row.addWidget(self.overall, 1)
        return frame


class CaseView(QScrollArea):
    """The course of a case and what is contested; sends `letter_wanted` and `record_wanted` with identities."""

    letter_wanted = Signal(str)
    record_wanted = Signal(str)

    def __init__(self, record_action: QAction, papers: CasePapers) -> None:
        super().__init__()
        self.papers = papers
        self.setAcceptDrops(True)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("案卷")
        self.timeline, self.contested, self.facts = Timeline(), Contested(), Facts(64)
        self._lines: tuple[Line, ...] = ()
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE - 8, 8, _SIDE - 8, 16)
        column.setSpacing(8)
        column.addWidget(self.timeline)
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 0, 8, 0)
        inner.setSpacing(8)
        inner.addLayout(_section("异议内容", record_action))
        inner.addWidget(self.contested)
        inner.addWidget(Label("申请", "second"))
        inner.addWidget(self.facts)
        inner.addWidget(papers)
        column.addLayout(inner)
        column.addStretch(1)
        self.setWidget(holder)
        self.timeline.opened.connect(lambda at: self.letter_wanted.emit(self._lines[at].letter_id))
        self.contested.opened.connect(self.record_wanted)

    def tell(self, told: WholeCase) -> None:
        """Show a case."""
        self._lines = told.standing.lines
        self.timeline.tell([_stage(one) for one in self._lines])
        self.contested.tell(told.sheet.items, told.sheet.clocks.overall.done is None)
        self.facts.tell([*_joined(told), *_recalled(told.recalls), *_facts(told.sheet)])
        another = told.sheet.row.id != self.papers.case_id
        self.papers.tell(told.sheet.row.id, told.papers, told.notes)
        if another:
            self.verticalScrollBar().setValue(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files dragged over a case."""
        if self.papers.case_id and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Keep taking them while they are moved."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files to the case."""
        event.acceptProposedAction()
        self.papers.add(dropped_files(event.mimeData()))

    def last_letter(self) -> str:
        """Return the newest letter of the case, or ""."""
        return next((one.letter_id for one in reversed(self._lines) if one.letter_id), "")


def _section(title: str, action: QAction) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(title, "second"))
    row.addStretch(1)
    row.addWidget(Button.of(action, "link"))
    return row


def _pill_words(sheet: CaseSheet) -> str:
    row = sheet.row
    if row.slack is None or row.slack <= 0 or row.urgency == "done":
        return sheet.state if row.urgency == "done" else row.words
    return f"{row.words} · 余 {row.slack} 个工作日"


def _tell_clock(view: ClockView, clock: StageClock, rule: str) -> None:
    if clock.start is None:
        view.tell(rule, clock.days, 0, None, "送达后起算", running=False)
        return
    unsure = "（暂定）" if clock.provisional else ""
    due = f"{clock.done} 已完成" if clock.done else f"{clock.due} 到期{unsure}"
    view.tell(rule, clock.days, clock.used or 0, clock.left, due, running=clock.done is None)


def _stage(one: Line) -> Stage:
    return Stage(
        one.label, one.note, one.due, one.done, one.used, _STATES[one.state], bool(one.letter_id), one.urgency or ""
    )


def _facts(sheet: CaseSheet) -> list[tuple[str, str | QWidget]]:
    told: list[tuple[str, str | QWidget]] = [("申请人", _applicant(sheet.applicant)), ("请求", sheet.request or "—")]
    told.append(("材料", "、".join(sheet.materials) or "未登记材料"))
    told += [(f"单位 {at}", _part(part)) for at, part in enumerate(sheet.parts, 1) if len(sheet.parts) > 1]
    told += [(step.label.removeprefix("登记"), step.note) for step in sheet.steps if step.act == "opinion"]
    told.append(("规则", sheet.rule))
    if sheet.outcome:
        told.append(("结果", sheet.outcome))
    return told


def _joined(told: WholeCase) -> list[tuple[str, str | QWidget]]:
    """Tell which cases are handled with this one, or that there is one it could be joined with."""
    if told.joined:
        words = "；".join(f"{one.number} {one.applicant}{_standing(one)}" for one in told.joined)
        return [("并案", words)]
    if told.joinable:
        return [("并案", f"同一主体另有在办：{'；'.join(told.joinable)}，可以并案办理")]
    return []


def _standing(one: Joined) -> str:
    return ("（主案）" if one.leads else "") + ("" if one.open else "（已办结）")


def _recalled(lines: Sequence[recalls.Line]) -> list[tuple[str, str | QWidget]]:
    """Tell who was given the wrong data, with what, and how far the notices to each are."""
    told: list[tuple[str, str | QWidget]] = []
    for line in lines:
        given = "、".join(dict.fromkeys(f"{one.number}（{one.on}）" for one in line.carriers))
        notices = "、".join(number for number in (line.notice_number, line.restoration_number) if number)
        done = f"{line.told_on} 已告知" if line.told_on else "待登记告知" if notices else "待发通知"
        told.append(("应告知", "；".join(part for part in (f"{line.receiver}：{given}", notices, done) if part)))
    return told


def _part(part: Part) -> str:
    """Tell how far one of several units is: its letter, its days, when it is due."""
    days = (
        part.letter_number,
        f"{part.delivered} 送达" if part.delivered else "",
        f"{part.answered} 收到意见" if part.answered else "",
        f"最晚 {part.due}，{part.words}" if part.due else "",
    )
    return "，".join((part.unit, part.state, *(day for day in days if day)))


def _applicant(applicant: Mapping[str, str]) -> str:
    return "，".join(
        part for part in (applicant.get("name"), applicant.get("identity"), applicant.get("phone")) if part
    )
