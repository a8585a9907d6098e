"""Letters onto paper: each printing is counted before it is sent, and a reprint says on the paper which one it is."""

from collections.abc import Callable, Sequence

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from creditdesk.errors import Problem
from creditdesk.services import delivery_slips, envelope_labels, letter_copies
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.ui import printing
from creditdesk.ui.page import Frame


def print_letters(frame: Frame, parent: QWidget, letter_ids: Sequence[str], title: str) -> None:
    """Ask for the printer, then count and print the letters as one job; nothing is counted when it is given up."""
    printer = printing.ask_printer(title, parent)
    if printer is not None:
        send_letters(frame, letter_ids, printer)


def print_labels(frame: Frame, parent: QWidget, letter_ids: Sequence[str]) -> None:
    """Draw the labels of letters for their envelopes, ask for the printer and print them."""
    _print_drawn(frame, parent, envelope_labels.pdf, letter_ids, "信封标签")


def print_slips(frame: Frame, parent: QWidget, letter_ids: Sequence[str]) -> None:
    """Draw the slips that receivers sign, ask for the printer and print them."""
    _print_drawn(frame, parent, delivery_slips.pdf, letter_ids, "送达回证")


def _print_drawn(
    frame: Frame, parent: QWidget, draw: Callable[[Desk, Sequence[str]], bytes], letter_ids: Sequence[str], title: str
) -> None:
    def send(pdf: bytes) -> None:
        try:
            printing.print_pdf(pdf, title, parent)
        except Problem as problem:
            frame.warn(problem.sentence)

    frame.worker.ask(draw, list(letter_ids), owner=(parent, title), on_done=send)


def send_letters(frame: Frame, letter_ids: Sequence[str], printer: QPrinter) -> None:
    """Count and print the letters as one job on a printer that is chosen already."""

    def send(pdf: bytes) -> None:
        try:
            printing.send(pdf, printer)
        except Problem as problem:
            frame.warn(problem.sentence)

    def counted(changes: Changes) -> None:
        frame.worker.ask(letter_copies.printed, dict(changes.result["prints"]), on_done=send)

    frame.worker.act(letter_copies.count, list(letter_ids), printer.copyCount(), on_done=counted)
