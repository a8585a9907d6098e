"""A package on its way out when the program is killed: proposed, released, written to a stick."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk.exchange.verifying import verify_package
from creditdesk.selftest.deed import BEGUN, Tell
from creditdesk.selftest.desks import open_desk
from creditdesk.selftest.ground import SHEET_ROWS
from creditdesk.services import packages, releases, sample
from creditdesk.services.desk import Desk

_PART_BYTES = 12_000
_OPEN_BECAUSE = "示例数据，接收单位没有证书"


def report_package(place: Path, tell: Tell) -> None:
    """Let one officer propose and another release, in several parts, and write them to the stick."""
    with open_desk(place / "desk") as desk:
        tell(BEGUN)
        sample.propose_package(desk)
        tell("proposed")
        _release(desk)
        tell("released")
        _hand_over(desk, place)
        tell("handed over")


def _release(desk: Desk) -> None:
    waiting = releases.waiting(desk)
    if waiting:
        with sample.acting_as(desk, sample.CHECKER):
            desk.perform(releases.release, waiting.id, part_bytes=_PART_BYTES)


def _hand_over(desk: Desk, place: Path) -> list[str]:
    left = [line.id for line in packages.ledger(desk)]
    done = releases.hand_over(desk, left, place / "stick", _OPEN_BECAUSE)
    return sorted(Path(file).name for file in done.result["files"])


def verdict_on_packages(desk: Desk, place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    """Say what is missing or half of a killed package, then let it leave to its end."""
    rows, waiting = sum(line.rows for line in packages.ledger(desk)), releases.waiting(desk)
    if rows not in (0, SHEET_ROWS) or (rows and waiting):
        yield f"数据包里有{rows}条，待签发的提请还在：{waiting is not None}"
    if ("proposed" in confirmed and not (rows or waiting)) or ("released" in confirmed and not rows):
        yield f"确认过的一步不见了：{confirmed[-1]}"
    if "handed over" in confirmed and releases.not_handed(desk):
        yield "确认交付的数据包没有交付记录"
    if not rows and not waiting:
        sample.propose_package(desk)
    _release(desk)
    handed = _hand_over(desk, place)
    if sorted(path.name for path in (place / "stick").iterdir()) != handed:
        yield "U盘上留下了多余的文件"
    yield from _broken_chain(desk, place)


def _broken_chain(desk: Desk, place: Path) -> Iterator[str]:
    """Prove every package on the stick and its link to the one before."""
    left = desk.rows("SELECT serial, rows, file_name, digest FROM package ORDER BY serial")
    if [each[0] for each in left] != list(range(1, len(left) + 1)) or sum(each[1] for each in left) != SHEET_ROWS:
        yield "数据包序号有缺，或者条数不对"
    previous = None
    for _, _, name, digest in left:
        proof = verify_package(place / "stick" / name, packages.certificate(desk), previous)
        yield from (finding.sentence for finding in proof.findings if not finding.ok)
        previous = digest
