"""Records whose time is over: erased by two persons so that nothing is left, anywhere, and that can be proved."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.models import JournalEntry, Letter, LostAct, Package, Subject
from creditdesk.services import (
    attachments,
    backups,
    case_notes,
    checkups,
    confirmations,
    credit_reports,
    erasure_traces,
    erasures,
    health,
    journal,
    letters,
    objections,
    record_lists,
    records,
    rehearsals,
    rekeys,
    releases,
    restores,
    salvages,
    subjects,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.erasure_scopes import GONE
from creditdesk.services.powers import Power
from creditdesk.services.salvages import Way
from creditdesk.vault import Vault, points
from creditdesk.vault.checking import Finding
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, acting_as, by_two, objection, penalty
from tests.erased import DECISION, ERASED, NAME, NUMBER, found, key_of, sounds, spellings
from tests.exchange.paper_files import PDF
from tests.leaving import send
from tests.services.test_salvages import damage, root_of
from tests.sound import complaints

WORDS = spellings(NAME, NUMBER, DECISION) | sounds(NAME)
ASKING = Asking(NAME, "本人", "身份证原件（示例）", "本人了解（示例）")


@dataclass
class Story:
    """A desk with a person about whom everything was kept that a desk keeps, and who was erased then."""

    desk: Desk
    folder: Path
    record: str
    key: bytes
    before: set[bytes]
    letter: str
    heads: list[str]
    old: str


def opened(folder: Path) -> Desk:
    return Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP)


def busy_life(desk: Desk, folder: Path) -> str:
    """Enter a person's record and do everything with it that leaves a trace; returns the record."""
    record = penalty(desk, **ERASED)
    penalty(desk)
    send(desk, folder / "stick")
    case = objection(desk, record, TODAY, field="facts", claim=f"{NAME}没有违法（示例）")
    desk.perform(case_notes.add, case, f"{NAME}来电（示例）")
    paper = PDF.replace(b"endobj", f"endobj % {NAME}, {NUMBER}".encode(), 1)
    desk.perform(attachments.add, case, f"{NAME}.pdf", paper)
    desk.perform(objections.accept, case)
    desk.perform(objections.withdraw, case, TODAY, f"{NAME}自愿撤回（示例）")
    desk.perform(records.save_draft, "penalty", {"subject_name": NAME, "document_number": NUMBER})
    desk.perform(records.correct, record, {"facts": f"{NAME}销售的建材没有标签（示例）"}, f"{NAME}要求写明（示例）")
    desk.perform(credit_reports.issue, subjects.ids(desk, NUMBER)[0], ASKING)
    with Session(desk.vault.writer) as session, session.begin():
        # As a restore lists what it took back, and an officer ticks it off.
        told = {"about": f"{DECISION}、2026-0009", "outcome": f"{NAME}的处罚已重新录入（示例）"}
        session.add(LostAct(aside="示例", seq=1, at=desk.clock(), officer_name=OFFICER, act="录入记录", **told))
    return record


@pytest.fixture(scope="module")
def story(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Live the person's life at a desk with backups here and elsewhere, erase it, and open the desk again."""
    folder = tmp_path_factory.mktemp("erased")
    (folder / "second").mkdir()
    shutil.copytree(founded, folder / "desk")
    with opened(folder / "desk") as desk:
        desk.perform(backups.choose_place, str(folder / "second"))
        record = busy_life(desk, folder)
        old = backups.make(desk, "手动")
        shutil.copytree(old, folder / "elsewhere" / old.name)
        key = key_of(desk)
        before = {word for _, word in found(folder, key, WORDS)}
        heads = hashes(desk)
        done = by_two(desk, erasures.erase, [record]).result
        erasure_traces.finish(desk)
    with opened(folder / "desk") as desk:
        yield Story(desk, folder, record, key, before, str(done["letter"]), heads, old.name)


def hashes(desk: Desk) -> list[str]:
    """Return every hash of the journal."""
    with desk.read(Power.JOURNAL) as session:
        return list(session.scalars(select(JournalEntry.hash).order_by(JournalEntry.seq)))


def test_nothing_is_left_in_any_page_of_any_database_nor_in_any_file(story: Story) -> None:
    stays = {word for word in WORDS if word.startswith((NAME.encode(), NUMBER.encode(), DECISION.encode()))}
    assert stays | sounds(NAME) | {NUMBER[::-1].encode()} <= story.before
    assert found(story.folder / "desk", story.key, WORDS) == []
    assert found(story.folder / "second", story.key, WORDS) == []
    # The search would find it: what was copied elsewhere before still has it.
    assert found(story.folder / "elsewhere", story.key, WORDS) != []


def test_the_journal_keeps_its_hashes_and_holds(story: Story) -> None:
    assert hashes(story.desk)[: len(story.heads)] == story.heads
    with story.desk.read(Power.JOURNAL) as session:
        assert journal.broken_at(session) is None
    assert complaints(story.desk, health.ADVICE) == []


@pytest.mark.parametrize("change", [{"sentence": "别的话（示例）"}, {"changes": []}, {"hash": "0" * 64}])
def test_an_entry_that_lost_its_words_cannot_be_changed_unseen(story: Story, change: dict[str, object]) -> None:
    with Session(story.desk.vault.writer) as session, session.begin() as transaction:
        emptied = [one for one in session.scalars(select(JournalEntry)) if journal.seal(one) != one.hash]
        assert len(emptied) > 5
        session.execute(update(JournalEntry).where(JournalEntry.seq == emptied[2].seq).values(change))
        session.expire_all()
        assert journal.broken_at(session) in (emptied[2].seq, emptied[2].seq + 1)
        transaction.rollback()


def test_an_entry_without_its_salt_confirms_no_guess(story: Story) -> None:
    with story.desk.read(Power.JOURNAL) as session:
        emptied = [one for one in session.scalars(select(JournalEntry)) if journal.seal(one) != one.hash]
        assert {one.salt for one in emptied} == {None}
        assert {one.officer_name for one in emptied} >= {OFFICER}


def test_a_lost_act_about_the_person_stays_and_names_nobody(story: Story) -> None:
    with story.desk.read() as session:
        lost = session.scalars(select(LostAct)).one()
    assert (lost.about, lost.outcome) == (f"{GONE}、2026-0009", f"{GONE}的处罚已重新录入（示例）")


def test_letters_and_packages_keep_number_and_digest_and_say_why_they_are_empty(story: Story) -> None:
    with story.desk.read() as session:
        empty = session.scalars(select(Letter).where(Letter.addressee == GONE)).all()
        assert {one.form for one in empty} == {"acceptance", "credit_report"}
        assert all(one.number and len(one.sha256) == 64 and one.values == {} for one in empty)
        [package] = session.scalars(select(Package))
        assert (package.rows, len(package.digest)) == (2, 64)
        with pytest.raises(Problem, match="数据包的内容因保存期满已依法消除"):
            releases.file_of(session, package)
    with pytest.raises(Problem, match=f"{empty[0].number}的内容因保存期满已依法消除"):
        letters.pdf_of(story.desk, empty[0].id)


def test_the_certificate_names_the_rule_the_record_and_the_receivers_and_nobody(story: Story) -> None:
    told = "".join(Pdf(letters.pdf_of(story.desk, story.letter)).text().split())
    for words in ("六（六）", "保存5年", "下列1条记录", "1名自然人", story.record, "2021-02-11", "第0001号"):
        assert words in told
    assert NAME not in told
    assert NUMBER not in told


def test_others_lose_nothing(story: Story) -> None:
    [kept] = record_lists.ids(story.desk, record_lists.Filter())
    assert record_lists.sheet(story.desk, kept).content["subject_name"] == PENALTY["subject_name"]
    assert [row.name for row in subjects.rows(story.desk, subjects.ids(story.desk))] == [PENALTY["subject_name"]]


def test_backups_were_written_anew_and_are_still_sound(story: Story) -> None:
    assert not erasure_traces.unspread(story.desk)
    for point in (*story.desk.vault.points(), *story.desk.vault.points_at(str(story.folder / "second"))):
        points.require_sound(point)
    assert rehearsals.rehearse(story.desk, story.old).faults == ()


def test_an_old_backup_from_elsewhere_loses_the_person_when_it_comes_back(story: Story, tmp_path: Path) -> None:
    story.desk.vault.backup("示例", story.desk.clock())
    copy = shutil.copytree(story.folder / "desk", tmp_path / "desk")
    shutil.rmtree(copy / "backups" / story.old)
    shutil.copytree(story.folder / "elsewhere" / story.old, copy / "backups" / story.old)
    with opened(copy) as desk:
        waiting = confirmations.propose(desk, restores.decide, story.old, "示例").result["confirmation"]
        with acting_as(desk, "李示例", "principal"):
            confirmations.confirm(desk, str(waiting))
        restores.carry_out(desk)
    with opened(copy) as desk:
        assert record_lists.sheet(desk, record_lists.ids(desk, record_lists.Filter())[0]).content["uscc"]
        erasure_traces.finish(desk)
        with desk.read(Power.JOURNAL) as session:
            assert journal.broken_at(session) is None
    assert found(copy, story.key, WORDS) == []


def test_what_was_erased_stays_erased_when_an_old_backup_mends_the_desk(story: Story, tmp_path: Path) -> None:
    pages = [root_of(story.desk, table) for table in ("subject", "record", "letter", "letter_file", "journal")]
    copy = Path(shutil.copytree(story.folder / "desk", tmp_path / "desk"))
    shutil.rmtree(copy / "backups")
    for page in pages:
        damage(copy, page)
    way = Way(places=(story.folder / "elsewhere",))
    done = salvages.salvage(copy, OFFICER, PASSPHRASE, way, clock=fixed_clock(TODAY), cost=CHEAP)
    assert done.mended.point is not None
    assert done.mended.point.name == story.old
    assert {one.table for one in done.mended.tables if one.brought} >= {"subject", "record", "letter", "journal"}
    with opened(copy) as desk, desk.read(Power.JOURNAL) as session:
        assert journal.broken_at(session) is None
    assert found(copy, story.key, WORDS) == []


def test_a_backup_under_a_former_key_is_brought_up_too(founded: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(founded, tmp_path / "desk")
    with opened(folder) as desk:
        record = penalty(desk, **ERASED)
        old = backups.make(desk, "手动")
        confirmations.propose(desk, rekeys.decide, "示例")
        [waiting] = confirmations.pending(desk)
        with acting_as(desk, "李示例", "principal"):
            confirmations.confirm(desk, waiting.id)
        rekeys.carry_out(desk)
    with opened(folder) as desk:
        by_two(desk, erasures.erase, [record])
        assert erasure_traces.finish(desk).left == ()
        assert found(folder, key_of(desk), WORDS) == []
        assert rehearsals.rehearse(desk, old.name).faults == ()
    with Vault.open(old, OFFICER, PASSPHRASE, cost=CHEAP) as backup, Session(backup.reader) as then:
        assert then.scalars(select(Subject)).all() == []


def checked(desk: Desk) -> Finding:
    """Return what the check says about erasures."""
    return next(one for one in health.look(desk) if one.name == "消除")


def test_a_missing_stick_is_told_and_followed_up_when_it_is_back(founded: Path, tmp_path: Path) -> None:
    folder, stick = shutil.copytree(founded, tmp_path / "desk"), tmp_path / "stick"
    stick.mkdir()
    with opened(folder) as desk:
        desk.perform(backups.choose_place, str(stick))
        record = penalty(desk, **ERASED)
        backups.make(desk, "手动")
        stick.rename(tmp_path / "away")
        by_two(desk, erasures.erase, [record])
        assert "现在找不到，接通后会改写" in "".join(erasure_traces.finish(desk).left)
        assert erasure_traces.unspread(desk)
        told = checked(desk)
        assert (told.ok, checkups.state(told)) == (False, "提醒")
        assert "还没有到达全部备份" in told.sentence
        assert f"第二备份位置{stick}现在找不到" in told.sentence
        assert "erase --follow" in told.sentence
        (tmp_path / "away").rename(stick)
        done = erasure_traces.keep_up(desk)
        assert done == erasure_traces.Spread(1, ())
        erasure_traces.settle(desk, done)
        assert not erasure_traces.unspread(desk)
        assert checked(desk).ok
        assert found(stick, key_of(desk), WORDS) == []
