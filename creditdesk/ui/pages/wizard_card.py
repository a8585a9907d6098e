"""The step of the recovery card: seen as it is printed, printed, and confirmed by typing two of its groups."""

import secrets
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from creditdesk.errors import Problem
from creditdesk.ui import icons, printing, theme
from creditdesk.ui.pages.wizard_steps import Step
from creditdesk.ui.widgets import painting
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.entry import Entry
from creditdesk.ui.widgets.label import Glyph, Label, line
from creditdesk.vault import RecoveryCard

# The card's place on its A4 page (documents/recovery_card.py), as parts of the page, inside its printed edge.
_CARD = QRectF(20.4 / 210, 18.4 / 297, 169.2 / 210, 117.2 / 297)
_WIDTH, _SIDE = 616, 354

Print = Callable[[bytes, str, QWidget], bool]


class CardView(QWidget):
    """The printed card on the screen; covered on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.covered = False
        self.setAccessibleName("恢复卡")
        self.setFixedWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pdf(self, data: bytes) -> None:
        """Draw the card out of its page, in the screen's resolution."""
        ratio = self.devicePixelRatioF()
        width = _WIDTH / _CARD.width() * ratio
        page = printing.pictures(data, QSize(round(width), round(width * 297 / 210)))[0]
        size = page.size()
        part = QRectF(_CARD.x() * size.width(), _CARD.y() * size.height(),
                      _CARD.width() * size.width(), _CARD.height() * size.height())  # fmt: skip
        self._image = page.copy(part.toRect())
        self._image.setDevicePixelRatio(ratio)
        self.setFixedHeight(round(part.height() / ratio))
        self.update()

    def cover(self, covered: bool) -> None:
        """Hide the groups from people nearby, or show them."""
        self.covered = covered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper."""
        painter = painting.smooth(self)
        painting.box(painter, QRectF(self.rect()), theme.RADIUS_FIELD, "#FFFFFF", "edge")
        if self.covered:
            middle = self.rect().center()
            icons.paint(painter, "hide", middle.x() - 12, middle.y() - 24, 24, theme.LIGHT.text3)
            words = QRectF(0, middle.y() + 8, self.width(), 24)
            painting.words(painter, words, "卡面已遮住", theme.font(), theme.LIGHT.text3, painting.CENTRE)
        else:
            painter.setClipRect(self.rect().adjusted(2, 2, -2, -2))
            painter.drawImage(QPointF(0, 0), self._image)
        painter.end()


class _Mark(QWidget):
    """A small box with a number, ticked when its part is done."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.done = False
        self.setFixedSize(22, 22)

    def tick(self, done: bool) -> None:
        self.done = done
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painting.smooth(self)
        rect = QRectF(self.rect())
        if self.done:
            painting.box(painter, rect, 4, "fill")
            icons.paint(painter, "check", 3, 3, theme.ICON_INLINE, "onfill")
        else:
            painting.box(painter, rect, 4, "", "edge", 1.2)
            painting.words(painter, rect, str(self._number), theme.font(theme.HEAD), "text2", painting.CENTRE)
        painter.end()


class CardStep(Step):
    """Prints the card and asks for two groups; `changed` tells that something was confirmed."""

    changed = Signal()

    def __init__(self, print_card: Print = printing.print_pdf) -> None:
        super().__init__("打印恢复卡", "口令忘记或密钥文件丢失时，只有这张卡能打开桌面。卡上内容不在电脑中保存。")
        self._print = print_card
        self._pdf = b""
        self._groups: tuple[str, ...] = ()
        self.asked: tuple[int, ...] = ()
        self.view = CardView()
        self.printed, self.typed, self.sealed = _Mark(1), _Mark(2), _Mark(3)
        self.entries = [Entry("", line=QLineEdit(), label_width=64) for _ in range(2)]
        self.keeper, self.place = Entry("保管人", label_width=64), Entry("存放处", label_width=64)
        for entry in self.entries:
            entry.line.textEdited.connect(self._typed)
        for entry in (self.keeper, self.place):
            entry.line.textEdited.connect(self._sealed)
        row = QHBoxLayout()
        row.setSpacing(40)
        row.addLayout(self._left())
        row.addLayout(self._right())
        row.addStretch(1)
        self.column.addLayout(row, 1)

    def begin(self, card: RecoveryCard, pdf: bytes) -> None:
        """Show the card of a desk that was just founded."""
        self._pdf, self._groups = pdf, card.groups
        places = list(range(len(card.groups)))
        self.asked = tuple(sorted(places.pop(secrets.randbelow(len(places))) for _ in self.entries))
        for entry, place in zip(self.entries, self.asked, strict=True):
            entry.line.clear()
            entry.set_label(f"第 {place + 1} 组")
        self.view.show_pdf(pdf)

    def forget(self) -> None:
        """Forget the card: from now on it exists on paper only."""
        self._pdf, self._groups = b"", ()
        self.view.cover(True)

    def print_card(self) -> None:
        """Print the card once more; gives the words of a Problem below the heading."""
        try:
            done = self._print(self._pdf, "恢复卡", self)
        except Problem as problem:
            self._told.setText(problem.sentence)
            self._told.set_role("fault")
            return
        if done:
            self.printed.tick(True)
            self._told.set_role("second")
            self._told.setText("已发送到打印机。没有打印机时，也可以照屏幕抄写。")

    def missing(self) -> str:
        """Return what is still to be confirmed, "" when the card is known to be on paper."""
        left = [
            place + 1 for entry, place in zip(self.entries, self.asked, strict=False) if not self._same(entry, place)
        ]
        return f"还须核对第 {'、'.join(map(str, left))} 组" if left else ""

    def check(self) -> QWidget | None:
        """Show which group does not agree."""
        for entry, place in zip(self.entries, self.asked, strict=True):
            if not self._same(entry, place):
                entry.tell("与卡上不符，请照纸上重新输入。" if entry.text() else "请照纸上输入这一组。")
                return entry.line
        return None

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.view)
        acts = QHBoxLayout()
        acts.setSpacing(16)
        again = Button("打印恢复卡", "plain", "print")
        again.clicked.connect(self.print_card)
        hide = QAction("遮住卡面", self)
        hide.setShortcut(QKeySequence("Ctrl+H"))
        hide.triggered.connect(lambda _checked=False: self._cover(hide))
        self.addAction(hide)
        acts.addWidget(again)
        acts.addWidget(Button.of(hide, "quiet", "eye"))
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        self._told = Label("打印后请立即核对。没有打印机时，可以照屏幕抄写。", "second", wrap=True)
        column.addLayout(_head(self.printed, "打印", self._told))
        column.addWidget(line())
        column.addLayout(_head(self.typed, "核对", Label("请照纸上输入两组，确认印得清楚。", "second")))
        self._stack_up(column, *self.entries)
        column.addWidget(line())
        column.addLayout(_head(self.sealed, "交负责人封存", Label("记入日志，不印在卡上", "second")))
        self._stack_up(column, self.keeper, self.place)
        column.addWidget(_note("开发者和上级平台都没有备用钥匙。卡和口令同时丢失，数据无法恢复。"))
        column.addStretch(1)
        return column

    def _stack_up(self, column: QVBoxLayout, *entries: Entry) -> None:
        for entry in entries:
            row = QHBoxLayout()
            row.setContentsMargins(36, 0, 0, 0)
            row.addWidget(entry)
            column.addLayout(row)

    def _cover(self, action: QAction) -> None:
        self.view.cover(not self.view.covered)
        action.setText("显示卡面" if self.view.covered else "遮住卡面")

    def _same(self, entry: Entry, place: int) -> bool:
        return bool(self._groups) and entry.text().upper() == self._groups[place]

    def _typed(self) -> None:
        for entry, place in zip(self.entries, self.asked, strict=True):
            if self._same(entry, place):
                entry.praise("相符")
            else:
                entry.tell("")
        self.typed.tick(not self.missing())
        self.changed.emit()

    def _sealed(self) -> None:
        self.sealed.tick(bool(self.keeper.text() and self.place.text()))


def _head(mark: QWidget, title: str, about: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Label(title, "strong"))
    words.addWidget(about)
    row.addLayout(words, 1)
    return row


def _note(text: str) -> QWidget:
    holder = QFrame()
    holder.setProperty("role", "soft")
    holder.setFixedWidth(_SIDE)
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 10, 12, 10)
    row.setSpacing(8)
    row.addWidget(Glyph("info", "accent"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, "second", wrap=True), 1)
    return holder
