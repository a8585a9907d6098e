"""The page 文书登记: the register, a letter before it takes its number, or many letters as one job."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from creditdesk.services import case_procedures, letter_voids, listings
from creditdesk.services.acts import Changes
from creditdesk.services.letters import LetterRow
from creditdesk.ui import saving
from creditdesk.ui.page import Page
from creditdesk.ui.pages.letters.changes import REPLACE, SUPPLEMENT, VOID, Change, Texts, change_sheet
from creditdesk.ui.pages.letters.many import ManyLetters
from creditdesk.ui.pages.letters.preview import LetterPreview
from creditdesk.ui.pages.letters.prints import print_labels, print_letters, print_slips
from creditdesk.ui.pages.letters.proposal import Proposal
from creditdesk.ui.pages.letters.register import LetterRegister
from creditdesk.ui.pages.letters.sealing import Sealing

_PAGES = {"objection": "objections", "repair": "repairs"} | dict.fromkeys(listings.ALL_PROCEDURES, "listings")


class LettersPage(Page):
    """The issued letters of the desk."""

    name, title, icon, number = "letters", "文书登记", "letter", 5
    nouns = frozenset({"letter", "letter_print", "letter_void", "letter_seal"})

    def build(self) -> None:
        """Make the register and the preview; F8 prints in one and issues in the other."""
        self.print_act = self.add_act("打印", "F8", self._print)
        self.issue_act = self.add_act("取号并签发", "F8", self._issue)
        self.back = self.add_act("返回案件", "Esc", self._back)
        self.save_act = self.add_act("另存 PDF", "Ctrl+S", self._save)
        self.case_act = self.add_act("打开案件", "Ctrl+Return", self._open_case)
        self.changes = {
            change.label: self.add_act(change.label, key, partial(self._begin_change, change))
            for change, key in ((VOID, "Ctrl+Del"), (REPLACE, "Ctrl+R"), (SUPPLEMENT, "Ctrl+Shift+R"))
        }
        self.sealing = Sealing(self)
        self.label_act = self.add_act("信封标签", "Ctrl+E", self._print_label)
        self.slip_act = self.add_act("送达回证", "Ctrl+T", self._print_slip)
        self.many_act = self.add_act("批量签发", "Ctrl+M", self._begin_many)
        self.find_act = self.add_act("在列表中查找", "Ctrl+F", self._find)
        self.register = LetterRegister(
            self.worker,
            self.print_act,
            (self.save_act,),
            (self.case_act, self.label_act, self.slip_act, *self.sealing.acts, *self.changes.values()),
            self.many_act,
        )
        self.preview = LetterPreview(self.frame, self.issue_act, self.back)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.register)
        self.stack.addWidget(self.preview)
        self.many = self._make_many()
        self.body.addWidget(self.stack)
        self.register.shown.connect(self._shown)
        self.register.counted.connect(lambda _count: self._say())
        self.preview.issued.connect(self._issued)
        self._show(self.register)

    def reload(self) -> None:
        """Ask again for the register."""
        self.register.reload()

    def arrive(self, **where: Any) -> None:
        """Go to an issued letter (`id`), or show the letter of a `proposal` before it is issued."""
        proposal = where.get("proposal")
        if isinstance(proposal, Proposal):
            self.back.setText("返回案件")
            self._show(self.preview)
            self.preview.show_proposal(proposal)
        elif where.get("many"):
            self._begin_many()
        elif "id" in where:
            self._show(self.register)
            self.register.show_letter(str(where["id"]))
        elif self.preview.proposal is None:
            self._show(self.many if self.stack.currentWidget() is self.many else self.register)
        else:
            self.preview.ask()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the acts, or the preview and its acts."""
        if self.stack.currentWidget() is self.preview:
            return (self.preview.pane.view, self.preview.bar.primary)
        if self.stack.currentWidget() is self.many:
            return (self.many.table, self.many.pane.view, self.many.bar.primary)
        return (self.register.table, self.register.pane.view, self.register.bar.primary)

    def save_to(self, path: Path) -> None:
        """Write the letter that is shown into a file."""
        saving.save(self.worker, path, self.register.pdf, self.frame.say)

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        for place, acts in self._acts_of().items():
            for action in acts:
                action.setVisible(widget is place)
                action.setEnabled(widget is place)
        if widget is self.register:
            self._shown(self.register.letter)
        self._say()

    def _acts_of(self) -> dict[QWidget, tuple[QAction, ...]]:
        """Return the acts that work in each place."""
        return {
            self.register: (
                *(
                    self.print_act,
                    self.save_act,
                    self.case_act,
                    self.label_act,
                    self.slip_act,
                    self.find_act,
                    self.many_act,
                ),
                *self.changes.values(),
                *self.sealing.acts,
            ),
            self.preview: (self.issue_act, self.back),
            self.many: self.many.acts,
        }

    def _say(self) -> None:
        if self.stack.currentWidget() is self.preview:
            self.set_subtitle("预览，与印出的 PDF 为同一文件")
        elif self.stack.currentWidget() is self.many:
            self.set_subtitle("批量签发，一件一件取号，可以随时停下")
        else:
            self.set_subtitle(f"共 {self.register.table.table.rowCount():,} 件，签发后不再改动")

    def _shown(self, letter: LetterRow | None) -> None:
        if self.stack.currentWidget() is self.register:
            for action in (self.print_act, self.save_act, self.case_act, self.label_act):
                action.setEnabled(letter is not None)
            for action in (self.slip_act, *self.changes.values()):
                action.setEnabled(letter is not None and not letter.void_reason)
            self.sealing.offer(letter)

    def _make_many(self) -> ManyLetters:
        many = ManyLetters(self, self.add_act("返回登记簿", "Esc", lambda: self._show(self.register)))
        self.stack.addWidget(many)
        return many

    def _begin_many(self) -> None:
        self._show(self.many)
        self.many.start()
        self.many.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.register.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _issue(self) -> None:
        self.preview.issue()

    def _issued(self, case_id: str) -> None:
        self._show(self.register)
        self.frame.open_page("objections", id=case_id)

    def _back(self) -> None:
        """Return to the case; the number was never taken."""
        self.preview.proposal = None
        self._show(self.register)
        self.frame.open_page("objections")

    def _open_case(self) -> None:
        if self.register.letter is not None and self.register.letter.case_id:
            case_id = self.register.letter.case_id
            self.worker.ask(case_procedures.procedures_of, [case_id], owner=(self, "case"), on_done=self._go_to_case)

    def _go_to_case(self, procedures: Mapping[str, str]) -> None:
        for case_id, procedure in procedures.items():
            self.frame.open_page(_PAGES[procedure], id=case_id)

    def _save(self) -> None:
        letter = self.register.letter
        path = saving.ask_path(self, letter.number) if letter is not None else None
        if path is not None:
            self.save_to(path)

    def _print(self) -> None:
        letter = self.register.letter
        if letter is not None:
            print_letters(self.frame, self, [letter.id], letter.number)

    def _print_label(self) -> None:
        if self.register.letter is not None:
            print_labels(self.frame, self, [self.register.letter.id])

    def _print_slip(self) -> None:
        if self.register.letter is not None:
            print_slips(self.frame, self, [self.register.letter.id])

    def _begin_change(self, change: Change) -> None:
        letter = self.register.letter
        if letter is None:
            return
        if change.texts:
            done = partial(self._show_change, letter, change)
            self.worker.ask(letter_voids.changeable, letter.id, owner=(self, "change"), on_done=done)
        else:
            self._show_change(letter, change, ())

    def _show_change(self, letter: LetterRow, change: Change, texts: Texts) -> None:
        self.frame.show_sheet(*change_sheet(self, letter, change, texts, self._changed))

    def _changed(self, changes: Changes) -> None:
        """Show the letter that was made, or the one that waits to be declared void."""
        self.register.reload(changes.result.get("letter") or self.register.table.current_id())
