"""What was checked before a letter is issued: one row per check, and the one the officer confirms."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from creditdesk.services.letter_previews import Check, Standing
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Glyph, Label, line

# standing → icon, colour of icon and words
_LOOKS = {
    Standing.PASSED: ("passed", "ample"),
    Standing.BLOCKED: ("fault", "today"),
    Standing.CONFIRM: ("info", "accent"),
}


class Checks(QWidget):
    """The checks below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Check, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def tell(self, checks: Sequence[Check], confirmed: bool = False) -> None:
        """Show the checks; `confirmed` turns what was to be confirmed into what was."""
        self.rows = tuple(checks)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for check in checks:
            self._column.addWidget(line())
            self._column.addWidget(_row(check, confirmed))
        self._column.addWidget(line())

    def summary(self) -> str:
        """Say how many passed, and what is left."""
        counts = {standing: sum(check.standing is standing for check in self.rows) for standing in Standing}
        told = [f"{counts[Standing.PASSED]} 项通过"]
        if counts[Standing.BLOCKED]:
            told.append(f"{counts[Standing.BLOCKED]} 项不通过")
        if counts[Standing.CONFIRM]:
            told.append(f"{counts[Standing.CONFIRM]} 项请确认")
        return "，".join(told)

    def blocked(self) -> Check | None:
        """Return the first check that stops the letter."""
        return next((check for check in self.rows if check.standing is Standing.BLOCKED), None)

    def unconfirmed(self) -> list[Check]:
        """Return what the officer must confirm."""
        return [check for check in self.rows if check.standing is Standing.CONFIRM]


def _row(check: Check, confirmed: bool) -> QWidget:
    holder = QWidget()
    holder.setAccessibleName(f"{check.name}：{check.verdict}，{check.detail}")
    grid = QGridLayout(holder)
    grid.setContentsMargins(20, 7, 20, 7)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    agreed = confirmed and check.standing is Standing.CONFIRM
    icon, tone = _LOOKS[Standing.PASSED if agreed else check.standing]
    grid.addWidget(Glyph(icon, tone, theme.ICON), 0, 0)
    grid.addWidget(Label(check.name), 0, 1)
    grid.addWidget(Label("已确认" if agreed else check.verdict, "second", tone=tone), 0, 2)
    grid.addWidget(Label(check.detail, "hint", wrap=True), 1, 1, 1, 2)
    return holder
