"""One thing of the office whole: its title, and panels of short labels with their values."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel

_LABEL = 84


class FactsView(QScrollArea):
    """Shows what it is told under the heads given at its making; a head without facts is put away."""

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = Label("", "title", wrap=True)
        self._facts = {head: Facts(_LABEL) for head in heads}
        self._panels = {head: Panel(head) for head in heads}
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.title)
        for head, panel in self._panels.items():
            panel.body.addWidget(self._facts[head])
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(holder)

    def tell(self, title: str, told: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Show `title` and, under each head, its labels with values; a label without a value is left out."""
        self.title.setText(title)
        for head, panel in self._panels.items():
            facts = [(label, value) for label, value in told.get(head, ()) if value]
            self._facts[head].tell(facts)
            panel.setVisible(bool(facts))
