"""The page 数据交换: a word for each pane above, the chosen pane below."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from creditdesk.ui import theme
from creditdesk.ui.page import Page, QuickAct
from creditdesk.ui.pages.exchange.assessment import AssessmentPane
from creditdesk.ui.pages.exchange.incoming import IncomingPane
from creditdesk.ui.pages.exchange.outgoing import OutgoingPane
from creditdesk.ui.pages.exchange.pane import ExchangePane
from creditdesk.ui.pages.exchange.partners import PartnersPane
from creditdesk.ui.pages.exchange.publishing import PublishingPane
from creditdesk.ui.pages.exchange.receipts import ReceiptsPane
from creditdesk.ui.widgets.segments import Segments

_PANES: dict[str, type[ExchangePane]] = {
    pane.label: pane
    for pane in (OutgoingPane, ReceiptsPane, IncomingPane, AssessmentPane, PublishingPane, PartnersPane)
}


class ExchangePage(Page):
    """What leaves the office, what comes in, and what was answered."""

    name, title, icon, number = "exchange", "数据交换", "exchange", 6
    nouns = frozenset().union(*(pane.nouns for pane in _PANES.values()))
    quick = (QuickAct("准备数据包", "F7", "exchange", {"pane": OutgoingPane.label}),)

    def build(self) -> None:
        """Show the first pane; each is made when it is first shown."""
        self.words = Segments(list(_PANES), "数据交换的各栏")
        self.words.chosen.connect(self.show_pane)
        self.stack = QStackedWidget()
        self._panes: dict[str, ExchangePane] = {}
        self.add_act("下一栏", "Ctrl+PgDown", partial(self._walk, 1))
        self.add_act("上一栏", "Ctrl+PgUp", partial(self._walk, -1))
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, 0)
        row.addWidget(self.words)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.stack, 1)
        self.show_pane(OutgoingPane.label)

    def reload(self) -> None:
        """Ask again for the pane that is shown."""
        self.shown.reload()

    def arrive(self, **where: Any) -> None:
        """Go to a `pane` by its word, and to the place in it; a package (`id`) stands where its receipt does."""
        if "id" in where:
            where.setdefault("pane", ReceiptsPane.label)
        if "pane" in where:
            self.show_pane(str(where.pop("pane")))
        self.shown.arrive(**where)

    def panes(self) -> Sequence[QWidget]:
        """Return what the pane has, and the row of words."""
        return (*self.shown.panes(), self.words)

    @property
    def shown(self) -> ExchangePane:
        """Return the pane that is shown."""
        return self._panes[self.words.current]

    def show_pane(self, label: str) -> None:
        """Show the pane of this word; only its acts have their keys."""
        if label not in self._panes:
            self._make(label)
        self.words.show_chosen(label)
        self.stack.setCurrentWidget(self.shown)
        for pane in self._panes.values():
            for action in pane.acts:
                action.setVisible(pane is self.shown)
                action.setEnabled(pane is self.shown)
        self.shown.offer()
        self.set_subtitle(self.shown.subtitle)
        self.shown.reload()

    def _make(self, label: str) -> None:
        pane = self._panes[label] = _PANES[label](self)
        self.stack.addWidget(pane)
        pane.told.connect(partial(self._tell, pane))

    def _walk(self, step: int) -> None:
        options = self.words.options
        self.show_pane(options[(options.index(self.words.current) + step) % len(options)])

    def _tell(self, pane: ExchangePane, subtitle: str) -> None:
        if pane is self.shown:
            self.set_subtitle(subtitle)
