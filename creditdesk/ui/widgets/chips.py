"""Rounded chips of which one holds, each with a number; and filters that drop a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from creditdesk.ui import icons, theme
from creditdesk.ui.widgets import painting

_HEIGHT = 28


@dataclass(frozen=True, slots=True)
class Chip:
    """One view of a list: its name, its words, and how many rows it has (None while unknown)."""

    name: str
    label: str
    number: int | None = None


class _ChipButton(QAbstractButton):
    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.chip = chip
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_chip(chip)

    def show_chip(self, chip: Chip) -> None:
        self.chip = chip
        self.setText(chip.label)
        number = "" if chip.number is None else str(chip.number)
        self.setAccessibleName(f"{chip.label} {number}".strip())
        self.updateGeometry()
        self.update()

    def _number(self) -> str:
        return "" if self.chip.number is None else f"{self.chip.number:,}"

    def sizeHint(self) -> QSize:
        number = painting.width_of(self._number(), theme.SMALL, True) + 6 if self._number() else 0
        return QSize(round(painting.width_of(self.text(), theme.SMALL, True) + number) + 20, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painting.smooth(self)
        held, rect = self.isChecked(), QRectF(self.rect())
        ground = "soft" if held else "hover" if self.underMouse() else "surface"
        edge = "accent" if held or self.hasFocus() else "line"
        painting.box(painter, rect, _HEIGHT / 2, ground, edge, 2 if self.hasFocus() else 1)
        tone = "accent" if held else "text2"
        font = theme.font(theme.SMALL, held)
        width = painting.width_of(self.text(), theme.SMALL, held)
        painting.words(painter, QRectF(10, 0, width + 1, _HEIGHT), self.text(), font, tone)
        room = QRectF(10 + width + 6, 0, self.width(), _HEIGHT)
        painting.words(painter, room, self._number(), theme.font(theme.SMALL, True), tone if held else "text")
        painter.end()


class Chips(QWidget):
    """A row of chips; sends `chosen` with the name of the one that holds. ←/→ walks."""

    chosen = Signal(str)

    def __init__(self, name: str, chips: Sequence[Chip] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._buttons: list[_ChipButton] = []
        self.show_chips(chips)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show `chips`; the one that held keeps holding, else the first."""
        while len(self._buttons) > len(chips):
            self._buttons.pop().deleteLater()
        for at, chip in enumerate(chips):
            if at < len(self._buttons):
                self._buttons[at].show_chip(chip)
            else:
                self._add(chip)
        if self._buttons and self._group.checkedButton() is None:
            self._buttons[0].setChecked(True)

    def current(self) -> str:
        """Return the name of the chip that holds, "" when there is none."""
        return next((each.chip.name for each in self._buttons if each.isChecked()), "")

    def choose(self, name: str) -> None:
        """Let the chip `name` hold and tell it."""
        for each in self._buttons:
            if each.chip.name == name and not each.isChecked():
                each.setChecked(True)
                self.chosen.emit(name)

    def choose_at(self, place: int) -> None:
        """Let the chip at `place` (from 0) hold: what Alt+1…9 do."""
        if place < len(self._buttons):
            self.choose(self._buttons[place].chip.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → choose the neighbour."""
        at = next((place for place, each in enumerate(self._buttons) if each.isChecked()), 0)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= at + step < len(self._buttons):
            self._buttons[at + step].setFocus()
            self.choose_at(at + step)
        else:
            super().keyPressEvent(event)

    def _add(self, chip: Chip) -> None:
        button = _ChipButton(chip)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(button.chip.name))
        self._group.addButton(button)
        self._row.insertWidget(len(self._buttons), button)
        self._buttons.append(button)


class FilterButton(QAbstractButton):
    """A filter such as 来源单位: drops a list of words; tinted while one of them holds."""

    chosen = Signal(str)

    def __init__(
        self, label: str, options: Sequence[str] = (), every: str = "全部", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.label = label
        self.current = ""
        self._every = every
        self._options: tuple[str, ...] = tuple(options)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.drop)
        self.choose("", tell=False)

    def set_options(self, options: Sequence[str]) -> None:
        """Offer other words."""
        self._options = tuple(options)

    def choose(self, option: str, tell: bool = True) -> None:
        """Let `option` hold, "" for all."""
        self.current = option
        self.setText(option or self.label)
        self.setAccessibleName(f"{self.label}：{option or self._every}")
        self.updateGeometry()
        self.update()
        if tell:
            self.chosen.emit(option)

    def menu(self) -> QMenu:
        """Return the list that drops, with a tick at the word that holds."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in ("", *self._options):
            action = menu.addAction(option or self._every)
            action.setCheckable(True)
            action.setChecked(option == self.current)
            action.triggered.connect(lambda _checked=False, option=option: self.choose(option))
        return menu

    def drop(self) -> None:
        """Drop the list below the button."""
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        """Return the size that holds words and arrow."""
        return QSize(round(painting.width_of(self.text(), theme.SMALL, bool(self.current))) + 42, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and arrow."""
        painter = painting.smooth(self)
        held, rect = bool(self.current), QRectF(self.rect())
        ground = "soft" if held else "hover" if self.underMouse() else "surface"
        edge = "accent" if held or self.hasFocus() else "line"
        painting.box(painter, rect, theme.RADIUS_FIELD, ground, edge, 2 if self.hasFocus() else 1)
        tone = "accent" if held else "text2"
        painting.words(painter, rect.adjusted(10, 0, -26, 0), self.text(), theme.font(theme.SMALL, held), tone)
        icons.paint(painter, "down", self.width() - 25, 6, theme.ICON_INLINE, tone)
        painter.end()
