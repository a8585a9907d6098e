"""The assessment's two charts in the pane: what the units reported, and how the rates went over the last months."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.documents.charts import ALL, Cell
from creditdesk.services import assessment_charts
from creditdesk.services.assessments import Assessment
from creditdesk.ui import theme
from creditdesk.ui.widgets.chart import ChartView


class AssessmentCharts(QWidget):
    """Sends `chosen` with units, a figure ("" for all that cost points) and words, and `turned` with a month."""

    chosen = Signal(object, str, str)
    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.units, self.months = ChartView(), ChartView()
        self._names: tuple[tuple[str, ...], ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD, 0, theme.PAD, theme.PAD_SMALL)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.units, 1)
        row.addWidget(self.months, 1)
        self.units.opened.connect(self._choose)
        self.months.opened.connect(self._turn)

    def tell_units(self, found: Assessment, *, publicity: bool) -> None:
        """Show what the units reported in the month."""
        told = assessment_charts.units(found, publicity=publicity)
        self._names = told.units
        self.units.tell(told.chart)

    def tell_months(self, found: Sequence[Assessment], *, publicity: bool) -> None:
        """Show how the rates went."""
        self.months.tell(assessment_charts.months(found, publicity=publicity))

    def let_go(self) -> None:
        """Let no unit be the chosen one."""
        self.units.choose(None)

    def _choose(self, cell: Cell) -> None:
        series, column = cell
        units = self._names[column] if column != ALL else ()
        figure = tuple(assessment_charts.FIGURES)[series] if series != ALL else "reportable"
        words = self.units.chart.words(cell) if self.units.chart else ""
        self.chosen.emit(units, figure, words)

    def _turn(self, cell: Cell) -> None:
        if self.months.chart is not None and cell[1] != ALL:
            self.turned.emit(self.months.chart.columns[cell[1]])
