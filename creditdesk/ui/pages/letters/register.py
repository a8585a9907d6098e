"""The register of issued letters: the list, and the letter itself beside it."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.services import letter_copies, letters, seals
from creditdesk.services.desk import Desk
from creditdesk.services.letters import LetterRow
from creditdesk.ui import theme
from creditdesk.ui.pages.letters.pdf_pane import PdfPane
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.chips import FilterButton
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Elided, Label, line
from creditdesk.ui.widgets.search_box import SearchEdit
from creditdesk.ui.widgets.split import Split
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row
from creditdesk.ui.worker import Worker

_COLUMNS = (
    Column("number", "发文字号", 182, "code"),
    Column("title", "文书", stretch=3),
    Column("addressee", "主送", stretch=3),
    Column("case", "案号", 92, "second", hide_below=760),
    Column("issued", "印发日期", 108),
    Column("officer", "经办", 72, "second", hide_below=860),
    Column("state", "状态", 76),
)
_EDGE = 20
_LEAST_LETTER, _SHARE = 400, 0.58


class LetterRegister(QWidget):
    """Sends `shown` with the letter that is shown (None for none) and `counted` with the number of rows."""

    shown = Signal(object)
    counted = Signal(int)

    def __init__(
        self, worker: Worker, print_: QAction, others: Sequence[QAction], more: Sequence[QAction], many: QAction
    ) -> None:
        super().__init__()
        self.worker = worker
        self.letter: LetterRow | None = None
        self.pdf = b""
        self._wished: Hashable | None = None
        self._forms: dict[str, str] = {}
        self._many = Button.of(many, "quiet")
        self.search = SearchEdit("字号、主送", "Ctrl+F")
        self.form, self.total = FilterButton("文书种类"), Label("", "second")
        self.table = Table(_COLUMNS, worker, "文书登记簿")
        self.table.set_empty(EmptyState("letter", "还没有文书", "办理异议时签发的文书登记在这里，原件不再改动"))
        self.pane, self.title, self.about = PdfPane(), Elided("", "title"), Elided("", "second")
        self.seal = Label("", "second", wrap=True)
        self.bar = ActionBar(print_, others, more, icon="print")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Split(self._left(), self._right(), _SHARE))
        self.search.textChanged.connect(lambda _text: self.reload())
        self.form.chosen.connect(lambda _label: self.reload())
        self.table.chosen.connect(self._choose)
        self.table.counted.connect(self._count)

    def reload(self, choose: Hashable | None = None) -> None:
        """Ask again; `choose` becomes the current letter."""
        form = self._forms.get(self.form.current, "")
        self._wished = choose if choose is not None else self._wished
        self.table.ask(partial(_ids, self.search.text(), form), _rows)
        if self._wished is not None:
            self.table.reload(self._wished)
        self.worker.ask(_offers, owner=(self, "offers"), on_done=self._take_offers)

    def show_letter(self, letter_id: str) -> None:
        """Make a letter current; filters that hide it are lifted."""
        if self.table.choose(letter_id):
            return
        self.search.clear()
        self.form.choose("", tell=False)
        self.reload(letter_id)

    def _left(self) -> QFrame:
        left = QFrame()
        left.setProperty("role", "surface")
        left.setMinimumWidth(440)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.PAD_SMALL + 2, theme.MARGIN, theme.PAD_SMALL + 2)
        row.setSpacing(theme.PAD_SMALL)
        self.search.setMaximumWidth(280)
        row.addWidget(self.search, 1)
        row.addWidget(self.form)
        row.addStretch(1)
        row.addWidget(self.total)
        row.addWidget(self._many)
        column.addLayout(row)
        column.addWidget(line())
        column.addWidget(self.table, 1)
        return left

    def _right(self) -> QFrame:
        right = QFrame()
        right.setProperty("role", "surface")
        right.setMinimumWidth(_LEAST_LETTER)
        head = QVBoxLayout()
        head.setContentsMargins(_EDGE, 12, _EDGE, 10)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.about)
        head.addWidget(self.seal)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addWidget(self.bar)
        return right

    def _choose(self, letter_id: object) -> None:
        if letter_id is None:
            self._take(None)
            return
        self.worker.ask(_letter, str(letter_id), owner=(self, "letter"), on_done=self._take)

    def _take(self, told: tuple[LetterRow, bytes, str] | None) -> None:
        self.letter, self.pdf, seal = told or (None, b"", "")
        row = self.letter
        self.title.setText(f"{row.title}　{row.number}" if row else "")
        self.about.setText(" · ".join(_about(row)) if row else "")
        self.seal.setText(seal)
        self.seal.setVisible(bool(seal))
        self.pane.show_pdf(self.pdf)
        self.shown.emit(row)

    def _count(self, count: int) -> None:
        if self._wished == self.table.current_id():
            self._wished = None
        self.total.setText(f"{count:,} 件")
        self.counted.emit(count)

    def _take_offers(self, forms: Mapping[str, str]) -> None:
        self._forms = dict(forms)
        self.form.set_options(list(forms))


def _about(row: LetterRow) -> list[str]:
    told = [str(row.issued_on), f"主送 {row.addressee}", f"经办 {row.officer}"]
    if row.prints:
        told.append(f"已打印 {row.prints} 次")
    return [*([f"已作废：{row.void_reason}"] if row.void_reason else []), *told]


def _offers(desk: Desk) -> Mapping[str, str]:
    return {form.label: form.name for form in desk.catalogue.letters}


def _letter(desk: Desk, letter_id: str) -> tuple[LetterRow, bytes, str]:
    state, who = seals.told(desk, letter_id)
    told = f"{state}（{who}）" if state else ""
    return letters.rows(desk, [letter_id])[0], letter_copies.shown(desk, letter_id), told


def _ids(text: str, form: str, desk: Desk, _sort: str, _descending: bool) -> Sequence[str]:
    return letters.ids(desk, text, form)


def _rows(desk: Desk, wanted: Sequence[str]) -> list[Row]:
    return [
        {
            "number": row.number,
            "title": row.title,
            "addressee": row.addressee,
            "case": row.case_number,
            "issued": str(row.issued_on),
            "officer": row.officer,
            "state": Cell("作废", tone="today") if row.void_reason else row.seal,
        }
        for row in letters.rows(desk, list(wanted))
    ]
