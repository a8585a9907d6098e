"""Asking for the seal's picture on a letter, and another officer's answer."""

from PySide6.QtWidgets import QWidget

from creditdesk.services import letters, seals
from creditdesk.services.letters import LetterRow
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.small_form import small_field

_REASON = "reason"


class Sealing:
    """The three acts, offered as far as a letter admits them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._letter: LetterRow | None = None
        self.ask = page.add_act("申请用印", "Ctrl+Shift+S", self._ask)
        self.consent = page.add_act("同意用印", "Ctrl+Shift+Y", self._consent)
        self.refuse = page.add_act("不同意用印", "Ctrl+Shift+U", self._refuse)
        self.acts = (self.ask, self.consent, self.refuse)

    def offer(self, letter: LetterRow | None) -> None:
        """Offer what this letter admits."""
        self._letter = letter
        seal = letter.seal if letter is not None and not letter.void_reason else None
        for action, wanted in (
            (self.ask, seal in ("", letters.SEAL_REFUSED)),
            (self.consent, seal == letters.SEAL_ASKED),
            (self.refuse, seal == letters.SEAL_ASKED),
        ):
            action.setVisible(wanted)
            action.setEnabled(wanted)

    def _ask(self) -> None:
        if self._letter is not None:
            self._show(
                "申请用印", "由另一位有权限的工作人员同意后，印章图片盖在署名和日期上；原件不变。", "申请用印", "用途",
                seals.ask,
            )  # fmt: skip

    def _consent(self) -> None:
        if self._letter is not None:
            self._page.worker.act(
                seals.consent, self._letter.id, on_problem=self._page.frame.warn,
                on_done=lambda changes: self._page.frame.say(changes.sentence),
            )  # fmt: skip

    def _refuse(self) -> None:
        if self._letter is not None:
            self._show("不同意用印", "申请人可以看到理由，改正后再申请。", "不同意用印", "理由", seals.refuse)

    def _show(self, title: str, told: str, words: str, label: str, act: object) -> None:
        letter = self._letter
        if letter is not None:
            sheet: tuple[QWidget, QWidget] = ask_sheet(
                self._page, f"{title} {letter.number}", told, words, [small_field(_REASON, label)],
                lambda values: (act, (letter.id, values[_REASON])),
                lambda changes: self._page.frame.say(changes.sentence),
            )  # fmt: skip
            self._page.frame.show_sheet(*sheet)
