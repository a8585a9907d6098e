"""A desk of an earlier format is brought up when it is opened, and the program is killed meanwhile."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk.selftest.deed import BEGUN, Tell
from creditdesk.selftest.desks import count, number, open_desk, receive
from creditdesk.selftest.ground import CASES, SHEET_ROWS
from creditdesk.services import record_lists
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.vault import points, schema

_OFFICERS = 3


def bring_up(place: Path, tell: Tell) -> None:
    """Open the desk, which brings it up, and receive an objection in it."""
    tell(BEGUN)
    with open_desk(place / "desk") as desk:
        tell("brought up")
        tell(receive(desk, record_lists.ids(desk, Filter(kind="penalty"))[-1]))


def verdict_on_format(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    """Say what is missing of a desk that was killed while it was brought up; opening it again has done the rest."""
    if number(desk, "PRAGMA user_version") != schema.FORMAT:
        yield "桌面没有升级"
    if (count(desk, "record"), count(desk, "officer")) != (SHEET_ROWS, _OFFICERS):
        yield "升级以后条数不对"
    received = count(desk, "case") - CASES
    if received not in (0, 1) or received < len(confirmed) - 1:
        yield f"确认了{len(confirmed)}步，却有{received}件新的异议"
    kept = desk.vault.points()
    for point in kept:
        points.require_sound(point)
    if "升级前" not in {point.label for point in kept}:
        yield "升级前的备份不见了"
    if any(path.name.startswith(".re") for path in desk.folder.iterdir()):
        yield "桌面文件夹里留下了半份副本"
    receive(desk, record_lists.ids(desk, Filter(kind="penalty"))[-2])
