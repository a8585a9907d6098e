"""The same acts from a terminal: answers on stdout, one Chinese sentence on stderr, status 2 for bad input."""

import getpass
import json
import re
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from creditdesk import cli, paths
from creditdesk.exchange import letter_codes
from creditdesk.exchange.certificates import make_certificate
from creditdesk.exchange.letter_codes import LetterFacts
from creditdesk.services import officers, packages, records, releases
from creditdesk.services.desk import Desk
from creditdesk.services.sample import SHEET
from creditdesk.vault import DEFAULT_COST, keys
from tests.conftest import CHEAP, PASSPHRASE
from tests.entered import PENALTY, objection, penalty
from tests.erased import ERASED
from tests.listed import SERIOUS
from tests.services.test_office_forms import example
from tests.terminal import main, new

SAMPLE = str(paths.resources() / "samples" / SHEET)


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """A file with the passphrase."""
    file = tmp_path / "phrase.txt"
    file.write_text(f"{PASSPHRASE}\n", "utf-8")
    return str(file)


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def _refused(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> str:
    try:
        ended = main(arguments)
    except SystemExit as stopped:
        ended = int(str(stopped.code))
    assert ended == status
    said = capsys.readouterr()
    lines = said.err.strip().splitlines()
    assert len(lines) == 1, said.err
    assert any("\u4e00" <= character <= "\u9fff" for character in lines[0])
    return lines[0]


def _sent(capsys: pytest.CaptureFixture[str], desk: Path, out: Path, key: Sequence[str]) -> tuple[str, ...]:
    """Let two officers send a package; returns how the first one opens the desk from now on."""
    with Desk.open(desk, "王示例", PASSPHRASE, cost=CHEAP) as opened:
        officers.add(opened, "孙示例", "checker", PASSPHRASE)
    first, second = (*key, "--officer", "王示例"), (*key, "--officer", "孙示例")
    export = ("export", str(desk), "--to", str(out))
    assert "先运行 creditdesk propose" in _refused(capsys, 2, *export, *first)
    assert main(["propose", str(desk), *first]) == 0
    assert "等待另一位工作人员核对签发" in capsys.readouterr().out
    assert "提请人以外" in _refused(capsys, 2, *export, *first)
    assert "明文交付" in _refused(capsys, 2, *export, *second)
    assert main([*export, "--open", "示例", *second]) == 0
    capsys.readouterr()
    return first


def test_a_sealed_package_is_verified_by_its_receiver_alone(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sender, receiver, out = tmp_path / "sender", tmp_path / "receiver", tmp_path / "out"
    out.mkdir()
    key = ("--passphrase-file", phrase)
    for desk, office in ((sender, "示例乡镇信用站"), (receiver, "示例县信用中心")):
        assert main(["new", str(desk), "--office", office, "--officer", "王示例", *key]) == 0
    assert main(["import", str(sender), SAMPLE, "--kind", "xzcf", *key]) == 0
    with Desk.open(receiver, "王示例", PASSPHRASE, cost=CHEAP) as opened:
        (out / "platform.pem").write_bytes(packages.certificate(opened))
    believe = ("trust", str(sender), "郑州市公共信用信息平台", str(out / "platform.pem"))
    capsys.readouterr()
    assert main([*believe, *key]) == 0
    assert "逐组核对指纹" in capsys.readouterr().out
    assert main([*believe, "--way", "电话", "--whom", "周示例", *key]) == 0
    assert "核对过指纹" in capsys.readouterr().out
    with Desk.open(sender, "王示例", PASSPHRASE, cost=CHEAP) as opened:
        officers.add(opened, "孙示例", "checker", PASSPHRASE)
        opened.perform(releases.propose)
    assert main(["export", str(sender), "--to", str(out), *key, "--officer", "孙示例"]) == 0
    capsys.readouterr()
    sealed = next(out.glob("*.zip.p7m"))
    check = ("verify", str(sealed), "--certificate", str(out / "certificate.pem"))
    assert "只有接收单位的密钥能打开" in _refused(capsys, 1, *check)
    assert main([*check, "--desk", str(receiver), *key]) == 0
    capsys.readouterr()
    wrong = _refused(capsys, 1, *check, "--desk", str(sender), "--officer", "王示例", *key)
    assert "不是发给本机构证书的" in wrong


def test_a_desk_founded_on_a_terminal_costs_what_an_offices_costs(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, cheap, key = tmp_path / "desk", tmp_path / "cheap", ("--officer", "王示例", "--passphrase-file", phrase)
    assert cli.main(["new", str(desk), "--office", "中牟县信用中心", *key]) == 0
    assert [slot.cost for slot in keys.read(desk).slots] == [DEFAULT_COST]
    assert cli.main(["forms", str(desk), *key]) == 0
    assert main(["new", str(cheap), "--office", "中牟县信用中心", *key]) == 0
    capsys.readouterr()
    assert cli.main(["forms", str(cheap), *key]) == 1
    assert "口令参数被改动过" in capsys.readouterr().err


def test_the_whole_job_from_founding_to_verifying(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, out = str(tmp_path / "desk"), tmp_path / "out"
    out.mkdir()
    key = ("--passphrase-file", phrase)
    assert main(["new", desk, "--office", "中牟县信用中心", "--officer", "王示例", *key]) == 0
    assert "12" in capsys.readouterr().out
    rejected = tmp_path / "退回.xlsx"
    assert main(["import", desk, SAMPLE, "--kind", "xzcf", "--rejected", str(rejected), *key]) == 0
    assert "退回12" in capsys.readouterr().out
    assert rejected.stat().st_size > 1000
    key = _sent(capsys, tmp_path / "desk", out, key)
    package = next(out.glob("*.zip"))
    certificate = str(out / "certificate.pem")
    assert main(["verify", str(package), "--certificate", certificate]) == 0
    letters = str(out / "letters.pem")
    assert main(["letter-certificate", desk, "--to", letters, *key]) == 0
    assert b"BEGIN CERTIFICATE" in Path(letters).read_bytes()
    names = tmp_path / "名单.txt"
    names.write_text("示例建材有限公司\n查无此企业（示例）\n", "utf-8")
    why = ("--applicant", "中牟县文明办（示例）", "--authority", "依法履职", "--purpose", "文明单位评选")
    why += ("--proof", "《评选办法（示例）》第五条")
    assert main(["batch-check", desk, str(names), "--out", str(out), *why, *key]) == 0
    assert "已批量比对2个" in capsys.readouterr().out
    assert {path.suffix for path in out.glob("批量核查-*")} == {".xlsx", ".pdf"}
    period = ("--from", "2026-01-01", "--to", "2026-12-31")
    assert main(["register", desk, *period, "--out", str(out / "台账.pdf"), *key]) == 0
    assert "已导出异议台账" in capsys.readouterr().out
    assert (out / "台账.pdf").read_bytes().startswith(b"%PDF")
    assert "PDF或XLSX" in _refused(capsys, 2, "register", desk, *period, "--out", str(out / "台账.txt"), *key)
    assert main(["import", desk, SAMPLE, *key]) == 0  # known by its header, and all of it known already
    assert "新增0条" in capsys.readouterr().out
    assert "没有写入任何一行" in _refused(capsys, 2, "import", desk, SAMPLE, "--whole", *key)
    sheet = out / "记录单.pdf"
    assert main(["print", desk, "示市监罚〔2025〕118号", "--out", str(sheet), *key]) == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "请核对文号" in _refused(capsys, 2, "print", desk, "示1号", "--out", str(sheet), *key)
    (Path(desk) / "forms" / "nursery_inspection.toml").write_text(example(), "utf-8")
    told = _json(capsys, "forms", desk, *key)
    assert [(one["file"], one["state"]) for one in told["proposals"]] == [("nursery_inspection.toml", "新类别")]
    accept = ("--accept", "nursery_inspection.toml", "--reason", "县信用办〔2026〕3号（示例）")
    assert main(["forms", desk, *accept, *key]) == 0
    assert "tyjc 托育机构检查 县定第 1 版" in capsys.readouterr().out
    assert "已经采用" in _refused(capsys, 2, "forms", desk, *accept, *key)
    assert main(["check", desk, *key]) == 0
    assert "信用记录210" in capsys.readouterr().out
    torn = bytearray(package.read_bytes())
    torn[len(torn) // 2] ^= 1
    package.write_bytes(torn)
    assert "核对不通过" in _refused(capsys, 1, "verify", str(package), "--certificate", certificate)
    said = _refused(capsys, 2, "new", desk, "--office", "中牟县信用中心", "--officer", "王示例", *key)
    assert "desk" in said


def test_many_letters_are_issued_from_a_terminal(
    phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    capsys.readouterr()
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        today = desk.clock().date()
        for number in range(1, 4):
            objection(desk, penalty(desk, decision_number=f"示市监罚〔2025〕{number}号"), today)
    assert "请核对案号" in _refused(capsys, 2, "issue", str(folder), "accept", "--case", f"{today.year}-0009", *key)
    assert "可以批量办理的有" in _refused(capsys, 2, "issue", str(folder), "reply", *key)
    assert main(["issue", str(folder), "accept", "--case", f"{today.year}-0002", *key]) == 0
    assert capsys.readouterr().out == f"牟信异受〔{today.year}〕1号\n"
    assert main(["issue", str(folder), "accept", *key]) == 0
    assert capsys.readouterr().out == f"牟信异受〔{today.year}〕2号\n牟信异受〔{today.year}〕3号\n"
    assert "至少勾选一件" in _refused(capsys, 2, "issue", str(folder), "accept", *key)
    bound = tmp_path / "案卷.pdf"
    assert main(["bundle", str(folder), f"{today.year}-0001", "--out", str(bound), *key]) == 0
    assert "已导出" in capsys.readouterr().out
    assert bound.read_bytes().startswith(b"%PDF")


def test_a_report_is_issued_from_a_terminal(phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    capsys.readouterr()
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        penalty(desk)
        year = desk.clock().year
    out = tmp_path / "信用报告.pdf"
    asking = ("--out", str(out), "--applicant", "示例银行", "--purpose", "贷款审查（示例）", *key)
    asked = ("report", str(folder), "示例建材有限公司", *asking)
    assert "请在“本人”“依法履职”“授权”“公开”中选一种" in _refused(capsys, 2, *asked, "--authority", "不明")
    assert "必须写明授权书的日期和编号" in _refused(capsys, 2, *asked, "--authority", "授权")
    proof = ("--authority", "授权", "--proof", "2026年2月10日授权书（示例）")
    assert "没有查到" in _refused(capsys, 2, "report", str(folder), "查无此企业（示例）", *asking, *proof)
    assert not out.exists()
    assert main([*asked, *proof]) == 0
    assert f"信用报告牟信报〔{year}〕1号，列入1条" in capsys.readouterr().out
    assert out.read_bytes().startswith(b"%PDF")
    told = _json(capsys, "statistics", str(folder), *key, "--from", "2025-11-01", "--to", "2025-12-31")
    assert told["records"] == [{"月份": month, "行政处罚": "1"} for month in ("2025-11", "合计")]
    assert "晚于截止日期" in _refused(
        capsys, 2, "statistics", str(folder), *key, "--from", "2025-11-02", "--to", "2025-11-01"
    )


def test_the_terms_of_repair_are_told_on_a_terminal(
    phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    capsys.readouterr()
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        penalty(desk, authority="示例县生态环境局", source_unit="示例县生态环境局")
    asked = ("repair-terms", str(folder), "示市监罚〔2025〕118号", "--received", "2026-02-09", *key)
    terms = _json(capsys, *asked)["terms"]
    assert [(each["regime"], each["earliest"], each["latest"]) for each in terms] == [
        ("ndrc_58", "2026-02-03", "2028-11-03"),
        ("ndrc_58", "2026-11-03", "2028-11-03"),
        ("plan_2017", None, None),
    ]
    assert main(asked) == 0
    assert "县实施方案六（六） 不分类：最早 没有给出，最长公示至 没有给出" in capsys.readouterr().out


def test_a_promise_is_checked_made_listed_and_kept_on_a_terminal(
    phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    capsys.readouterr()
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        penalty(desk, decided_on="2021-11-03", valid_until="2022-11-03")
        today = desk.clock().date()
    assert _json(capsys, "clean-years", str(folder), "91410122MA3X000105", *key)["bad"] == []
    about = ("--matter", "食品经营许可", "--unit", "示例单位", "--paper", "健康证明")
    asked = ("promise", str(folder), "示例建材有限公司", *about, *key)
    assert "没有补齐材料的期限" in _refused(capsys, 2, *asked)
    assert "没有查到" in _refused(capsys, 2, "promise", str(folder), "查无此企业（示例）", *about, *key)
    assert main([*asked, "--due", str(today + timedelta(14))]) == 0
    assert "前补齐健康证明" in capsys.readouterr().out
    [promise] = _json(capsys, "promises", str(folder), *key)["promises"]
    assert (promise["subject"], promise["state"]) == ("示例建材有限公司", "open")
    assert "还没有过" in _refused(capsys, 2, "promise-broken", str(folder), promise["id"], "--reason", "示例", *key)
    assert "没有这个编号的承诺" in _refused(capsys, 2, "promise-kept", str(folder), "示例", *key)
    assert main(["promise-kept", str(folder), promise["id"], *key]) == 0
    assert "材料于" in capsys.readouterr().out


def test_a_tip_is_entered_and_referred_on_a_terminal_and_its_informant_only_typed(
    phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    capsys.readouterr()
    told = ("--channel", "来信", "--accused", "示例建材有限公司", "--matter", "销售无标识建材（示例）")
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "示例举报人")
    assert "举报人无法封存" in _refused(capsys, 1, "tip", str(folder), *told, *key)
    assert main(["tip", str(folder), *told, "--anonymous", *key]) == 0
    [number] = re.findall(r"线索(\d{4}-0001)，没有举报人信息", capsys.readouterr().out)
    assert main(["tip-refer", str(folder), number, "--unit", "示例单位", *key]) == 0
    assert "转示例单位办理" in capsys.readouterr().out
    [tip] = _json(capsys, "tips", str(folder), *key)["tips"]
    assert (tip["accused"], tip["state"], tip["named"]) == ("示例建材有限公司", "referred", False)


def test_a_reported_list_is_taken_over_and_listed_on_a_terminal(
    phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(folder)
    with Desk.open(folder, "王示例", PASSPHRASE, cost=CHEAP) as desk:
        penalty(desk, valid_until="2099-11-03")
        desk.perform(records.enter, "serious_breach", SERIOUS)
    about = ("--domain", "产品质量（示例）", "--channel", "“信用中牟”网站")
    other = PENALTY["decision_number"]
    assert "不是红黑名单" in _refused(capsys, 2, "listing-received", str(folder), other, *about, *key)
    assert main(["listing-received", str(folder), SERIOUS["decision_number"], *about, *key]) == 0
    assert "2026-01-05起生效" in capsys.readouterr().out
    [found] = _json(capsys, "listings", str(folder), "--in-force", *key)["listings"]
    assert (found["colour"], found["domain"], found["state"]) == ("黑名单", "产品质量（示例）", "生效中")
    assert "不能发布退出公告" in _refused(capsys, 2, "listing-exit", str(folder), found["id"], *key)


def test_a_desk_is_backed_up_rehearsed_and_taken_back_from_a_terminal(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, stick, key = tmp_path / "desk", tmp_path / "stick", ("--passphrase-file", phrase)
    stick.mkdir()
    assert main(["new", str(desk), "--office", "示例县信用中心", "--officer", "王示例", *key]) == 0
    assert main(["backup", str(desk), "--place", str(stick), *key]) == 0
    told = capsys.readouterr().out
    assert f"第二备份位置改为{stick}" in told
    point = re.search(r"已备份并核对 (\S+)", told)
    assert point is not None
    assert re.search(rf"{point[1]}  .*  已核对  本机和第二位置", told)
    assert main(["rehearse", str(desk), *key]) == 0
    assert "恢复演练通过" in capsys.readouterr().out
    assert main(["import", str(desk), SAMPLE, *key]) == 0
    capsys.readouterr()
    back = ("restore", str(desk), "--point", point[1], *key)
    assert "--show" in _refused(capsys, 2, *back)
    assert main([*back, "--show"]) == 0
    told = capsys.readouterr().out
    assert "之后的操作：2 条" in told
    assert told.endswith("没有改动\n")
    assert main([*back, "--reason", "误导入（示例）", "--alone", "只有一人（示例）"]) == 0
    assert f"已把桌面恢复到{point[1]}" in capsys.readouterr().out
    [aside] = (desk / "aside").iterdir()
    old = f"20200106-{aside.name.partition('-')[2]}"
    shutil.copytree(aside, desk / "aside" / old)
    assert main(["asides", str(desk), *key]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{aside.name}  保留", f"{old}  到期可清理"]
    assert main(["asides", str(desk), "--clear", *key]) == 0
    assert capsys.readouterr().out == f"已清理另存的桌面1个：{old}\n"
    assert list((desk / "aside").iterdir()) == [aside]
    assert main(["check", str(desk), *key]) == 0
    assert "信用记录0" in capsys.readouterr().out
    assert "没有名为" in _refused(capsys, 2, "restore", str(desk), "--point", "没有", "--show", *key)
    stick.rename(tmp_path / "pocket")
    assert "找不到" in _refused(capsys, 1, "backup", str(desk), *key)


def test_a_letters_code_is_checked_offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = make_certificate("中牟县信用中心（示例）", date(2026, 1, 5))
    facts = LetterFacts("410122", "牟信异答〔2026〕12号", date(2026, 2, 12), "示例建材有限公司", "通知书\n收悉。")
    code = letter_codes.sign(facts, office.key_pem)
    certificate, text = tmp_path / "letter.pem", tmp_path / "letter.txt"
    certificate.write_bytes(letter_codes.letter_certificate(office.key_pem, office.certificate_pem))
    text.write_text("通知书收悉。", "utf-8")
    asked = ("verify-letter", "--certificate", str(certificate), "--code", code)
    assert main([*asked, "--text", str(text), "--addressee", "示例建材有限公司"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in said] == ["通过"] * 4
    told = _json(capsys, *asked)
    assert (told["ok"], told["number"], told["date"]) == (True, "牟信异答〔2026〕12号", "2026-02-12")
    text.write_text("通知书未收悉。", "utf-8")
    assert "正文与签发时不一致" in _refused(capsys, 1, *asked, "--text", str(text))
    assert "重新扫描" in _refused(capsys, 2, *asked[:3], "--code", "x")
    assert "打不开" in _refused(capsys, 2, *asked, "--text", str(tmp_path / "gone"))


def test_deadline_over_the_spring_festival(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(
        capsys,
        "deadline",
        *("--received", "2026-02-02", "--forwarded", "2026-02-09", "--delivered", "2026-02-10"),
        *("--today", "2026-02-12"),
    )
    days = told.pop("days")
    assert told == {
        "rule": "plan_2017",
        "forward_due": "2026-02-09",
        "verify_due": "2026-02-24",
        "notify_due": None,
        "overall_due": "2026-02-25",
        "stage": "verify",
        "effective_due": "2026-02-14",
        "slack_days": 2,
        "urgency": "soon",
        "provisional": False,
    }
    assert isinstance(days, list)
    assert sum(day["counted"] for day in days) == 12
    assert {"date": "2026-02-14", "counted": True, "number": 10, "reason": "春节调休上班"} in days
    assert days[0] == {"date": "2026-02-02", "counted": False, "number": 0, "reason": "起算日，不计"}


def test_a_deadline_in_an_unannounced_year_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(capsys, "deadline", "--received", "2027-01-05", "--today", "2027-01-05")
    assert (told["provisional"], told["urgency"]) == (True, "provisional")


def test_the_calendar_tells_every_day_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(capsys, "calendar", "--year", "2026")
    days = told["days"]
    assert isinstance(days, list)
    assert (told["year"], told["known"], len(days)) == (2026, True, 365)
    by_date = {day["date"]: day for day in days}
    assert by_date["2026-02-14"]["working"]
    assert not by_date["2026-02-16"]["working"]
    assert by_date["2026-02-16"]["reason"] == "春节"
    assert by_date["2026-02-16"]["source"].startswith("http")
    assert not _json(capsys, "calendar", "--year", "2027")["known"]


@pytest.mark.parametrize(
    ("text", "kind", "valid"),
    [
        ("91410122MA3X000105", "uscc", True),
        ("N2410122MF000003XD", "uscc", True),
        ("91410122MA3X000118", "uscc", False),
        ("MA3X0001-0", "org_code", True),
        ("410122000000013", "reg_number", True),
        ("410122197001010000", "citizen_number", True),
        ("410122197001010001", "citizen_number", False),
        ("你好", "unknown", False),
    ],
)
def test_identify(capsys: pytest.CaptureFixture[str], text: str, kind: str, valid: bool) -> None:
    told = _json(capsys, "identify", text)
    assert (told["text"], told["kind"], told["valid"]) == (text, kind, valid)
    assert told["reason"]


def test_bad_input_is_one_sentence_and_status_two(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    key = ("--passphrase-file", phrase)
    assert "2026-02-30" in _refused(capsys, 2, "deadline", "--received", "2026-02-30")
    assert "早于" in _refused(capsys, 2, "deadline", "--received", "2026-02-10", "--forwarded", "2026-02-09")
    assert "年份" in _refused(capsys, 2, "calendar", "--year", "99999")
    _refused(capsys, 2, "nonsense")
    _refused(capsys, 1, "check", str(tmp_path / "no desk"), *key)
    gone = ("--passphrase-file", str(tmp_path / "gone"))
    assert "口令文件" in _refused(
        capsys, 2, "new", str(tmp_path / "d"), "--office", "示例", "--officer", "王示例", *gone
    )
    assert not (tmp_path / "d").exists()
    assert "单位名称" in _refused(capsys, 2, "new", str(tmp_path / "d"), "--office", " ", "--officer", "王示例", *key)


def test_records_whose_time_is_over_are_erased_by_two_officers(
    tmp_path: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, key = tmp_path / "desk", ("--passphrase-file", phrase)
    new(desk)
    with Desk.open(desk, "王示例", PASSPHRASE, cost=CHEAP) as opened:
        record = penalty(opened, **ERASED)
        officers.add(opened, "孙示例", "checker", PASSPHRASE)
    first, second = (*key, "--officer", "王示例"), (*key, "--officer", "孙示例")
    capsys.readouterr()
    [due] = _json(capsys, "retention", str(desk), *first)["due"]
    assert (due["id"], due["outcome"], due["since"], due["holds"]) == (record, "erase", "2026-02-12", [])
    assert "没有等待您确认的" in _refused(capsys, 2, "erase", str(desk), "--confirm", *second)
    assert main(["erase", str(desk), *first]) == 0
    assert "将消除：记录 1 条、历史版本 1 个、身份信息 1 人" in capsys.readouterr().out
    assert main(["erase", str(desk), "--confirm", *second]) == 0
    assert "已消除1条保存期满的自然人记录" in capsys.readouterr().out
    assert _json(capsys, "retention", str(desk), *first) == {"due": [], "unclocked": []}
    assert "没有选择记录" in _refused(capsys, 2, "erase", str(desk), *first)
