"""An erasure reaches the letters and tips that name the person, whoever else stands in them; other tips stay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import Letter, LetterFile, SealedInformant, Tip, TipReferral
from creditdesk.services import (
    backups,
    credit_reports,
    erasure_traces,
    erasures,
    escalation_lists,
    escalations,
    health,
    letter_voids,
    letters,
    listing_exits,
    records,
    retention,
    rounds,
    subjects,
    tip_lists,
    tips,
)
from creditdesk.services.desk import Desk
from creditdesk.services.enquiries import Asking
from creditdesk.services.erasure_scopes import GONE
from creditdesk.services.informants import Informant
from creditdesk.services.rounds import Change
from creditdesk.services.tips import Told
from tests.conftest import OFFICER, TODAY
from tests.entered import UNIT, by_two, on, penalty
from tests.erased import DECISION, ERASED, NAME, NUMBER, found, key_of, sounds, spellings
from tests.initiated import begun, severe
from tests.listed import BLACK, FORCE, black
from tests.listed import row as kept
from tests.named import INFORMANT, TOLD, as_officer, build, told

MASKED = "410122********0001"
WORDS = spellings(NAME, NUMBER, DECISION, MASKED) | sounds(NAME)
TAX = replace(BLACK, domain="税务（示例）", list_name="重大税收违法失信主体名单（示例）")
ABOUT = replace(TOLD, accused=f"{NAME}（个体摊主）", matter="收钱不发货（示例）")
OTHERS = replace(TOLD, accused="示例建材有限公司", matter="销售没有标明生产日期的建材（示例）")
EXIT, LATER = date(2026, 3, 9), date(2031, 6, 2)


@dataclass
class Story:
    """A desk after the erasure of a person who was listed, punished together with a firm, and reported."""

    desk: Desk
    folder: Path
    tip: str
    other: str
    before: set[bytes]


def person(desk: Desk) -> str:
    """Enter the person with a severe record and return who it is."""
    severely = ERASED | {"grade": "严重", "severity": "严重", "decided_on": "2026-01-03", "valid_until": "2028-01-03"}
    penalty(desk, **severely | {"breach_ended_on": "2026-02-11"})
    return subjects.ids(desk, NUMBER)[0]


def listed_twice(desk: Desk, who: str) -> None:
    """Put the person on two black lists, tell the units, and take the person off again."""
    both = [black(desk, subject=who), black(desk, TAX, "示列决〔2026〕4号", who)]
    with on(desk, FORCE):
        [row] = escalation_lists.rows(desk, escalation_lists.ids(desk))
        desk.perform(escalations.tell, row.id)
    with on(desk, EXIT):
        for one in both:
            desk.perform(listing_exits.repair, one, EXIT, "已履行（示例）")
            desk.perform(listing_exits.announce, one)
            desk.perform(records.correct, str(kept(desk, one).record_id), {"breach_ended_on": str(EXIT)}, "示例")
        desk.perform(escalations.tell, row.id)


def punished(desk: Desk, who: str) -> None:
    """Begin a round against the person and a firm, urge nobody, take the person off it with reasons, and end it."""
    firm = severe(desk)
    one = begun(desk, [who, firm])
    gone = [Change(who, "移出", "已履行（示例）"), Change(firm, "移出", "已履行（示例）")]
    with on(desk, EXIT):
        desk.perform(rounds.update, one, gone[:1], f"{NAME}已履行（示例）")
        desk.perform(rounds.update, one, gone[1:], f"{NAME}已在前次移出（示例）")
        desk.perform(rounds.end, one, f"{NAME}等已履行（示例）")


def reported(desk: Desk, what: Told, informant: Informant = INFORMANT) -> str:
    """Enter a tip, have it answered and close it."""
    tip = told(desk, informant, what)
    desk.perform(tips.refer, tip, UNIT)
    desk.perform(tips.answer, tip, TODAY, "属实", f"{what.accused}已退款（示例）")
    desk.perform(tips.close, tip, "属实", f"{what.accused}已处理（示例）")
    return tip


def asked(desk: Desk, who: str) -> None:
    """Issue the person's own report, and another in its place."""
    asking = Asking(NAME, "本人", "身份证原件（示例）", "本人了解（示例）")
    letter = str(desk.perform(credit_reports.issue, who, asking).result["letter"])
    desk.perform(letter_voids.replace, letter, "用途有误（示例）", {"purpose": "本人核对（示例）"})


@pytest.fixture(scope="module")
def story(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """List, punish and report a person, make a backup before the person is known, and erase five years later."""
    folder = tmp_path_factory.mktemp("reached")
    with as_officer(build(founded, folder / "desk"), OFFICER) as desk:
        other = reported(desk, OTHERS)
        tip = reported(desk, ABOUT)
        backups.make(desk, "手动")
        who = person(desk)
        asked(desk, who)
        listed_twice(desk, who)
        punished(desk, who)
        before = {word for _, word in found(folder, key_of(desk), WORDS)}
        with on(desk, LATER):
            due = [row.record_id for row in retention.due(desk) if row.subject_id == who]
            by_two(desk, erasures.erase, due)
            assert erasure_traces.finish(desk).left == ()
        yield Story(desk, folder, tip, other, before)


def test_no_letter_tip_or_backup_names_the_person_any_more(story: Story) -> None:
    assert spellings(NAME) & story.before
    assert spellings(MASKED) & story.before
    assert found(story.folder, key_of(story.desk), WORDS) == []


def test_letters_about_several_keep_number_and_digest_and_nothing_else(story: Story) -> None:
    with story.desk.read() as session:
        empty = session.scalars(select(Letter).where(Letter.addressee == GONE)).all()
        assert {one.form for one in empty} == {
            "credit_report", "escalation", "escalation_end", "joint_initiation", "joint_update", "listing_decision",
            "listing_entry", "listing_exit", "listing_notice", "tip_referral",
        }  # fmt: skip
        assert all(one.number and len(one.sha256) == 64 and one.values == {} for one in empty)
        kept = set(session.scalars(select(LetterFile.letter_id)))
        assert not kept & {one.id for one in empty}
    with on(story.desk, LATER):
        wrong = [one.sentence for one in health.check(story.desk) if not one.ok and one.name not in health.ADVICE]
    assert wrong == []


def test_a_tip_about_the_person_keeps_its_number_and_finding_and_loses_words_and_informant(story: Story) -> None:
    with story.desk.read() as session:
        row = session.get_one(Tip, story.tip)
        assert (row.number, row.finding, row.named) == ("2026-0002", "属实", False)
        assert (row.accused, row.matter, row.reason) == (GONE, GONE, GONE)
        assert session.scalars(select(TipReferral.answer).where(TipReferral.tip_id == row.id)).all() == [GONE]
        assert session.scalars(select(SealedInformant.tip_id)).all() == [story.other]


def test_a_tip_about_another_keeps_everything(story: Story) -> None:
    [row] = tip_lists.rows(story.desk, [story.other])
    assert (row.accused, row.matter, row.named) == (OTHERS.accused, OTHERS.matter, True)
    assert letters.pdf_of(story.desk, row.referrals[0].letter_id)


def test_an_open_tip_about_the_name_holds_the_record_back(desk: Desk) -> None:
    record = penalty(desk, **ERASED)
    tip = told(desk, Informant(), ABOUT)
    with pytest.raises(InputProblem, match="线索2026-0001反映同名的人，办结后再处理"):
        by_two(desk, erasures.erase, [record])
    desk.perform(tips.drop, tip, "无法核查（示例）")
    by_two(desk, erasures.erase, [record])
