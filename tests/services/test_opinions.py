"""A unit answers a case with a signed file; the centre proves it, an officer confirms it, and the case goes on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange import opinions as files
from creditdesk.exchange.opinions import Opinion
from creditdesk.exchange.verifying import verify_package
from creditdesk.models import JournalEntry
from creditdesk.services import arrivals, offices, opinions, packages
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import OTHER_UNIT, UNIT
from tests.neighbours import CENTRE, desks, found, know
from tests.opinions import TEXT, case_number, give, said_by_units, with_the_units
from tests.terminal import main


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A centre with a case that is with two units, and the desk of one of them."""
    with desks(tmp_path / "desks", [CENTRE, UNIT]) as (centre, unit):
        with_the_units(centre, date(2026, 2, 9))
        yield centre, unit


def look(desk: Desk, path: Path) -> opinions.Answer:
    answer = opinions.opened(desk, path)
    assert isinstance(answer, opinions.Answer)
    return answer


def test_a_units_opinion_comes_back_sealed_and_is_confirmed(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    path = give(unit, case_number(centre), tmp_path / "stick")
    assert path.name == f"20260212-opinion-{case_number(centre)}.zip.p7m"
    assert "罚款".encode() not in path.read_bytes()
    answer = look(centre, path)
    assert (answer.unit, answer.on, answer.text, said_by_units(centre)) == (UNIT, TODAY, TEXT, [None, None])
    assert centre.perform(opinions.take, answer).sentence == f"已登记{UNIT}对{case_number(centre)}的核实意见"
    assert said_by_units(centre) == [None, TEXT]
    with centre.read() as session:
        entry = session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first()
        assert entry is not None
        assert (entry.act, entry.result["digest"]) == ("opinion.take", answer.digest)


def test_an_opinion_is_taken_once(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    path = give(unit, case_number(centre), tmp_path / "stick")
    answer = look(centre, path)
    centre.perform(opinions.take, answer)
    with pytest.raises(InputProblem, match="已登记过"):
        look(centre, path)
    with pytest.raises(InputProblem):
        centre.perform(opinions.take, answer)
    assert said_by_units(centre) == [None, TEXT]


def test_an_opinion_that_does_not_fit_is_refused_in_words(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    with pytest.raises(InputProblem, match="没有2026-0099号异议"):
        look(centre, give(unit, "2026-0099", tmp_path / "unknown"))
    with found(tmp_path / "third", "第三单位（示例）") as third:
        know(third, centre)
        know(centre, third)
        know(third, unit)
        with pytest.raises(InputProblem, match="没有交“第三单位（示例）”核实"):
            look(centre, give(third, case_number(centre), tmp_path / "third-stick"))
        with pytest.raises(InputProblem, match="打不开加密文件"):
            look(third, give(unit, case_number(centre), tmp_path / "astray"))
        unit.perform(offices.describe, Office(UNIT, receiver="第三单位（示例）"))
        with pytest.raises(InputProblem, match="不是交给本单位"):
            look(centre, give(unit, case_number(centre), tmp_path / "to-third", "当面交接（示例）"))
    with found(tmp_path / "false", OTHER_UNIT) as stranger:
        know(stranger, centre)
        with pytest.raises(InputProblem, match=f"没有“{OTHER_UNIT}”可用的证书"):
            look(centre, give(stranger, case_number(centre), tmp_path / "false-stick"))
    assert said_by_units(centre) == [None, None]


def test_another_desk_under_the_units_name_is_not_believed(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, _ = pair
    with found(tmp_path / "false", UNIT) as false:
        know(false, centre)
        with pytest.raises(InputProblem, match="签名人不是"):
            look(centre, give(false, case_number(centre), tmp_path / "stick"))


def test_what_cannot_be_an_opinion_is_not_made(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    _, unit = pair
    for case, text, said in (
        ("../x", TEXT, "不是案号"),
        ("2026-0001", " ", "不能为空"),
        ("2026-0001", "字" * 4001, "最多"),
    ):
        with pytest.raises(InputProblem, match=said):
            unit.perform(opinions.give, case, text, tmp_path)
    with pytest.raises(InputProblem, match="没有文件夹"):
        unit.perform(opinions.give, "2026-0001", TEXT, tmp_path / "gone")
    with found(tmp_path / "alone", OTHER_UNIT) as alone:
        with pytest.raises(InputProblem, match="以明文交付"):
            alone.perform(opinions.give, "2026-0001", TEXT, tmp_path)
        done = alone.perform(opinions.give, "2026-0001", TEXT, tmp_path, "当面交接（示例）")
        assert done.result["open_because"] == "当面交接（示例）"
        assert verify_package(Path(str(done.result["file"])), packages.certificate(alone)).ok
    assert [path.name for path in tmp_path.glob("*opinion*")] == ["20260212-opinion-2026-0001.zip"]


def test_an_opinion_is_no_package_of_records(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    with pytest.raises(InputProblem, match="这是核实意见，不是数据包"):
        arrivals.inspect(centre, give(unit, case_number(centre), tmp_path / "stick"))


def test_an_opinion_of_the_greatest_length_is_sound() -> None:
    files.require_sound(Opinion("2026-0001", TODAY, "字" * files.LONGEST))


def test_from_a_terminal_an_opinion_is_made_tried_and_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "phrase").write_text(PASSPHRASE, "utf-8")
    (tmp_path / "opinion.txt").write_text(TEXT, "utf-8")
    key = ["--officer", OFFICER, "--passphrase-file", str(tmp_path / "phrase")]
    folders = {name: tmp_path / folder for name, folder in ((CENTRE, "centre"), (UNIT, "unit"))}
    for name, folder in folders.items():
        assert main(["new", str(folder), "--office", name, *key]) == 0
    with (
        Desk.open(folders[CENTRE], OFFICER, PASSPHRASE, cost=CHEAP) as centre,
        Desk.open(folders[UNIT], OFFICER, PASSPHRASE, cost=CHEAP) as unit,
    ):
        unit.perform(offices.describe, Office(UNIT, receiver=CENTRE))
        know(centre, unit)
        know(unit, centre)
        with_the_units(centre, centre.clock().date())
        case = case_number(centre)
    made = ["opinion", str(folders[UNIT]), case, "--text", str(tmp_path / "opinion.txt"), "--to", str(tmp_path)]
    assert main([*made, *key]) == 0
    path = capsys.readouterr().out.splitlines()[-1]
    assert main(["take", str(folders[CENTRE]), path, "--dry-run", *key]) == 0
    assert "没有写入" in capsys.readouterr().out
    assert main(["take", str(folders[CENTRE]), path, *key]) == 0
    assert "已登记" in capsys.readouterr().out
    with Desk.open(folders[CENTRE], OFFICER, PASSPHRASE, cost=CHEAP) as again:
        assert said_by_units(again) == [None, TEXT]
