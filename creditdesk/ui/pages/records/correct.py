"""Correcting a record (更正): the same form, a reason, and how many fields differ from what stands."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from creditdesk.services import records
from creditdesk.services.record_lists import Sheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.records.form_pane import FormPane
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.records.reason import ReasonStrip
from creditdesk.ui.widgets.button import Button


class CorrectPane(FormPane):
    """Sends `saved` with the record's id after a correction, `left` with it when the officer gives up."""

    saved = Signal(str)
    left = Signal(str)

    def __init__(self, page: Page, primary: QAction) -> None:
        super().__init__(page, primary)
        self._record_id = ""
        self._before: dict[str, str] = {}
        self._saving = False
        self.give_up = page.add_act("放弃更正", "Esc", self.leave)
        self.acts.append(self.give_up)
        self.why = ReasonStrip("更正理由", "写明依据，如：县市监局复函确认金额有误")
        self.why.entered.connect(self.save)
        column = self.layout()
        assert column is not None
        column.removeWidget(self.doubts)
        place = column.count() - 1
        for at, strip in enumerate((self.doubts, self.why)):
            column.insertWidget(place + at, strip)  # type: ignore[attr-defined]
        self.bar.insertWidget(1, Button.of(self.give_up, "large"))

    def start(self, sheet: Sheet) -> None:
        """Open a record for correction."""
        self._record_id, self._before, self._saving = sheet.id, dict(sheet.content), False
        kind = catalogue_of(self.worker).kind(sheet.kind, sheet.edition)
        self.show_kind(kind)
        self.title.setText(f"更正 {kind.title(sheet.content)}")
        self.why.clear()
        self.put(sheet.content)

    def keeper(self, name: str) -> tuple[str, str, str]:
        """Return the record with the number as it stands."""
        return "record", self._record_id, self._before.get(name, "")

    def news(self) -> dict[str, str]:
        """Return the fields that differ now; emptied ones with an empty value."""
        now = self.form.record()
        names = self._before.keys() | now.keys()
        return {name: now.get(name, "") for name in names if self._before.get(name, "") != now.get(name, "")}

    def refresh(self) -> None:
        """Tell how many fields differ."""
        super().refresh()
        labels = [field.short or field.label for field in self.form.kind.fields if field.name in self.news()]
        self.progress.setText(f"已改 {len(labels)} 处" if labels else "尚未改动")
        self.progress.setToolTip("、".join(labels))

    def save(self) -> None:
        """Correct the record, or go to what is missing."""
        if self._saving or not self.ready():
            return
        if self.news() and not self.why.reason:
            self.why.ask("更正必须写明理由")
            return
        self._saving = True
        self.worker.act(
            records.correct, self._record_id, self.news(), self.why.reason, kept_because=self.doubts.reason,
            on_done=lambda _changes: self.saved.emit(self._record_id), on_end=self._ended,
        )  # fmt: skip

    def leave(self) -> None:
        """Give the correction up; what was changed can be brought back once."""
        content, count = self.form.content(), len(self.news())
        record_id, before, why = self._record_id, self._before, self.why.reason
        if count:
            back = lambda: self._come_back(record_id, before, content, why)  # noqa: E731
            self.page.frame.say(f"已放弃 {count} 处改动，记录没有变", back)
        self.left.emit(record_id)

    def _come_back(self, record_id: str, before: dict[str, str], content: dict[str, str], why: str) -> None:
        self._record_id, self._before = record_id, before
        self.put(content)
        self.why.edit.setText(why)
        self.page.show_pane(self)  # type: ignore[attr-defined]

    def _ended(self) -> None:
        self._saving = False
