"""A package leaves by two officers, whole or not at all, and as often as wanted with the same bytes."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.certificates import make_certificate
from creditdesk.exchange.verifying import verify_package
from creditdesk.models import PackageProposalRow
from creditdesk.services import health, offices, packages, partners, record_lists, records, releases
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import PERSON_PENALTY, acting_as, penalty
from tests.leaving import OPEN, SECOND, release, send
from tests.sound import complaints

WHY = "示例理由"


def propose(desk: Desk) -> str:
    return str(desk.perform(releases.propose).result["proposal"])


def proposed_rows(desk: Desk) -> int:
    with desk.read() as session:
        return session.query(PackageProposalRow).count()


def test_who_proposed_cannot_release(desk: Desk) -> None:
    penalty(desk)
    proposal = propose(desk)
    with pytest.raises(InputProblem, match="提请人以外"):
        desk.perform(releases.release, proposal)
    assert packages.ledger(desk) == ()
    with acting_as(desk, SECOND, "checker"):
        assert desk.perform(releases.release, proposal).result["rows"] == 1
    assert (releases.waiting(desk), proposed_rows(desk)) == (None, 0)
    line = packages.ledger(desk)[0]
    assert (line.officer, line.serial, line.receiver) == (SECOND, 1, "郑州市公共信用信息平台")


def test_one_proposal_waits_at_a_time_and_may_be_taken_back(desk: Desk) -> None:
    penalty(desk)
    proposal = propose(desk)
    with pytest.raises(InputProblem, match="等待核对签发"):
        propose(desk)
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(releases.take_back, proposal, " ")
    desk.perform(releases.take_back, proposal, WHY)
    assert (releases.waiting(desk), proposed_rows(desk)) == (None, 0)
    with acting_as(desk, SECOND, "checker"), pytest.raises(InputProblem, match="已经签发或退回"):
        desk.perform(releases.release, proposal)
    assert releases.waiting(desk) is None
    propose(desk)


def test_what_changed_since_stays_back(desk: Desk) -> None:
    kept, changed = penalty(desk), penalty(desk, decision_number="示市监罚〔2025〕119号")
    proposal = propose(desk)
    desk.perform(records.correct, changed, {"fine_amount": "0.2"}, WHY)
    penalty(desk, decision_number="示市监罚〔2025〕120号")
    waiting = releases.waiting(desk)
    assert waiting is not None
    assert (waiting.rows, waiting.changed) == (2, 1)
    with acting_as(desk, SECOND, "checker"):
        done = desk.perform(releases.release, proposal)
    assert (done.result["rows"], done.result["left"]) == (1, 1)
    assert "1条提请后有变动" in done.sentence
    assert [record_lists.sheet(desk, one).state for one in (kept, changed)] == ["已报送", "已录入"]
    assert packages.prepare(desk).rows == 2
    proposal = propose(desk)
    for row in record_lists.ids(desk, record_lists.Filter()):
        if row != kept:
            desk.perform(records.correct, row, {"fine_amount": "0.4"}, WHY)
    with acting_as(desk, SECOND, "checker"), pytest.raises(InputProblem, match="都有变动"):
        desk.perform(releases.release, proposal)


def test_a_cancelled_release_leaves_the_proposal_as_it_was(desk: Desk) -> None:
    penalty(desk)
    proposal = propose(desk)

    def cancel(done: int, total: int) -> None:
        assert (done, total) == (0, 1)
        raise KeyboardInterrupt

    with acting_as(desk, SECOND, "checker"), pytest.raises(KeyboardInterrupt):
        desk.perform(releases.release, proposal, progress=cancel)
    waiting = releases.waiting(desk)
    assert waiting is not None
    assert (waiting.id, packages.ledger(desk), releases.not_handed(desk)) == (proposal, (), ())


def test_a_large_package_becomes_several_in_one_chain(desk: Desk, stick: Path) -> None:
    for number in range(5):
        penalty(desk, decision_number=f"示市监罚〔2025〕{number + 1}号")
    proposal = propose(desk)
    with desk.read() as session:
        size = max(session.scalars(text("SELECT length(content) FROM record")))
    with acting_as(desk, SECOND, "checker"):
        done = desk.perform(releases.release, proposal, part_bytes=2 * size)
    assert done.result["serials"] == [1, 2, 3]
    files = releases.hand_over(desk, done.result["packages"], stick, OPEN).result["files"]
    assert [Path(file).name for file in files] == [f"20260212-000{number}.zip" for number in (1, 2, 3)]
    certificate, previous, rows = packages.certificate(desk), None, 0
    for file, line in zip(files, reversed(packages.ledger(desk)), strict=True):
        report = verify_package(Path(file), certificate, previous)
        assert report.ok, report.findings
        previous, rows = line.digest, rows + line.rows
    assert rows == 5
    assert complaints(desk) == []


def test_the_same_package_is_handed_over_again_byte_for_byte(desk: Desk, stick: Path, tmp_path: Path) -> None:
    penalty(desk)
    done = release(desk)
    ids = done.result["packages"]
    assert releases.not_handed(desk) == tuple(ids)
    first = Path(str(releases.hand_over(desk, ids, stick, OPEN).result["files"][0]))
    assert releases.not_handed(desk) == ()
    again = Path(str(releases.hand_over(desk, ids, stick, OPEN).result["files"][0]))
    assert again == first
    (tmp_path / "other").mkdir()
    other = Path(str(releases.hand_over(desk, ids, tmp_path / "other", OPEN).result["files"][0]))
    assert other.read_bytes() == first.read_bytes()


def test_without_a_certificate_readable_data_needs_a_reason(desk: Desk, stick: Path) -> None:
    penalty(desk)
    penalty(desk, **PERSON_PENALTY)
    ids = release(desk).result["packages"]
    told = releases.handing(desk, ids)
    assert (told.certificate, told.rows, told.persons) == ("", 2, 1)
    with pytest.raises(InputProblem, match="明文交付"):
        releases.hand_over(desk, ids, stick)
    assert list(stick.iterdir()) == []
    assert releases.not_handed(desk) == tuple(ids)


def test_with_a_certificate_only_the_receiver_reads_it(desk: Desk, stick: Path, tmp_path: Path) -> None:
    penalty(desk, **PERSON_PENALTY)
    platform = make_certificate("示例市公共信用信息平台", TODAY)
    desk.perform(partners.trust, "郑州市公共信用信息平台", platform.certificate_pem, "电话", "周示例")
    ids = release(desk).result["packages"]
    sealed = Path(str(releases.hand_over(desk, ids, stick).result["files"][0]))
    assert sealed.name == "20260212-0001.zip.p7m"
    (tmp_path / "key.pem").write_bytes(platform.key_pem)
    (tmp_path / "certificate.pem").write_bytes(platform.certificate_pem)
    command = f"openssl cms -decrypt -binary -inform DER -in {sealed} -inkey key.pem -recip certificate.pem -out a.zip"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    assert verify_package(tmp_path / "a.zip", packages.certificate(desk)).ok
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert PERSON_PENALTY["document_number"] in archive.read("data/penalty.csv").decode()
    assert PERSON_PENALTY["document_number"].encode() not in sealed.read_bytes()
    assert releases.hand_over(desk, ids, stick).result["files"] == [str(sealed)]


def test_a_missing_stick_and_a_file_of_the_same_name_are_told(desk: Desk, stick: Path) -> None:
    penalty(desk)
    ids = release(desk).result["packages"]
    with pytest.raises(InputProblem, match="U盘"):
        releases.hand_over(desk, ids, stick / "gone", OPEN)
    (stick / "20260212-0001.zip").write_bytes(b"somebody else's")
    with pytest.raises(Problem, match="20260212-0001"):
        releases.hand_over(desk, ids, stick, OPEN)
    assert (stick / "20260212-0001.zip").read_bytes() == b"somebody else's"
    assert [path.name for path in stick.iterdir()] == ["20260212-0001.zip"]
    assert releases.not_handed(desk) == tuple(ids)


def test_a_changed_file_in_the_desk_is_noticed(desk: Desk, stick: Path) -> None:
    penalty(desk)
    ids = release(desk).result["packages"]
    with desk.vault.writer.begin() as connection:
        connection.execute(text("UPDATE package_file SET zip = x'00'"))
    with pytest.raises(Problem, match="存档与签发时不一致"):
        releases.hand_over(desk, ids, stick, OPEN)
    assert not {one.name: one.ok for one in health.check(desk)}["数据包台账"]


def test_another_receiver_begins_another_chain(desk: Desk, stick: Path) -> None:
    record_id = penalty(desk)
    send(desk, stick)
    office = offices.office(desk)
    desk.perform(offices.describe, offices.Office(**(vars(office) | {"receiver": "示例市信用中心"})))
    desk.perform(records.correct, record_id, {"fine_amount": "0.2"}, WHY)
    send(desk, stick / "other")
    assert next((line.receiver, line.serial) for line in packages.ledger(desk)) == ("示例市信用中心", 1)
    assert complaints(desk) == []
