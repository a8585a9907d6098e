"""The history of a record: every version with who, when and why, and what it changed, old → new."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from creditdesk.rules.china_time import CHINA
from creditdesk.services.record_lists import FieldChange, VersionRow
from creditdesk.ui.widgets.label import Glyph, Label

_ICONS = {
    "录入": "plus",
    "导入": "import",
    "补录": "history",
    "更正": "sign",
    "撤销": "delete",
    "异议标注": "objection",
    "推送": "exchange",
    "履约核查": "review",
}
_EMPTY = "（空）"
_TOP = Qt.AlignmentFlag.AlignTop


class HistoryView(QWidget):
    """One block per version, the newest first."""

    def __init__(self, history: Sequence[VersionRow]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(10)
        for version in history:
            column.addWidget(_version(version))


def _version(version: VersionRow) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(_lowered(Glyph(_ICONS.get(version.origin, "history"), "text2"), 3), 0, _TOP)
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addLayout(_head(version))
    if version.reason and version.origin != "异议标注":
        words.addWidget(Label(version.reason, "second", wrap=True))
    if version.changes:
        words.addWidget(_changes(version.changes))
    row.addLayout(words, 1)
    return holder


def _head(version: VersionRow) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setSpacing(10)
    what = version.reason if version.origin == "异议标注" else version.origin
    head.addWidget(Label(f"第 {version.version} 版 · {what}", "strong"))
    head.addWidget(Label(f"{version.at.astimezone(CHINA):%Y-%m-%d %H:%M}", "second"))
    head.addWidget(Label(version.officer, "second"))
    head.addStretch(1)
    return head


def _changes(changes: Sequence[FieldChange]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    for row, change in enumerate(changes):
        grid.addWidget(Label(change.label, "hint13"), row, 0, _TOP)
        grid.addWidget(Label(change.old or _EMPTY, "second", wrap=True), row, 1, _TOP)
        grid.addWidget(_lowered(Glyph("right", "text3", 14), 4), row, 2, _TOP)
        grid.addWidget(Label(change.new or _EMPTY, "", wrap=True), row, 3, _TOP)
    for column in (1, 3):
        grid.setColumnStretch(column, 1)
    return holder


def _lowered(glyph: Glyph, pixels: int) -> QWidget:
    """Return the glyph set down to the middle of the first line beside it."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, pixels, 0, 0)
    column.addWidget(glyph)
    return holder
