"""The bar under a page or a detail: the primary act, the others, and a remark at the right."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button

_HEIGHT = 56


class ActionBar(QFrame):
    """Shows `primary` as the filled button with its key, `others` as plain ones, `more` under 其他操作."""

    def __init__(
        self,
        primary: QAction,
        others: Sequence[QAction] = (),
        more: Sequence[QAction] = (),
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("操作")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.MARGIN + 4, 1, theme.MARGIN + 4, 0)
        self._row.setSpacing(theme.PAD_SMALL)
        self.primary = Button.of(primary, "primary", icon)
        self._row.addWidget(self.primary)
        for each in others:
            self._row.addWidget(Button.of(each, "large"))
        if more:
            menu = QMenu(self)
            menu.addActions(list(more))
            self._row.addWidget(Button("其他操作", "large", menu=menu))
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._row.addWidget(widget)
