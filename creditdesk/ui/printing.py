"""A finished PDF onto paper: the pages themselves, in the printer's resolution."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from creditdesk.errors import Problem

_DOTS = 600  # per inch; more only makes the picture larger


def print_pdf(data: bytes, title: str, parent: QWidget, copies: int = 1) -> bool:
    """Ask for the printer and print `data`; False when the officer gave up. No printer at all is a Problem."""
    printer = ask_printer(title, parent, copies)
    if printer is not None:
        send(data, printer)
    return printer is not None


def ask_printer(title: str, parent: QWidget, copies: int = 1) -> QPrinter | None:
    """Ask the officer for the printer and how many copies; None when given up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印：{title}")
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def send(data: bytes, printer: QPrinter) -> None:
    """Draw every page of `data` over the whole paper of `printer`."""
    printer.setResolution(min(printer.resolution(), _DOTS))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    painter = QPainter()
    if not painter.begin(printer):
        raise Problem("打印机没有响应，请检查打印机是否已连接并装好纸，再打印一次。")
    for at, image in enumerate(pictures(data, printer.paperRect(QPrinter.Unit.DevicePixel).size().toSize())):
        if at:
            printer.newPage()
        area = printer.paperRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRectF(0, 0, area.width(), area.height()), image)
    painter.end()


def pictures(data: bytes, size: QSize) -> list[QImage]:
    """Return every page of `data` as a picture of `size` pixels."""
    holder = QByteArray(data)
    buffer = QBuffer(holder)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = [document.render(page, size) for page in range(document.pageCount())]
    document.close()
    return pages
