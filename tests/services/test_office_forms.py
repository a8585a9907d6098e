"""Forms that an office adds itself: seen first, accepted for a reason, then kinds like any other."""

import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.errors import InputProblem, Problem
from creditdesk.files import LITTLE
from creditdesk.services import health, imports, office_forms, packages, record_lists, records, subjects
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from tests.conftest import CHEAP, OFFICER, PASSPHRASE
from tests.entered import penalty
from tests.leaving import release
from tests.services.test_every_kind import contents_of, write_sheet
from tests.sound import complaints

EXAMPLE = re.search(r"```toml\n(.*?)```", (paths.forms().parent / "docs/forms.md").read_text("utf-8"), re.DOTALL)
REASON = "县信用办〔2026〕3号（示例）"


def example() -> str:
    """The complete file that docs/forms.md shows."""
    assert EXAMPLE is not None
    return EXAMPLE[1]


def drop(desk: Desk, text: str | bytes, name: str = "nursery_inspection.toml") -> Path:
    """Put a file into the desk's forms folder, as an officer does."""
    file = office_forms.folder(desk) / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def newer_penalty(desk: Desk, valid_from: str = "2026-02-01") -> str:
    """The shipped penalty form as a newer edition: one field more, one gone, one renamed, one no longer required."""
    text = (paths.forms() / "records" / "penalty.toml").read_text("utf-8")
    kind = desk.catalogue.kind("penalty")
    text = text.replace(f'edition = "{kind.edition}"', 'edition = "示例 2026 版"', 1)
    text = re.sub(r"^valid_from = .*$", f"valid_from = {valid_from}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^layouts = .*$", "", text, count=1, flags=re.MULTILINE)
    more = '[[fields]]\nname = "hearing_on"\nlabel = "听证日期"\ntype = "date"\nsection = "decision"\n\n'
    place = text.index("[[fields]]")
    return text[:place] + more + text[place:]


def test_a_desk_is_founded_with_its_folder_for_forms(desk: Desk, founded: Path) -> None:
    assert (founded / "forms").is_dir()
    assert office_forms.proposals(desk) == ()


def test_a_dropped_form_is_only_a_proposal_until_it_is_accepted(desk: Desk) -> None:
    drop(desk, example())
    (one,) = office_forms.proposals(desk)
    assert (one.state, one.kind and one.kind.label, one.sentence) == ("new", "托育机构检查", "")
    with pytest.raises(InputProblem, match="目录中没有信息类别"):
        desk.catalogue.kind("tyjc")
    changes = desk.perform(office_forms.accept, office_forms.folder(desk) / one.file_name, one.sha256, REASON)
    assert changes.sentence == "已采用表单“托育机构检查”县定第 1 版"
    assert desk.catalogue.kind("tyjc").edition == "县定第 1 版"
    assert [each.state for each in office_forms.proposals(desk)] == ["known"]
    (told,) = office_forms.accepted(desk)
    assert (told.officer, told.reason, told.on) == (OFFICER, REASON, date(2026, 2, 12))


def test_an_accepted_kind_goes_all_the_way(desk: Desk, tmp_path: Path) -> None:
    drop(desk, example())
    office_forms.accept_file(desk, "nursery_inspection.toml", REASON)
    kind = desk.catalogue.kind("nursery_inspection")
    contents = list(contents_of(kind))
    assert contents
    for content in contents:
        made = desk.perform(records.enter, kind.name, content).result["record"]
        sheet = record_lists.sheet(desk, made)
        assert (sheet.content, sheet.edition) == (content, "县定第 1 版")
        assert made in [hit.id for hit in subjects.look_up(desk, content["decision_number"])]
    assert len(record_lists.ids(desk, Filter(kind=kind.name))) == len(contents)
    (layout,) = desk.catalogue.layouts_of(kind)
    sent = write_sheet(tmp_path / "sent.xlsx", layout, kind, contents, desk.catalogue)
    planned = imports.plan(desk, sent, "tyjc")
    assert (planned.same, planned.new, planned.bad) == (len(contents), 0, 0)
    assert {count.kind: count.leaving for count in packages.prepare(desk).counts}[kind.name] == len(contents)
    (tmp_path / "out").mkdir()
    assert release(desk).result["rows"] == len(contents)
    assert complaints(desk, health.ADVICE) == []


def test_what_was_accepted_stays_whatever_becomes_of_the_file(desk: Desk) -> None:
    file = drop(desk, example())
    office_forms.accept_file(desk, file.name, REASON)
    file.write_text(example().replace("检查日期", "抽查日期"), "utf-8")
    (changed,) = office_forms.proposals(desk)
    assert changed.state == "faulty"
    assert "目录中已有“县定第 1 版”" in changed.sentence
    file.unlink()
    folder = desk.folder
    desk.close()
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(date(2026, 2, 13)), cost=CHEAP) as again:
        assert again.catalogue.kind("tyjc").field("decided_on").label == "检查日期"


def test_a_file_changed_after_it_was_looked_at_is_not_accepted(desk: Desk) -> None:
    file = drop(desk, example())
    (seen,) = office_forms.proposals(desk)
    file.write_text(example().replace("检查日期", "抽查日期"), "utf-8")
    with pytest.raises(InputProblem, match="在查看之后又改动过"):
        desk.perform(office_forms.accept, file, seen.sha256, REASON)
    with pytest.raises(InputProblem, match="必须写明理由"):
        office_forms.accept_file(desk, file.name, " ")
    office_forms.accept_file(desk, file.name, REASON)
    with pytest.raises(InputProblem, match="已经采用"):
        office_forms.accept_file(desk, file.name, REASON)


def test_an_old_record_keeps_its_form_and_a_new_edition_says_what_changed(desk: Desk) -> None:
    old = penalty(desk)
    edition = desk.catalogue.kind("penalty").edition
    drop(desk, newer_penalty(desk), "penalty.toml")
    (one,) = office_forms.proposals(desk)
    assert one.state == "edition"
    assert "增加字段：听证日期" in one.changes
    office_forms.accept_file(desk, "penalty.toml", REASON)
    assert desk.catalogue.kind("penalty").edition == "示例 2026 版"
    assert record_lists.sheet(desk, old).edition == edition
    desk.perform(records.correct, old, {"remark": "核对后补充（示例）"}, "补充备注")
    corrected = record_lists.sheet(desk, old)
    assert (corrected.edition, corrected.history[0].changes[0].label) == (edition, "备注")


def test_a_form_begins_on_its_day_even_while_the_desk_stays_open(desk: Desk) -> None:
    before = desk.catalogue.kind("penalty").edition
    drop(desk, newer_penalty(desk, "2026-03-02"), "penalty.toml")
    assert office_forms.accept_file(desk, "penalty.toml", REASON).sentence.endswith("，2026-03-02起启用")
    assert desk.catalogue.kind("penalty").edition == before
    assert [kind.edition for kind in office_forms.coming(desk)] == ["示例 2026 版"]
    later = newer_penalty(desk, "2026-04-01").replace("示例 2026 版", "示例 2026 第二版")
    drop(desk, later, "later.toml")
    with pytest.raises(InputProblem, match="已有一版待启用"):
        office_forms.accept_file(desk, "later.toml", REASON)
    desk.clock = fixed_clock(date(2026, 3, 2))
    made = penalty(desk, decision_number="示市监罚〔2026〕88号")
    assert record_lists.sheet(desk, made).edition == "示例 2026 版"


def test_a_form_the_program_cannot_read_any_more_is_told_and_the_desk_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(desk, example())
    office_forms.accept_file(desk, "nursery_inspection.toml", REASON)
    folder = desk.folder
    desk.close()
    # A later program ships a kind of the same title.
    shipped = shutil.copytree(paths.forms(), folder.parent / "forms")
    award = shipped / "records" / "award.toml"
    award.write_text(award.read_text("utf-8").replace('label = "行政奖励"', 'label = "托育机构检查"', 1), "utf-8")
    monkeypatch.setattr(paths, "forms", lambda: shipped)
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(date(2026, 2, 13)), cost=CHEAP) as again:
        (finding,) = (one for one in health.check(again) if one.name == "本单位表单")
        assert not finding.ok
        assert "读不出来" in finding.sentence


def spoilt(old: str, new: str) -> Callable[[], bytes]:
    """The example with one passage replaced."""
    return lambda: example().replace(old, new).encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no toml": (lambda: b"name = \n", "第 1 行不符合 TOML 写法"),
    "binary": (lambda: bytes(range(256)) * 4, "不是 UTF-8"),
    "empty": (lambda: b"", "name"),
    "nested": (lambda: b"a = " + b"[" * 100_000, "套得太深|TOML"),
    "too large": (lambda: b"#" * (LITTLE + 1), "超过 1 MB"),
    "unknown entry": (spoilt("adverse = true", "adverse = true\nadvers = 1"), "请检查拼写"),
    "wrong type": (spoilt("order = 90", 'order = "90"'), "应为整数"),
    "unknown codes": (spoilt("grade/plan_2017", "grade/none"), "没有代码集"),
    "two fields of a name": (spoilt('name = "finding"', 'name = "grade"'), "字段重名"),
    "two fields of a label": (spoilt("发现的问题", "检查日期"), "都叫“检查日期”"),
    "name of a path": (spoilt('short = "tyjc"', 'short = "../x"'), "只能由小写字母"),
    "label of another kind": (spoilt('label = "托育机构检查"', 'label = "行政处罚"'), "相同"),
    "no subject": (spoilt('name = "subject_name"', 'name = "who"'), "没有字段 subject_name"),
    "no code": (spoilt('name = "uscc"', 'name = "code"'), "辨认主体"),
    "unknown layout": (spoilt("order = 90", 'order = 90\nlayouts = ["xzcf_2018"]'), "版式"),
    "no such day": (spoilt("2026-01-01", "2026-02-30"), "TOML"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_form_ends_in_one_sentence_that_names_the_file(desk: Desk, name: str) -> None:
    build, words = HOSTILE[name]
    drop(desk, build(), "bad.toml")
    (one,) = office_forms.proposals(desk)
    assert (one.state, one.kind) == ("faulty", None)
    assert re.search(words, one.sentence), one.sentence
    assert one.sentence.startswith("bad.toml")
    assert one.sentence.endswith("。")
    with pytest.raises(Problem) as caught:
        office_forms.accept_file(desk, "bad.toml", REASON)
    assert caught.value.sentence == one.sentence
    assert office_forms.accepted(desk) == ()


def test_links_folders_and_older_editions_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text(example(), "utf-8")
    (office_forms.folder(desk) / "link.toml").symlink_to(tmp_path / "elsewhere.toml")
    (office_forms.folder(desk) / "folder.toml").mkdir()
    os.mkfifo(office_forms.folder(desk) / "pipe.toml")
    drop(desk, newer_penalty(desk, "2001-01-01"), "older.toml")
    told = {one.file_name: one.sentence for one in office_forms.proposals(desk)}
    assert all("不是普通文件" in told[name] for name in ("link.toml", "folder.toml", "pipe.toml"))
    assert "启用日期应晚于现行版" in told["older.toml"]
    with pytest.raises(InputProblem, match="打不开"):
        office_forms.accept_file(desk, "missing.toml", REASON)
