"""What a file of an older layout cannot tell, asked once for all its rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from creditdesk.catalog.kinds import Field
from creditdesk.ui import theme
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.small_form import SmallForm

_HINT = "各行不同的，请来源单位在表中加列后重报。"
_WIDTH = 720


class Questions(QFrame):
    """A form of the fields the file lacks; sends `answered` on Enter in the last one."""

    answered = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._today = today
        self.form: SmallForm | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.addWidget(Label("这份文件没有下列各项，请为整份文件填写一次", "title"))
        column.addWidget(Label(_HINT, "second"))
        column.addWidget(self._scroll, 1)

    def ask(self, fields: Sequence[Field], given: Mapping[str, str]) -> None:
        """Show these fields, with what was answered before or a new record starts with."""
        self.form = SmallForm([FormField(field) for field in fields], self._today) if fields else None
        if self.form is not None:
            self.form.set_values({field.name: given.get(field.name, "") or field.default for field in fields})
            self.form.setMaximumWidth(_WIDTH)
            self.form.walked_out.connect(self.answered)
            self._scroll.setWidget(self.form)

    def answers(self) -> dict[str, str] | None:
        """Return the answers, or None and the faults shown when one is missing or wrong."""
        return self.form.values() if self.form is not None and self.form.check() else None
