"""One line of how safe the desk is: icon, words and colour of its urgency, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from creditdesk.rules.urgency import Urgency
from creditdesk.services.safety import SafetyLine
from creditdesk.ui import icons, theme
from creditdesk.ui.widgets.label import Glyph, Label


def safety_view(told: SafetyLine) -> QWidget:
    """Return the value of a line for a list of facts."""
    view = QWidget()
    row = QHBoxLayout(view)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    tone = theme.shade(told.urgency).tone
    row.addWidget(Glyph(icons.silhouette(told.urgency), tone), 0, Qt.AlignmentFlag.AlignTop)
    words = f"{told.words}，{told.todo}" if told.todo else told.words
    plain = told.urgency is Urgency.AMPLE
    row.addWidget(Label(f"{told.state} · {words}", "", wrap=True, tone="" if plain else tone), 1)
    return view
