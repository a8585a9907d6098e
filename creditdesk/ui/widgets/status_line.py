"""The line at the foot: the last act with its undo at the left, standing facts at the right."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.keys import KeyCap
from creditdesk.ui.widgets.label import Elided, Glyph, Label, line


class StatusLine(QFrame):
    """Tells the last act and takes it back; says what stands, such as the last backup."""

    def __init__(self, undo: QAction, keys: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setFixedHeight(theme.STATUS)
        self.setAccessibleName("状态")
        self._action = undo
        self._call: Callable[[], object] | None = None
        undo.triggered.connect(lambda _checked=False: self.undo())
        self._tick = Glyph("check", "ample")
        self._sentence = Elided("", "second")
        self._link = Button("撤销", "link")
        self._link.clicked.connect(undo.trigger)
        self._cap = KeyCap(undo)
        self._help = Button.of(keys, "link")
        self._help.hide()
        self._notes = QHBoxLayout()
        self._notes.setSpacing(10)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(8)
        for widget in (self._tick, self._sentence, self._link, self._cap):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(KeyCap(keys))
        row.addWidget(Label("本页按键", "second"))
        row.addLayout(self._notes)
        self.tell("")

    def tell(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Show the last act with the time; `undo` takes it back when the officer asks."""
        self._sentence.setText(f"{datetime.now().astimezone():%H:%M} {sentence}" if sentence else "")
        self._tick.setVisible(bool(sentence))
        self.offer(undo)

    def offer(self, undo: Callable[[], object] | None) -> None:
        """Show the link that takes the last act back, or hide it."""
        self._call = undo
        self._link.setVisible(undo is not None)
        self._cap.setVisible(undo is not None)
        self._action.setEnabled(undo is not None)

    def undo(self) -> None:
        """Take the last act back, once."""
        call, self._call = self._call, None
        if call is not None:
            self.tell("")
            call()

    def set_notes(self, notes: Sequence[str]) -> None:
        """Show the standing facts at the right, such as 备份 今日 08:30 已核对 and 桌面已加密."""
        while (item := self._notes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for note in notes:
            upright = line(upright=True)
            upright.setFixedHeight(12)
            self._notes.addWidget(upright)
            self._notes.addWidget(Label(note, "second"))
