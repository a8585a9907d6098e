"""One line of how safe the desk is: icon, words and colour of its urgency, and what to do where there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.rules.urgency import Urgency
from creditdesk.services.safety import SafetyLine
from creditdesk.ui import icons, theme
from creditdesk.ui.widgets.label import Elided, Glyph, Label

_DOWN = 3  # the icon stands in the middle of the first line


def safety_view(told: SafetyLine, *, short: bool = False) -> QWidget:
    """Return the value of a line for a list of facts; a short one is cut to one line and tells the rest on a tip."""
    view = QWidget()
    row = QHBoxLayout(view)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    tone = theme.shade(told.urgency).tone
    beside = QVBoxLayout()
    beside.setContentsMargins(0, _DOWN, 0, 0)
    beside.addWidget(Glyph(icons.silhouette(told.urgency), tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(beside)
    said = "" if told.urgency is Urgency.AMPLE else tone
    words = f"{told.words}，{told.todo}" if told.todo else told.words
    if short:
        row.addWidget(Elided(told.short, "", said), 1)
        view.setToolTip(words)
    else:
        row.addWidget(Label(f"{told.state} · {words}", "", wrap=True, tone=said), 1)
    return view
