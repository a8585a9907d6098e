"""The forms that ship are whole, and every way to spoil one is refused with file, line and field."""

import re
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.load import Catalogue, load
from creditdesk.errors import Problem
from tests.catalog.conftest import Spoil

PENALTY = "records/penalty.toml"
LAYOUT = "layouts/xzcf_municipal.toml"
LETTER = "letters/outcome.toml"
PROCEDURE = "procedures/objection.toml"
CODES = "codes/grade_plan_2017.toml"
BACKUPS = "backups/desk.toml"
ENQUIRIES = "enquiries/plan_2017.toml"
SITE = "site/plan_2017.toml"

# file, passage, its replacement, passage on the line the fault must name, words of the fault
FAULTS = [
    # the public columns of the site
    (SITE, 'authority = "public"', 'authority = "nobody"', "authority =", "查询规则中没有权限 nobody"),
    (SITE, 'kinds = ["commitment"]', 'kinds = ["promise"]', "kinds =", "没有信息类别 promise"),
    (SITE, 'stamp = "pushed_on"', 'stamp = "facts"', "stamp =", "不是每一类都有日期项 facts"),
    (SITE, 'name = "due_on"', 'name = "due_day"', 'name = "due_day"', "没有一类信息有 due_day"),
    (SITE, 'name = "uscc"', 'name = "document_number"', 'name = "document_number"', "个人信息，不能公开"),
    # any file
    (PENALTY, "order = 2", "order = ", "order = ", "不符合 TOML 写法"),
    (PENALTY, 'label = "行政处罚"', "", "", "label：缺少这一项"),
    (PENALTY, 'edition = "双公示 2018 版"', "edition = 2018", "edition = 2018", "edition：应为文字"),
    (PENALTY, "checked = 2026-11-23", 'checked = "今年"', "checked =", "checked：应为日期"),
    (PENALTY, "checked = 2026-11-23", "checked = 2026-11-23T08:00:00", "checked =", "checked：应为日期"),
    (PENALTY, 'source = "', 'sourse = "', "", "source：缺少这一项"),
    (PENALTY, "adverse = true", "adverse = 1", "adverse = 1", "adverse：应为true 或 false"),
    (PENALTY, "order = 2", "order = true", "order = true", "order：应为整数"),
    (PENALTY, "order = 2", "order = 2\ncolour = 3", "colour = 3", "colour：不认识这一项"),
    (PENALTY, 'caption = ["decision_number"]', "caption = [1]", "caption = [1]", "caption：只能列出不为空的文字"),
    (PENALTY, 'name = "penalty"', 'name = ""', "name =", "name：不能为空"),
    # record kinds
    (PENALTY, 'type = "money"', 'type = "mony"', 'type = "mony"', "字段 fine_amount 的 type：没有“mony”这种"),
    (PENALTY, 'name = "fine_amount"', 'name = "facts"', 'name = "facts"', "字段 facts 的 name：字段重名"),
    (PENALTY, "positive = true", "positve = true", "positve = true", "字段 fine_amount 的 positve：不认识这一项"),
    (PENALTY, "length = 128", "length = -1", "length = -1", "字段 decision_number 的 length：不能为负数"),
    (PENALTY, 'section = "grading"', 'section = "rating"', 'section = "rating"', "grade 的 section：没有分节 rating"),
    (PENALTY, 'codes = "grade/plan_2017"', 'codes = "grade/1999"', 'codes = "grade/1999"', "没有代码集 grade/1999"),
    (PENALTY, 'codes = "grade/plan_2017"\n', "", "[[fields]]", "字段 grade 的 codes：缺少这一项"),
    (PENALTY, 'default = "未定"', 'default = "不详"', 'default = "不详"', "“不详”不是本字段的规范值"),
    (PENALTY, 'companion = "uscc"', 'companion = "usc"', 'companion = "usc"', "org_code 的 companion：没有字段 usc"),
    (PENALTY, '{ authority = "unit.name" }', '{ auth = "unit.name" }', "{ auth =", "fills：没有字段 auth"),
    (PENALTY, '{ authority = "unit.name" }', '{ authority = "city.name" }', '"city.name"', "“city.name”应写成"),
    (PENALTY, '= { "长期" =', '= { "长期" = "2099", "久" =', '"2099"', "words：“2099”不是本字段的规范值"),
    (PENALTY, '{ penalty_kinds = ["罚款"] }', '{ penalty = ["罚款"] }', "{ penalty =", "when：条件字段 penalty 不存在"),
    (PENALTY, '{ penalty_kinds = ["罚款"] }', '{ facts = ["罚款"] }', "{ facts =", "facts 不存在或不是选择型字段"),
    (PENALTY, '{ penalty_kinds = ["罚款"] }', '{ penalty_kinds = ["罚"] }', '["罚"]', "“罚”不是 penalty_kinds 的选项"),
    (PENALTY, '{ penalty_kinds = ["罚款"] }', "{ }", "when = { }", "when：条件中没有字段"),
    (PENALTY, '"grade", "status"', '"grade", "state"', "featured =", "featured：没有字段 state"),
    (PENALTY, 'later = "valid_until"', 'later = "valid_to"', '"valid_to"', "later：没有字段 valid_to"),
    (PENALTY, 'fields = ["uscc", "reg_number"', 'fields = ["uscc", "uscc"', "fields =", "fields：有重复的项"),
    (PENALTY, '"xzcf_2018"]', '"xzcf_2030"]', "layouts =", "layouts：没有版式 xzcf_2030"),
    (PENALTY, '"xzcf_2018"]', '"xzxk_2018"]', "layouts =", "layouts：版式 xzxk_2018 属于另一信息类别"),
    ("records/serious_breach.toml", 'choices = ["严重"]', 'choices = ["很重"]', '["很重"]', "中没有“很重”"),
    ("records/licence.toml", 'name = "licence"', 'name = "penalty"', "", "已在另一文件中定义"),
    # enquiries
    (ENQUIRIES, 'scopes = "usage_scope/municipal"', 'scopes = "usage/1"', "scopes =", "没有代码集 usage/1"),
    (ENQUIRIES, '["公示", "仅可授权查询"]', '["全部"]', '["全部"]', "authorised 的 sees：信息使用范围没有“全部”"),
    (ENQUIRIES, 'code = "public"', 'code = "own"', "[[authorities]]", "代码不能重复"),
    (ENQUIRIES, 'scope = "仅可授权查询"', 'scope = "公示"', "[[hidden]]", "没有写明“仅可授权查询”为什么不列入"),
    # code sets
    (CODES, 'label = "较重"', 'label = "一般"', "", "“一般”已用于 一般"),
    (CODES, 'code = "2"', 'code = "1"', "", "“1”已用于 一般"),
    (CODES, 'label = "较重"', 'label = "较重"\nopn = true', "opn = true", "代码 2 的 opn：不认识这一项"),
    (CODES, 'version = "plan_2017"', 'version = "2017"', "", "没有代码集 grade/plan_2017"),
    # layouts
    (LAYOUT, 'kind = "penalty"', 'kind = "penal"', 'kind = "penal"', "kind：没有信息类别 penal"),
    (LAYOUT, 'field = "facts"', 'field = "fact"', 'field = "fact"', "列 违法事实 的 field：行政处罚没有字段 fact"),
    (LAYOUT, '"违法类型"', '"违法事实"', "", "列名写法“违法事实”已用于"),
    (LAYOUT, "severity/municipal", "severity/city", "severity/city", "codes：没有代码集 severity/city"),
    (LAYOUT, '"处罚名称"', '"处罚内容"', "", "“处罚内容”是本版的列名"),
    # letters
    (LETTER, "{{ unit }}", "{{ unitt }}", "", "变量 unitt 没有在 values 中说明"),
    (LETTER, "{{ unit }}", "", "", "变量 unit 没有在任何文字中用到"),
    (LETTER, "{{ unit }}", "{{ unit", "", "模板写法有误"),
    (LETTER, "{{ unit }}", "{{ unit | 大写 }}", "", "模板写法有误"),
    (LETTER, "item.new }}", "item.newer }}", "", "变量 items 的各项没有属性 newer"),
    (LETTER, 'kind = "date"', 'kind = "day"', 'kind = "day"', "变量类型只能是"),
    (LETTER, "sample = 2026-02-13", 'sample = "二月"', 'sample = "二月"', "变量 opinion_on 的 sample：应为日期"),
    (LETTER, 'outcome = "维持", new = "", ', 'outcome = "维持", ', "sample = [", "sample：应为若干项，每项恰有"),
    (LETTER, 'of = ["field", ', "# ", "", "变量 items 的 of：列表型变量须用 of 写明"),
    # procedures
    (PROCEDURE, 'initial = "received"', 'initial = "begun"', 'initial = "begun"', "initial：没有状态 begun"),
    (PROCEDURE, 'to = "accepted"', 'to = "taken"', 'to = "taken"', "操作 accept 的 to：没有状态 taken"),
    (PROCEDURE, 'letter = "referral"', 'letter = "transfer"', 'letter = "transfer"', "letter：没有文书 transfer"),
    (PROCEDURE, 'starts = "delivered"', 'starts = "arrived"', 'starts = "arrived"', "没有操作产生事件 arrived"),
    (PROCEDURE, "days = 12", "days = 11", "[rule_sets.overall]", "各阶段工作日之和超过全程工作日"),
    (PROCEDURE, 'main_in = ["accepted"]', "", "", "状态 accepted 应有且只有一个主办操作，现有 0 个"),
    (PROCEDURE, 'main_in = ["accepted"]', 'main_in = ["verified"]', "", "主办操作的状态须列在 from 中"),
    (PROCEDURE, 'needs = ["missing"]', 'main_in = ["received"]', "", "状态 received 应有且只有一个主办操作，现有 2 个"),
    (PROCEDURE, 'final = ["closed", ', "final = [", "", "状态 closed 应有且只有一个主办操作"),
    (PROCEDURE, 'received = "已收到"', 'received = "已收到"\nlost = "遗失"', "", "状态 lost 无法到达"),
    (PROCEDURE, 'from = ["notified"]', 'from = ["notified", "closed"]', "", "办结状态之后不能再有操作"),
    (PROCEDURE, 'to = "received"\nevent = "received"', 'to = "closed"\nevent = "received"', "", "须到达初始状态"),
    (PROCEDURE, "= 2017-12-05", "= 2017-12-05\nvalid_until = 2016-01-01", "valid_until", "早于 valid_from"),
    # backups
    (BACKUPS, "every_hours = 4", "every_hours = 0", "every_hours = 0", "every_hours：至少是 1"),
    (BACKUPS, "late_days = 7", "late_days = 1", "late_days = 1", "late_days：不能少于 soon_days"),
    (BACKUPS, "weeks = 5", "wekks = 5", "[keep]", "weeks：缺少这一项"),
    (BACKUPS, "months = 12", "months = 12\nyears = 2", "years = 2", "years：不认识这一项"),
    (BACKUPS, "rehearsal_late_days = 14", "rehearsal_late_days = 3", "rehearsal_late", "不能少于 rehearse_days"),
]  # fmt: skip


def test_the_forms_that_ship_are_whole(catalogue: Catalogue) -> None:
    assert [kind.short for kind in catalogue.kinds][:3] == ["xzxk", "xzcf", "yzsx"]
    assert {letter.name for letter in catalogue.letters} == {
        "archive_certificate",
        "erasure_certificate",
        "acceptance",
        "referral",
        "tip_referral",
        "outcome",
        "supplement",
        "refusal",
        "reminder",
        "rectification",
        "correction_notice",
        "restoration",
        "delivery_slip",
        "repair_acceptance",
        "repair_decision",
        "listing_notice",
        "listing_decision",
        "joint_initiation",
        "joint_update",
        "joint_reminder",
        "escalation",
        "escalation_end",
        "clean_record",
        "green_channel",
        "credit_report",
        "repair_refusal",
        "repair_commitment",
        "listing_publicity",
        "listing_entry",
        "listing_exit",
    }
    assert [procedure.name for procedure in catalogue.procedures] == [
        *("listing_black", "listing_received", "listing_red", "listing_reference", "objection", "repair", "tip")
    ]


def test_every_file_names_its_source(catalogue: Catalogue) -> None:
    shelves = (
        catalogue.kinds,
        catalogue.letters,
        catalogue.procedures,
        catalogue.code_sets,
        catalogue.enquiry_rules,
        catalogue.regimes,
        catalogue.layouts,
        catalogue.backup_rules,
        catalogue.measure_lists,
    )
    for thing in (thing for shelf in shelves for thing in shelf):
        assert thing.source
        assert thing.edition
        assert thing.checked.year >= 2026


@pytest.mark.parametrize(("file", "old", "new", "at", "words"), FAULTS, ids=range(len(FAULTS)))
def test_a_spoilt_form_is_refused(spoil: Spoil, file: str, old: str, new: str, at: str, words: str) -> None:
    folder = spoil(file, old, new)
    with pytest.raises(Problem) as caught:
        load(folder)
    sentence = caught.value.sentence
    assert words in sentence
    place = re.match(r"(\S+) 第 (\d+) 行", sentence)
    assert place, sentence
    if at:
        lines = (folder / file).read_text("utf-8").splitlines()
        assert place[1] == file
        assert at in lines[int(place[2]) - 1]


def test_a_file_of_another_encoding_is_refused(spoil: Spoil) -> None:
    folder = spoil(PENALTY, "order = 2", "order = 2")
    text = (folder / PENALTY).read_text("utf-8")
    (folder / PENALTY).write_bytes(text.encode("gb18030"))
    with pytest.raises(Problem, match=re.escape("records/penalty.toml 不是 UTF-8 编码")):
        load(folder)


def test_missing_forms_are_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="没有找到目录文件"):
        load(tmp_path)


def test_an_older_edition_stays_readable(spoil: Spoil) -> None:
    folder = spoil(PENALTY, "order = 2", "order = 2")
    newer = (folder / PENALTY).read_text("utf-8")
    newer = newer.replace('edition = "双公示 2018 版"', 'edition = "双公示 2027 版"')
    newer = newer.replace("valid_from = 2018-07-01", "valid_from = 2027-01-01")
    (folder / "records" / "penalty_2027.toml").write_text(newer, "utf-8")
    catalogue = load(folder)
    assert catalogue.kind("xzcf").edition == "双公示 2027 版"
    assert catalogue.kind("xzcf", "双公示 2018 版").valid_from.year == 2018
    assert len(catalogue.current_kinds()) == len(catalogue.kinds) - 1


def test_a_catalogue_is_read_again_only_when_a_file_has_changed(spoil: Spoil) -> None:
    folder = spoil(PENALTY, "order = 2", "order = 2")
    before = load(folder)
    assert load(folder) is before
    text = (folder / PENALTY).read_text("utf-8")
    (folder / PENALTY).write_text(text.replace('label = "行政处罚"', 'label = "行政处罚（示例）"'), "utf-8")
    assert load(folder).kind("penalty").label == "行政处罚（示例）"


def test_no_stray_files_lie_in_forms() -> None:
    strays = [path for path in paths.forms().rglob("*") if path.is_file() and path.suffix != ".toml"]
    assert strays == []
