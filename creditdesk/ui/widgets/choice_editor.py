"""Editors of words out of a code set: segments for a few, a list for many, a list with ticks for several."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from creditdesk.catalog.conditions import JOINT, NAMED
from creditdesk.ui import theme
from creditdesk.ui.widgets.combo import Combo
from creditdesk.ui.widgets.editors import Editor
from creditdesk.ui.widgets.segments import Segments

_ITEM = 32


class SegmentEditor(Editor):
    """One word of a few, all of them in sight."""

    def __init__(self, name: str, options: Sequence[str]) -> None:
        super().__init__(name)
        self.segments = Segments(options, name)
        self.hold(self.segments)
        self.row.addStretch(1)
        self.segments.chosen.connect(lambda _option: self.edited.emit())

    def value(self) -> str:
        """Return the word that holds."""
        return self.segments.current

    def show_value(self, value: str, shown: str = "") -> None:
        """Show `value` without telling anybody."""
        self.segments.show_chosen(value)

    def set_fault(self, sentence: str) -> None:
        """Draw the edge of a fault."""
        self.segments.setAccessibleDescription(sentence)
        self.segments.set_fault(bool(sentence))

    def set_filled(self, filled: bool) -> None:
        """Let the word be changed or not."""
        self.segments.setEnabled(not filled)


class ChoiceEditor(Editor):
    """One word of many; where 其他 must be named, the field can be written in."""

    def __init__(self, name: str, options: Sequence[str], open_ended: bool = False) -> None:
        super().__init__(name)
        self.combo = Combo(name, options)
        self.combo.setEditable(open_ended)
        self.combo.setInsertPolicy(Combo.InsertPolicy.NoInsert)
        self.hold(self.combo)
        self.combo.activated.connect(self._chosen)
        line = self.combo.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._finish)

    def value(self) -> str:
        """Return the word that stands in the field."""
        return self.combo.currentText()

    def show_value(self, value: str, shown: str = "") -> None:
        """Show `value` without telling anybody; one that is not in the list is shown all the same."""
        at = self.combo.findText(value) if value else -1
        if value and at < 0 and not self.combo.isEditable():
            self.combo.addItem(value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)
        if self.combo.isEditable():
            self.combo.setEditText(value)

    def set_filled(self, filled: bool) -> None:
        """Let the word be changed or not."""
        self.combo.setEnabled(not filled)

    def _chosen(self) -> None:
        self.edited.emit()

    def _finish(self) -> None:
        line: QLineEdit | None = self.combo.lineEdit()
        if line is not None and line.isModified():
            line.setModified(False)
            self.edited.emit()


class _TickCombo(Combo):
    """A field that shows several words and drops a list with ticks."""

    def __init__(self, name: str, options: Sequence[str], owner: "ChoicesEditor") -> None:
        super().__init__(name)
        self._options = tuple(options)
        self._owner = owner

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Drop the list with ticks; it closes by Esc, Enter or a click elsewhere."""
        self._owner.open_list()


class ChoicesEditor(Editor):
    """Several words, joined by ";"; a 其他 that must be named takes its name in a line below the list."""

    def __init__(self, name: str, options: Sequence[str], open_words: Sequence[str] = ()) -> None:
        super().__init__(name)
        self._options = tuple(options)
        self._open = tuple(open_words)
        self._words: list[str] = []
        self.combo = _TickCombo(name, options, self)
        self.hold(self.combo)

    def value(self) -> str:
        """Return the words joined by ";"."""
        return JOINT.join(self._words)

    def show_value(self, value: str, shown: str = "") -> None:
        """Show the words of `value` without telling anybody."""
        self._words = value.split(JOINT) if value else []
        self.combo.clear()
        self.combo.addItem("、".join(self._words))
        self.combo.setToolTip("、".join(self._words))
        self.combo.setCurrentIndex(0)

    def set_filled(self, filled: bool) -> None:
        """Let the words be changed or not."""
        self.combo.setEnabled(not filled)

    def open_list(self) -> None:
        """Show the list with ticks below the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "panel")
        column = QVBoxLayout(popup)
        column.setContentsMargins(4, 4, 4, 4)
        ticks = QListWidget()
        ticks.setAccessibleName(self.name)
        for option in self._options:
            item = QListWidgetItem(option, ticks)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            held = any(word.split(NAMED)[0] == option for word in self._words)
            item.setCheckState(Qt.CheckState.Checked if held else Qt.CheckState.Unchecked)
        column.addWidget(ticks)
        named = QLineEdit()
        named.setPlaceholderText("选“其他”时注明名称")
        named.setFixedHeight(theme.FIELD)
        named.setVisible(bool(self._open))
        named.setText(next((word.split(NAMED, 1)[1] for word in self._words if NAMED in word), ""))
        column.addWidget(named)
        ticks.itemChanged.connect(lambda _item: self._take(ticks, named.text()))
        ticks.itemActivated.connect(lambda _item: popup.close())
        named.textEdited.connect(lambda text: self._take(ticks, text))
        named.returnPressed.connect(popup.close)
        popup.setFixedWidth(max(self.width(), 260))
        ticks.setFixedHeight(min(len(self._options), 10) * _ITEM + 4)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        ticks.setCurrentRow(0)
        ticks.setFocus()

    def _take(self, ticks: QListWidget, name: str) -> None:
        words = []
        for row in range(ticks.count()):
            item = ticks.item(row)
            if item.checkState() == Qt.CheckState.Checked:
                word = item.text()
                words.append(f"{word}{NAMED}{name.strip()}" if word in self._open and name.strip() else word)
        self.show_value(JOINT.join(words))
        self.edited.emit()
