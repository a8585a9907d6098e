"""How key sequences read on caps and in the overlay of keys."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from creditdesk.ui.theme import colour
from creditdesk.ui.widgets import painting

_WORDS = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def words(sequence: QKeySequence | str) -> str:
    """Return `sequence` as officers read it, such as Ctrl+Enter or Alt+←; empty when there is none."""
    text = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.PortableText)
    return "+".join(_WORDS.get(part, part) for part in text.split("+")) if text else ""


def of(action: QAction) -> str:
    """Return the first key of `action` as officers read it."""
    return words(action.shortcut())


class KeyCap(QLabel):
    """A small framed key name, kept true by the action it was made from."""

    def __init__(self, keys: str | QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = keys if isinstance(keys, QAction) else None
        self._refresh(keys if isinstance(keys, str) else "")
        if self._action is not None:
            self._action.changed.connect(self._refresh)

    def _refresh(self, keys: str = "") -> None:
        text = of(self._action) if self._action is not None else words(keys) or keys
        self.setText(text)
        self.setFixedSize(round(painting.cap_width(text)), int(painting.CAP_HEIGHT))

    def paintEvent(self, event: object) -> None:
        """Draw the cap."""
        painter = painting.smooth(self)
        painter.setPen(colour("text3"))
        painting.cap(painter, 0, self.height() / 2, self.text())
        painter.end()
