"""Who asks, on what authority, with what proof, for what: the fields every enquiry begins with."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from creditdesk.catalog.enquiries import Authority
from creditdesk.services.enquiries import Asking
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.small_form import SmallForm, small_choice, small_field


class AskingForm(SmallForm):
    """The fields of an enquiry; the proof is asked for in the words of the authority, or not at all."""

    def __init__(
        self,
        applicant: str,
        authorities: Sequence[Authority],
        today: Callable[[], date],
        more: Sequence[FormField] = (),
    ) -> None:
        fields = (
            small_field("applicant", applicant),
            small_choice("authority", "查询权限", [each.label for each in authorities]),
            small_field("proof", "权限凭据"),
            small_field("purpose", "查询用途"),
            *more,
        )
        super().__init__(fields, today)
        self._authorities = {each.label: each for each in authorities}
        self.set_values({"authority": authorities[0].label})
        self.fields["authority"].editor.edited.connect(self.fit)
        self.fit()

    @property
    def authority(self) -> Authority:
        """The authority that is chosen."""
        return self._authorities[self.values()["authority"]]

    def fit(self) -> None:
        """Ask for the proof that the chosen authority wants."""
        proof, field = self.authority.proof, self.fields["proof"]
        for widget in (field.label, field.editor):
            widget.setVisible(bool(proof))
        if not proof:
            field.show_value("")
            field.set_message("", None)
        line = field.editor.control
        if isinstance(line, QLineEdit):
            line.setPlaceholderText(proof)

    def asking(self) -> Asking | None:
        """Return who asks and why; None, with the focus on what is missing, when it is not complete."""
        if not self.check():
            return None
        values = self.values()
        return Asking(values["applicant"], values["authority"], values["proof"], values["purpose"])
