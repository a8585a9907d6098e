"""Attachments, notes and reminders of a case."""

import hashlib
import tempfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, Problem
from creditdesk.models import AttachmentFile, JournalEntry, Reminder
from creditdesk.services import attachments, case_notes, health, objection_lists, objections, reminders, undo
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.entered import objection, on, penalty
from tests.exchange.paper_files import DOCX, JPEG, PDF, PNG

SECRET = "示例秘密内容甲乙丙丁"


@pytest.fixture
def case_id(desk: Desk) -> str:
    return objection(desk, penalty(desk), date(2026, 2, 10))


def paper(content: bytes = PDF) -> bytes:
    return content.replace(b"endobj", b"endobj % " + SECRET.encode(), 1)


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_a_paper_comes_back_as_it_came_in(desk: Desk, case_id: str, tmp_path: Path) -> None:
    path = tmp_path / "决定书.pdf"
    path.write_bytes(paper())
    changes = attachments.add_file(desk, case_id, path, "opinion")
    [row] = attachments.listing(desk, case_id)
    assert (row.name, row.kind, row.size, row.part_of) == ("决定书.pdf", "pdf", len(paper()), "opinion")
    assert (row.sha256, row.officer) == (hashlib.sha256(paper()).hexdigest(), desk.officer.name)
    assert attachments.content(desk, row.id) == paper()
    assert changes.sentence == "已添加附件 决定书.pdf 到 2026-0001"


def test_no_plaintext_of_a_paper_lands_on_the_disk(
    desk: Desk, case_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(scratch))
    desk.perform(attachments.add, case_id, f"{SECRET}.pdf", paper())
    [row] = attachments.listing(desk, case_id)
    assert SECRET.encode() in attachments.content(desk, row.id)
    desk.perform(attachments.withdraw, row.id, SECRET)
    desk.perform(case_notes.add, case_id, SECRET)
    assert files(scratch) == []
    assert len(files(desk.folder)) > 1
    for path in files(desk.folder):
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            assert SECRET.encode(encoding) not in path.read_bytes(), path.name


def test_the_journal_holds_the_digest_and_never_the_paper(desk: Desk, case_id: str) -> None:
    desk.perform(attachments.add, case_id, "决定书.pdf", paper())
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry is not None
    told = str(entry.changes)
    assert f"sha256:{hashlib.sha256(paper()).hexdigest()}" in told
    assert SECRET not in told


def test_a_paper_is_withdrawn_with_a_reason_and_stays(desk: Desk, case_id: str) -> None:
    first = str(desk.perform(attachments.add, case_id, "错.pdf", paper()).result["attachment"])
    desk.perform(attachments.add, case_id, "对.png", PNG)
    with pytest.raises(InputProblem, match="写明理由"):
        desk.perform(attachments.withdraw, first, " ")
    desk.perform(attachments.withdraw, first, "不是本案材料（示例）")
    rows = attachments.listing(desk, case_id)
    assert [(row.name, row.withdrawn_because, row.withdrawn_by) for row in rows] == [
        ("对.png", "", ""),
        ("错.pdf", "不是本案材料（示例）", desk.officer.name),
    ]
    assert attachments.content(desk, first) == paper()
    with pytest.raises(InputProblem, match="已经撤下"):
        desk.perform(attachments.withdraw, first, "再撤")
    # The same paper may come again once it is withdrawn, and only then.
    desk.perform(attachments.add, case_id, "错.pdf", paper())
    with pytest.raises(InputProblem, match=r"已在2026-0001的附件中（错\.pdf）"):
        desk.perform(attachments.add, case_id, "另一名.pdf", paper())


def test_papers_are_found_by_name_in_the_case_and_in_the_queue(desk: Desk, case_id: str) -> None:
    other = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号"), date(2026, 2, 10))
    desk.perform(attachments.add, case_id, "缴款凭证100%.pdf", paper())
    desk.perform(attachments.add, case_id, "照片.jpg", JPEG)
    assert [row.name for row in attachments.listing(desk, case_id, "凭证")] == ["缴款凭证100%.pdf"]
    assert [row.name for row in attachments.listing(desk, case_id, "%")] == ["缴款凭证100%.pdf"]
    assert objection_lists.ids(desk, objection_lists.Filter(text="缴款凭证")) == [case_id]
    assert attachments.listing(desk, other) == ()


@pytest.mark.parametrize(
    ("name", "content"), [("空.pdf", b""), ("宏.pdf", b"MZ"), ("决定书.pdf", DOCX)], ids=["empty", "program", "other"]
)
def test_a_refused_paper_leaves_nothing(desk: Desk, case_id: str, name: str, content: bytes) -> None:
    with pytest.raises(InputProblem):
        desk.perform(attachments.add, case_id, name, content)
    assert attachments.listing(desk, case_id) == ()
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(AttachmentFile)) == 0


def test_a_file_too_large_is_refused_before_it_is_read(desk: Desk, case_id: str, tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(InputProblem, match="21 MB，超过 20 MB"):
        attachments.add_file(desk, case_id, path)
    with pytest.raises(InputProblem, match="打不开"):
        attachments.add_file(desk, case_id, tmp_path / "没有.pdf")
    with pytest.raises(InputProblem, match="不是普通文件"):
        attachments.add_file(desk, case_id, tmp_path)
    assert attachments.listing(desk, case_id) == ()


def test_a_copy_outside_is_told_to_the_journal(desk: Desk, case_id: str, tmp_path: Path) -> None:
    kept = str(desk.perform(attachments.add, case_id, "决定书.pdf", paper()).result["attachment"])
    changes = attachments.save_copy(desk, kept, tmp_path / "副本.pdf")
    assert (tmp_path / "副本.pdf").read_bytes() == paper()
    with desk.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "attachment.copy")).one()
    assert (entry.seq, entry.result["attachment"]) == (changes.seq, kept)
    with pytest.raises(Problem, match="无法写入"):
        attachments.save_copy(desk, kept, tmp_path / "没有" / "副本.pdf")


def test_notes_are_added_and_stay_newest_first(desk: Desk, case_id: str) -> None:
    desk.perform(case_notes.add, case_id, "电话告知申请人（示例）")
    desk.perform(case_notes.add, case_id, " 单位称下周答复（示例） ")
    rows = case_notes.listing(desk, case_id)
    assert [(row.text, row.officer) for row in rows] == [
        ("单位称下周答复（示例）", desk.officer.name),
        ("电话告知申请人（示例）", desk.officer.name),
    ]
    for text, said in ((" ", "备注不能为空"), ("一" * 4001, "最多 4000 个字")):
        with pytest.raises(InputProblem, match=said):
            desk.perform(case_notes.add, case_id, text)


def thresholds(desk: Desk) -> list[str]:
    with desk.read() as session:
        return list(session.scalars(select(Reminder.threshold).order_by(Reminder.on, Reminder.id)))


def test_each_threshold_reminds_once_whatever_happens(desk: Desk, case_id: str) -> None:
    # Received on 10 February: to be forwarded by 24 February, after 春节.
    made = []
    for day in (12, 13, 14, 24, 24, 25, 26, 27):
        with on(desk, date(2026, 2, day)):
            made.append(reminders.due(desk))
    assert made == [0, 1, 0, 1, 0, 1, 0, 0]
    assert thresholds(desk) == ["forward:soon", "forward:today", "forward:overdue"]


def test_a_new_stage_has_thresholds_of_its_own_and_a_closed_case_none(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 2))
    assert reminders.due(desk) == 1
    with on(desk, date(2026, 2, 12)):
        desk.perform(objections.accept, case_id)
        desk.perform(objections.forward, case_id)
    desk.perform(objections.deliver, case_id, TODAY)
    assert reminders.due(desk) == 1
    assert thresholds(desk) == ["forward:overdue", "verify:soon"]
    desk.perform(objections.withdraw, case_id, TODAY, "书面撤回（示例）")
    assert reminders.unseen(desk) == ()
    with on(desk, date(2026, 3, 20)):
        assert reminders.due(desk) == 0


def test_reminders_stand_until_they_are_seen(desk: Desk) -> None:
    first = objection(desk, penalty(desk), date(2026, 2, 3))
    second = objection(desk, penalty(desk, decision_number="示市监罚〔2025〕9号"), date(2026, 2, 5))
    assert reminders.due(desk) == 2
    assert [(row.case_id, row.words) for row in reminders.unseen(desk)] == [
        (first, "逾期 2 个工作日"),
        (second, "今日到期"),
    ]
    desk.perform(reminders.see, [first])
    assert [row.case_id for row in reminders.unseen(desk)] == [second]
    desk.perform(undo.last)
    assert len(reminders.unseen(desk)) == 2
    desk.perform(reminders.see)
    assert reminders.unseen(desk) == ()
    assert reminders.due(desk) == 0


def test_reminders_leave_the_last_act_to_be_taken_back(desk: Desk, case_id: str) -> None:
    with on(desk, date(2026, 2, 24)):
        assert undo.offered(desk)
        assert reminders.due(desk) == 1
        assert undo.offered(desk)


def test_a_paper_whose_bytes_changed_is_found_by_the_check(desk: Desk, case_id: str) -> None:
    desk.perform(attachments.add, case_id, "决定书.pdf", paper())
    assert {one.name: one.ok for one in health.look(desk)}["案卷材料"]
    with Session(desk.vault.writer) as session, session.begin():
        session.scalars(select(AttachmentFile)).one().content = paper() + b" "
    [wrong] = [one.sentence for one in health.look(desk) if one.name == "案卷材料"]
    assert "的附件决定书.pdf与收到时不一致" in wrong
