"""Two panes side by side in a fixed share of the width, until the officer moves the line between them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Split(QSplitter):
    """`share` is the part of the width, from 0 to 1, that the left pane takes."""

    def __init__(self, left: QWidget, right: QWidget, share: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.share = share
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self.splitterMoved.connect(self._moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the share."""
        super().resizeEvent(event)
        left = round(self.width() * self.share)
        self.setSizes([left, self.width() - left - self.handleWidth()])

    def _moved(self, place: int, _index: int) -> None:
        self.share = place / max(self.width(), 1)
