"""What waits for a decision on a subject, with the acts that open the sheets."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from creditdesk.services.subject_overview import Waiting
from creditdesk.ui.widgets import keys
from creditdesk.ui.widgets.band import Band

# name → urgency that gives the colour, words for the number; the most urgent first
_LINES: dict[str, tuple[str, str]] = {
    "follow_ups": ("today", "{} 条责任人记录待随单位记录处理"),
    "proposals": ("soon", "{} 条严重失信记录待定是否记入责任人"),
    "doubles": ("provisional", "{} 个主体疑似与本主体同一"),
    "stated": ("provisional", "{} 条记录载明的法定代表人尚未关联"),
}


class Notices(QWidget):
    """One band with the most urgent thing that waits, the others named below it with their keys."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._actions = actions
        self.bands = {name: Band(actions[name], boxed=True) for name in _LINES}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for band in self.bands.values():
            column.addWidget(band)
            band.hide()
        self.hide()

    def tell(self, waiting: Waiting) -> None:
        """Show what waits."""
        words = {name: line[1].format(getattr(waiting, name)) for name, line in _LINES.items()}
        there = [name for name in _LINES if getattr(waiting, name)]
        for name, band in self.bands.items():
            band.setVisible(there[:1] == [name])
        if there:
            others = "；".join(f"{words[name]}（{keys.of(self._actions[name])}）" for name in there[1:])
            self.bands[there[0]].tell(_LINES[there[0]][0], words[there[0]], f"另有 {others}" if others else "")
        self.setVisible(bool(there))
