"""Attacks on what comes in: each is refused in words of its own, and not a row of the desk changes."""

import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.descriptor import Answered
from creditdesk.exchange.envelopes import envelope
from creditdesk.exchange.receipts import Answer, Line
from creditdesk.models import Package
from creditdesk.services import (
    arrivals,
    incoming,
    offices,
    opinions,
    packages,
    partners,
    receipt_answers,
    receipt_files,
    receipts,
    releases,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from tests.answered import answered, lines_of, platform, receipt, stranger, trust_platform
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.entered import UNIT, penalty
from tests.hostile import everything, hands_of, own_key, refused
from tests.leaving import release, send
from tests.neighbours import CENTRE, desks, found, know, report, take
from tests.vectors.faults import FAULTS, Hands, rows, signed
from tests.vectors.make_vectors import HERE, OFFICE, PLATFORM

PLACES = 1000
SEED = 20260212


@dataclass(frozen=True)
class Attacked:
    """A centre, a unit it knows, the unit's first package as the zip inside the envelope, and the keys of attacks."""

    centre: Desk
    unit: Desk
    package: bytes
    hands: Hands
    stick: Path

    def file(self, content: bytes, ending: str = ".zip") -> Path:
        """Put a file on the stick."""
        path = self.stick / f"attack{ending}"
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """Set the scene once; no test changes either desk."""
    stick = tmp_path_factory.mktemp("stick")
    with desks(tmp_path_factory.mktemp("desks"), [CENTRE, UNIT]) as (centre, unit):
        penalty(unit)
        report(unit, centre, stick)
        with unit.read() as session:
            package = releases.file_of(session, session.query(Package).one())
        yield Attacked(centre, unit, package, hands_of(UNIT, own_key(unit), centre), stick)


# --------------------------------------------------------------------------------------------------- a package


def test_unharmed_it_is_believed(attacked: Attacked) -> None:
    before = everything(attacked.centre)
    for path in (
        attacked.file(attacked.package),
        attacked.file(envelope(attacked.package, packages.certificate(attacked.centre)), ".zip.p7m"),
        attacked.file(signed(attacked.package, attacked.hands.office)),
    ):
        plan = arrivals.inspect(attacked.centre, path)
        assert (plan.counts, plan.faults) == ({arrivals.NEW: 1}, [])
    assert everything(attacked.centre) == before


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_refused_in_its_own_words(attacked: Attacked, name: str) -> None:
    path = attacked.file(FAULTS[name].do(attacked.package, attacked.hands))
    with refused(attacked.centre, re.escape(FAULTS[name].said)):
        arrivals.inspect(attacked.centre, path)
    with refused(attacked.centre, re.escape(FAULTS[name].said)):
        opinions.opened(attacked.centre, path)


def changed_somewhere(content: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + bytes([content[place] ^ dice.randrange(1, 256)]) + content[place + 1 :]


def test_a_byte_changed_at_any_of_a_thousand_places_is_noticed(attacked: Attacked) -> None:
    dice, before = random.Random(SEED), everything(attacked.centre)
    for _ in range(PLACES):
        with pytest.raises(InputProblem, match="。"):
            arrivals.inspect(attacked.centre, attacked.file(changed_somewhere(attacked.package, dice)))
    assert everything(attacked.centre) == before


def test_a_byte_changed_in_an_envelope_is_noticed(attacked: Attacked) -> None:
    dice, before = random.Random(SEED), everything(attacked.centre)
    sealed = envelope(attacked.package, packages.certificate(attacked.centre))
    for _ in range(PLACES // 10):
        with pytest.raises(InputProblem, match="。"):
            arrivals.inspect(attacked.centre, attacked.file(changed_somewhere(sealed, dice), ".zip.p7m"))
    assert everything(attacked.centre) == before


WHOLE = {
    "a version without end": ({"version": "9" * 5000}, "version 格式不符"),
    "a negative version": ({"version": "-1"}, "version 格式不符"),
    "no identity": ({"uuid": ""}, "uuid 不能为空"),
    "a long identity": ({"uuid": "x" * 5000}, "uuid 超过 36 个字"),
    "an identity no desk gives": ({"uuid": "../../etc/passwd"}, "不是 UUID"),
    "not a number": ({"CF_NR_FK": "NaN"}, "CF_NR_FK 格式不符"),
    "infinite": ({"CF_NR_FK": "Infinity"}, "CF_NR_FK 格式不符"),
    "no day": ({"CF_JDRQ": "2026/02/30"}, "CF_JDRQ 格式不符"),
}
ROWS = {
    "a short lineage": ({"lineage": "abc"}, "版本谱系写法不符"),
    "a lineage in large letters": ({"lineage": "0123456789ABCDEF"}, "版本谱系写法不符"),
    "an endless amount": ({"CF_NR_FK": "1E+999999"}, "罚款金额|不规范"),
    "turned writing": ({"CF_XDR_MC": "示\u202e例"}, "不规范"),
    "an unknown code": ({"CF_XDR_LB": "外星人"}, "相对人类别|不规范"),
}


def with_cells(attacked: Attacked, cells: dict[str, str]) -> Path:
    """Let the unit itself sign its package with other cells."""

    def edit(read: list[list[str]]) -> None:
        read[1] = [cells.get(name, cell) for name, cell in zip(*read, strict=True)]

    return attacked.file(signed(attacked.package, attacked.hands.office, table=rows(edit)))


@pytest.mark.parametrize(("cells", "said"), WHOLE.values(), ids=WHOLE)
def test_a_row_against_the_schema_ends_the_whole_package(attacked: Attacked, cells: dict[str, str], said: str) -> None:
    with refused(attacked.centre, said):
        arrivals.inspect(attacked.centre, with_cells(attacked, cells))


@pytest.mark.parametrize(("cells", "said"), ROWS.values(), ids=ROWS)
def test_a_row_that_no_record_can_be_is_told_and_not_taken(
    attacked: Attacked, cells: dict[str, str], said: str
) -> None:
    before = everything(attacked.centre)
    plan = arrivals.inspect(attacked.centre, with_cells(attacked, cells))
    assert plan.counts == {arrivals.FAULTY: 1}
    assert re.search(said, plan.faults[0].sentence)
    assert everything(attacked.centre) == before


def test_a_receipt_is_no_package(attacked: Attacked, tmp_path: Path) -> None:
    line = Line("0f0f0f0f-0000-7000-8000-000000000000", 1, Answer.ACCEPTED)
    about = Answered(CENTRE, "0f" * 16, 1, "ab" * 32)
    issued = attacked.unit.perform(receipt_answers.answer, about, [line]).result["issued"]
    path = receipt_answers.hand_over(attacked.unit, issued, tmp_path)
    with refused(attacked.centre, "这是回执，不是数据包"):
        arrivals.inspect(attacked.centre, path)


# -------------------------------------------------------------------------------------- its place and its sender


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """A centre and a unit of their own."""
    with desks(tmp_path / "desks", [CENTRE, UNIT]) as (centre, unit):
        yield centre, unit


def test_a_stranger(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    with found(tmp_path / "stranger", "陌生单位（示例）") as stranger:
        penalty(stranger)
        path = report(stranger, pair[0], tmp_path / "stick")
    with refused(pair[0], "没有“陌生单位（示例）”可用的证书"):
        arrivals.inspect(pair[0], path)


def test_another_desk_under_the_units_name(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    with found(tmp_path / "false", UNIT) as false:
        penalty(false)
        path = report(false, pair[0], tmp_path / "stick")
    with refused(pair[0], "签名人不是"):
        arrivals.inspect(pair[0], path)


def test_a_package_for_somebody_else(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    unit.perform(offices.describe, Office(UNIT, receiver="第三单位（示例）"))
    path = send(unit, tmp_path / "stick")
    with refused(centre, "不是交给本单位"):
        arrivals.inspect(centre, path)


def test_an_envelope_for_somebody_else(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    path = report(unit, centre, tmp_path / "stick")
    with found(tmp_path / "third", "第三单位（示例）") as third:
        know(third, unit)
        with refused(third, "打不开加密文件"):
            arrivals.inspect(third, path)


def test_a_package_of_our_own(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, _ = pair
    centre.perform(partners.trust, CENTRE, packages.certificate(centre), "当面", "吴示例")
    penalty(centre)
    path = report(centre, centre, tmp_path / "stick")
    with refused(centre, "本桌面自己制作的"):
        arrivals.inspect(centre, path)


def test_a_gap(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    for number in range(3):
        penalty(unit, decision_number=f"示市监罚〔2026〕{number + 1}号")
        path = report(unit, centre, tmp_path / str(number))
    with refused(centre, "缺少第0001号至第0002号"):
        arrivals.inspect(centre, path)


def test_a_copied_desk(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    unit.close()
    shutil.copytree(unit.folder, tmp_path / "copy")
    opened = {"clock": fixed_clock(TODAY), "cost": CHEAP}
    with Desk.open(unit.folder, OFFICER, PASSPHRASE, **opened) as first:  # type: ignore[arg-type]
        one = report(first, centre, tmp_path / "1")
    with Desk.open(tmp_path / "copy", OFFICER, PASSPHRASE, **opened) as second:  # type: ignore[arg-type]
        penalty(second, decision_number="示市监罚〔2026〕9号")
        other = report(second, centre, tmp_path / "2")
    take(centre, one)
    with refused(centre, "可能被复制过"):
        arrivals.inspect(centre, other)


def test_no_package_at_all(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    for name, said in (("a.zip", "损坏"), ("b.zip", "没有 datapackage"), ("c.zip", "打不开")):
        with refused(pair[0], said):
            arrivals.inspect(pair[0], tmp_path / name)


def test_another_catalogue(pair: tuple[Desk, Desk], tmp_path: Path) -> None:
    centre, unit = pair
    penalty(unit)
    path = report(unit, centre, tmp_path / "1")
    layouts = tuple(
        replace(one, columns=(replace(one.columns[0], header="改名的列"), *one.columns[1:]))
        for one in centre.catalogue.layouts
    )
    centre.catalogue = replace(centre.catalogue, layouts=layouts)
    with refused(centre, "同一版目录"):
        arrivals.inspect(centre, path)


def test_the_fixed_packages_are_taken_in_their_order_by_the_desk_they_are_for(tmp_path: Path) -> None:
    with found(tmp_path / "platform", PLATFORM) as desk:
        desk.perform(partners.trust, OFFICE, (HERE / "office.pem").read_bytes(), "书面", "吴示例")
        with refused(desk, "缺少第0001号"):
            arrivals.inspect(desk, HERE / "good-report-2.zip")
        for number, counts in ((1, {"new": 2}), (2, {"newer": 1, "withdrawn": 1}), (3, {"new": 1})):
            take(desk, path := HERE / f"good-report-{number}.zip")
            assert incoming.listing(desk)[0].counts == counts
            with refused(desk, "已经接收过"):
                arrivals.inspect(desk, path)


# ---------------------------------------------------------------------------------------------------- a receipt


@dataclass(frozen=True)
class Answering:
    """A desk whose package of two penalties left, and what a receipt of it says."""

    desk: Desk
    about: Answered
    lines: list[Line]
    hands: Hands
    stick: Path


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """Set the scene once; no test changes the desk."""
    with found(tmp_path_factory.mktemp("answered") / "desk", UNIT, "郑州市公共信用信息平台") as desk:
        trust_platform(desk)
        first = penalty(desk)
        penalty(desk, decision_number="示市监罚〔2025〕119号")
        package = str(release(desk).result["packages"][0])
        lines = lines_of(desk, package, {first: (Answer.REJECTED, "CF_NR_FK", "金额应以万元计（示例）")})
        hands = hands_of("郑州市公共信用信息平台", platform(), desk)
        stick = tmp_path_factory.mktemp("stick")
        yield Answering(desk, answered(desk, package), lines, hands, stick)


Change = Callable[[Answered, list[Line]], tuple[Answered, list[Line], OfficeCertificate]]
REJECTED = {"answer": Answer.REJECTED, "reason": "乙"}
UNFIT: dict[str, tuple[Change, str]] = {
    "for another desk's package": (lambda a, ls: (replace(a, desk="ab" * 16), ls, platform()), "另一个桌面"),
    "for a package that never left": (lambda a, ls: (replace(a, serial=7), ls, platform()), "没有发出过第0007号"),
    "for another file": (lambda a, ls: (replace(a, digest="ab" * 32), ls, platform()), "摘要与发出的不同"),
    "a row left out": (lambda a, ls: (a, ls[:1], platform()), "漏答了第0001号数据包的 1 条"),
    "a row unknown": (
        lambda a, ls: (a, [*ls, replace(ls[0], record_id="x")], platform()),
        "有 1 条记录不在第0001号",
    ),
    "another version": (
        lambda a, ls: (a, [replace(ls[0], version=2), ls[1]], platform()),
        "版本与第0001号数据包的不同",
    ),
    "an unknown column": (
        lambda a, ls: (a, [replace(ls[0], **REJECTED, field="甲"), ls[1]], platform()),
        "列“甲”不是行政处罚的列",
    ),
    "a stranger's": (lambda a, ls: (a, ls, stranger()), "签名人不是"),
    "a NUL": (lambda a, ls: (a, [replace(ls[0], **REJECTED, field="\0"), ls[1]], platform()), "空字符"),
    "a reason without end": (
        lambda a, ls: (a, [replace(ls[0], **REJECTED | {"reason": "长" * 200_000}), ls[1]], platform()),
        "一格超过 131072 个字",
    ),
}


@pytest.mark.parametrize(("change", "said"), UNFIT.values(), ids=UNFIT)
def test_a_receipt_that_does_not_fit_changes_nothing(
    answering: Answering, tmp_path: Path, change: Change, said: str
) -> None:
    about, lines, signer = change(answering.about, answering.lines)
    with refused(answering.desk, said):
        receipt_files.read_signed(answering.desk, receipt(tmp_path, about, lines, signer))


def good_receipt(answering: Answering) -> bytes:
    return receipt(answering.stick, answering.about, answering.lines).read_bytes()


OF_REPORTS_ONLY = {"schema", "counts", "nul", "huge-cell", "action", "version", "same-twice", "short-row"}


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in OF_REPORTS_ONLY])
def test_each_fault_of_a_file_is_refused_in_a_receipt_too(answering: Answering, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(FAULTS[name].do(good_receipt(answering), answering.hands))
    with refused(answering.desk, re.escape(FAULTS[name].said)):
        receipt_files.read_signed(answering.desk, path)


def test_a_byte_changed_anywhere_in_a_receipt_is_noticed(answering: Answering, tmp_path: Path) -> None:
    whole, dice, before = good_receipt(answering), random.Random(SEED), everything(answering.desk)
    path = tmp_path / "a.zip"
    for _ in range(PLACES):
        path.write_bytes(changed_somewhere(whole, dice))
        with pytest.raises(InputProblem, match="。"):
            receipt_files.read_signed(answering.desk, path)
    assert everything(answering.desk) == before
    path.write_bytes(whole)
    assert receipts.trial(answering.desk, receipt_files.read_signed(answering.desk, path)).sentence
    assert everything(answering.desk) == before
