"""Packages that leave a test's desk by the hands of two officers."""

from pathlib import Path

from creditdesk.services import releases
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from tests.entered import acting_as

SECOND = "孙示例"
OPEN = "接收单位没有证书（示例）"


def release(desk: Desk) -> Changes:
    """Propose what is due and let a second officer release it."""
    proposal = str(desk.perform(releases.propose).result["proposal"])
    with acting_as(desk, SECOND, "checker"):
        return desk.perform(releases.release, proposal)


def send(desk: Desk, folder: Path) -> Path:
    """Propose, release and write the package into a folder; returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    released = release(desk)
    done = releases.hand_over(desk, released.result["packages"], folder, OPEN)
    return Path(str(done.result["files"][0]))
