"""Opening a desk, founding one, and the way back in with the recovery card."""

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from creditdesk.services import notices, offices, recoveries, salvages
from creditdesk.services.clock import system_clock
from creditdesk.services.desk import Desk
from creditdesk.ui import printing
from creditdesk.ui.pages.unlock import UnlockPage
from creditdesk.ui.pages.wizard import WizardPage
from creditdesk.vault import Vault
from creditdesk.vault.backup import Progress
from creditdesk.vault.holder import Holder, Pace
from creditdesk.vault.lock import DATABASE, HOLDER_NAME
from creditdesk.vault.recovery import card_of
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.services.test_salvages import damage, root_of

WAIT = 20_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    place = tmp_path / "示例桌面"
    shutil.copytree(founded, place)
    with Vault.open(place, OFFICER, PASSPHRASE, cost=CHEAP) as vault:
        vault.add_slot("李示例", "复核人", PASSPHRASE)
    return place


def unlock_page(folder: Path, qtbot: QtBot) -> UnlockPage:
    page = UnlockPage(folder, partial(Desk.open, cost=CHEAP), partial(recoveries.recover, cost=CHEAP))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_only_the_names_are_known_before_opening(folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(folder, qtbot)
    assert page.officers.officers == ((OFFICER, "负责人"), ("李示例", "复核人"))
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.officers.current == 1


def test_the_right_passphrase_opens(folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(folder, qtbot)
    page.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(page.opened, timeout=WAIT) as heard:
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    desk: Desk = heard.args[0]
    assert desk.officer.name == OFFICER
    assert page.passphrase.text() == ""
    desk.close()


def test_a_note_of_another_computer_is_watched_before_the_eyes_of_the_officer(folder: Path, qtbot: QtBot) -> None:
    (folder / HOLDER_NAME).write_bytes(replace(Holder.here(folder), computer="another").note(1))

    def opening(folder: Path, slot: str, phrase: str, progress: Progress) -> Desk:
        return Desk.enter(Vault.open(folder, slot, phrase, cost=CHEAP, pace=Pace(wait=1, tell=progress)), system_clock)

    page = UnlockPage(folder, opening)
    qtbot.addWidget(page)
    page.show()
    page.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(page.opened, timeout=WAIT) as heard:
        page.try_open()
        qtbot.waitUntil(lambda: "正在看别的电脑是否还开着它：0 / 1 秒" in page.message.text(), timeout=WAIT)
    desk: Desk = heard.args[0]
    assert desk.vault.unclean_since
    desk.close()


def test_a_wrong_passphrase_says_how_long_to_wait(folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(folder, qtbot)
    qtbot.keyClicks(page.passphrase, "wrong words here")
    qtbot.mouseClick(page.button, LEFT)
    assert not page.button.isEnabled()
    qtbot.waitUntil(lambda: "口令不正确" in page.message.text(), timeout=WAIT)
    assert "秒" in page.message.text()
    assert page.button.isEnabled()


def test_caps_lock_is_noticed(folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(folder, qtbot)
    qtbot.keyClick(page.passphrase, "A")
    assert "已开" in page._caps.text()
    qtbot.keyClick(page.passphrase, "a")
    assert "未开" in page._caps.text()


def test_a_folder_without_a_desk_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    page = unlock_page(tmp_path, qtbot)
    assert page.message.text()
    assert page.officers.officers == ()


def test_the_recovery_card_is_checked_group_by_group(folder: Path, qtbot: QtBot) -> None:
    with Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP) as vault:
        card = vault.recovery_card()
    page = unlock_page(folder, qtbot)
    qtbot.mouseClick(page.recover_button, LEFT)
    form = page._recovery
    wrong = card.groups[0][:-1] + ("2" if card.groups[0][-1] != "2" else "3")
    qtbot.keyClicks(form.groups[0], wrong.lower())
    assert "第 1 组" in form.message.text()
    form.groups[0].clear()
    qtbot.keyClicks(form.groups[0], card.groups[0].lower())
    assert form.message.text() == ""
    form.groups[1].setText("-".join(card.groups[1:]))
    form.groups[1].textEdited.emit(form.groups[1].text())
    assert [group.text() for group in form.groups] == list(card.groups)
    form.new.setText(PASSPHRASE)
    qtbot.mouseClick(form.button, LEFT)
    assert "不一致" in form.message.text()
    form.again.setText(PASSPHRASE)
    form.officer.setText("赵示例")
    qtbot.mouseClick(form.button, LEFT)
    assert "必须写明理由" in form.message.text()
    form.reason.setText("忘记口令（示例）")
    form.witness.setText(OFFICER)
    qtbot.mouseClick(form.button, LEFT)
    assert "须填写姓名并输入本人的口令" in form.message.text()
    form.witness_phrase.setText(PASSPHRASE)
    with qtbot.waitSignal(page.opened, timeout=WAIT) as heard:
        qtbot.keyClick(form, Qt.Key.Key_F8)
    desk: Desk = heard.args[0]
    assert desk.officer.name == "赵示例"
    assert notices.standing(desk)[0].sentence == f"赵示例用恢复卡打开了桌面，{OFFICER}在场并输入了本人口令"
    assert form.witness_phrase.text() == ""
    assert form.groups[0].text() == form.new.text() == ""
    desk.close()
    assert "赵示例" in {slot.name for slot in Vault.slots(folder)}


def test_two_of_three_shared_cards_open_the_desk(folder: Path, qtbot: QtBot) -> None:
    with Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP) as vault:
        _, second, third = vault.shared_cards()
    page = unlock_page(folder, qtbot)
    qtbot.mouseClick(page.recover_button, LEFT)
    form = page._recovery
    for card, told in ((third, "第 3 张共管恢复卡已输入"), (second, "")):
        form.groups[0].setText(card.qr_text)
        form.groups[0].textEdited.emit(card.qr_text)
        if told:
            qtbot.mouseClick(form.button, LEFT)
            assert told in form.told.text()
            assert form.groups[0].text() == ""
    form.officer.setText("赵示例")
    form.reason.setText("忘记口令（示例）")
    form.new.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    with qtbot.waitSignal(page.opened, timeout=WAIT) as heard:
        qtbot.mouseClick(form.button, LEFT)
    assert notices.standing(heard.args[0])[0].sentence == "赵示例用两张共管恢复卡打开了桌面"
    heard.args[0].close()
    assert "赵示例" in {slot.name for slot in Vault.slots(folder)}


def test_a_card_of_another_desk_is_refused_and_one_can_go_back(folder: Path, qtbot: QtBot) -> None:
    page = unlock_page(folder, qtbot)
    qtbot.mouseClick(page.recover_button, LEFT)
    form = page._recovery
    groups = card_of(bytes(range(32))).groups
    for group, text in zip(form.groups, groups, strict=True):
        group.setText(text)
    form.reason.setText("忘记口令（示例）")
    form.new.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    qtbot.keyClick(form, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "这张恢复卡" in form.message.text(), timeout=WAIT)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.groups[0].text() == ""
    assert page.passphrase.isVisible()


def wizard(folder: Path, qtbot: QtBot, printed: list[bytes]) -> WizardPage:
    def print_card(data: bytes, _title: str, _parent: QWidget) -> bool:
        printed.append(data)
        return True

    page = WizardPage(folder, partial(offices.create_desk, cost=CHEAP), print_card)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_a_new_desk_from_first_word_to_confirmed_card(tmp_path: Path, qtbot: QtBot) -> None:
    folder, printed = tmp_path / "桌面", list[bytes]()
    page = wizard(folder, qtbot, printed)
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert page.step() == 0
    assert page.office.office.message.text() == "请填写单位名称。"
    page.office.office.line.setText("示例县信用中心")
    page.office.prefix.line.setText("示信")
    qtbot.keyClick(page, Qt.Key.Key_F8)
    page.officer.officer.line.setText("王示例")
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.step() == 0
    qtbot.keyClick(page, Qt.Key.Key_F8)
    qtbot.keyClick(page, Qt.Key.Key_F8)
    qtbot.keyClicks(page.passphrase.new.line, "short")
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert "太短" in page.passphrase.new.message.text()
    for entry in (page.passphrase.new, page.passphrase.again):
        entry.line.setText("correct horse 12")
    assert not folder.exists()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.step() == 3, timeout=WAIT)
    assert page.passphrase.new.line.text() == ""
    page.card.print_card()
    assert printed[0].startswith(b"%PDF")
    confirm_card(page, qtbot)
    with qtbot.waitSignal(page.finished) as heard:
        qtbot.keyClick(page, Qt.Key.Key_F8)
    desk: Desk = heard.args[0]
    assert offices.office(desk).name == "示例县信用中心"
    assert page.card.missing()  # the card is forgotten
    desk.close()
    Desk.open(folder, "王示例", "correct horse 12", cost=CHEAP).close()


def confirm_card(page: WizardPage, qtbot: QtBot) -> None:
    """Type the two groups asked for, the first one wrongly at first."""
    groups = page.desk.vault.recovery_card().groups if page.desk else ()
    first, second = page.card.asked
    assert f"第 {first + 1}、{second + 1} 组" in page._missing.text()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert page.card.entries[0].message.text() == "请照纸上输入这一组。"
    for entry, place in zip(page.card.entries, page.card.asked, strict=True):
        qtbot.keyClicks(entry.line, groups[place].lower())
        assert entry.message.text() == "相符"
    assert page._missing.text() == ""


def test_a_used_folder_is_refused_before_anything_is_written(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "别的文件.txt").write_text("示例", encoding="utf-8")
    page = wizard(tmp_path, qtbot, [])
    page.office.office.line.setText("示例县信用中心")
    page.office.prefix.line.setText("示信")
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert page.step() == 0
    assert "空文件夹" in page.office.folder.message.text()


def test_printing_puts_every_page_on_paper(tmp_path: Path, desk: Desk) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printing.send(offices.card_pdf(desk, desk.vault.recovery_card()), printer)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def damaged_page(desk: Desk, qtbot: QtBot) -> UnlockPage:
    """Close the desk, damage its officers and settings, and show the page that opens it."""
    pages = [root_of(desk, name) for name in ("officer", "setting")]
    desk.close()
    for number in pages:
        damage(desk.folder, number)
    page = UnlockPage(
        desk.folder,
        partial(Desk.open, cost=CHEAP),
        partial(recoveries.recover, cost=CHEAP),
        partial(salvages.salvage, cost=CHEAP),
    )
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_a_damaged_desk_is_looked_at_mended_and_opened_with_one_key_each(desk: Desk, qtbot: QtBot) -> None:
    page = damaged_page(desk, qtbot)
    qtbot.mouseClick(page.rescue_button, LEFT)
    assert "请先选择工作人员并输入口令" in page.message.text()
    page.passphrase.setText(PASSPHRASE)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: "已损坏" in page.message.text(), timeout=WAIT)
    assert "抢救损坏的桌面" in page.message.text()
    qtbot.mouseClick(page.rescue_button, LEFT)
    view = page.salvage_view
    qtbot.waitUntil(view.mend_button.isEnabled, timeout=WAIT)
    assert view.title.text().endswith("取回 2 行，没有缺失")
    assert "的备份（" in view.source.text()
    assert "工作人员：救出 0 行，取回 1 行，缺 0 行" in view.lines.text()
    assert not (desk.folder / "aside").exists()
    qtbot.keyClick(view, Qt.Key.Key_F8)
    qtbot.waitUntil(view.open_button.isVisible, timeout=WAIT)
    assert view.title.text().startswith("已救出")
    with qtbot.waitSignal(page.opened, timeout=WAIT) as heard:
        qtbot.keyClick(view, Qt.Key.Key_F8)
    opened: Desk = heard.args[0]
    assert "一人抢救了损坏的桌面" in notices.standing(opened)[0].sentence
    opened.close()
    assert len(list((desk.folder / "aside").iterdir())) == 1


def test_a_salvage_can_be_stopped_or_go_into_a_new_folder(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = damaged_page(desk, qtbot)
    before = (desk.folder / DATABASE).read_bytes()
    page.passphrase.setText(PASSPHRASE)
    qtbot.mouseClick(page.rescue_button, LEFT)
    qtbot.mouseClick(page.salvage_view.progress.cancel, LEFT)
    qtbot.waitUntil(lambda: "已取消" in page.message.text(), timeout=WAIT)
    page.salvage_to(tmp_path / "new")
    qtbot.waitUntil(page.salvage_view.open_button.isVisible, timeout=WAIT)
    assert (desk.folder / DATABASE).read_bytes() == before
    with qtbot.waitSignal(page.salvaged, timeout=WAIT) as heard:
        qtbot.mouseClick(page.salvage_view.open_button, LEFT)
    with Desk.open(heard.args[0], OFFICER, PASSPHRASE, cost=CHEAP) as new:
        assert new.officer.name == OFFICER
