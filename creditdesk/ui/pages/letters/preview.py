"""A letter before it takes its number: the PDF as it will be, the checks, the printer, and the act that issues it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from creditdesk.services import letter_previews
from creditdesk.services.acts import Changes
from creditdesk.services.letter_previews import Preview
from creditdesk.ui import theme
from creditdesk.ui.page import Frame
from creditdesk.ui.pages.letters.checks import Checks
from creditdesk.ui.pages.letters.pdf_pane import PdfPane
from creditdesk.ui.pages.letters.prints import send_letters
from creditdesk.ui.pages.letters.proposal import Proposal
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.combo import Combo
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.pill import Pill

NOT_NOW = "暂不打印，只取号存档"
_SIDE = 420
_EDGE = 20


class LetterPreview(QWidget):
    """Sends `issued` with the case's identity after the letter took its number."""

    issued = Signal(str)

    def __init__(self, frame: Frame, issue: QAction, back: QAction) -> None:
        super().__init__()
        self.frame, self.issue_action = frame, issue
        self.proposal: Proposal | None = None
        self.told: Preview | None = None
        self.confirmed = self._busy = False
        self.back = Button.of(back, "link", "left")
        self.pane = PdfPane(self.back)
        self.title, self.pill = Label("", "title"), Pill()
        self.number, self.summary, self.checks = Label("", "number"), Label("", "second"), Checks()
        self.printer, self.copies, self.copies_note = Combo("打印机"), QSpinBox(), Label("", "second", wrap=True)
        self.printer.activated.connect(lambda _at: self._word())
        self.copies.setRange(1, 20)
        self.copies.setAccessibleName("份数")
        self.copies.setFixedSize(72, theme.FIELD)
        self.copies.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pane, 1)
        row.addWidget(self._beside())

    def show_proposal(self, proposal: Proposal) -> None:
        """Draw and check the letter an act would issue."""
        self.proposal, self.told, self.confirmed = proposal, None, False
        self.pane.show_pdf(b"")
        names = [info.printerName() for info in QPrinterInfo.availablePrinters()]
        self.printer.clear()
        self.printer.addItems([*names, NOT_NOW])
        usual = QPrinterInfo.defaultPrinterName()
        self.printer.setCurrentText(usual if usual in names else NOT_NOW)
        self._word()
        self.ask()

    def ask(self) -> None:
        """Draw and check again."""
        if self.proposal is not None:
            one = self.proposal
            usual = partial(letter_previews.preview, case_id=one.case_id, act_name=one.act_name, data=one.data)
            self.frame.worker.ask(one.draw or usual, owner=self, on_done=self._take, on_problem=self._refuse)

    def issue(self) -> None:
        """Take the number and issue; a failed check stops, what must be confirmed asks once."""
        if self.proposal is None or self.told is None or self._busy:
            return
        blocked = self.checks.blocked()
        if blocked is not None:
            self.frame.warn(f"{blocked.name}没有通过：{blocked.detail}。")
            return
        if self.checks.unconfirmed() and not self.confirmed:
            self.confirmed = True
            self._word()
            named = "、".join(check.name for check in self.checks.unconfirmed())
            self.frame.say(f"请确认{named}；再按一次 F8 即取号签发，编号不可收回")
            return
        self._busy = True
        one = self.proposal
        self.frame.worker.act(
            one.function, *one.arguments,
            once=one.once, on_done=self._done, on_problem=self._refuse, on_end=self._end,
        )  # fmt: skip

    def _end(self) -> None:
        self._busy = False

    def _done(self, changes: Changes) -> None:
        case_id = self.proposal.case_id if self.proposal else ""
        name, copies = self.printer.currentText(), self.copies.value()
        if name != NOT_NOW:
            issued = changes.result.get("letters") or [changes.result["letter"]]
            send_letters(self.frame, issued, _printer(name, copies, self.title.text()))
        self.proposal = None
        self.issued.emit(case_id)

    def _refuse(self, sentence: str) -> None:
        self.frame.warn(sentence)

    def _take(self, told: Preview) -> None:
        self.told = told
        self.pane.show_pdf(told.pdf)
        self.title.setText(told.title)
        self.pill.tell(told.urgency, told.words)
        self.number.setText(told.number)
        self.copies.setValue(told.copies)
        self.copies_note.setText(told.copies_note)
        self._word()

    def _word(self) -> None:
        """Say what F8 does now, and show the checks."""
        if self.told is not None:
            self.checks.tell(self.told.checks, self.confirmed)
            self.summary.setText(self.checks.summary())
        alone = self.printer.currentText() == NOT_NOW
        self.issue_action.setText("取号并签发" if alone else "取号并打印")
        self.copies.setEnabled(not alone)

    def _beside(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "surface")
        frame.setFixedWidth(_SIDE)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QFrame()
        holder.setProperty("role", "surface")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 12, 0, 12)
        inside.setSpacing(theme.PAD_SMALL)
        inside.addLayout(self._head())
        inside.addLayout(self._number_box())
        inside.addLayout(_side(Label("打印前检查", "strong"), None, self.summary))
        inside.addWidget(self.checks)
        inside.addLayout(_side(Label("打印机", "second"), self.printer, grow=self.printer))
        inside.addLayout(_side(Label("份数　", "second"), self.copies, self.copies_note, grow=self.copies_note))
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        column.addWidget(area, 1)
        self.bar = ActionBar(self.issue_action, icon="print")
        column.addWidget(self.bar)
        return frame

    def _head(self) -> QHBoxLayout:
        return _side(self.title, None, self.pill)

    def _number_box(self) -> QHBoxLayout:
        panel = QFrame()
        panel.setProperty("role", "sunken-panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(2)
        column.addWidget(Label("发文字号", "hint"))
        column.addWidget(self.number)
        column.addWidget(Label("签发时正式取号并存入登记簿；取消则不占号", "second"))
        return _side(panel, grow=panel)


def _printer(name: str, copies: int, title: str) -> QPrinter:
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    return printer


def _side(*widgets: QWidget | None, grow: QWidget | None = None) -> QHBoxLayout:
    """Lay widgets in a row with the margins of the side; None is a gap that pushes apart, `grow` takes the room."""
    row = QHBoxLayout()
    row.setContentsMargins(_EDGE, 0, _EDGE, 0)
    row.setSpacing(theme.PAD_SMALL)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, int(widget is grow))
    return row
