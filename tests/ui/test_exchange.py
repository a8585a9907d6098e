"""The exchange page: a package leaves by two officers' keys, certificates are believed after a comparison."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from creditdesk.exchange.certificates import load_certificate, load_rsa_key, make_certificate
from creditdesk.models import Record
from creditdesk.services import (
    conflicts,
    incoming,
    office_keys,
    offices,
    packages,
    partners,
    receipt_files,
    receipt_lists,
    receipts,
    records,
    releases,
)
from creditdesk.services.desk import Desk
from creditdesk.ui.main_window import MainWindow
from creditdesk.ui.pages.exchange.incoming import IncomingPane
from creditdesk.ui.pages.exchange.outgoing import HAND, PROPOSE, RELEASE, OutgoingPane
from creditdesk.ui.pages.exchange.page import ExchangePage
from creditdesk.ui.pages.exchange.partners import PartnersPane
from creditdesk.ui.widgets.small_form import SmallForm
from tests.conftest import TODAY
from tests.entered import UNIT, acting_as, penalty
from tests.leaving import SECOND
from tests.neighbours import found, know, report, take
from tests.opinions import TEXT, case_number, give, said_by_units, with_the_units
from tests.ui.hands import CTRL, ENTER, press, settle, sitting_at, write

F8 = Qt.Key.Key_F8
NAME = "郑州市公共信用信息平台"


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with the exchange page over a desk with two records."""
    for number in (1, 2):
        penalty(desk, decision_number=f"示市监罚〔2026〕{number}号")
    with sitting_at(desk, qtbot, ExchangePage) as shown:
        shown.open_page("exchange")
        settle(shown.worker, qtbot)
        yield shown


@pytest.fixture
def page(window: MainWindow) -> ExchangePage:
    shown = window.page("exchange")
    assert isinstance(shown, ExchangePage)
    return shown


@pytest.fixture
def outgoing(page: ExchangePage) -> OutgoingPane:
    pane = page.shown
    assert isinstance(pane, OutgoingPane)
    return pane


@pytest.fixture
def certificates(page: ExchangePage, qtbot: QtBot) -> PartnersPane:
    page.shown.panes()[0].setFocus()
    while page.words.current != PartnersPane.label:
        press(qtbot, Qt.Key.Key_PageDown, CTRL)
    settle(page.worker, qtbot)
    pane = page.shown
    assert isinstance(pane, PartnersPane)
    return pane


def test_one_officer_proposes_another_releases_and_the_package_goes_to_the_stick(
    outgoing: OutgoingPane, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    assert outgoing.bar.primary.text().startswith("提请报送")
    outgoing.counts.setFocus()
    press(qtbot, F8)
    qtbot.waitUntil(lambda: outgoing.step == RELEASE)
    assert not outgoing._build_act.isEnabled()
    with acting_as(desk, SECOND, "checker"):
        outgoing.reload()
        qtbot.waitUntil(outgoing._build_act.isEnabled)
        press(qtbot, F8)
        press(qtbot, F8)
        qtbot.waitUntil(lambda: outgoing.step == HAND)
    assert [line.rows for line in packages.ledger(desk)] == [2]
    qtbot.waitUntil(outgoing.warning.isVisible)
    assert "2 条记录将以明文交付" in outgoing.warning.text()
    ready = releases.not_handed(desk)
    outgoing.write_to(tmp_path, ready)
    qtbot.waitUntil(window.bar.isVisible)
    assert list(tmp_path.glob("*.zip*")) == []
    outgoing.reason.line.setFocus()
    write(qtbot, "没有证书（示例）")
    outgoing.write_to(tmp_path, ready)
    qtbot.waitUntil(lambda: outgoing.step == PROPOSE)
    settle(window.worker, qtbot)
    with zipfile.ZipFile(next(tmp_path.glob("*.zip"))) as archive:
        assert "data/penalty.csv" in archive.namelist()
    assert outgoing.ledger.model().rowCount() == 1
    assert not outgoing.warning.isVisible()


def test_a_proposal_is_returned_with_a_reason(outgoing: OutgoingPane, desk: Desk, qtbot: QtBot) -> None:
    desk.perform(releases.propose)
    outgoing.reload()
    qtbot.waitUntil(lambda: outgoing.step == RELEASE)
    outgoing.counts.setFocus()
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    write(qtbot, "还有一件要补（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: outgoing.step == PROPOSE)
    assert releases.waiting(desk) is None


def test_what_changed_since_the_proposal_is_told(outgoing: OutgoingPane, desk: Desk, qtbot: QtBot) -> None:
    desk.perform(releases.propose)
    record_id = penalty(desk, decision_number="示市监罚〔2026〕3号")
    desk.perform(records.correct, record_id, {"fine_amount": "0.4"}, "示例")
    outgoing.reload()
    qtbot.waitUntil(lambda: outgoing.step == RELEASE)
    assert outgoing.look is not None
    assert outgoing.look.proposal is not None
    assert outgoing.look.proposal.changed == 0


def test_a_certificate_is_compared_believed_and_stopped(
    certificates: PartnersPane, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    made = make_certificate(NAME, TODAY)
    path = tmp_path / "c.pem"
    path.write_bytes(made.certificate_pem)
    certificates.load_file(tmp_path / "没有.pem")
    assert window.bar.isVisible()
    certificates.load_file(path)
    press(qtbot, ENTER)
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, ENTER)
    write(qtbot, "周示例")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: partners.listing(desk) != ())
    qtbot.waitUntil(lambda: certificates.table.model().rowCount() == 1)
    assert partners.listing(desk)[0].certificates[0].compared.endswith("周示例核对")
    certificates.table.setFocus()
    certificates.table.choose(0)
    settle(certificates.worker, qtbot)
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    write(qtbot, "密钥遗失（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: partners.listing(desk)[0].state == partners.STOPPED)


def test_the_office_renews_its_key_and_takes_one_of_an_authority(
    certificates: PartnersPane, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    before = packages.certificate(desk)
    press(qtbot, Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: packages.certificate(desk) != before)
    made = make_certificate("中牟县信用中心（示例）", date(2026, 2, 12))
    key, certificate = load_rsa_key(made.key_pem), load_certificate(made.certificate_pem)
    path = tmp_path / "office.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(b"12345678"))
    )
    certificates.load_pkcs12(path)
    write(qtbot, "12345678")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: packages.certificate(desk) == made.certificate_pem)
    assert [one.active for one in office_keys.own(desk)] == [True, False, False]
    certificates.save_own(tmp_path / "own.pem")
    qtbot.waitUntil((tmp_path / "own.pem").exists)
    assert (tmp_path / "own.pem").read_bytes() == made.certificate_pem


def test_a_package_of_a_unit_is_looked_through_taken_answered_and_both_sides_are_chosen(
    page: ExchangePage, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_pane(IncomingPane.label)
    pane = page.shown
    assert isinstance(pane, IncomingPane)
    with found(tmp_path / "unit", UNIT, offices.office(desk).name) as unit:
        know(desk, unit)
        know(unit, desk)
        one = penalty(unit, decision_number="示市监罚〔2026〕9号")
        pane.open_file(tmp_path / "没有.zip")
        qtbot.waitUntil(window.bar.isVisible)
        pane.open_file(report(unit, desk, tmp_path / "1"))
        qtbot.waitUntil(lambda: pane.plan is not None)
        pane.ledger.setFocus()
        press(qtbot, F8)
        press(qtbot, F8)
        qtbot.waitUntil(lambda: len(incoming.listing(desk)) == 1)
        qtbot.waitUntil(lambda: pane.plan is None)
        settle(window.worker, qtbot)
        (tmp_path / "r").mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "r"))
        pane.ledger.setFocus()
        press(qtbot, Qt.Key.Key_R, CTRL)
        qtbot.waitUntil(lambda: len(list((tmp_path / "r").iterdir())) == 1)
        settle(window.worker, qtbot)
        receipts.take(unit, receipt_files.read(unit, next((tmp_path / "r").iterdir())))
        assert [state.state for state in receipt_lists.states(unit)] == [receipt_lists.DELIVERED]
        desk.perform(records.correct, one, {"fine_amount": "0.4"}, "示例")
        unit.perform(records.correct, one, {"fine_amount": "0.2"}, "示例")
        take(desk, report(unit, desk, tmp_path / "2"))
    pane.reload()
    qtbot.waitUntil(lambda: len(pane.waiting) == 1)
    pane.conflicts.setFocus()
    press(qtbot, ENTER, CTRL)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, ENTER)
    write(qtbot, "以报送单位为准（示例）")
    press(qtbot, ENTER)
    qtbot.waitUntil(lambda: conflicts.waiting(desk) == ())
    with desk.read() as session:
        assert session.get_one(Record, one).content["fine_amount"] == "0.200000"


def test_a_package_at_hand_can_be_given_up(page: ExchangePage, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page.show_pane(IncomingPane.label)
    pane = page.shown
    assert isinstance(pane, IncomingPane)
    with found(tmp_path / "unit", UNIT, offices.office(desk).name) as unit:
        know(desk, unit)
        know(unit, desk)
        penalty(unit, decision_number="示市监罚〔2026〕9号")
        pane.open_file(report(unit, desk, tmp_path / "1"))
        qtbot.waitUntil(lambda: pane.plan is not None)
    pane.ledger.setFocus()
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: pane.plan is None)
    assert incoming.listing(desk) == ()


def test_a_units_opinion_is_read_and_recorded(page: ExchangePage, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page.show_pane(IncomingPane.label)
    pane = page.shown
    assert isinstance(pane, IncomingPane)
    with_the_units(desk, date(2026, 2, 9))
    with found(tmp_path / "unit", UNIT, offices.office(desk).name) as unit:
        know(desk, unit)
        know(unit, desk)
        pane.open_file(give(unit, case_number(desk), tmp_path / "stick"))
        qtbot.waitUntil(lambda: pane.opinion is not None)
    assert said_by_units(desk) == [None, None]
    pane.ledger.setFocus()
    press(qtbot, F8)
    press(qtbot, F8)
    qtbot.waitUntil(lambda: said_by_units(desk) == [None, TEXT])
    qtbot.waitUntil(lambda: pane.opinion is None)


def test_a_unit_writes_its_opinion_and_takes_it_to_the_centre(
    outgoing: OutgoingPane, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    (tmp_path / "stick").mkdir()
    press(qtbot, Qt.Key.Key_E, CTRL)
    write(qtbot, "2026-0001")
    press(qtbot, ENTER)
    write(qtbot, TEXT.partition("\n")[0])
    press(qtbot, ENTER, CTRL)
    settle(outgoing.worker, qtbot)
    assert list((tmp_path / "stick").iterdir()) == []
    press(qtbot, Qt.Key.Key_Tab)
    outgoing.window().findChildren(SmallForm)[-1].set_values({"open": "当面递交（示例）"})
    press(qtbot, ENTER, CTRL)
    qtbot.waitUntil(lambda: len(list((tmp_path / "stick").iterdir())) == 1)


def test_what_both_sides_say_is_readable_to_its_end(
    page: ExchangePage, window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.show_pane(IncomingPane.label)
    pane = page.shown
    assert isinstance(pane, IncomingPane)
    ours, theirs = "本单位认定" * 40 + "（甲）", "报送单位认定" * 40 + "（乙）"
    with found(tmp_path / "unit", UNIT, offices.office(desk).name) as unit:
        know(desk, unit)
        know(unit, desk)
        one = penalty(unit, decision_number="示市监罚〔2026〕9号")
        take(desk, report(unit, desk, tmp_path / "1"))
        desk.perform(records.correct, one, {"facts": ours}, "示例")
        unit.perform(records.correct, one, {"facts": theirs}, "示例")
        take(desk, report(unit, desk, tmp_path / "2"))
    pane.reload()
    qtbot.waitUntil(lambda: len(pane.waiting) == 1)
    pane.conflicts.setFocus()
    press(qtbot, ENTER, CTRL)
    texts = [each.toPlainText() for each in window.findChildren(QPlainTextEdit) if each.isReadOnly()]
    assert any(ours in text and theirs in text for text in texts)
