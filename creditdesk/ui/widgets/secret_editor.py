"""A field for a passphrase among the fields of a small form: hidden, and without input methods."""

from creditdesk.ui import theme
from creditdesk.ui.widgets.editors import Editor
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.passphrase import PassphraseLine
from creditdesk.ui.widgets.small_form import small_field


class SecretEditor(Editor):
    """A hidden line with an eye."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.line = PassphraseLine(name)
        self.line.setFixedHeight(theme.FIELD)
        self.hold(self.line)
        self.line.textEdited.connect(lambda _text: self.typed.emit())

    def value(self) -> str:
        """Return what stands in the line."""
        return self.line.text()

    def show_value(self, value: str, shown: str = "") -> None:
        """Put `value` into the line without telling anybody; it stays hidden."""
        if self.line.text() != value:
            self.line.setText(value)


def secret_field(name: str, label: str) -> FormField:
    """Return a field for a passphrase."""
    field = small_field(name, label)
    field.editor = SecretEditor(label)
    field.label.setBuddy(field.editor)
    return field
