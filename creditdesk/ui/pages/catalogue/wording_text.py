"""The parts of a letter's text: title, addressee, body and the rest, each with what is wrong with it below."""

from collections.abc import Iterable
from dataclasses import fields
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from creditdesk.catalog.passages import LIKE, cut_through
from creditdesk.catalog.rewording import PARTS, Fault, Rewording
from creditdesk.ui import theme
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.text_editor import Paragraphs

_BODY_HEIGHT = 300
_KEPT = "〔〕里的一段由案卷填写，不能改动，可以整个删去。"
_HINTS = {"body": "空一行另起一段；【】和〔〕里的内容签发时由案卷填入", "attachments": "每行一个附件"}


class WordingText(QScrollArea):
    """Sends `edited` at each stroke. The part that had the focus last takes what is inserted."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("文书文本")
        self.parts: dict[str, QPlainTextEdit] = {}
        self.messages: dict[str, Message] = {}
        self._here = "body"
        self._showing = False
        self._before: dict[str, str] = {}
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.MARGIN, 8, theme.MARGIN, 12)
        column.setSpacing(4)
        for name in (part.name for part in fields(Rewording)):
            column.addWidget(self._part(name))
        column.addStretch(1)
        self.setWidget(holder)

    def text(self) -> Rewording:
        """Return the texts as they stand."""
        return Rewording(**{name: each.toPlainText() for name, each in self.parts.items()})

    def show_text(self, text: Rewording, *, changeable: bool) -> None:
        """Show other texts without telling anybody."""
        self._showing = True
        for name, each in self.parts.items():
            if each.toPlainText() != getattr(text, name):
                each.setPlainText(getattr(text, name))
            each.setReadOnly(not changeable)
            self._before[name] = each.toPlainText()
        self._showing = False
        self.tell_faults(())

    def insert(self, words: str) -> None:
        """Write words where the cursor stood last."""
        part = self.parts[self._here]
        part.insertPlainText(words)
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_faults(self, faults: Iterable[Fault]) -> None:
        """Show the first fault of each part below it, and mark the places of all."""
        found = list(faults)
        for name, part in self.parts.items():
            own = [fault for fault in found if fault.part == name]
            self.messages[name].tell(own[0].sentence if own else "")
            part.setExtraSelections([_mark(part, fault) for fault in own if fault.length])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Remember which part had the focus last."""
        if event.type() == QEvent.Type.FocusIn:
            self._here = next((name for name, each in self.parts.items() if each is watched), self._here)
        return super().eventFilter(watched, event)

    def _part(self, name: str) -> QWidget:
        holder, edit = QWidget(), QPlainTextEdit() if name == "body" else Paragraphs()
        if name == "body":
            edit.setMinimumHeight(_BODY_HEIGHT)
            edit.setTabChangesFocus(True)
        edit.setAccessibleName(PARTS[name])
        edit.textChanged.connect(partial(self._typed, name))
        theme.theme().changed.connect(_Passages(edit.document()).rehighlight)
        edit.installEventFilter(self)
        self.parts[name], self.messages[name] = edit, Message()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        hint = f"　{_HINTS[name]}" if name in _HINTS else ""
        column.addWidget(Label(f"{PARTS[name]}{hint}", "hint13"))
        column.addWidget(edit)
        column.addWidget(self.messages[name])
        return holder

    def _typed(self, name: str) -> None:
        text = self.parts[name].toPlainText()
        if self._showing or text == self._before[name]:
            return
        if cut_through(self._before[name], text):
            self._showing = True
            self.parts[name].undo()
            self._showing = False
            self.messages[name].tell(_KEPT)
            return
        self._before[name] = text
        self.edited.emit()


class _Passages(QSyntaxHighlighter):
    """Shows what only the program writes as a block of its own."""

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Lay a ground below each passage of a line."""
        look = QTextCharFormat()
        look.setBackground(QColor(theme.colour("soft")))
        look.setForeground(QColor(theme.colour("text2")))
        for found in LIKE.finditer(text):
            self.setFormat(found.start(), len(found[0]), look)


def _mark(part: QPlainTextEdit, fault: Fault) -> QTextEdit.ExtraSelection:
    """Return a waved line under the place of a fault."""
    look, cursor, marked = QTextCharFormat(), part.textCursor(), QTextEdit.ExtraSelection()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(QColor(theme.colour("todaysolid")))
    end = len(part.toPlainText())
    cursor.setPosition(min(fault.start, end))
    cursor.setPosition(min(fault.start + fault.length, end), QTextCursor.MoveMode.KeepAnchor)
    marked.cursor, marked.format = cursor, look
    return marked
