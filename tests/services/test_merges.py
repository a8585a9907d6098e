"""Two subjects that are one: offered, merged for a reason, found by every old identity, and taken apart again."""

from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.models import Case, JournalEntry, Mirror, Record, RoleLink, Subject, SubjectName
from creditdesk.services import (
    double_scan,
    doubles,
    entries,
    import_sorting,
    merges,
    record_lists,
    records,
    role_links,
    separations,
    subjects,
    timelines,
    undo,
)  # fmt: skip
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.entered import PENALTY, PERSON_PENALTY, cases_about, objection, penalty
from tests.sound import complaints

WHY = "营业执照换发前后为同一单位（示例）"
OLD = {
    "uscc": "",
    "reg_number": "410122000000013",
    "decision_number": "示市监罚〔2019〕5号",
    "decided_on": "2019-05-06",
}
TABLES = (Case, Mirror, Record, RoleLink, Subject, SubjectName)


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    """A firm under its USCC, and the same firm under its old registration number, each with a record."""
    new, old = penalty(desk), penalty(desk, **OLD)
    return record_lists.sheet(desk, new).subject_id, record_lists.sheet(desk, old).subject_id


def everything(desk: Desk) -> dict[str, list[dict[str, object]]]:
    """Return all rows of what a merge may touch, the count of versions and the time of change left out."""
    with desk.read() as session:
        told = {}
        for table in TABLES:
            columns = [each.key for each in table.__mapper__.column_attrs if each.key not in ("version", "changed_at")]
            rows = [{name: getattr(row, name) for name in columns} for row in session.query(table)]
            told[table.__tablename__] = sorted(rows, key=lambda row: str(row["id"]))
        return told


def test_the_same_name_and_representative_is_offered(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    (offered,) = doubles.of_subject(desk, new)
    assert (offered.id, offered.why) == (old, ("名称和法定代表人都相同",))
    assert set(double_scan.suspected(desk)) == {new, old}
    desk.perform(separations.keep_apart, new, old, "同名的两个单位（示例）")
    assert doubles.of_subject(desk, new) == doubles.of_subject(desk, old) == ()
    assert double_scan.suspected(desk) == []
    with pytest.raises(InputProblem, match="已经登记为不同主体"):
        desk.perform(separations.keep_apart, old, new, "再次（示例）")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"uscc": "", "tax_number": "410122MA3X00010", "subject_name": "另一示例店"}, "代码相同：MA3X00010"),
        (
            {"uscc": "", "social_number": "91410122MA3X000105", "subject_name": "另一示例店"},
            "代码相同：91410122MA3X000105",
        ),
        ({"uscc": "91410122MA3X000292", "subject_name": "示例健材有限公司"}, "名称只差一处，法定代表人相同"),
        (
            {"uscc": "91410122MA3X000292", "subject_name": "示例建材公限有司", "legal_representative": "李示例"},
            "",
        ),
        (
            {"uscc": "91410122MA3X00037W", "subject_name": "示例建材有司限公", "legal_representative": "李示例"},
            "",
        ),
        (
            {"uscc": "91410122MA3X000292", "subject_name": "示例建材有公限司", "legal_representative": "李示例"},
            "",
        ),
        ({"uscc": "91410122MA3X000292", "subject_name": "示例建材有限公司", "legal_representative": "李示例"}, ""),
    ],
)
def test_what_resembles_is_offered_and_no_more(desk: Desk, other: dict[str, str], why: str) -> None:
    one = record_lists.sheet(desk, penalty(desk)).subject_id
    double = record_lists.sheet(desk, penalty(desk, decision_number="示罚〔2026〕9号", **other)).subject_id
    assert [each.why for each in doubles.of_subject(desk, one)] == ([(why,)] if why else [])
    assert [each.why for each in doubles.of_subject(desk, double)] == ([(why,)] if why else [])
    assert set(double_scan.suspected(desk)) == ({one, double} if why else set())


def test_a_person_under_an_old_number_and_with_one_digit_wrong_is_offered(desk: Desk) -> None:
    ids = []
    for number in ("410122700101001", "410122197001010019", "410122197001010029"):
        content = PERSON_PENALTY | {"document_number": number, "decision_number": f"示罚〔2026〕{len(ids)}号"}
        ids.append(str(desk.perform(records.enter, "penalty", content, kept_because="示例号码").result["subject"]))
    assert {double.id: double.why for double in doubles.of_subject(desk, ids[1])} == {
        ids[0]: ("15位和18位身份证号码是同一号码",),
        ids[2]: ("姓名相同，证件号码只差一处",),
    }
    assert {double.id for double in doubles.of_subject(desk, ids[0])} >= {ids[1]}


def test_a_merged_subject_is_found_by_every_old_identity(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    objection(desk, record_lists.ids(desk, Filter(subject_id=old))[0], date(2026, 2, 2))
    desk.perform(merges.merge, new, old, WHY)
    assert len(record_lists.ids(desk, Filter(subject_id=new))) == 2
    assert record_lists.ids(desk, Filter(subject_id=old)) == []
    assert cases_about(desk, new) != []
    for field, code in (("uscc", "91410122MA3X000105"), ("reg_number", "410122000000013")):
        known = entries.known_subject(desk, field, code)
        assert known is not None
        assert (known.id, known.records, known.content[field]) == (new, 2, code)
    assert [key.partition(":")[0] for key in timelines.keys(desk, new)] == ["case", "record", "record"]
    assert doubles.of_subject(desk, new) == ()
    for text in ("91410122MA3X000105", "410122000000013", "示例建材"):
        assert list(merges.followed(desk, subjects.ids(desk, text))) == [new]
    assert [row.name for row in merges.merged_into(desk, new)] == ["示例建材有限公司"]
    later = penalty(desk, **OLD | {"decision_number": "示市监罚〔2018〕1号"})
    assert record_lists.sheet(desk, later).subject_id == new
    assert complaints(desk) == []


def test_codes_both_have_stay_and_still_find_the_kept_one(desk: Desk) -> None:
    one = record_lists.sheet(desk, penalty(desk)).subject_id
    typo = {"uscc": "91410122MA3X000292", "subject_name": "示例建材公司", "decision_number": "示罚〔2026〕9号"}
    other = record_lists.sheet(desk, penalty(desk, **typo)).subject_id
    desk.perform(merges.merge, one, other, WHY)
    again = record_lists.sheet(desk, penalty(desk, **typo | {"decision_number": "示罚〔2026〕10号"}))
    assert again.subject_id == one
    assert subjects.card(desk, one).names == ("示例建材公司",)
    assert merges.kept(desk, other) == one
    with pytest.raises(InputProblem, match="已有"):
        penalty(desk, **typo)


def test_unmerging_brings_everything_back_and_takes_along_what_came_since(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    objection(desk, record_lists.ids(desk, Filter(subject_id=old))[0], date(2026, 2, 2))
    before = everything(desk)
    made = desk.perform(merges.merge, new, old, WHY).result["merge"]
    later = penalty(desk, **OLD | {"decision_number": "示市监罚〔2018〕1号"})
    case = objection(desk, later, date(2026, 2, 3))
    own = penalty(desk, decision_number="示罚〔2026〕11号")
    desk.perform(separations.unmerge, made, "经核对为两个单位（示例）")
    assert record_lists.sheet(desk, later).subject_id == old
    assert record_lists.sheet(desk, own).subject_id == new
    assert case in cases_about(desk, old)
    after = everything(desk)
    for table, rows in before.items():
        assert [row for row in after[table] if row in rows] == rows
    assert merges.merged_into(desk, new) == ()
    assert complaints(desk) == []
    with pytest.raises(InputProblem, match="已经撤销"):
        desk.perform(separations.unmerge, made, "再次（示例）")


def test_unmerging_at_once_leaves_the_desk_as_it_was(desk: Desk, pair: tuple[str, str]) -> None:
    before = everything(desk)
    made = desk.perform(merges.merge, *pair, WHY).result["merge"]
    desk.perform(separations.unmerge, made, "试验（示例）")
    assert everything(desk) == before


def test_undo_takes_merge_and_separation_back(desk: Desk, pair: tuple[str, str]) -> None:
    before = everything(desk)
    made = desk.perform(merges.merge, *pair, WHY).result["merge"]
    merged = everything(desk)
    assert merged != before
    desk.perform(separations.unmerge, made, "试验（示例）")
    desk.perform(undo.last)
    assert everything(desk) == merged
    desk.perform(undo.last)
    assert everything(desk) == before
    assert set(subjects.ids(desk, "示例建材")) == set(pair)
    assert subjects.ids(desk, "410122000000013") == [pair[1]]
    assert complaints(desk) == []


def test_a_chain_of_merges_is_taken_apart_from_its_end(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    third = record_lists.sheet(
        desk, penalty(desk, uscc="91410122MA3X000292", decision_number="示罚〔2026〕9号")
    ).subject_id
    first = desk.perform(merges.merge, new, old, WHY).result["merge"]
    second = desk.perform(merges.merge, third, new, WHY).result["merge"]
    assert merges.kept(desk, old) == third
    with pytest.raises(InputProblem, match="请先撤销后来的合并"):
        desk.perform(separations.unmerge, first, "试验（示例）")
    desk.perform(separations.unmerge, second, "试验（示例）")
    desk.perform(separations.unmerge, first, "试验（示例）")
    assert [len(record_lists.ids(desk, Filter(subject_id=each))) for each in (new, old, third)] == [1, 1, 1]


def test_what_cannot_be_merged_is_refused(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    person = desk.perform(records.enter, "penalty", PERSON_PENALTY, kept_because="示例号码").result["subject"]
    for kept, merged, why, sentence in (
        (new, new, WHY, "它自己"), (new, old, " ", "理由"), (new, person, WHY, "自然人和单位")
    ):  # fmt: skip
        with pytest.raises(InputProblem, match=sentence):
            desk.perform(merges.merge, kept, merged, why)
    desk.perform(merges.merge, new, old, WHY)
    with pytest.raises(InputProblem, match="已经并入"):
        desk.perform(merges.merge, new, old, WHY)


def test_links_move_along_both_ways(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    li = {"subject_name": "李示例", "document_type": "身份证", "document_number": "41012219000101996X"}
    desk.perform(role_links.link, old, li, "principal", date(2024, 1, 1))
    desk.perform(merges.merge, new, old, WHY)
    (row,) = role_links.links_of(desk, new)
    assert row.name == "李示例"
    assert [each.other_id for each in role_links.links_of(desk, row.other_id)] == [new]


def test_the_journal_tells_each_row_that_moved(desk: Desk, pair: tuple[str, str]) -> None:
    seq = desk.perform(merges.merge, *pair, WHY).seq
    with desk.read() as session:
        entry = session.get_one(JournalEntry, seq)
    assert {change["table"] for change in entry.changes} == {"subject", "record", "subject_merge"}
    assert entry.sentence == "已将示例建材有限公司并入示例建材有限公司"


def test_an_imported_row_under_an_old_code_is_the_kept_subjects(desk: Desk, pair: tuple[str, str]) -> None:
    new, old = pair
    desk.perform(merges.merge, new, old, WHY)
    content = PENALTY | OLD | {"decision_number": "示市监罚〔2019〕6号"}
    with desk.read() as session:
        assert import_sorting.Sorting(session, desk.catalogue.kind("penalty"), [content]).subject(0) == new
