"""文书文本: the office words its letters itself, with the very PDF beside the text while it is written."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from creditdesk.catalog.rewording import Rewording, chip, rewording_of
from creditdesk.services import wording_previews, wordings
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power
from creditdesk.services.wording_previews import Look, Sample
from creditdesk.services.wordings import Standing, WordingRow
from creditdesk.ui import theme
from creditdesk.ui.page import Page
from creditdesk.ui.pages.catalogue.wording_sheet import go_back_sheet, save_sheet, versions_sheet
from creditdesk.ui.pages.catalogue.wording_text import WordingText
from creditdesk.ui.pages.letters.pdf_pane import PdfPane
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Elided
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.split import Split
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Cell, Column, Row

_REST = 400  # milliseconds without a stroke before the letter is drawn again
_COLUMNS = (Column("label", "文书"), Column("own", "文本", 76, "second"))
_LIST, _TEXT = 0.2, 0.5


class WordingEditor(QWidget):
    """Every letter form, its text as this office words it, and the letter with sample values.

    What is written and not saved stays with its form while the officer looks elsewhere, and in the desk over a kill.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self.worker = page, page.worker
        self.standing: Standing | None = None
        self.unsaved: dict[str, Rewording] = {}
        self.look: Look | None = None
        self._may = page.worker.desk.may(Power.WORDING)
        self.save_act = page.add_act("保存文本", "F8", self.save)
        self.drop_act = page.add_act("放弃改动", "Ctrl+Shift+D", self._drop)
        self.back_act = page.add_act("恢复程序原文", "Ctrl+Shift+R", self._go_back)
        self.versions_act = page.add_act("历次文本", "Ctrl+H", self._show_versions)
        self.acts = (self.save_act, self.drop_act, self.back_act, self.versions_act)
        self.table = Table(_COLUMNS, self.worker, "文书")
        self.title, self.about = Elided("", "title"), Elided("", "second")
        self.text, self.pane = WordingText(), PdfPane(self._samples())
        self._chips = QMenu(self)
        self.bar = ActionBar(self.save_act, (self.drop_act,), (self.back_act, self.versions_act))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._rested)
        self._lay_out()
        self.table.chosen.connect(self._choose)
        self.text.edited.connect(self._edited)

    def reload(self) -> None:
        """Ask again for the forms and the one that is shown."""
        self.table.ask(_names, self._rows)
        if self.standing is not None:
            self._ask(self.standing.form.name)

    def turn(self, *, on: bool) -> None:
        """Let the editor's acts work, or not while something else is shown."""
        for action in self.acts:
            action.setVisible(on)
            action.setEnabled(on)
        if on:
            self._tell()
            # On the writing thread, so that the answer comes after every draft that is still being kept.
            self.worker.run(wordings.drafts, on_done=self._restore)

    def save(self) -> None:
        """Ask why and from when, and save the text; one with a fault is not saved."""
        if self.standing is None or not self.save_act.isEnabled():
            return
        if self.look is not None and self.look.faults:
            self._page.frame.warn(self.look.faults[0].sentence)
            return
        sheet = save_sheet(self._page, self.standing.form, self.text.text(), self._saved)
        self._page.frame.show_sheet(*sheet)

    def _samples(self) -> Segments:
        self.sample = Segments([each.value for each in Sample], "示例内容")
        self.sample.show_chosen(Sample.USUAL.value)
        self.sample.chosen.connect(lambda _word: self._draw())
        return self.sample

    def _rows(self, desk: Desk, wanted: Sequence[Hashable]) -> list[Row]:
        own = wordings.own_forms(desk)
        labels = {form.name: form.label for form in desk.catalogue.letters}
        return [self._row(str(name), labels[str(name)], own[str(name)]) for name in wanted]

    def _row(self, name: str, label: str, own: bool) -> Row:
        if name in self.unsaved:
            return {"label": label, "own": Cell("未保存", tone="soon")}
        return {"label": label, "own": Cell("本单位", tone="accent") if own else "原文"}

    def _choose(self, name: Hashable | None) -> None:
        if name is not None and (self.standing is None or self.standing.form.name != name):
            self._ask(str(name))

    def _ask(self, name: str) -> None:
        self.worker.ask(wordings.standing, name, owner=(self, "standing"), on_done=self._show)

    def _show(self, standing: Standing) -> None:
        another = self.standing is None or self.standing.form.name != standing.form.name
        self.standing = standing
        name = standing.form.name
        if another:
            self.text.verticalScrollBar().setValue(0)
        self.text.show_text(self.unsaved.get(name, rewording_of(standing.current, standing.form)), changeable=self._may)
        self._chips.clear()
        for value in standing.form.values:
            words = chip(value)
            self._chips.addAction(words).triggered.connect(lambda _checked=False, words=words: self.text.insert(words))
        self._tell()
        self._draw()

    def _edited(self) -> None:
        if self.standing is None:
            return
        name, text = self.standing.form.name, self.text.text()
        before = name in self.unsaved
        if text == rewording_of(self.standing.current, self.standing.form):
            self.unsaved.pop(name, None)
        else:
            self.unsaved[name] = text
        if before != (name in self.unsaved):
            self.table.reload()
        self._tell()
        self._timer.start()

    def _restore(self, kept: dict[str, Rewording]) -> None:
        self.unsaved = kept | self.unsaved
        self.reload()

    def _rested(self) -> None:
        """Keep and draw what was written, now that the hands rest."""
        if self.standing is not None:
            self._keep(self.standing.form.name)
        self._draw()

    def _keep(self, name: str) -> None:
        self.worker.run(wordings.keep_draft, name, self.unsaved.get(name))

    def _draw(self) -> None:
        if self.standing is not None:
            name, text = self.standing.form.name, self.text.text()
            sample = Sample(self.sample.current)
            look = wording_previews.look
            self.worker.ask(look, name, text, sample, owner=(self, "look"), on_done=self._drawn)

    def _drawn(self, look: Look) -> None:
        self.look = look
        self.text.tell_faults(look.faults)
        if look.pdf:
            self.pane.show_pdf(look.pdf)
        self._tell()

    def _tell(self) -> None:
        standing = self.standing
        if standing is None or not self.save_act.isVisible():
            return
        changed = standing.form.name in self.unsaved
        self.title.setText(standing.form.label)
        self.about.setText(_words(standing.rows) if self._may else "负责人和复核人可以改写文书文本，这里只能查看")
        offer, own = self._page.offer, standing.current != standing.form
        offer(self.save_act, Power.WORDING, ready=changed, why="文本没有改动")
        offer(self.drop_act, ready=changed, why="文本没有改动")
        offer(self.back_act, Power.WORDING, ready=own, why="现在就是程序原文")
        offer(self.versions_act, ready=bool(standing.rows), why="没有改写过")

    def _saved(self, _changes: Changes) -> None:
        if self.standing is not None:
            self.unsaved.pop(self.standing.form.name, None)
            self._keep(self.standing.form.name)
            self.reload()

    def _drop(self) -> None:
        if self.standing is None:
            return
        name, text = self.standing.form.name, self.unsaved.pop(self.standing.form.name, None)
        self._keep(name)
        self._show(self.standing)
        self.table.reload()
        if text is not None:
            self._page.frame.say(f"已放弃对{self.standing.form.label}的改动", lambda: self._take_back(name, text))

    def _take_back(self, name: str, text: Rewording) -> None:
        self.unsaved[name] = text
        self._keep(name)
        self.table.reload()
        self._ask(name)

    def _go_back(self) -> None:
        if self.standing is not None:
            self._page.frame.show_sheet(*go_back_sheet(self._page, self.standing.form, self._saved))

    def _show_versions(self) -> None:
        if self.standing is not None:
            self._page.frame.show_sheet(*versions_sheet(self._page, self.standing))

    def _lay_out(self) -> None:
        middle = QFrame()
        middle.setProperty("role", "surface")
        middle.setMinimumWidth(400)
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, 10, theme.PAD_SMALL, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        head.addWidget(Button("插入内容", "quiet", menu=self._chips), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(self.bar)
        left = QFrame()
        left.setProperty("role", "surface")
        left.setMinimumWidth(190)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Split(left, Split(middle, self.pane, _TEXT), _LIST))
        self.setFocusProxy(self.table)


def _names(desk: Desk, _sort: str, _descending: bool) -> list[str]:
    return [form.name for form in desk.catalogue.letters]


def _words(rows: Sequence[WordingRow]) -> str:
    if not rows:
        return "程序原文"
    newest = rows[0]
    what = f"第 {newest.version} 稿" if newest.own else "已恢复程序原文"
    return f"{what}，{newest.valid_from} 起，{newest.officer}：{newest.reason}"
