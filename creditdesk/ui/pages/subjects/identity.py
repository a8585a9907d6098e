"""Who a subject is: its codes in two columns, the names it had, and how old codes map to its USCC."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from creditdesk.services import reveals
from creditdesk.services.code_conversions import Conversion
from creditdesk.services.subject_overview import Overview
from creditdesk.services.subjects import IDENTITY_LABELS
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.masked import Masked

_COLUMNS = 4


_PERSONAL = {IDENTITY_LABELS[name]: name for name in reveals.PERSONAL_OF_SUBJECT}


class Identity(QWidget):
    """Labels and values; former names and conversions go over the whole width.

    Sends `asked` with the field of a personal number that the officer asks to see, and a function that shows it.
    """

    asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.PAD_SMALL, 0, theme.PAD_SMALL, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(6)
        for at in (1, 3):
            self._grid.setColumnStretch(at, 1)

    def tell(self, overview: Overview) -> None:
        """Show a subject's identity."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._pairs(overview.card.identity)
        if overview.card.names:
            self._wide("曾用名", "、".join(overview.card.names))
        if responsible := "、".join(f"{row.role}{row.name}" for row in overview.links if row.running and row.of_person):
            self._wide("责任人", responsible)
        for conversion in overview.conversions:
            self._conversion(conversion)

    def _pairs(self, identity: Sequence[tuple[str, str]]) -> None:
        for place, (label, value) in enumerate(identity):
            row, column = place // 2, 2 * (place % 2)
            shown = Label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{label}：{value}")
            self._grid.addWidget(Label(label, "label"), row, column)
            told = self._with_eye(shown, value, _PERSONAL[label]) if label in _PERSONAL else shown
            self._grid.addWidget(told, row, column + 1)

    def _with_eye(self, shown: Label, value: str, field: str) -> QWidget:
        masked = Masked(shown, value)

        def show(bare: str) -> None:
            if isValid(masked):
                masked.show_bare(bare)

        masked.asked.connect(lambda: self.asked.emit(field, show))
        return masked

    def _wide(self, label: str, value: str, role: str = "second") -> None:
        row = self._grid.rowCount()
        shown = Label(value, role, wrap=True)
        shown.setAccessibleName(f"{label}：{value}")
        self._grid.addWidget(Label(label, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(shown, row, 1, 1, _COLUMNS - 1)

    def _conversion(self, conversion: Conversion) -> None:
        words = f"{conversion.label} {conversion.code}：{conversion.words}"
        self._wide("代码转换", words, "fault13" if conversion.agrees is False else "second")
