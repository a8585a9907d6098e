"""The bar under a page or a detail: the primary act, the others, and a remark at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button

_HEIGHT = 56
_SIDE, _TIGHT = theme.MARGIN + 4, theme.PAD_SMALL  # room at each side: usual, and where it is narrow


class ActionBar(QFrame):
    """Shows `primary` as the filled button with its key, `others` as plain ones, `more` under 其他操作.

    No button is ever cut: others that find no room go to 其他操作, which is there while it has something to offer.
    """

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
        self._row.setContentsMargins(_SIDE, 1, _SIDE, 0)
        self._row.setSpacing(theme.PAD_SMALL)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.primary = Button.of(primary, "primary", icon)
        self._others = {each: Button.of(each, "large") for each in others}
        self._under, self._menu = tuple(more), QMenu(self)
        self._menu.addActions(list(more))
        self.more = Button("其他操作", "large", menu=self._menu)
        self._fixed: list[QWidget] = [self.primary]
        for widget in (self.primary, *self._others.values(), self.more):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for action in (primary, *others, *more):
            action.changed.connect(self.fit)
        self.fit()

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._row.addWidget(widget)
        self._fixed.append(widget)

    def minimumSizeHint(self) -> QSize:
        """Ask for the primary act and the menu, where everything else may go."""
        return QSize(self._width((), True, _TIGHT), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons into the new width."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show the others that find room, and offer the rest, the last first, under 其他操作."""
        shown = [action for action in self._others if action.isVisible()]
        put: list[QAction] = []
        under = any(action.isVisible() for action in self._under)
        while shown and self._width(shown, under or bool(put), _TIGHT) > self.width():
            put.insert(0, shown.pop())
        for action, button in self._others.items():
            button.setVisible(action in shown)
            self._menu.removeAction(action)
        first = self._under[0] if self._under else None
        for action in put:
            self._menu.insertAction(first, action) if first else self._menu.addAction(action)
        self.more.setVisible(under or bool(put))
        self._tighten(self._width(shown, under or bool(put), _SIDE) > self.width())

    def _tighten(self, tight: bool) -> None:
        """Take from the sides what a narrow bar's buttons need."""
        side = _TIGHT if tight else _SIDE
        self._row.setContentsMargins(side, 1, side, 0)

    def _width(self, shown: Sequence[QAction], more: bool, side: int) -> int:
        """Return the width the bar needs with these others in sight."""
        widgets = [each for each in self._fixed if not each.isHidden()]
        widgets += [self._others[action] for action in shown] + ([self.more] if more else [])
        words = sum(each.sizeHint().width() for each in widgets)
        return words + self._row.spacing() * (len(widgets) - 1) + 2 * side
