"""Receipts taken into the desk: once, whole, from the right signer for the right package, or not at all."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import func, select

from creditdesk.errors import InputProblem
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.receipts import Answer
from creditdesk.exchange.templates import Template
from creditdesk.models import JournalEntry, Receipt, ReceiptRow
from creditdesk.services import (
    health,
    home,
    packages,
    partners,
    receipt_files,
    receipt_lists,
    receipt_urging,
    receipts,
    records,
)
from creditdesk.services.desk import Desk
from tests.answered import answered, lines_of, receipt, trust_platform
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import PENALTY, on, penalty
from tests.leaving import release
from tests.terminal import main, new

REJECTED = (Answer.REJECTED, "CF_NR_FK", "金额应以万元计（示例）")


def _package(desk: Desk) -> str:
    return str(release(desk).result["packages"][0])


def _size(desk: Desk) -> tuple[int, ...]:
    with desk.read() as session:
        return tuple(
            session.scalars(select(func.count()).select_from(table)).one()
            for table in (Receipt, ReceiptRow, JournalEntry)
        )


def _state(desk: Desk, package_id: str) -> str:
    return {row.id: row.state for row in receipt_lists.states(desk)}[package_id]


@pytest.fixture
def two(desk: Desk) -> tuple[str, str, str]:
    """A package of two penalties that left, and the certificate of its receiver."""
    trust_platform(desk)
    first, second = penalty(desk), penalty(desk, decision_number="示市监罚〔2025〕119号")
    return _package(desk), first, second


def test_a_package_is_delivered_by_its_receipt_alone(desk: Desk, two: tuple[str, str, str], tmp_path: Path) -> None:
    package, _, _ = two
    assert _state(desk, package) == "待回执"
    taking = receipt_files.read_signed(desk, receipt(tmp_path, answered(desk, package), lines_of(desk, package, {})))
    assert receipts.trial(desk, taking).sentence.endswith("对第0001号数据包的回执：接收2条。")
    assert _state(desk, package) == "待回执"
    changes = receipts.take(desk, taking)
    assert "第0001号" in changes.sentence
    assert _state(desk, package) == "已送达"
    assert receipt_lists.returned(desk) == ()
    assert all(finding.ok for finding in health.check(desk) if finding.name == "操作日志")


def test_a_rejected_row_waits_with_its_reason_until_its_correction_left(
    desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, first, _ = two
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {first: REJECTED}))
    receipts.take(desk, receipt_files.read_signed(desk, path))
    assert _state(desk, package) == "部分退回"
    (line,) = receipt_lists.returned(desk)
    assert (line.record_id, line.field, line.field_label, line.reason) == (
        first,
        "fine_amount",
        "罚款金额（万元）",
        "金额应以万元计（示例）",
    )
    assert (line.serial, line.subject, line.state) == (1, PENALTY["subject_name"], "待更正")
    assert home.workbench(desk).returned == 1
    desk.perform(records.correct, first, {"fine_amount": "0.2"}, "金额单位有误（示例）")
    assert [one.state for one in receipt_lists.returned(desk)] == ["已更正，待报送"]
    with on(desk, date(2026, 2, 13)):
        second = _package(desk)
    assert receipt_lists.returned(desk) == ()
    assert [line.record_id for line in lines_of(desk, second, {})] == [first]
    assert _state(desk, package) == "部分退回"


def test_taking_it_again_is_harmless(desk: Desk, two: tuple[str, str, str], tmp_path: Path) -> None:
    package, first, _ = two
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {first: REJECTED}))
    taking = receipt_files.read_signed(desk, path)
    once = receipts.take(desk, taking)
    before = _size(desk)
    again = receipt_files.read_signed(desk, path)
    assert receipts.trial(desk, again).repeated
    assert "2026-02-12" in receipts.trial(desk, again).sentence
    assert receipts.take(desk, again).result == once.result
    assert _size(desk) == before
    with pytest.raises(InputProblem, match="已经登记过"):
        desk.perform(receipts.taken, again)
    assert _size(desk) == before


def test_without_the_receivers_certificate_nothing_is_believed(desk: Desk, tmp_path: Path) -> None:
    penalty(desk)
    package = _package(desk)
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    with pytest.raises(InputProblem, match="没有“郑州市公共信用信息平台”可用的证书"):
        receipt_files.read_signed(desk, path)


def test_a_stopped_certificate_is_believed_no_more(desk: Desk, two: tuple[str, str, str], tmp_path: Path) -> None:
    package, _, _ = two
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    desk.perform(partners.stop, partners.listing(desk)[0].certificates[0].id, "密钥遗失（示例）")
    with pytest.raises(InputProblem, match="可用的证书"):
        receipt_files.read_signed(desk, path)


def test_another_first_answer_contradicts_and_a_second_one_takes_its_place(
    desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, first, second = two
    about = answered(desk, package)
    taking = receipt_files.read_signed(desk, receipt(tmp_path, about, lines_of(desk, package, {first: REJECTED})))
    receipts.take(desk, taking)
    other = receipt(tmp_path / "other", about, lines_of(desk, package, {second: REJECTED}))
    before = _size(desk)
    with pytest.raises(InputProblem, match="第1次回执已于2026-02-12登记，与这一份不同，互相矛盾"):
        receipts.take(desk, receipt_files.read_signed(desk, other))
    third = receipt(tmp_path, about, lines_of(desk, package, {}), number=3, previous=taking.digest)
    with pytest.raises(InputProblem, match="第2次还没有登记"):
        receipts.take(desk, receipt_files.read_signed(desk, third))
    astray = receipt(tmp_path / "astray", about, lines_of(desk, package, {}), number=2, previous="00" * 32)
    with pytest.raises(InputProblem, match="不接在已登记的第1次之后"):
        receipts.take(desk, receipt_files.read_signed(desk, astray))
    assert _size(desk) == before
    later = receipt(tmp_path, about, lines_of(desk, package, {}), number=2, previous=taking.digest)
    receipts.take(desk, receipt_files.read_signed(desk, later))
    assert (_state(desk, package), receipt_lists.returned(desk)) == ("已送达", ())


@pytest.mark.parametrize(
    ("told", "state"),
    [((Answer.REJECTED, "", "整条退回（示例）"), "全部退回"), ((Answer.REPLACED, "", ""), "已替换")],
)
def test_a_package_wholly_rejected_or_replaced_says_so(
    told: tuple[Answer, str, str], state: str, desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, first, second = two
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {first: told, second: told}))
    receipts.take(desk, receipt_files.read_signed(desk, path))
    assert _state(desk, package) == state


def test_a_rejection_without_fault_is_settled_or_sent_again_for_a_reason(
    desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, first, second = two
    told = {first: REJECTED, second: REJECTED}
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, told))
    receipts.take(desk, receipt_files.read_signed(desk, path))
    lines = {line.record_id: line.id for line in receipt_lists.returned(desk)}
    with pytest.raises(InputProblem, match="必须写明理由"):
        desk.perform(receipts.settle, [lines[first]], " ")
    desk.perform(receipts.settle, [lines[first]], "平台已电话确认接收（示例）")
    desk.perform(receipts.resend, [lines[second]], "决定书写的就是这个金额（示例）")
    assert receipt_lists.returned(desk) == ()
    with pytest.raises(InputProblem, match="已经处理过"):
        desk.perform(receipts.settle, [lines[first]], "再次（示例）")
    with on(desk, date(2026, 2, 13)):
        again = _package(desk)
    assert [(line.record_id, line.version) for line in lines_of(desk, again, {})] == [(second, 1)]


def _book(desk: Desk, path: Path, rows: list[tuple[dict[str, str], str]]) -> Path:
    template = Template(desk.catalogue.kind("penalty"), desk.catalogue.layout("xzcf_municipal"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, [*template.header, "错误原因"])
        for number, (content, reason) in enumerate(rows, start=1):
            page.write_row(number, 0, [*template.cells(content), reason])
    return path


def test_a_platforms_workbook_is_believed_by_an_officer_with_a_reason(
    desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, first, _ = two
    path = _book(desk, tmp_path / "错误.xlsx", [(PENALTY, "罚款金额：应以万元计")])
    taking = receipt_files.read_book(desk, path, package)
    assert "（未签名）：接收1条、退回1条" in receipts.trial(desk, taking).sentence
    before = _size(desk)
    with pytest.raises(InputProblem, match="没有签名，须由工作人员确认"):
        receipts.take(desk, taking)
    assert _size(desk) == before
    receipts.take(desk, taking, "平台网页下载，已核对（示例）")
    assert _state(desk, package) == "部分退回"
    (line,) = receipt_lists.returned(desk)
    assert (line.record_id, line.field, line.reason) == (first, "fine_amount", "罚款金额：应以万元计")
    (told,) = [row for row in receipt_lists.states(desk) if row.id == package]
    assert told.source == "退回表格，未签名"


def test_a_workbook_for_another_package_or_beside_a_signed_answer_changes_nothing(
    desk: Desk, two: tuple[str, str, str], tmp_path: Path
) -> None:
    package, _, _ = two
    strange = PENALTY | {"decision_number": "示市监罚〔2024〕1号"}
    with pytest.raises(InputProblem, match="不在第0001号数据包中"):
        receipt_files.read_book(desk, _book(desk, tmp_path / "别.xlsx", [(strange, "不符")]), package)
    taking = receipt_files.read_book(desk, _book(desk, tmp_path / "错.xlsx", [(PENALTY, "不符")]), package)
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    receipts.take(desk, receipt_files.read_signed(desk, path))
    before = _size(desk)
    with pytest.raises(InputProblem, match="已有对方签名的回执"):
        receipts.take(desk, taking, "网页下载（示例）")
    assert (_size(desk), _state(desk, package)) == (before, "已送达")


def test_a_signed_answer_takes_the_place_of_a_workbook(desk: Desk, two: tuple[str, str, str], tmp_path: Path) -> None:
    package, _, _ = two
    book = receipt_files.read_book(desk, _book(desk, tmp_path / "错.xlsx", [(PENALTY, "不符")]), package)
    receipts.take(desk, book, "网页下载（示例）")
    assert _state(desk, package) == "部分退回"
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    receipts.take(desk, receipt_files.read_signed(desk, path))
    assert (_state(desk, package), receipt_lists.returned(desk)) == ("已送达", ())


def test_a_missing_receipt_is_chased_after_the_days_of_the_rule(desk: Desk, two: tuple[str, str, str]) -> None:
    package, _, _ = two
    with on(desk, date(2026, 2, 26)):
        assert receipt_lists.late(desk) == ()
    with on(desk, date(2026, 2, 27)):
        (late,) = receipt_lists.late(desk)
        assert (late.id, late.waited, late.late) == (package, 6, True)
        note = receipt_urging.note(desk, package).text()
        findings = {finding.name: finding for finding in health.check(desk)}
        assert home.workbench(desk).late_receipts == 1
    assert "第0001号数据包" in note
    assert "2026年2月12日" in note
    assert "6个工作日" in note
    assert not findings["数据包回执"].ok


def test_an_enveloped_receipt_is_the_same_receipt(desk: Desk, two: tuple[str, str, str], tmp_path: Path) -> None:
    package, _, _ = two
    path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
    sealed = tmp_path / f"{path.name}.p7m"
    sealed.write_bytes(envelope(path.read_bytes(), packages.certificate(desk)))
    taking = receipt_files.read(desk, sealed)
    assert taking.digest == receipt_files.read(desk, path).digest
    receipts.take(desk, taking)
    assert receipts.trial(desk, receipt_files.read(desk, path)).repeated
    assert _state(desk, package) == "已送达"


def test_receipts_are_tried_and_taken_from_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, phrase = tmp_path / "desk", tmp_path / "phrase.txt"
    phrase.write_text(f"{PASSPHRASE}\n", "utf-8")
    key = ("--officer", OFFICER, "--passphrase-file", str(phrase))
    new(folder)
    with Desk.open(folder, OFFICER, PASSPHRASE, cost=CHEAP) as desk:
        trust_platform(desk)
        penalty(desk)
        package = _package(desk)
        path = receipt(tmp_path, answered(desk, package), lines_of(desk, package, {}))
        book = _book(desk, tmp_path / "退回.xlsx", [(PENALTY, "不符（示例）")])
    capsys.readouterr()
    assert main(["receipt", str(folder), str(path), "--dry-run", *key]) == 0
    assert capsys.readouterr().out.endswith("对第0001号数据包的回执：接收1条。\n")
    assert main(["receipt", str(folder), str(book), *key]) == 2
    assert "请先选定那个数据包" in capsys.readouterr().err
    assert main(["receipt", str(folder), str(book), "--package", "1", *key]) == 2
    assert "没有签名" in capsys.readouterr().err
    assert main(["receipt", str(folder), str(path), *key]) == 0
    assert "已登记" in capsys.readouterr().out
    assert main(["receipt", str(folder), str(path), *key]) == 0
    assert "再次登记不会有任何变化" in capsys.readouterr().out
