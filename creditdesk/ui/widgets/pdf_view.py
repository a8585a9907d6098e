"""A PDF on the desk: the file itself, whole page, page width or actual size."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from creditdesk.errors import Problem


class PdfView(QPdfView):
    """Shows finished PDF bytes; what is seen is what is printed."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        # Not a child of the view: a document that ends inside its view's destructor crashes Qt 6.12.
        self._document = QPdfDocument()
        self._buffer = QBuffer(self._document)
        self.setDocument(self._document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.fit_page()

    def show_pdf(self, data: bytes) -> None:
        """Show the pages of `data`; bytes that are no PDF are a Problem."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.error() != QPdfDocument.Error.None_:
            raise Problem("这份文书不能显示，文件可能已损坏，请在文书登记中重新打开。")

    def clear(self) -> None:
        """Show nothing."""
        self._document.close()

    def pages(self) -> int:
        """Return the number of pages shown."""
        return self._document.pageCount()

    def fit_page(self) -> None:
        """Show whole pages."""
        self.setZoomMode(QPdfView.ZoomMode.FitInView)

    def fit_width(self) -> None:
        """Fill the width with the page."""
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def actual_size(self) -> None:
        """Show the page as large as on paper."""
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(1.0)
