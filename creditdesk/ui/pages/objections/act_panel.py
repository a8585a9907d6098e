"""The place of an act's form inside the case: a head that names the act, the form, and what the desk refused."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from creditdesk.ui import theme
from creditdesk.ui.pages.objections.act_form import ActForm
from creditdesk.ui.widgets.field import Message
from creditdesk.ui.widgets.label import Label

_SIDE = theme.MARGIN + 4


class ActPanel(QScrollArea):
    """Holds one form at a time; `act_name` says for which act."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.act_name = ""
        self.form: ActForm | None = None
        self._title, self._hint, self._message = Label("", "title"), Label("", "second", wrap=True), Message()
        holder = QFrame()
        holder.setProperty("role", "surface")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(_SIDE, theme.PAD, _SIDE, theme.MARGIN)
        self._column.setSpacing(theme.PAD_SMALL)
        self._column.addWidget(self._title)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._message)
        self._column.addStretch(1)
        self.setWidget(holder)

    def hold(self, act_name: str, title: str, hint: str, form: ActForm) -> None:
        """Show the form of an act."""
        self.drop()
        self.act_name, self.form = act_name, form
        self.setAccessibleName(title)
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._message.tell("")
        self._column.insertWidget(3, form)

    def refuse(self, sentence: str) -> None:
        """Show why the desk refused the act."""
        self._message.tell(sentence)
        self.ensureWidgetVisible(self._message)

    def drop(self) -> None:
        """Take the form away."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form, self.act_name = None, ""
