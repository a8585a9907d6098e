"""What an applicant contests in one record: rows of a field, what stands in it, and what he says is right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.catalog.faults import Severity
from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.services import record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from creditdesk.services.record_lists import Sheet
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.combo import Combo
from creditdesk.ui.widgets.field import FormField
from creditdesk.ui.widgets.label import Glyph, Label, line


@dataclass(frozen=True)
class ContestedRecord:
    """A record that may be contested, with the form it was made on."""

    sheet: Sheet
    kind: RecordKind

    @property
    def title(self) -> str:
        """What the record is called."""
        return f"{self.kind.label} {self.kind.title(self.sheet.content)}"


def record_of(desk: Desk, record_id: str) -> ContestedRecord:
    """Return a record for the opening of an objection."""
    sheet = record_lists.sheet(desk, record_id)
    return ContestedRecord(sheet, desk.catalogue.kind(sheet.kind, sheet.edition))


class ClaimRow(QWidget):
    """One contested field; sends `dropped` when the officer takes it away."""

    dropped = Signal()

    def __init__(self, fields: Sequence[Field], content: dict[str, str]) -> None:
        super().__init__()
        self._fields, self._content = tuple(fields), content
        self.combo = Combo("有异议的字段", [field.short or field.label for field in fields])
        self.combo.setMaximumWidth(180)
        self.combo.currentIndexChanged.connect(self._show_field)
        self.old = Label("", "second", wrap=True)
        self.claim: FormField | None = None
        drop = Button("去掉这一项", "icon", "close")
        drop.clicked.connect(self.dropped)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 5, 6, 5)
        self._grid.setHorizontalSpacing(theme.PAD_SMALL)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 4)
        self._grid.addWidget(self.combo, 0, 0)
        self._grid.addWidget(Glyph("right", "text3", 14), 0, 1)
        self._grid.addWidget(drop, 0, 3, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.old, 1, 0)

    @property
    def field(self) -> Field | None:
        """The field chosen."""
        at = self.combo.currentIndex()
        return self._fields[at] if at >= 0 else None

    def check(self) -> bool:
        """Show what is wrong with this row and go there; False when something is."""
        if self.field is None or self.claim is None:
            self.old.set_role("fault")
            self.old.setText("请选择有异议的字段")
            self.combo.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        value = self.claim.canonical()
        wrong = (self.field.check(value, self._content) or "") if value else ""
        if value == self._content.get(self.field.name, ""):
            wrong = "与现有内容相同，请填写申请人主张的内容"
        self.claim.set_message(wrong, Severity.ERROR if wrong else None)
        if wrong:
            self.claim.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def claimed(self) -> str:
        """Return what the applicant says is right, "" for: should not be there."""
        return self.claim.canonical() if self.claim else ""

    def _show_field(self) -> None:
        field = self.field
        if self.claim is not None:
            for widget in (self.claim.editor, self.claim.message, self.claim.label):
                widget.hide()
                widget.deleteLater()
            self.claim = None
        if field is None:
            return
        self.old.set_role("second")
        old = self._content.get(field.name, "")
        self.old.setText(f"现为 {field.show(old)}" if old else "现为空白")
        self.claim = FormField(field)
        self.claim.editor.set_note("申请人主张")
        self._grid.addWidget(self.claim.editor, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.claim.message, 1, 2)


class Claims(QFrame):
    """The contested fields of one record; sends `dropped` when the whole record is taken away."""

    dropped = Signal()

    def __init__(self, record: ContestedRecord) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.record = record
        self.rows: list[ClaimRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._head())
        self._column.addWidget(line())
        self.add_row()

    def add_row(self) -> ClaimRow:
        """Add an empty row."""
        content = self.record.sheet.content
        row = ClaimRow(self.record.kind.visible(content), content)
        row.dropped.connect(lambda: self._drop(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def contested(self) -> list[Contested] | None:
        """Return what is contested, or None after going to the first fault."""
        if not all(row.check() for row in self.rows):
            return None
        record_id = self.record.sheet.id
        return [Contested(record_id, row.field.name, row.claimed()) for row in self.rows if row.field]

    def _head(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(10, 2, 6, 2)
        row.setSpacing(theme.PAD_SMALL)
        row.addWidget(Glyph("record", "text2"))
        row.addWidget(Label(self.record.title, "strong"), 1)
        row.addWidget(Label(self.record.sheet.state, "second"))
        more = Button("添加字段", "link", "plus")
        more.clicked.connect(self._more)
        row.addWidget(more)
        drop = Button("去掉这条记录", "icon", "close")
        drop.clicked.connect(self.dropped)
        row.addWidget(drop)
        return holder

    def _more(self) -> None:
        self.add_row().combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, row: ClaimRow) -> None:
        if len(self.rows) == 1:
            self.dropped.emit()
            return
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
