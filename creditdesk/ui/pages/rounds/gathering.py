"""Several subjects looked up one after the other, such as the objects of a round."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from creditdesk.services import subjects
from creditdesk.services.subjects import SubjectRow
from creditdesk.ui import theme
from creditdesk.ui.pages.looking_up import LookingUp, subject_looked
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.worker import Worker


class Gathering(QFrame):
    """Sends `taken` with each subject as it is chosen; `tell` says which there are, `cleared` starts again."""

    taken = Signal(object)
    cleared = Signal()

    def __init__(self, worker: Worker, none: str) -> None:
        super().__init__()
        self.worker, self._none = worker, none
        self.looking = LookingUp(worker, subject_looked())
        self.told, self.clear = Label(none, "second", wrap=True), Button("全部去掉", "link")
        self.looking.taken.connect(self._take)
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_SMALL)
        column.addWidget(self.looking)
        column.addLayout(row)

    def tell(self, words: list[str]) -> None:
        """Show what was gathered, and look for the next."""
        self.told.setText(f"{len(words)} 个主体：{'、'.join(words)}" if words else self._none)
        self.clear.setVisible(bool(words))

    def _take(self, subject_id: str) -> None:
        self.worker.ask(subjects.rows, [subject_id], owner=(self, "taken"), on_done=self._taken)

    def _taken(self, rows: list[SubjectRow]) -> None:
        for row in rows:
            self.taken.emit(row)
        self.looking.begin()
