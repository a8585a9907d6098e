"""Power cuts while a package is released and handed over: all of it or nothing, and no number is ever missing."""

import os
from pathlib import Path

import pytest

from creditdesk.exchange.verifying import verify_package
from creditdesk.models import Package
from creditdesk.services import packages, releases
from creditdesk.services.desk import Desk
from tests.answered import trust_platform
from tests.entered import UNIT, acting_as, penalty
from tests.faults.killed import after_kills, is_sound
from tests.leaving import SECOND, release
from tests.neighbours import found

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs kill -9")

ROWS, PART_BYTES = 40, 10_000
RELEASING = f"""
from creditdesk.services import releases
waiting = releases.waiting(desk)
print("begins", flush=True)
done = desk.perform(releases.release, waiting.id, part_bytes={PART_BYTES})
releases.hand_over(desk, done.result["packages"], stick)
"""


def chain(desk: Desk) -> list[int]:
    """Return the serial numbers of a desk's packages, each of which is proved to follow the one before it."""
    numbers, previous = [], None
    with desk.read() as session:
        kept = session.query(Package).order_by(Package.serial).all()
        files = [releases.file_of(session, one) for one in kept]
    for package, content in zip(kept, files, strict=True):
        path = desk.folder.parent / "proved.zip"
        path.write_bytes(content)
        proof = verify_package(path, packages.certificate(desk), previous)
        assert proof.ok, proof.findings
        numbers.append(package.serial)
        previous = package.digest
    return numbers


def test_a_release_killed_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    with found(tmp_path / "desk", UNIT, "郑州市公共信用信息平台") as desk:
        trust_platform(desk)
        penalty(desk)
        release(desk)
        for number in range(ROWS):
            penalty(desk, decision_number=f"示市监罚〔2026〕{number + 1}号")
        desk.perform(releases.propose)
        folder = desk.folder
    for desk in after_kills(RELEASING, folder, tmp_path, 0.6, file=tmp_path, officer=SECOND):
        left, proposal = chain(desk), releases.waiting(desk)
        assert (len(left) == 1) == (proposal is not None)
        assert is_sound(desk)
        if proposal is not None:
            with acting_as(desk, SECOND, "checker"):
                desk.perform(releases.release, proposal.id, part_bytes=PART_BYTES)
        whole = chain(desk)
        assert whole == list(range(1, len(whole) + 1))
        assert len(whole) > 2
        assert left in ([1], whole)
        assert sum(line.rows for line in packages.ledger(desk)) == ROWS + 1
        stick = desk.folder.parent / "stick"
        handed = releases.hand_over(desk, [line.id for line in packages.ledger(desk)], stick).result["files"]
        assert sorted(path.name for path in stick.iterdir()) == sorted(Path(file).name for file in handed)
        assert is_sound(desk)
