"""The PDF itself with its head: how many pages, whole page, page width or actual size."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.pdf_view import PdfView
from creditdesk.ui.widgets.segments import Segments

_WHOLE, _WIDTH, _ACTUAL = "整页", "页宽", "100%"
_HEAD = 44


class PdfPane(QFrame):
    """Shows one PDF; what stands at the left of its head is the page's own."""

    def __init__(self, left: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.view = PdfView("文书", self)
        self.pages = Label("", "second")
        self.zoom = Segments((_WHOLE, _WIDTH, _ACTUAL), "显示比例")
        self.zoom.show_chosen(_WHOLE)
        self.zoom.chosen.connect(self._zoom)
        head = QFrame()
        head.setProperty("role", "head")
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(theme.PAD_SMALL)
        if left is not None:
            row.addWidget(left)
        row.addStretch(1)
        row.addWidget(self.pages)
        row.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)
        theme.theme().changed.connect(self._ground)
        self._ground()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF, or nothing for no bytes."""
        if pdf:
            self.view.show_pdf(pdf)
        else:
            self.view.clear()
        count = self.view.pages() if pdf else 0
        self.pages.setText(f"共 {count} 页" if count else "")

    def _ground(self) -> None:
        """Give the view the colour of a desk; QPdfView paints its ground from the palette alone."""
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, theme.colour("desk"))
        self.view.setPalette(palette)

    def _zoom(self, word: str) -> None:
        {_WHOLE: self.view.fit_page, _WIDTH: self.view.fit_width, _ACTUAL: self.view.actual_size}[word]()
